"""Over-segments, then merges: one tree, from which every number of themes can be cut without a new run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from research.analysis.graph import Labels, communities, summed
from research.analysis.lexical import Matrix, unit_length

__all__ = ["SMALL", "Labels", "Tree", "grow"]

SMALL = 60
# Communities at this resolution are finer than any theme that somebody wants to read about.
RESOLUTION = 8.0
MOST_LEAVES = 400
FEWEST_IN_LEAF = 2


@dataclass(frozen=True)
class Tree:
    """`leaves` is the small cluster of each text.

    `merges[i]` joins two clusters at average cosine `heights[i]`, closest first.
    """

    leaves: Labels
    merges: tuple[tuple[int, int], ...]
    heights: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.merges) + 1

    def cut(self, clusters: int) -> Labels:
        """The cluster of each text when the tree is cut into this many; numbered by first appearance."""
        parent = np.arange(self.size)
        for kept, gone in self.merges[: max(0, self.size - max(1, clusters))]:
            parent[parent == gone] = kept
        _, labels = np.unique(parent[self.leaves], return_inverse=True)
        return np.asarray(labels, dtype=np.int64)

    def clusters_above(self, height: float) -> int:
        """How many clusters are left when only merges at this average cosine or closer are made."""
        return self.size - int(np.searchsorted(-np.asarray(self.heights), -height, side="right"))


def grow(vectors: Matrix, graph: csr_array) -> Tree:
    """The merge tree of vectors of length one, shaped (texts, dimensions), over their graph; at least one text."""
    leaves = _leaves(vectors, graph)
    count = int(leaves.max()) + 1
    sizes = np.bincount(leaves, minlength=count).astype(np.float64)
    return Tree(leaves, *_merge(summed(vectors, leaves, count) / sizes[:, None], sizes))


def _leaves(vectors: Matrix, graph: csr_array) -> Labels:
    """Small clusters: each text in a small collection, else the communities of the graph."""
    if len(vectors) <= SMALL:
        return np.arange(len(vectors), dtype=np.int64)
    labels = communities(graph, RESOLUTION)
    sizes = np.bincount(labels)
    largest = np.argsort(-sizes, kind="stable")[:MOST_LEAVES]
    kept = np.sort(largest[sizes[largest] >= FEWEST_IN_LEAF])
    if not len(kept):
        return np.zeros(len(vectors), dtype=np.int64)
    # Texts without neighbours of their own, or in one community too many, go to the nearest.
    strays = ~np.isin(labels, kept)
    found = np.searchsorted(kept, labels)
    middle = unit_length(summed(vectors, labels, len(sizes))[kept])
    found[strays] = (vectors[strays] @ middle.T).argmax(axis=1)
    return np.asarray(found, dtype=np.int64)


def _merge(
    means: NDArray[np.float64], sizes: NDArray[np.float64]
) -> tuple[tuple[tuple[int, int], ...], tuple[float, ...]]:
    """Average linkage by cosine (Sokal and Michener, 1958).

    The average over pairs of members is the product of the means.
    """
    closeness = means @ means.T
    np.fill_diagonal(closeness, -np.inf)
    merges: list[tuple[int, int]] = []
    heights: list[float] = []
    for _ in range(len(means) - 1):
        kept, gone = sorted(divmod(int(np.argmax(closeness)), len(means)))
        merges.append((kept, gone))
        heights.append(float(closeness[kept, gone]))
        both = sizes[kept] + sizes[gone]
        joined = (sizes[kept] * closeness[kept] + sizes[gone] * closeness[gone]) / both
        joined[[kept, gone]] = -np.inf
        closeness[kept], closeness[:, kept] = joined, joined
        closeness[gone], closeness[:, gone] = -np.inf, -np.inf
        sizes[kept] = both
    return tuple(merges), tuple(min(heights[: i + 1]) for i in range(len(heights)))
