"""Which new proposal is an old one again: so that a theme keeps its name and place when comments are added."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

LEAST = 0.2  # of the comments that two groups have between them; below that a proposal is new


def same_as(new: Sequence[frozenset[int]], old: Mapping[int, frozenset[int]], seen: frozenset[int]) -> dict[int, int]:
    """Return, for new groups by position, the key of the old group that each one continues; at most one each way.

    The pairs together share the most members (Hungarian method on the Jaccard index). Only comments in `seen`, those
    that were there before, count: a theme does not become another one because much was added to it.
    """
    keys = sorted(old)
    if not new or not keys:
        return {}
    likeness = np.zeros((len(new), len(keys)))
    for row, group in enumerate(new):
        before = group & seen
        for column, key in enumerate(keys):
            both = len(before & old[key])
            likeness[row, column] = both / (len(before | old[key]) or 1)
    rows, columns = linear_sum_assignment(-likeness)
    return {int(row): keys[column] for row, column in zip(rows, columns, strict=True) if likeness[row, column] >= LEAST}
