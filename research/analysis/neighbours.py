"""Nearest neighbours by cosine, and the smoothing that they give."""

import numpy as np
from numpy.typing import NDArray

from research.analysis.lexical import Matrix, unit_length

NEIGHBOURS = 10
# In a small collection ten neighbours would be nearly everybody.
TEXTS_PER_NEIGHBOUR = 8
OWN = 0.6
ROUNDS = 3
BLOCK = 1_000


def nearest(vectors: Matrix, count: int = NEIGHBOURS) -> NDArray[np.int64]:
    """For each vector (of length one) the positions of its nearest others, nearest first.

    Shaped (texts, at most count).
    """
    count = min(count, len(vectors) - 1)
    found = np.zeros((len(vectors), max(count, 0)), dtype=np.int64)
    if count < 1:
        return found
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK] @ vectors.T
        rows = np.arange(len(block))
        block[rows, start + rows] = -np.inf
        best = np.sort(np.argpartition(-block, count - 1, axis=1)[:, :count], axis=1)
        order = np.argsort(-np.take_along_axis(block, best, axis=1), axis=1, kind="stable")
        found[start : start + BLOCK] = np.take_along_axis(best, order, axis=1)
    return found


def smoothed(vectors: Matrix) -> Matrix:
    """Each vector drawn towards the mean of its ten neighbours, three times.

    Short texts lean on what resembles them.
    """
    neighbours = nearest(vectors, min(NEIGHBOURS, len(vectors) // TEXTS_PER_NEIGHBOUR))
    if neighbours.shape[1] == 0:
        return vectors
    for _ in range(ROUNDS):
        vectors = unit_length(OWN * vectors + (1 - OWN) * unit_length(_means(vectors, neighbours)))
    return vectors


def _means(vectors: Matrix, neighbours: NDArray[np.int64]) -> Matrix:
    total = np.zeros_like(vectors)
    for column in neighbours.T:
        total += vectors[column]
    return total / np.float32(neighbours.shape[1])
