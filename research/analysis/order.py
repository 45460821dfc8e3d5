"""The order of comments by their ids, as people expect it: 2 before 10."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_DIGITS = 18


def natural(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key that puts 2 before 10, and ids of any other make in alphabetical order."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]+", identifier)
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS else (1, 0, part)
        for part in parts
    )


def natural_order(ids: Sequence[str]) -> NDArray[np.int64]:
    """Positions of the ids in natural order; those of plain numbers, as databases give, in one numerical sort."""
    if all(map(_plain, ids)):
        return np.argsort(np.fromiter(map(int, ids), dtype=np.int64, count=len(ids)), kind="stable")
    return np.array(sorted(range(len(ids)), key=lambda i: (natural(ids[i]), ids[i])), dtype=np.int64)


def _plain(identifier: str) -> bool:
    if not (identifier.isascii() and identifier.isdigit() and len(identifier) <= MOST_DIGITS):
        return False
    return identifier[0] != "0" or identifier == "0"


def distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The different values in order. Sorting: on millions of 64-bit keys the hashing of `numpy.unique` is slower."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
