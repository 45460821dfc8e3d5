"""Finds texts that are the same, or as good as the same, in linear time.

Exact: the same words in the same order. Near: MinHash over character pieces (A. Broder, 1997) with banding, then a
check of the real overlap against one representative of each bucket, so 5,000 near-copies cost 5,000 checks and not 12
million.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import HashingVectorizer

LONGEST_READ = 1_500
SAME_ENOUGH = 0.7
BANDS, ROWS = 10, 3
SHORTEST_COMPARED = 30
PRIME = (1 << 31) - 1


def exact_groups(forms: Sequence[str]) -> list[list[int]]:
    """Positions of texts with the same normal form, each group in order, groups in order of their form."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, form in enumerate(forms):
        groups[form].append(position)
    return [groups[form] for form in sorted(groups)]


def near_groups(forms: Sequence[str], seed: int = 0) -> NDArray[np.int64]:
    """For each (unique, sorted) form the position of its representative.

    The first one that it nearly equals, or itself.
    """
    parent = np.arange(len(forms), dtype=np.int64)
    long = [i for i, form in enumerate(forms) if len(form) >= SHORTEST_COMPARED]
    if len(long) < 2:
        return parent
    pieces = HashingVectorizer(
        analyzer="char", ngram_range=(4, 4), n_features=1 << 20, binary=True, norm=None, alternate_sign=False
    )
    matrix = csr_array(pieces.transform([forms[i][:LONGEST_READ] for i in long]))
    matrix.sort_indices()
    for band in _signatures(matrix, seed):
        first: dict[bytes, int] = {}
        for row, signature in enumerate(band):
            other = first.setdefault(signature.tobytes(), row)
            own, root = _root(parent, long[row]), _root(parent, long[other])
            if own != root and _overlap(matrix, row, other) >= SAME_ENOUGH:
                parent[max(own, root)] = min(own, root)
    return np.array([_root(parent, i) for i in range(len(forms))], dtype=np.int64)


def _signatures(matrix: csr_array, seed: int) -> NDArray[np.int64]:
    """MinHash values shaped (bands, texts, rows)."""
    random = np.random.default_rng(seed)
    factors = random.integers(1, PRIME, size=(BANDS * ROWS, 2))
    columns = matrix.indices.astype(np.int64)
    found = np.empty((BANDS * ROWS, matrix.shape[0]), dtype=np.int64)
    for i, (times, plus) in enumerate(factors):
        found[i] = np.minimum.reduceat((columns * times + plus) % PRIME, matrix.indptr[:-1])
    return found.reshape(BANDS, ROWS, -1).transpose(0, 2, 1).copy()


def _overlap(matrix: csr_array, a: int, b: int) -> float:
    """Jaccard similarity of two rows."""
    first = matrix.indices[matrix.indptr[a] : matrix.indptr[a + 1]]
    second = matrix.indices[matrix.indptr[b] : matrix.indptr[b + 1]]
    shared = np.intersect1d(first, second, assume_unique=True).size
    return float(shared / (first.size + second.size - shared))


def _root(parent: NDArray[np.int64], i: int) -> int:
    while parent[i] != i:
        i = int(parent[i])
    return int(i)
