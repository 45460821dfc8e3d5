"""Which themes a comment lies closest to, by the vectors that are kept: an order to choose from, nothing more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feedback.models import Comment
from research.analysis import digest
from research.insights.models import AnalysisRun, Theme
from research.insights.pipeline.vectors import DatabaseVectors

MOST_THEMES = 100  # five quotes each are as many vectors as one question to the database may name


def closest_first(comment: Comment, themes: Sequence[Theme], run: AnalysisRun, nearest: Theme | None) -> list[Theme]:
    """Return the themes, the nearest that the run found first, the others by likeness to their quotes where known.

    Asks the database twice, however many themes there are.
    """
    likeness = _likeness(comment, themes[:MOST_THEMES], run)
    first = nearest.pk if nearest else None
    return sorted(themes, key=lambda theme: (theme.pk != first, -likeness.get(theme.pk, -1.0), theme.title))


def _likeness(comment: Comment, themes: Sequence[Theme], run: AnalysisRun) -> dict[int, float]:
    """Return the cosine of the comment to the quoted comments of each theme; nothing where vectors are not kept."""
    quoted = {theme.pk: {quote["comment"] for quote in theme.quotes} for theme in themes}
    texts = dict(Comment.objects.filter(pk__in=set().union(*quoted.values())).values_list("pk", "redacted_text"))
    keys = {pk: digest(text) for pk, text in texts.items()} | {comment.pk: digest(comment.redacted_text)}
    kept = DatabaseVectors().load(str(run.fingerprint.get("model", "")), sorted(set(keys.values())))
    own = kept.get(keys[comment.pk])
    if own is None:
        return {}
    found: dict[int, float] = {}
    for theme, comments in quoted.items():
        vectors = [kept[keys[pk]] for pk in sorted(comments) if pk in keys and keys[pk] in kept]
        if vectors:
            found[theme] = _cosine(own, np.mean(vectors, axis=0))
    return found


def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(one @ other / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9))
