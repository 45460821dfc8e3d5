"""What was learned from a sample, and all that is needed to read any comment by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from research.analysis.clusters import NOBODY
from research.analysis.known import CLEARLY
from research.analysis.model import KnownTheme, Notice, Parameters
from research.analysis.reading import Bounds, Members
from research.analysis.semantic import Embedder, RunMemory, VectorCache
from research.analysis.sharding.packing import packed, unpacked
from research.analysis.sharding.sample import Keys
from research.analysis.space import Space

KIND = "what was learned"
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Growth:
    """The merge tree as numbers; the leaf of a text is found by its key."""

    merges: tuple[tuple[int, int], ...]
    heights: tuple[float, ...]
    cut: int


@dataclass(frozen=True)
class Learned:
    """The themes, the space they are in, and where their bounds lie.

    `keys` (in order) are those of the texts that were learned from, with the theme of each (NOBODY: none) and its leaf
    in the tree; `standing` holds the texts that an earlier run put in a known theme. It holds no comment.
    """

    parameters: Parameters
    known: tuple[KnownTheme, ...]
    fitted: Mapping[str, object]
    bounds: Bounds
    usual: str
    keys: Keys
    labels: Positions
    leaves: Positions
    standing: tuple[Keys, Positions]
    growth: Growth | None
    fingerprint: Mapping[str, str]
    notices: tuple[Notice, ...]

    def space(self, embedder: Embedder | None, cache: VectorCache) -> Space:
        """The space of the themes, with this encoder when it is one of meaning. Raises ValueError for another one."""
        wanted = self.fingerprint["model"]
        own = embedder if self.fingerprint["backend"] == "semantic" else None
        if wanted != (own.fingerprint if own else "words"):
            raise ValueError(f"These themes were learned with {wanted}, and that encoder is not here.")
        memory = cache if isinstance(cache, RunMemory) else RunMemory(cache)
        space = Space(own, memory, self.parameters.seed)
        for name, value in self.fitted.items():
            setattr(space, name, value)
        return space

    def labels_of(self, keys: Keys, known_closeness: NDArray[np.float32]) -> Members:
        """The theme that each text is a member of, or NOBODY; and whether that was settled by learning from it.

        A text that was learned from keeps its place. One that an earlier run put in a known theme stays there unless
        another known theme is clearly closer; `known_closeness` is shaped (texts, known themes).
        """
        found = _looked_up(self.keys, self.labels, keys)
        settled = found != NOBODY
        if len(self.standing[0]):
            stood = _looked_up(*self.standing, keys)
            open_ones = np.flatnonzero((stood != NOBODY) & ~np.isin(keys, self.keys))
            near = known_closeness[open_ones]
            stays = near.max(axis=1) - near[np.arange(len(near)), stood[open_ones]] <= CLEARLY
            found[open_ones[stays]] = stood[open_ones[stays]]
        return found, settled

    def leaves_of(self, keys: Keys) -> Positions:
        """The leaf of each text in the merge tree, or NOBODY."""
        return _looked_up(self.keys, self.leaves, keys)

    def to_bytes(self) -> bytes:
        """All of it, for another process."""
        return packed(KIND, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` wrote. Raises ValueError for anything else."""
        found: Self = unpacked(KIND, data)
        return found


def fitted_parts(space: Space) -> dict[str, object]:
    """What the space has learned: all that ends in an underscore."""
    return {name: value for name, value in vars(space).items() if name.endswith("_")}


def slim(known_themes: Sequence[KnownTheme]) -> tuple[KnownTheme, ...]:
    """Known themes with only what reading asks for: names, and decisions about single comments."""
    nothing: tuple[str, ...] = ()
    return tuple(
        replace(
            theme, anchors=nothing, examples=nothing, negative_anchors=nothing, negative_examples=nothing,
            members=nothing,
        )
        for theme in known_themes
    )  # fmt: skip


def _looked_up(known: Keys, values: Positions, keys: Keys) -> Positions:
    if not len(known):
        return np.full(len(keys), NOBODY, dtype=np.int64)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[places] == keys, values[places], NOBODY)
