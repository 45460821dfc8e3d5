"""Reads comments against the themes: the verdict on the whole of each, and what its sentences touch besides.

What a comment says depends on its text, its language and what people decided about it, and on nothing else: neither on
the comments around it nor on the shard that it came in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.assign import FAR, SHORT_SCORE, Verdict, decide, scores, touched
from research.analysis.lexical import Matrix
from research.analysis.model import Status
from research.analysis.space import Space
from research.analysis.units import Unit, split
from research.analysis.words import topical, words

BATCH = 5_000
# Always as many rows at once: a library may add up a row in another order when it gets fewer of them.
BLOCK = 512
# Words are only counted for a text that is close to nothing.
MANY = 1_000


@dataclass(frozen=True)
class Bounds:
    """Where themes lie: their centroids, the score each asks of newcomers, and that of an ordinary member."""

    middle: Matrix
    outer: NDArray[np.float32]
    ordinary: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Saying:
    """One text in one language, with what a person decided about the comments that say it."""

    text: str
    language: str
    required: tuple[int, ...] = ()
    forbidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of a comment that is about a theme."""

    theme: int
    unit: Unit
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one saying is about: the verdict, and with a theme the piece that shows it best and pieces about others."""

    verdict: Verdict
    first: Mention | None = None
    others: tuple[Mention, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All pieces that are about a theme."""
        return (self.first, *self.others) if self.first else ()


Members = tuple[NDArray[np.int64], NDArray[np.bool_]]
Label = Callable[[Sequence[int], NDArray[np.float32]], Members]


@dataclass(frozen=True)
class Reader:
    """What it takes to read: the space, the bounds of themes in it, and who is a member already.

    `label` gives, for positions among the sayings and the closeness of those to each theme, the theme of which each is
    a member, and whether that was settled when themes were learned. `near` is the closeness of all sayings, where that
    is known already.
    """

    space: Space
    bounds: Bounds
    label: Label
    near: NDArray[np.float32] | None = None


def read(sayings: Sequence[Saying], reader: Reader, report: Callable[[float], None]) -> list[Reading]:
    """A reading per saying, in order; `report` gets the fraction done."""
    found: list[Reading] = []
    for start in range(0, len(sayings), BATCH):
        places = range(start, min(start + BATCH, len(sayings)))

        def tell(part: float, places: range = places) -> None:
            report((places.start + part * len(places)) / len(sayings))

        found += _batch([sayings[i] for i in places], places, reader, tell)
    return found


def closeness_of(vectors: Matrix, middle: Matrix) -> NDArray[np.float32]:
    """Cosine of each text to each theme, the same to the last bit whatever the other texts are."""
    found = np.empty((len(vectors), len(middle)), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK]
        full = np.zeros((BLOCK, vectors.shape[1]), dtype=np.float32)
        full[: len(block)] = block
        found[start : start + len(block)] = scores(full, middle)[: len(block)]
    return found


def _batch(sayings: Sequence[Saying], places: range, reader: Reader, report: Callable[[float], None]) -> list[Reading]:
    report(0.0)
    if reader.near is None:
        whole = [(one.text, one.language) for one in sayings]
        closeness = _placed(whole, reader, lambda part: report(0.4 * part))
    else:
        closeness = reader.near[places.start : places.stop]
    labels, settled = reader.label(places, closeness)
    # A near-copy of a member is a member too, however little it says beside the words that all have in common.
    rows = np.flatnonzero(settled)
    closeness[rows, labels[rows]] = np.maximum(closeness[rows, labels[rows]], FAR)
    verdicts = [_verdict(one, closeness[i], int(labels[i]), reader.bounds) for i, one in enumerate(sayings)]
    report(0.5)
    cut = [
        split(one.text) if verdict.status is Status.ASSIGNED else ()
        for one, verdict in zip(sayings, verdicts, strict=True)
    ]
    near = _pieces(sayings, cut, reader, lambda part: report(0.5 + 0.5 * part))
    return [_reading(*row, reader.bounds) for row in zip(sayings, verdicts, cut, near, strict=True)]


def _placed(texts: Sequence[tuple[str, str]], reader: Reader, report: Callable[[float], None]) -> NDArray[np.float32]:
    """Closeness of each (text, language) to each theme."""
    unique = sorted(set(texts))
    said, languages = [text for text, _ in unique], [language for _, language in unique]
    vectors = reader.space.place(said, languages, reader.space.encode(said, report))
    closeness = closeness_of(vectors, reader.bounds.middle)
    place = {one: row for row, one in enumerate(unique)}
    return closeness[[place[one] for one in texts]]


def _verdict(saying: Saying, closeness: NDArray[np.float32], label: int, bounds: Bounds) -> Verdict:
    if saying.required:
        closest = max(saying.required, key=lambda theme: float(closeness[theme]))
        return Verdict(Status.ASSIGNED, closest, None, 1.0)
    if saying.forbidden:
        closeness = closeness.copy()
        closeness[sorted(saying.forbidden)] = -1.0
    weak = closeness.size and float(closeness.max()) < SHORT_SCORE
    return decide(closeness, label, bounds.outer, sum(map(topical, words(saying.text))) if weak else MANY)


def _pieces(
    sayings: Sequence[Saying], cut: Sequence[tuple[Unit, ...]], reader: Reader, report: Callable[[float], None]
) -> Iterator[NDArray[np.float32] | None]:
    """Closeness of the units of each saying; None where there is one unit, which needs no second look."""
    pieces = [
        (one.text[unit.start : unit.end], one.language)
        for one, units in zip(sayings, cut, strict=True)
        if len(units) > 1
        for unit in units
    ]
    closeness = _placed(pieces, reader, report) if pieces else np.zeros((0, 0), dtype=np.float32)
    start = 0
    for units in cut:
        if len(units) > 1:
            yield closeness[start : start + len(units)]
            start += len(units)
        else:
            yield None


def _reading(
    saying: Saying, verdict: Verdict, units: tuple[Unit, ...], near: NDArray[np.float32] | None, bounds: Bounds
) -> Reading:
    """The verdict with its pieces. The first one scores as the whole comment does."""
    if verdict.theme is None:
        return Reading(verdict)
    whole, others = Unit(0, len(saying.text)), {}
    unit = units[0] if units else whole
    if near is not None:
        unit = units[int(near[:, verdict.theme].argmax())]
        others = {
            theme: Mention(theme, units[row], float(near[row, theme]))
            for theme, row in touched(near, verdict.theme, bounds.ordinary).items()
            if theme not in saying.forbidden
        }
    for theme in saying.required:
        # A person gave this comment several themes: the whole of it is about one that no sentence stands out for.
        if theme != verdict.theme:
            others.setdefault(theme, Mention(theme, whole, 1.0))
    first = Mention(verdict.theme, unit, verdict.score)
    return Reading(verdict, first, tuple(mention for _, mention in sorted(others.items())))
