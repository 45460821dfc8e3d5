"""Finds texts that are the same, or as good as the same, in time that grows with their number only.

Exact: the same words in the same order. Near: a sketch of each text's character pieces by one permutation hashing (P.
Li, A. Owen, C.-H. Zhang, 2012), empty bins borrowing from their neighbour when texts are put in buckets (A. Shrivastava
and P. Li, 2014), then a comparison of sketches with one representative of each bucket: 5,000 near-copies cost 5,000
comparisons and not 12 million. Sketches of 128 bytes can be made anywhere and compared later.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from research.analysis.order import distinct
from research.analysis.wordbook import SEED, STEP, mixed

LONGEST_READ = 1_500
SAME_ENOUGH = 0.7
SHORTEST_COMPARED = 30
PIECE = 4
BINS = 128
BYTES_IN_BUCKET = 4
AT_ONCE = 4_000
BIN_BITS = np.uint64(57)
LOW_BITS = np.uint64((1 << 57) - 1)
VALUES = np.uint64(255)
NOTHING = np.uint64((1 << 64) - 1)

Sketches = NDArray[np.uint8]


def exact_groups(forms: Sequence[str]) -> list[list[int]]:
    """Positions of texts with the same normal form, each group in order, groups in order of their form."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, form in enumerate(forms):
        groups[form].append(position)
    return [groups[form] for form in sorted(groups)]


def near_groups(forms: Sequence[str]) -> NDArray[np.int64]:
    """For each (unique, sorted) form the position of its representative.

    The first one that it nearly equals, or itself.
    """
    parent = np.arange(len(forms), dtype=np.int64)
    long = np.array([i for i, form in enumerate(forms) if len(form) >= SHORTEST_COMPARED], dtype=np.int64)
    parent[long] = long[alike(sketches([forms[i] for i in long]))]
    return parent


def sketches(forms: Sequence[str]) -> Sketches:
    """128 bytes per form; the share of bytes that two have in common is about the Jaccard similarity of their pieces.

    A byte of nought is a bin in which no piece fell.
    """
    found = np.zeros((len(forms), BINS), dtype=np.uint8)
    for start in range(0, len(forms), AT_ONCE):
        part = [form[:LONGEST_READ] for form in forms[start : start + AT_ONCE]]
        found[start : start + len(part)] = _sketched(part)
    return found


def _sketched(forms: Sequence[str]) -> Sketches:
    lengths = np.fromiter(map(len, forms), dtype=np.int64, count=len(forms))
    codes = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    owner = np.repeat(np.arange(len(forms)), lengths)
    last = max(0, len(codes) - PIECE + 1)
    whole = owner[:last] == owner[PIECE - 1 :]
    running = np.full(last, SEED, dtype=np.uint64)
    for step in range(PIECE):
        running = (running ^ codes[step : step + last]) * STEP
    hashes = mixed(running[whole])
    lowest = np.full(len(forms) * BINS, NOTHING, dtype=np.uint64)
    places = owner[:last][whole] * BINS + (hashes >> BIN_BITS).astype(np.int64)
    np.minimum.at(lowest, places, hashes & LOW_BITS)
    values = np.where(lowest == NOTHING, 0, lowest % VALUES + np.uint64(1))
    return values.astype(np.uint8).reshape(len(forms), BINS)


def alike(made: Sketches) -> NDArray[np.int64]:
    """For each sketch the position of the first one in its group of near-copies. Their order is the order of ties."""
    count = len(made)
    pairs = [pair for pair in _neighbours(made) if len(pair)] if count > 1 else []
    if not pairs:
        return np.arange(count, dtype=np.int64)
    both = distinct(np.concatenate(pairs))
    first, second = both // np.uint64(count), both % np.uint64(count)
    same = _overlap(made, first.astype(np.int64), second.astype(np.int64)) >= SAME_ENOUGH
    edges = (np.ones(int(same.sum()), dtype=np.int8), (first[same].astype(np.int64), second[same].astype(np.int64)))
    _, group = connected_components(csr_array(edges, shape=(count, count)), directed=False)
    _, lowest = np.unique(group, return_index=True)
    return np.asarray(lowest[group], dtype=np.int64)


def _neighbours(made: Sketches) -> Iterator[NDArray[np.uint64]]:
    """Per band the pairs that share a bucket, each text with the first one in it, as first * count + second."""
    count = np.uint64(len(made))
    for start in range(0, BINS, BYTES_IN_BUCKET):
        bucket = _filled(made, start).astype(np.uint64)
        ordered = np.sort((bucket << np.uint64(32)) | np.arange(len(made), dtype=np.uint64))
        rows, keys = ordered & np.uint64(0xFFFFFFFF), ordered >> np.uint64(32)
        begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        first = np.repeat(rows[begins], np.diff(np.append(begins, len(rows))))
        yield (first * count + rows)[first != rows]


def _filled(made: Sketches, start: int) -> NDArray[np.uint32]:
    """Four bins from `start` as one number, an empty one holding what the next filled one to the right holds."""
    turned = np.roll(made, -start, axis=1) if start else made
    found = np.zeros(len(made), dtype=np.uint32)
    for step in range(BYTES_IN_BUCKET):
        seen = turned[:, step].copy()
        for ahead in range(1, BINS):
            empty = np.flatnonzero(seen == 0)
            if not len(empty):
                break
            seen[empty] = turned[empty, (step + ahead) % BINS]
        found = (found << np.uint32(8)) | seen.astype(np.uint32)
    return found


def _overlap(made: Sketches, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """The estimated Jaccard similarity of each pair."""
    found = np.empty(len(first))
    for start in range(0, len(first), AT_ONCE):
        a, b = made[first[start : start + AT_ONCE]], made[second[start : start + AT_ONCE]]
        either = ((a | b) > 0).sum(axis=1)
        found[start : start + len(a)] = ((a == b) & (a > 0)).sum(axis=1) / np.maximum(either, 1)
    return found
