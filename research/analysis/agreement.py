"""How often two readers agree on the themes of comments: F1 with an interval, and agreement beyond chance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.statistics import Interval

DRAWS = 2_000
AT_ONCE = 100
Themes = Collection[int]


@dataclass(frozen=True)
class Hits:
    """What one reader says held against what another says, over all comments and themes together.

    `n` counts comments, `same` those with exactly the same themes. `f1` carries a 95 % interval by drawing comments
    anew 2,000 times; `precision` and `recall` take the second reader as the truth.
    """

    n: int
    same: int
    precision: float
    recall: float
    f1: Interval


def hits(pairs: Sequence[Sequence[tuple[Themes, Themes]]], seed: int = 0) -> Hits:
    """Micro precision, recall and F1 of the first of each pair held against the second.

    `pairs` holds for each comment one pair of themes or more (it may have been read by several people): comments are
    drawn as a whole, so that two readings of one do not count as two comments. Raises ValueError without a comment.
    """
    if not pairs:
        raise ValueError("There is no comment to compare.")
    counts = np.array([_counted(comment) for comment in pairs], dtype=np.float64)
    both, first, second = counts.sum(axis=0)
    low, high = np.quantile(_drawn_f1(counts, np.random.default_rng(seed)), [0.025, 0.975])
    f1 = Interval(float(_f1(counts.sum(axis=0)[None])[0]), float(low), float(high), len(pairs))
    same = sum(all(set(one) == set(other) for one, other in comment) for comment in pairs)
    return Hits(len(pairs), same, _part(both, first), _part(both, second), f1)


def kappa(pairs: Sequence[tuple[Themes, Themes]]) -> float | None:
    """Cohen's kappa over every comment and theme that either reader used: 1 is full agreement, 0 is chance.

    None where chance alone would agree on everything.
    """
    themes = sorted({theme for pair in pairs for said in pair for theme in said})
    if not pairs or not themes:
        return None
    said = np.array([[[theme in one for theme in themes] for one in pair] for pair in pairs])
    first, second = said[:, 0].ravel(), said[:, 1].ravel()
    chance = first.mean() * second.mean() + (1 - first.mean()) * (1 - second.mean())
    return None if chance == 1 else float(((first == second).mean() - chance) / (1 - chance))


def _counted(comment: Sequence[tuple[Themes, Themes]]) -> tuple[int, int, int]:
    """How many themes both give, the first and the second."""
    both = sum(len(set(one) & set(other)) for one, other in comment)
    return both, sum(len(set(one)) for one, _ in comment), sum(len(set(other)) for _, other in comment)


def _drawn_f1(counts: NDArray[np.float64], lots: np.random.Generator) -> NDArray[np.float64]:
    """The F1 of each draw of as many comments as there are, with return."""
    even = np.full(len(counts), 1 / len(counts))
    drawn = [lots.multinomial(len(counts), even, AT_ONCE) @ counts for _ in range(DRAWS // AT_ONCE)]
    return _f1(np.vstack(drawn))


def _f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Per row of (both, first, second) the F1; 1 where nobody gave any theme, which is agreement too."""
    given = counts[:, 1] + counts[:, 2]
    return np.where(given == 0, 1.0, 2 * counts[:, 0] / np.maximum(given, 1))


def _part(both: float, of: float) -> float:
    return float(both / of) if of else 1.0
