"""Nearest neighbours by cosine, and the smoothing that they give."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.lexical import Matrix, unit_length

NEIGHBOURS = 15
# In a small collection ten neighbours would be nearly everybody.
TEXTS_PER_NEIGHBOUR = 8
OWN = 0.6
BLOCK = 1_000


@dataclass(frozen=True)
class Smoothing:
    """On how many neighbours a text leans, and how many times over."""

    neighbours: int
    rounds: int


FOR_MEANING = Smoothing(10, 3)
# Words say less than meaning does: they need more company.
FOR_WORDS = Smoothing(15, 5)


@dataclass(frozen=True)
class Near:
    """The nearest others of each vector, nearest first: their positions in `rows`, their cosines in `closeness`.

    Both are shaped (vectors, at most 15).
    """

    rows: NDArray[np.int64]
    closeness: NDArray[np.float32]


def nearest(vectors: Matrix, count: int = NEIGHBOURS) -> Near:
    """The nearest others of each vector (of length one); fewer than `count` in a small collection."""
    count = max(0, min(count, len(vectors) // TEXTS_PER_NEIGHBOUR, len(vectors) - 1))
    found = np.zeros((len(vectors), count), dtype=np.int64)
    closeness = np.zeros((len(vectors), count), dtype=np.float32)
    if not count:
        return Near(found, closeness)
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK] @ vectors.T
        rows = np.arange(len(block))
        block[rows, start + rows] = -np.inf
        best = np.sort(np.argpartition(-block, count - 1, axis=1)[:, :count], axis=1)
        near = np.take_along_axis(block, best, axis=1)
        order = np.argsort(-near, axis=1, kind="stable")
        found[start : start + BLOCK] = np.take_along_axis(best, order, axis=1)
        closeness[start : start + BLOCK] = np.take_along_axis(near, order, axis=1)
    return Near(found, closeness)


def smoothed(vectors: Matrix, near: Near | None = None, smoothing: Smoothing = FOR_MEANING) -> Matrix:
    """Each vector drawn towards the mean of its neighbours, some times over.

    Short texts lean on what resembles them. `near` saves looking for the neighbours once more.
    """
    rows = (near or nearest(vectors, smoothing.neighbours)).rows[:, : smoothing.neighbours]
    if rows.shape[1] == 0:
        return vectors
    for _ in range(smoothing.rounds):
        vectors = unit_length(OWN * vectors + (1 - OWN) * unit_length(_means(vectors, rows)))
    return vectors


def _means(vectors: Matrix, neighbours: NDArray[np.int64]) -> Matrix:
    total = np.zeros_like(vectors)
    for column in neighbours.T:
        total += vectors[column]
    return total / np.float32(neighbours.shape[1])
