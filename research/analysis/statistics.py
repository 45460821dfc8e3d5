"""Small-sample statistics for figures that people read: pure functions, also used by reports.

Nothing is said about fewer than five, and nothing is tested below thirty. Intervals are 95 %.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr, stdtrit

SMALLEST_SHOWN = 5
SMALLEST_TESTED = 30
CHANCE = 0.05
NORMAL_95 = 1.959963984540054

Numbers = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval over `n` values; all None when `n` is under five."""

    mean: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Difference:
    """How much higher the second group is than the first; `change` is None when either group is under five.

    `larger_than_chance` can only be true when both groups are tested, so hold at least thirty.
    """

    change: float | None
    low: float | None
    high: float | None
    larger_than_chance: bool
    tested: bool = False


NO_DIFFERENCE = Difference(None, None, None, False)


def mean_interval(values: Numbers) -> Interval:
    """The mean with Student's t interval."""
    sample = np.asarray(values, dtype=np.float64)
    if sample.size < SMALLEST_SHOWN:
        return Interval(None, None, None, int(sample.size))
    mean = float(sample.mean())
    spread = float(stdtrit(sample.size - 1, 1 - CHANCE / 2)) * float(sample.std(ddof=1)) / math.sqrt(sample.size)
    return Interval(mean, mean - spread, mean + spread, int(sample.size))


def wilson(k: int, n: int) -> Interval:
    """The share k/n with Wilson's score interval (E. B. Wilson, 1927), which stays inside 0..1."""
    if not 0 <= k <= max(n, 0):
        raise ValueError(f"{k} of {n} is not a share.")
    if n < SMALLEST_SHOWN:
        return Interval(None, None, None, n)
    share, z2 = k / n, NORMAL_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    spread = NORMAL_95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Interval(share, min(share, max(0.0, middle - spread)), max(share, min(1.0, middle + spread)), n)


def difference(a: Numbers, b: Numbers) -> Difference:
    """How the mean of `b` differs from that of `a`.

    The interval is Welch's. The change is called larger than chance only when Welch's test and the rank test of Mann
    and Whitney agree: grades from 1 to 10 are skewed, and a lucky answer of one test is not enough for a headline.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    smallest = min(first.size, second.size)
    if smallest < SMALLEST_SHOWN:
        return NO_DIFFERENCE
    change = float(second.mean() - first.mean())
    error, freedom = _welch(first, second)
    spread = float(stdtrit(freedom, 1 - CHANCE / 2)) * error if error else 0.0
    tested = smallest >= SMALLEST_TESTED
    welch = 2 * float(stdtr(freedom, -abs(change) / error)) if error else float(change == 0)
    larger = tested and welch < CHANCE and _mann_whitney(first, second) < CHANCE
    return Difference(change, change - spread, change + spread, larger, tested)


def _welch(a: NDArray[np.float64], b: NDArray[np.float64]) -> tuple[float, float]:
    """Standard error of the difference of means, and Welch's degrees of freedom."""
    va, vb = float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size
    if va + vb == 0:
        return 0.0, float(a.size + b.size - 2)
    return math.sqrt(va + vb), (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))


def _mann_whitney(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Two-sided p of the rank test, normal approximation with correction for ties."""
    both = np.concatenate([a, b])
    _, place, times = np.unique(both, return_inverse=True, return_counts=True)
    ends = np.cumsum(times)
    ranks = (ends - (times - 1) / 2)[place]
    n, m, total = a.size, b.size, both.size
    u = float(ranks[:n].sum()) - n * (n + 1) / 2
    ties = float(((times.astype(np.float64) ** 3) - times).sum())
    variance = n * m / 12 * ((total + 1) - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    return float(2 * ndtr(-abs(u - n * m / 2) / math.sqrt(variance)))
