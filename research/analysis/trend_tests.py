"""Whether a share goes up or down over time by more than chance: pure functions on counts.

All tests are two-sided. What is under thirty is not tested; the functions that say so return None. A share is given as
`Part(k, n)`: k of n comments. Tested against scipy's own functions and published examples.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, ndtr

from research.analysis.statistics import SMALLEST_TESTED, wilson

FEWEST_TIMES = 6  # a line through fewer months is drawn, never tested
EXACT_UP_TO = 30  # months; above it the normal approximation cannot be told from the exact one
SMALLEST_EXPECTED = 5.0  # Cochran's rule for the normal approximation of a table of two by two


@dataclass(frozen=True)
class Part:
    """So many of so many."""

    k: int
    n: int

    @property
    def share(self) -> float:
        """Return k / n; there must be an n."""
        return self.k / self.n


@dataclass(frozen=True)
class Course:
    """Which way a share went over time: the share in the first and in the second half, and how likely by chance."""

    first: Part
    second: Part
    p: float | None

    @property
    def change(self) -> float:
        """Return by how much the share of the second half is higher than that of the first."""
        return self.second.share - self.first.share if self.first.n and self.second.n else 0.0


@dataclass(frozen=True)
class Comparison:
    """Two shares beside each other; `low` and `high` bound the change (95 %), `p` is None when it is not tested."""

    before: Part
    now: Part
    low: float | None
    high: float | None
    p: float | None


def course(parts: Sequence[Part]) -> Course:
    """Return which way a share went over equally spaced times, in order; times without comments take no part.

    `p` is the larger one of two tests, so both must agree: Cochran and Armitage's test weighs each comment, and would
    call one loud month a trend; Mann and Kendall's test looks at the order of the months, and knows no weights.
    """
    half = len(parts) // 2
    first, second = together(parts[:half]), together(parts[half:])
    spoken = [part for part in parts if part.n]
    if len(spoken) < FEWEST_TIMES or first.n + second.n < SMALLEST_TESTED:
        return Course(first, second, None)
    both = cochran_armitage(parts), mann_kendall([part.share for part in spoken])
    return Course(first, second, max(both))


def together(parts: Sequence[Part]) -> Part:
    """Return parts as one."""
    return Part(sum(part.k for part in parts), sum(part.n for part in parts))


def compare(before: Part, now: Part) -> Comparison:
    """Return how a share differs from an earlier one.

    Pearson's test for two proportions where at least five are expected in each cell, Fisher's exact test where not. The
    interval is Newcombe's (1998, method 10), made of the two intervals of Wilson.
    """
    if min(before.n, now.n) < SMALLEST_TESTED:
        return Comparison(before, now, None, None, None)
    low, high = newcombe(before, now)
    exact = smallest_expected(before, now) < SMALLEST_EXPECTED
    return Comparison(before, now, low, high, fisher(before, now) if exact else two_proportions(before, now))


def cochran_armitage(parts: Sequence[Part]) -> float:
    """Return p of the test for a linear trend in shares, with the places in the sequence as scores."""
    k, n = (np.array([getattr(part, name) for part in parts], dtype=np.float64) for name in ("k", "n"))
    at = np.arange(k.size, dtype=np.float64)
    total = float(n.sum())
    share = float(k.sum()) / total
    spread = float((n * at**2).sum() - (n * at).sum() ** 2 / total)
    variance = share * (1 - share) * spread
    if variance <= 0:
        return 1.0
    return float(2 * ndtr(-abs(float((at * (k - n * share)).sum())) / math.sqrt(variance)))


def mann_kendall(values: Sequence[float]) -> float:
    """Return p of the test for a monotone trend: exact without ties up to thirty values, else the normal one.

    The normal one has the correction for ties and for continuity (H. B. Mann, 1945; M. G. Kendall, 1975).
    """
    sample = np.asarray(values, dtype=np.float64)
    n = int(sample.size)
    upper = np.triu_indices(n, 1)
    s = int(np.sign(sample[None, :] - sample[:, None])[upper].sum())
    ties = [times for times in Counter(values).values() if times > 1]
    if not ties and n <= EXACT_UP_TO:
        return kendall_exact(s, n)
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    if variance <= 0 or s == 0:
        return 1.0
    return float(2 * ndtr(-(abs(s) - 1) / math.sqrt(variance)))


def kendall_exact(s: int, n: int) -> float:
    """Return how likely an order of n values is to lean at least so much one way, when every order is as likely."""
    pairs = n * (n - 1) // 2
    ways = [1]
    for size in range(2, n + 1):  # ways[i]: orders of `size` values with i pairs the wrong way round
        summed = np.convolve(np.array(ways, dtype=object), np.ones(size, dtype=object))
        ways = list(summed)
    wrong = (pairs - abs(s)) // 2
    return min(1.0, 2 * sum(ways[: wrong + 1]) / math.factorial(n))


def two_proportions(a: Part, b: Part) -> float:
    """Return p of Pearson's test for two proportions, without a correction for continuity."""
    whole = together([a, b])
    variance = whole.share * (1 - whole.share) * (1 / a.n + 1 / b.n)
    if variance <= 0:
        return 1.0
    return float(2 * ndtr(-abs(b.share - a.share) / math.sqrt(variance)))


def smallest_expected(a: Part, b: Part) -> float:
    """Return how many are expected in the emptiest cell of the table of two by two."""
    whole = together([a, b])
    return min(a.n, b.n) * min(whole.k, whole.n - whole.k) / whole.n


def fisher(a: Part, b: Part) -> float:
    """Return p of Fisher's exact test: how likely tables are that are no likelier than this one, the margins given."""
    whole = together([a, b])
    at = np.arange(max(0, whole.k - b.n), min(a.n, whole.k) + 1)
    logs = _log_choose(a.n, at) + _log_choose(b.n, whole.k - at) - _log_choose(whole.n, np.array([whole.k]))
    likely = np.exp(logs)
    this = float(likely[a.k - at[0]])
    return min(1.0, float(likely[likely <= this * (1 + 1e-9)].sum()))


def newcombe(a: Part, b: Part) -> tuple[float, float]:
    """Return the 95 % interval of the share of `b` minus that of `a`."""
    (la, ua), (lb, ub) = ((found.low or 0.0, found.high or 0.0) for found in (wilson(a.k, a.n), wilson(b.k, b.n)))
    change = b.share - a.share
    low = change - math.hypot(b.share - lb, ua - a.share)
    high = change + math.hypot(ub - b.share, a.share - la)
    return low, high


def benjamini_hochberg(chances: Sequence[float | None]) -> list[float | None]:
    """Return p values adjusted for how many were tested (Benjamini and Hochberg, 1995); what was not tested stays None.

    Who calls every adjusted value under .05 a find is wrong, on average, about at most one find in twenty.
    """
    tested = sorted((p, at) for at, p in enumerate(chances) if p is not None)
    adjusted: list[float | None] = [None] * len(chances)
    lowest = 1.0
    for rank, (p, at) in reversed(list(enumerate(tested, start=1))):
        lowest = min(lowest, p * len(tested) / rank)
        adjusted[at] = lowest
    return adjusted


def _log_choose(
    n: int, k: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return the logarithm of n over k."""
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)
