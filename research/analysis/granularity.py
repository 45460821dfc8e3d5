"""How many themes: read from the merge tree, tempered by how many a collection of this size usually holds."""

import math

from research.analysis.model import Granularity
from research.analysis.tree import Tree

# Groups that are less alike than this are about different matters (average cosine of smoothed vectors).
ALIKE = 0.3
USUAL_POWER = 0.45
FEWEST = 2
# Of so few texts nothing is usual: only what they say counts.
SMALL = 40
FACTOR = {"coarse": 0.5, "normal": 1.0, "fine": 2.0}


def choose_clusters(tree: Tree, texts: int, granularity: Granularity) -> int:
    """The number of clusters to cut this tree of so many different texts into.

    The geometric mean of two estimates: what is left when everything more alike than 0.3 is joined, and texts^0.45.
    Coarse and fine are cuts of the same tree at half and twice as many.
    """
    by_height = tree.clusters_above(ALIKE)
    usual = texts**USUAL_POWER if texts > SMALL else by_height
    found = math.sqrt(max(1, by_height) * usual) * FACTOR[granularity]
    return int(min(tree.size, max(min(FEWEST, tree.size), round(found))))
