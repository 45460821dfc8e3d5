"""What an encoder of sentences is to the analysis."""

from collections.abc import Sequence
from typing import Protocol

from research.analysis.lexical import Matrix


class Embedder(Protocol):
    """Turns texts into vectors. `fingerprint` (at most 64 characters) changes whenever a vector would."""

    @property
    def name(self) -> str:
        """How people know the model."""
        ...

    @property
    def dimensions(self) -> int:
        """The width of a vector."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages that the model was taught."""
        ...

    @property
    def fingerprint(self) -> str:
        """Name and version of model and code."""
        ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, dimensions), float32; each depends on its own text only."""
        ...
