"""Vectors from the words themselves (latent semantic analysis): quick, needs no model, cannot join two languages.

TF-IDF over stems and pairs of stems, beside TF-IDF over pieces of 3 to 5 characters inside words (which forgive
spelling and Dutch compounds), folded by a truncated SVD.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from research.analysis.words import comparable, stem, words

Matrix = NDArray[np.float32]
LONGEST_READ_WORDS = 400
MOST_PIECES = 60_000
MOST_TERMS = 60_000
TOO_COMMON = 0.4
SMALL = 30
MOST_LEFT_EMPTY = 0.05


def unit_length(matrix: NDArray[np.floating]) -> Matrix:
    """Each row divided by its length; a row of zeros stays zero."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(length, 1e-9), dtype=np.float32)


class LexicalVectors:
    """Learns a space of `dimensions` from texts, and places texts in it."""

    def __init__(self, dimensions: int = 80, seed: int = 0, counts: Callable[[str], bool] = comparable) -> None:
        """Store the choices; `counts` says whether a word takes part."""
        self.dimensions = dimensions
        self.seed = seed
        self.counts = counts

    def fit(self, texts: Sequence[str], languages: Sequence[str]) -> Self:
        """Learn vocabulary, weights and folding. Raises nothing: without any word all vectors are zero."""
        prepared = self._prepared(texts, languages)
        self._count(prepared, len(texts) < SMALL, TOO_COMMON)
        if len(texts) < SMALL or _left_empty(self.parts_, prepared) > MOST_LEFT_EMPTY * len(texts):
            # Texts that all say much the same have nothing but common words.
            self._count(prepared, len(texts) < SMALL, 1.0)
        self.folding_: Matrix | None = None
        if self.parts_:
            counted = self._counted(prepared)
            width = max(1, min(self.dimensions, counted.shape[1] - 1, counted.shape[0]))
            _, _, self.folding_ = randomized_svd(counted, width, n_iter=5, random_state=self.seed)
        return self

    def _count(self, prepared: list[list[tuple[str, str]]], small: bool, common: float) -> None:
        """Learn the vocabularies; those without a single term are left out of `parts_`."""
        terms = TfidfVectorizer(
            analyzer=_terms,
            sublinear_tf=True,
            min_df=1 if small else 2,
            max_df=common,
            max_features=MOST_TERMS,
            dtype=np.float32,
        )
        pieces = TfidfVectorizer(
            analyzer=_pieces,
            sublinear_tf=True,
            min_df=1 if small else 3,
            max_df=common,
            max_features=MOST_PIECES,
            dtype=np.float32,
        )
        self.parts_ = [part for part in (terms, pieces) if _learns(part, prepared)]

    def transform(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """Vectors of length one, shaped (texts, dimensions learned); zeros where no word is known."""
        if self.folding_ is None or not texts:
            width = 1 if self.folding_ is None else len(self.folding_)
            return np.zeros((len(texts), width), dtype=np.float32)
        counted = self._counted(self._prepared(texts, languages))
        return unit_length(counted @ self.folding_.T)

    def _prepared(self, texts: Sequence[str], languages: Sequence[str]) -> list[list[tuple[str, str]]]:
        """Per text its first 400 words, each with its stem ("" for a word that does not count)."""
        return [
            [(word, stem(word, language) if self.counts(word) else "") for word in words(text)[:LONGEST_READ_WORDS]]
            for text, language in zip(texts, languages, strict=True)
        ]

    def _counted(self, prepared: list[list[tuple[str, str]]]) -> csr_array:
        return csr_array(hstack([part.transform(prepared) for part in self.parts_]))


def _left_empty(parts: list[TfidfVectorizer], prepared: list[list[tuple[str, str]]]) -> int:
    """How many texts with words have no term in any vocabulary."""
    known = [part.vocabulary_ for part in parts]
    return sum(
        1
        for text in prepared
        if any(stemmed for _, stemmed in text)
        and not any(term in v for v in known for term in _terms(text) + _pieces(text))
    )


def _learns(part: TfidfVectorizer, prepared: list[list[tuple[str, str]]]) -> bool:
    try:
        part.fit(prepared)
    except ValueError:  # scikit-learn's way to say that no term is left
        return False
    return True


def _terms(prepared: list[tuple[str, str]]) -> list[str]:
    """Stems and pairs of neighbouring stems."""
    found = [stemmed for _, stemmed in prepared if stemmed]
    return found + [f"{first} {second}" for first, second in pairwise(found)]


def _pieces(prepared: list[tuple[str, str]]) -> list[str]:
    """Pieces of 3 to 5 characters of each word that is not glue, its edges marked by a space."""
    found: list[str] = []
    for word, stemmed in prepared:
        if stemmed:
            found += _pieces_of(f" {word} ")
    return found


def _pieces_of(word: str) -> list[str]:
    return [word[i : i + size] for size in (3, 4, 5) for i in range(len(word) - size + 1)]
