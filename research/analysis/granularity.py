"""How many themes: read from the merge tree itself, in the space in which the texts were clustered."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from research.analysis.graph import modularity, summed
from research.analysis.lexical import Matrix
from research.analysis.model import Granularity
from research.analysis.tree import SMALL, Tree

# Where the best silhouette is lower than this, no number of themes stands out from the others.
DISTINCT = 0.3
# There the smallest number of themes is taken that is about as good as the best.
ABOUT_AS_GOOD = 0.98
# In a small collection every text is a leaf, and most merges are of strangers: there a fixed likeness serves better.
ALIKE = 0.3
# What modularity counts beside the silhouette. By words alone chance likeness makes small groups look distinct.
WHOLE, WHOLE_BY_WORDS = 1.0, 3.0
FEWEST = 2
CUTS = 60
FINEST = 400
FACTOR = {"coarse": 0.5, "normal": 1.0, "fine": 2.0}


def choose_clusters(
    tree: Tree, vectors: Matrix, graph: csr_array, granularity: Granularity, words_only: bool = False
) -> int:
    """The number of clusters to cut this tree into; coarse and fine are half and twice as many.

    `vectors` are those that the tree was grown from, `graph` that of their neighbours. Texts in distinct groups (bank
    questions) have a cut at which silhouette and modularity together peak: the one says that groups are far apart, the
    other that they are not broken into pieces. Where the silhouette has no peak to speak of (news sentences, stories),
    it only rises as groups get smaller, and modularity alone decides.
    """
    if not tree.heights:
        return tree.size
    found = (
        tree.clusters_above(ALIKE)
        if len(tree.leaves) <= SMALL
        else _best_cut(tree, vectors, graph, WHOLE_BY_WORDS if words_only else WHOLE)
    )
    return int(min(tree.size, max(min(FEWEST, tree.size), round(found * FACTOR[granularity]))))


def _best_cut(tree: Tree, vectors: Matrix, graph: csr_array, weight: float) -> int:
    cuts = [int(cut) for cut in np.unique(np.round(np.geomspace(FEWEST, FINEST, CUTS))) if cut <= tree.size]
    if not cuts:
        return tree.size
    distinct = silhouettes(tree, vectors, cuts)
    whole = np.array([modularity(graph, tree.cut(cut)) for cut in cuts])
    if distinct.max() >= DISTINCT:
        return cuts[int((distinct + weight * whole).argmax())]
    return cuts[int(np.flatnonzero(whole >= ABOUT_AS_GOOD * whole.max())[0])]


def silhouettes(tree: Tree, vectors: Matrix, cuts: list[int]) -> NDArray[np.float64]:
    """The mean silhouette (Rousseeuw, 1987) by cosine of each of these cuts, given from coarse to fine.

    Exact, yet linear in the number of texts: the mean cosine of a text to a cluster is its product with the cluster's
    mean.
    """
    closeness = vectors @ summed(vectors, tree.leaves, tree.size).T.astype(np.float32)
    sizes = np.bincount(tree.leaves, minlength=tree.size).astype(np.float32)
    place = np.arange(tree.size)
    found: dict[int, float] = {}
    for left, (kept, gone) in zip(range(tree.size, 0, -1), (*tree.merges, (0, 0)), strict=True):
        if left in cuts:
            found[left] = _silhouette(closeness, sizes, place[tree.leaves], np.unique(place))
        closeness[:, kept] += closeness[:, gone]
        sizes[kept] += sizes[gone]
        place[place == gone] = kept
    return np.array([found[cut] for cut in cuts])


def _silhouette(
    closeness: NDArray[np.float32], sizes: NDArray[np.float32], labels: NDArray[np.int64], used: NDArray[np.int64]
) -> float:
    """`closeness` holds each text's summed cosine to each cluster; a text alone in its cluster counts as nought."""
    away = 1 - closeness[:, used] / sizes[used]
    rows, own = np.arange(len(labels)), np.searchsorted(used, labels)
    size = sizes[labels]
    within = 1 - (closeness[rows, labels] - 1) / np.maximum(size - 1, 1)
    away[rows, own] = np.inf
    without = away.min(axis=1)
    widths = (without - within) / np.maximum(np.maximum(without, within), 1e-9)
    return float(np.where(size > 1, widths, 0).mean())
