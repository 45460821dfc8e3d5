"""Which group of now is a theme of before: so that a theme keeps its name, its place and its past."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

LEAST = 0.2  # of the comments that two groups have between them; below that a proposal is new
LEAST_AGAIN = 0.3  # what comes back after having been away must show more of itself
REMEMBERED = 300

Group = frozenset[int]


def same_as(new: Sequence[Group], old: Mapping[int, Group], seen: Group) -> dict[int, int]:
    """Return, for new groups by position, the key of the old group that each one continues; at most one each way.

    The pairs together share the most members (Hungarian method on the Jaccard index). Only comments in `seen`, those
    that were there before, count: a theme does not become another one because much was added to it.
    """
    keys = sorted(old)
    before = [group & seen for group in new]
    likeness = np.array([[jaccard(group, old[key]) for key in keys] for group in before])
    return {row: keys[column] for row, column in matched(likeness, LEAST)}


def come_back(new: Sequence[Group], remembered: Mapping[int, Group]) -> dict[int, int]:
    """Return, for new groups by position, the key of the theme that each one brings back; at most one each way.

    What is remembered of a theme is its comments when it was last seen, 300 at most, and a group is held against that
    by as many. Comments that came later do not count, as in `same_as`: numbers are given in the order of arrival.
    """
    keys = sorted(key for key in remembered if remembered[key])
    likeness = np.array([[_alike(group, remembered[key]) for key in keys] for group in new])
    return {row: keys[column] for row, column in matched(likeness, LEAST_AGAIN)}


def jaccard(one: Group, other: Group) -> float:
    """Return the share of the members of two groups that they have in common; 0 for two empty ones."""
    return len(one & other) / (len(one | other) or 1)


def matched(likeness: NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    """Return the pairs of row and column that are most alike together, without those that are less alike than this."""
    if not likeness.size:
        return []
    rows, columns = linear_sum_assignment(-likeness)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if likeness[row, column] >= least]


def _alike(group: Group, remembered: Group) -> float:
    """Return how alike a group and what is remembered of a theme are, both counted up to 300."""
    newest = max(remembered)
    before = {comment for comment in group if comment <= newest}
    both = len(before & remembered)
    return both / (min(len(before), max(REMEMBERED, len(remembered))) + len(remembered) - both or 1)
