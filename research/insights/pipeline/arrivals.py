"""Sentence vectors made while comments come in, so that a run finds them ready; and taken away with their words."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import numpy as np
from django.core.cache import cache
from django.utils import timezone
from numpy.typing import NDArray

from feedback.models import Comment, State
from research.analysis import Embedder, digest
from research.analysis.semantic import vectors_of
from research.analysis.units import split
from research.insights.models import StoredVector
from research.insights.pipeline.vectors import DatabaseVectors

AT_ONCE = 500  # about a second of work: a worker that encodes does not keep a run waiting
LOOK_BACK = timedelta(days=2)
MARK = "insights.encoded_up_to"
READ = 5_000


def encode_new(encoder: Callable[[], Embedder | None]) -> int:
    """Encode the newest comments, and their sentences, that nobody encoded yet; return how many comments were read.

    `encoder` is asked for only when there is something to encode: a model takes time and memory to load. The mark of
    how far we are may be lost: then the last two days are looked at again, which encodes nothing twice.
    """
    recent = Comment.objects.exclude(state=State.UNUSABLE).filter(received_on__gte=timezone.localdate() - LOOK_BACK)
    waiting = recent.filter(pk__gt=cache.get(MARK, 0)).order_by("pk").values_list("pk", "redacted_text")[:AT_ONCE]
    rows = list(waiting)
    if not rows or (embedder := encoder()) is None:
        return 0
    vectors_of(sorted({piece for _, text in rows for piece in pieces(text)}), embedder, DatabaseVectors())
    cache.set(MARK, rows[-1][0], timeout=None)
    return len(rows)


def prune() -> int:
    """Delete the vectors of words that no comment holds any more; return how many went. Run it at night.

    A vector is no text, but it says what a text was about: it goes when the words go.
    """
    alive = _keys(digest(piece) for text in _texts() for piece in pieces(text))
    gone = 0
    for keys, digests in _stored():
        stale = [key for key, is_alive in zip(keys, np.isin(_keys(digests), alive), strict=True) if not is_alive]
        for start in range(0, len(stale), AT_ONCE):
            gone += StoredVector.objects.filter(pk__in=stale[start : start + AT_ONCE]).delete()[0]
    return gone


def pieces(text: str) -> Iterator[str]:
    """Yield what a run encodes of a comment: the whole of it, and each of its sentences."""
    yield text
    for unit in split(text):
        yield text[unit.start : unit.end]


def _texts() -> Iterator[str]:
    """Yield the words of all comments that a run may read."""
    usable = Comment.objects.exclude(state=State.UNUSABLE).order_by("pk")
    yield from usable.values_list("redacted_text", flat=True).iterator(READ)


def _stored() -> Iterator[tuple[list[int], list[str]]]:
    """Yield keys and digests of the vectors that were there at the start, some thousands at a time."""
    at, last = 0, StoredVector.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while rows := list(
        StoredVector.objects.filter(pk__gt=at, pk__lte=last).order_by("pk").values_list("pk", "digest")[:READ]
    ):
        at = rows[-1][0]
        yield [key for key, _ in rows], [text for _, text in rows]


def _keys(digests: Iterable[str]) -> NDArray[np.uint64]:
    """Return the first eight bytes of each digest: a million comments are some megabytes so, and not some hundreds."""
    return np.fromiter((int(text[:16], 16) for text in digests), dtype=np.uint64)
