"""Which comments the themes are learned from: a draw by the hash of the text, so that the order of rows has no say.

A coordinator that cannot hold all comments streams ids and keys through `sample_of`, and fetches only the comments that
it names.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from research.analysis.model import KnownTheme
from research.analysis.order import distinct, natural
from research.analysis.words import normal_form

MOST_FITTED = 20_000
# How often a text is sent says whether it is big enough to be a theme; a hundred copies say that as well as a million.
MOST_COPIES = 100
MOST_MEMBERS = 200
LONGEST_COMPARED = 20_000
AT_ONCE = 50_000

Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Sample:
    """`ids` are the comments to learn from, `texts` how many different texts there are in all, `comments` how many.

    `standing` tells, for texts that an earlier run put in a known theme, in which one: keys in order, and positions of
    themes.
    """

    ids: frozenset[str]
    texts: int
    comments: int
    standing: tuple[Keys, NDArray[np.int64]]

    @property
    def everything(self) -> bool:
        """Whether every different text is in it."""
        return self.texts <= MOST_FITTED


def text_key(text: str) -> int:
    """64 bits that texts share when they have the same words in the same order; stable, so it may be stored."""
    return key_of_form(normal_form(text[:LONGEST_COMPARED]))


def key_of_form(form: str) -> int:
    """The key of a text whose normal form is known already."""
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def sample_of(keys: Iterable[tuple[str, int]], known_themes: Sequence[KnownTheme] = ()) -> Sample:
    """The sample among comments given as (id, `text_key` of its text), in any order.

    Holds eight bytes per comment and the ids of some 40,000 texts, however many come. At most 20,000 different texts
    are drawn, besides what known themes are known by.
    """
    named, members = _named(known_themes)
    drawn = _Drawn()
    forced: set[str] = set()
    standing: dict[int, int] = {}
    seen: list[Keys] = []
    coming = iter(keys)
    while rows := list(islice(coming, AT_ONCE)):
        seen.append(distinct(np.fromiter((key for _, key in rows), dtype=np.uint64, count=len(rows))))
        drawn.add(rows)
        forced.update(identifier for identifier, _ in rows if identifier in named)
        for identifier, key in rows:
            if (theme := members.get(identifier)) is not None:
                standing[key] = max(theme, standing.get(key, theme))
    different = len(distinct(np.concatenate(seen))) if seen else 0
    order = np.array(sorted(standing), dtype=np.uint64)
    themes = np.array([standing[key] for key in sorted(standing)], dtype=np.int64)
    return Sample(frozenset(forced | drawn.ids()), different, drawn.comments, (order, themes))


def _named(known_themes: Sequence[KnownTheme]) -> tuple[frozenset[str], Mapping[str, int]]:
    """Ids that must be learned from, and the theme of each member (the last one that names it)."""
    named: set[str] = set()
    members: dict[str, int] = {}
    for index, theme in enumerate(known_themes):
        named.update(theme.anchors, theme.negative_anchors, theme.required, theme.forbidden)
        named.update(sorted(theme.members, key=key_of_form)[:MOST_MEMBERS])
        members.update(dict.fromkeys(theme.members, index))
    return frozenset(named), members


class _Drawn:
    """Keeps the ids of the texts with the lowest keys, and of each the first copies."""

    def __init__(self) -> None:
        self.kept: dict[int, list[str]] = {}
        self.highest = 1 << 64
        self.comments = 0

    def add(self, rows: Sequence[tuple[str, int]]) -> None:
        self.comments += len(rows)
        for identifier, key in rows:
            if key < self.highest:
                copies = self.kept.setdefault(key, [])
                copies.append(identifier)
                if len(copies) >= 2 * MOST_COPIES:
                    self.kept[key] = _first(copies)
        self._prune()

    def _prune(self) -> None:
        if len(self.kept) > MOST_FITTED:
            lowest = sorted(self.kept)[:MOST_FITTED]
            self.kept = {key: self.kept[key] for key in lowest}
            self.highest = lowest[-1] + 1

    def ids(self) -> frozenset[str]:
        return frozenset(identifier for copies in self.kept.values() for identifier in _first(copies))


def _first(copies: Sequence[str]) -> list[str]:
    if len(copies) <= MOST_COPIES:
        return list(copies)
    return sorted(copies, key=lambda identifier: (natural(identifier), identifier))[:MOST_COPIES]
