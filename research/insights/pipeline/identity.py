"""Which group of now is a theme of before: so that a theme keeps its name, its place and its past."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

LEAST = 0.2  # of the comments that two groups have between them; below that a proposal is new
LEAST_AGAIN = 0.3  # what comes back after having been away must show more of itself
FIRST = 0.5  # what a theme that stands is ahead of one that was away
REMEMBERED = 300

Group = frozenset[int]


def continued(
    new: Sequence[Group], standing: Mapping[int, Group], seen: Group, remembered: Mapping[int, Group]
) -> dict[int, int]:
    """Return, for new groups by position, the key of the theme that each one is again; at most one each way.

    The pairs together share the most members (Hungarian method on the Jaccard index). Only comments in `seen`, those
    that were there before, count: a theme does not become another one because much was added to it.

    A theme that stands goes before one that was away. What is remembered of one that was away is its comments when it
    was last seen, 300 at most, and a group is held against that by as many; again without the comments that came
    later: numbers are given in the order of arrival.
    """
    here, away = sorted(standing), sorted(key for key in remembered if remembered[key])
    before = [group & seen for group in new]
    stays = [[_enough(jaccard(group, standing[key]), LEAST, FIRST) for key in here] for group in before]
    returns = [[_enough(_alike(group, remembered[key]), LEAST_AGAIN, 0) for key in away] for group in new]
    likeness = np.array([[*one, *other] for one, other in zip(stays, returns, strict=True)])
    keys = [*here, *away]
    return {row: keys[column] for row, column in matched(likeness, LEAST)}


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


def _enough(likeness: float, least: float, more: float) -> float:
    """Return how much a pair is worth: nought when it is not alike enough to be one."""
    return likeness + more if likeness >= least else 0.0


def _alike(group: Group, remembered: Group) -> float:
    """Return how alike a group and what is remembered of a theme are, both counted up to 300."""
    newest = max(remembered)
    before = {comment for comment in group if comment <= newest}
    both = len(before & remembered)
    return both / (min(len(before), max(REMEMBERED, len(remembered))) + len(remembered) - both or 1)
