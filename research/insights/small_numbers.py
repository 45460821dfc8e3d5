"""Groups under five are never shown, nor can they be worked out from a total: by what stands beside them, neither."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from research.analysis.statistics import SMALLEST_SHOWN

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Group(Generic[Key]):
    """Keys that are counted together."""

    keys: tuple[Key, ...]
    n: int


def together(counts: Mapping[Key, int]) -> list[Group[Key]]:
    """Return the counts as groups of at least five, largest first; they add up to the same total.

    Counts under five are put together, with the smallest of the others when that is not enough; that group comes last.
    A total under five has no groups at all.

    >>> together({"web": 40, "phone": 9, "letter": 3, "paper": 1})
    [Group(keys=('web',), n=40), Group(keys=('phone', 'letter', 'paper'), n=13)]
    """
    ranked = sorted(((key, n) for key, n in counts.items() if n), key=lambda pair: -pair[1])
    small = hidden(dict(ranked))
    shown = [Group((key,), n) for key, n in ranked if key not in small]
    rest = Group(tuple(key for key, _ in ranked if key in small), sum(n for key, n in ranked if key in small))
    return [*shown, rest] if rest.n >= SMALLEST_SHOWN else shown


def hidden(counts: Mapping[Key, int], total: int | None = None) -> set[Key]:
    """Return the keys whose count may not be shown beside a total (of these counts, unless another is given).

    Those under five; and where what is left of the total would give them away, the smallest of the others too.
    """
    everything = sum(counts.values()) if total is None else total
    away = {key for key, n in counts.items() if 0 < n < SMALLEST_SHOWN}
    for key, n in sorted(counts.items(), key=lambda pair: pair[1]):
        left = everything - sum(n for key, n in counts.items() if key not in away)
        if not away or left >= SMALLEST_SHOWN:
            break
        if n >= SMALLEST_SHOWN:
            away.add(key)
    return away
