"""Clusters of texts, and the gates that they must pass to become a theme: big enough, and unlike every other one."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from research.analysis.graph import summed
from research.analysis.lexical import Matrix, unit_length
from research.analysis.tree import Labels

NOBODY = -1
FEWEST = 5
SMALLEST_SHARE = 0.001
SMALL_COLLECTION = 50
FEWEST_IN_SMALL = 2
TOO_ALIKE = 0.9
TOO_SHARED = 0.7
SETTLING_ROUNDS = 5


def smallest_theme(comments: int) -> int:
    """How many comments make a theme: five or one in a thousand, and in a small collection one in ten."""
    if comments < SMALL_COLLECTION:
        return max(FEWEST_IN_SMALL, comments // 10)
    return max(FEWEST, math.ceil(SMALLEST_SHARE * comments))


def centroids(vectors: Matrix, labels: Labels, count: int) -> Matrix:
    """The mean direction of each cluster, shaped (count, dimensions); zeros for an empty one."""
    return unit_length(summed(vectors, labels, count))


def refined(vectors: Matrix, labels: Labels) -> Labels:
    """Labels after each text went to the cluster whose centroid is nearest, at most five times over.

    A tree never takes back a merge; this puts right what it joined too early.
    """
    for _ in range(SETTLING_ROUNDS):
        middle = centroids(vectors, labels, int(labels.max(initial=0)) + 1)
        moved = renumbered(np.asarray((vectors @ middle.T).argmax(axis=1), dtype=np.int64))
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def renumbered(labels: Labels, keep: int = 0) -> Labels:
    """Labels without gaps, in the old order; the first `keep` numbers stay as they are, NOBODY stays NOBODY."""
    used = sorted(set(labels[labels >= keep].tolist()))
    new = {old: keep + i for i, old in enumerate(used)}
    return np.array([new.get(int(label), int(label)) for label in labels], dtype=np.int64)


def without_small(labels: Labels, weights: NDArray[np.int64], smallest: int) -> Labels:
    """Labels in which the members of a cluster of fewer than `smallest` comments are nobody's."""
    if not len(labels):
        return labels
    sizes = np.bincount(labels[labels >= 0], weights=weights[labels >= 0], minlength=int(labels.max(initial=0)) + 1)
    kept = np.where((labels >= 0) & (sizes[labels] >= smallest), labels, NOBODY)
    return renumbered(kept)


def without_alike(vectors: Matrix, labels: Labels) -> Labels:
    """Labels in which clusters whose centroids have a cosine of .9 or more are one; the closest pair first."""
    while (count := int(labels.max(initial=NOBODY)) + 1) > 1:
        middle = centroids(vectors, labels, count)
        closeness = np.triu(middle @ middle.T, k=1)
        first, second = divmod(int(np.argmax(closeness)), count)
        if closeness[first, second] < TOO_ALIKE:
            break
        labels = renumbered(np.where(labels == second, first, labels))
    return labels


def shared_pair(members: Sequence[frozenset[int]], fixed: int) -> tuple[int, int] | None:
    """The first pair of themes with a member Jaccard of .7 or more, or None.

    Two of the first `fixed` are never a pair.
    """
    for second in range(fixed, len(members)):
        for first in range(second):
            both = len(members[first] & members[second])
            if both and both >= TOO_SHARED * len(members[first] | members[second]):
                return first, second
    return None
