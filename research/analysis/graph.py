"""Texts as a graph of neighbours, and the communities in it: many small groups of texts that hold together."""

from collections import deque

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from research.analysis.neighbours import Near

Labels = NDArray[np.int64]
HALVINGS = 40
WIDEST = 10.0
# A text is looked at so many times at most, on average: what moves back and forth must come to an end.
LOOKS = 20
GAIN = 1e-12


def affinities(near: Near) -> csr_array:
    """How much each text belongs with each of its neighbours, 0 to 1, shaped (texts, texts), symmetric.

    The nearest counts fully, the others fall off at the text's own pace, so that texts in a thin spot have neighbours
    as well as texts in a crowd: the fuzzy neighbourhoods of UMAP (McInnes, Healy and Melville, 2018).
    """
    texts, count = near.rows.shape
    away = np.maximum(near.closeness[:, :1] - near.closeness, 0).astype(np.float64)
    weights = np.exp(-away / _pace(away)[:, None])
    starts = np.repeat(np.arange(texts), count)
    one_way = csr_array((weights.ravel(), (starts, near.rows.ravel())), shape=(texts, texts))
    return csr_array(one_way + one_way.T - one_way.multiply(one_way.T))


def _pace(away: NDArray[np.float64]) -> NDArray[np.float64]:
    """Per text the distance over which belonging falls off, so that it has log2(neighbours) of them in all."""
    low, high = np.full(len(away), 1e-4), np.full(len(away), WIDEST)
    wanted = np.log2(max(2, away.shape[1]))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        too_many = np.exp(-away / middle[:, None]).sum(axis=1) > wanted
        high, low = np.where(too_many, middle, high), np.where(too_many, low, middle)
    pace: NDArray[np.float64] = (low + high) / 2
    return pace


def communities(graph: csr_array, resolution: float) -> Labels:
    """The community of each node, numbered by first appearance.

    Modularity is raised by moving nodes one by one, then by moving the groups so found (Blondel and others, 2008),
    with a queue of the nodes whose neighbours moved. A higher resolution gives smaller communities. The same graph
    gives the same communities.
    """
    labels = np.arange(graph.shape[0])
    while True:
        moved = _Movement(graph, resolution).run()
        labels = moved[labels]
        groups = int(moved.max(initial=-1)) + 1
        if groups == graph.shape[0]:
            return _numbered(labels)
        member = csr_array((np.ones(len(moved)), (np.arange(len(moved)), moved)), shape=(len(moved), groups))
        graph = csr_array(member.T @ graph @ member)


def summed(vectors: NDArray[np.floating], labels: Labels, count: int) -> NDArray[np.float64]:
    """The sum of the vectors of each group, shaped (count, dimensions); who has no group (below nought) is left out."""
    inside = np.flatnonzero(labels >= 0)
    member = csr_array((np.ones(len(inside)), (labels[inside], inside)), shape=(count, len(vectors)))
    return np.asarray(member @ vectors, dtype=np.float64)


def modularity(graph: csr_array, labels: Labels) -> float:
    """How much more lies inside groups than chance would put there, at most 1 (Newman and Girvan, 2004)."""
    total = float(graph.sum())
    if not total:
        return 0.0
    edges = graph.tocoo()
    inside = float(edges.data[labels[edges.coords[0]] == labels[edges.coords[1]]].sum()) / total
    degrees = np.asarray(graph.sum(axis=1)).ravel()
    return inside - float(((np.bincount(labels, weights=degrees) / total) ** 2).sum())


class _Movement:
    """One round in which each node moves to the group where it adds most."""

    def __init__(self, graph: csr_array, resolution: float) -> None:
        """Begin with each node in a group of its own."""
        self.starts = graph.indptr.tolist()
        self.ends = graph.indices.tolist()
        self.weights = graph.data.tolist()
        self.degrees = np.asarray(graph.sum(axis=1)).ravel().tolist()
        self.rate = resolution / (sum(self.degrees) or 1.0)
        self.group = list(range(graph.shape[0]))
        self.total = self.degrees[:]

    def run(self) -> Labels:
        """The group of each node when no node wants to move, numbered without gaps."""
        nodes = len(self.group)
        waiting = deque(range(nodes))
        waits = [True] * nodes
        for _ in range(LOOKS * nodes):
            if not waiting:
                break
            node = waiting.popleft()
            waits[node] = False
            if self._move(node):
                for other in self._others(node):
                    if self.group[other] != self.group[node] and not waits[other]:
                        waits[other] = True
                        waiting.append(other)
        return _numbered(np.array(self.group, dtype=np.int64))

    def _others(self, node: int) -> list[int]:
        return self.ends[self.starts[node] : self.starts[node + 1]]

    def _move(self, node: int) -> bool:
        """Whether the node went to another group."""
        own, towards = self.group[node], self._towards(node)
        cost = self.rate * self.degrees[node]
        self.total[own] -= self.degrees[node]
        best, gain = own, towards.get(own, 0.0) - cost * self.total[own]
        for group, weight in towards.items():
            worth = weight - cost * self.total[group]
            if worth > gain + GAIN:
                best, gain = group, worth
        self.total[best] += self.degrees[node]
        self.group[node] = best
        return best != own

    def _towards(self, node: int) -> dict[int, float]:
        """What binds the node to each group around it."""
        found: dict[int, float] = {}
        for place in range(self.starts[node], self.starts[node + 1]):
            other = self.ends[place]
            if other != node:
                group = self.group[other]
                found[group] = found.get(group, 0.0) + self.weights[place]
        return found


def _numbered(labels: Labels) -> Labels:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.empty(len(first), dtype=np.int64)
    order[np.argsort(first)] = np.arange(len(first))
    return order[inverse]
