"""How many themes: read from the merge tree itself, in the space in which the texts were clustered."""

from statistics import median

from research.analysis.model import Granularity
from research.analysis.tree import SMALL, Tree

# Small clusters that are less alike than this part of the usual merge are about different matters.
PART_OF_USUAL = 0.65
# In a small collection every text is a leaf, and most merges are of strangers: there a fixed likeness serves better.
ALIKE = 0.3
FEWEST = 2
FACTOR = {"coarse": 0.5, "normal": 1.0, "fine": 2.0}


def choose_clusters(tree: Tree, granularity: Granularity) -> int:
    """The number of clusters to cut this tree into.

    The cut lies at .65 of the median likeness at which the tree's clusters merge. A fixed likeness fails: news
    sentences on one topic are less alike than bank questions on two. Coarse and fine are cuts of the same tree at half
    and twice as many.
    """
    if not tree.heights:
        return tree.size
    height = ALIKE if len(tree.leaves) <= SMALL else PART_OF_USUAL * median(tree.heights)
    found = tree.clusters_above(height) * FACTOR[granularity]
    return int(min(tree.size, max(min(FEWEST, tree.size), round(found))))
