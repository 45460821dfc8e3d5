"""What was read in one shard: a row per comment, a row per thing said, and small samples that can be joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from research.analysis.duplicates import Sketches
from research.analysis.model import Reason, Status
from research.analysis.sharding.packing import packed, unpacked
from research.analysis.sharding.sample import Keys

KIND = "an answer"
STATUSES = tuple(Status)
REASONS = tuple(Reason)
NONE = -1
Column = NDArray[np.int32]
Scores = NDArray[np.float32]
Halves = NDArray[np.float16]


@dataclass(frozen=True)
class Comments:
    """A row per comment. `saying` is the row of what it says, NONE where it was left out for `reason`.

    `voice` is a hash of the person, nought for somebody unknown; `grade` is not a number where none was given.
    """

    ids: tuple[str, ...]
    saying: Column
    reason: Column
    length: Column
    key: Keys
    voice: Keys
    grade: NDArray[np.float64]


@dataclass(frozen=True)
class Sayings:
    """A row per different thing said: the verdict on it. NONE stands for no reason, no theme."""

    status: Column
    reason: Column
    theme: Column
    nearest: Column
    score: Scores
    length: Column


@dataclass(frozen=True)
class Mentions:
    """A row per piece that is about a theme; the first one of each saying is about its own theme."""

    saying: Column
    theme: Column
    start: Column
    end: Column
    score: Scores
    first: NDArray[np.bool_]


@dataclass(frozen=True)
class Excerpts:
    """Pieces that may be quoted (`bucket` NONE: for their score, else for a grade near it), or shown in the picture.

    `comment` is the row of the comment; `vectors` are in the space of the themes.
    """

    theme: Column
    bucket: Column
    comment: Column
    start: Column
    end: Column
    score: Scores
    texts: tuple[str, ...]
    languages: tuple[str, ...]
    vectors: Halves


@dataclass(frozen=True)
class ShardAnswer:
    """All that one shard has to say. It holds redacted words of comments: quotes, and a sample for keywords.

    Its size grows with its comments by some 250 bytes each; the excerpts and the sample are bounded by the number of
    themes.
    """

    comments: Comments
    sayings: Sayings
    mentions: Mentions
    quotable: Excerpts
    shown: Excerpts
    words: Mapping[str, Any]
    sketched: Keys
    sketches: Sketches

    def to_bytes(self) -> bytes:
        """All of it, for another process."""
        return packed(KIND, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` wrote. Raises ValueError for anything else."""
        found: Self = unpacked(KIND, data)
        return found
