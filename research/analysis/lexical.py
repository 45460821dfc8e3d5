"""Vectors from the words themselves (latent semantic analysis): quick, needs no model, cannot join two languages.

TF-IDF over stems and pairs of stems, beside TF-IDF over pieces of 3 to 5 characters inside words (which forgive
spelling and Dutch compounds), folded by a truncated SVD. Stems and pieces are known by their hashes only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from research.analysis.wordbook import Hashes, Numbers, Told, Wordbook, pairs_of
from research.analysis.words import comparable

Matrix = NDArray[np.float32]
Halves = NDArray[np.float16]
MOST_PIECES = 60_000
MOST_TERMS = 60_000
TOO_COMMON = 0.4
SMALL = 30
FEWEST_TERMS, FEWEST_PIECES = 2, 3
MOST_LEFT_EMPTY = 0.05
ROUNDS = 5
# Some 20 MB of vectors at most.
MOST_MET = 60_000


def unit_length(matrix: NDArray[np.floating]) -> Matrix:
    """Each row divided by its length; a row of zeros stays zero."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(length, 1e-9), dtype=np.float32)


@dataclass(frozen=True)
class Part:
    """Terms that are known (hashes in order), and what each weighs."""

    known: Hashes
    weights: Matrix

    def columns(self, hashes: Hashes) -> Numbers:
        """The column of each hash, -1 for one that is not known."""
        if not len(self.known):
            return np.full(len(hashes), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.known, hashes), len(self.known) - 1)
        return np.where(self.known[places] == hashes, places, -1)

    def weighted(self, counts: csr_array) -> csr_array:
        """Sublinear TF-IDF of these counts, rows of length one."""
        data = (1 + np.log(counts.data)) * self.weights[counts.indices]
        made = csr_array((data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
        return csr_array(normalize(made, copy=False)) if made.shape[1] and made.shape[0] else made


@dataclass(frozen=True)
class Counted:
    """How often each text has each term; `hashes` names the columns."""

    counts: csr_array
    hashes: Hashes

    def chosen(self, fewest: int, commonest: float, most: int) -> tuple[Part, csr_array]:
        """The most frequent terms among those in so many texts and no more, with their counts."""
        texts, width = self.counts.shape
        inside = np.bincount(self.counts.indices, minlength=width)
        kept = np.flatnonzero((inside >= fewest) & (inside <= commonest))
        if len(kept) > most:
            total = np.bincount(self.counts.indices, weights=self.counts.data, minlength=width)
            kept = np.sort(kept[np.argsort(-total[kept], kind="stable")[:most]])
        weights = np.log((1 + texts) / (1 + inside[kept])) + 1
        return Part(self.hashes[kept], weights.astype(np.float32)), csr_array(self.counts[:, kept])


class LexicalVectors:
    """Learns a space of `dimensions` from texts, and places texts in it."""

    def __init__(self, dimensions: int = 80, seed: int = 0, counts: Callable[[str], bool] = comparable) -> None:
        """Store the choices; `counts` says whether a word takes part."""
        self.dimensions = dimensions
        self.seed = seed
        self.counts = counts

    def fit(self, texts: Sequence[str], languages: Sequence[str]) -> Self:
        """Learn vocabulary, weights and folding. Raises nothing: without any word all vectors are zero."""
        book = Wordbook(self.counts)
        told = book.read(texts, languages)
        every = (_terms_counted(book, told), _pieces_counted(book, told))
        counts = self._choose(every, TOO_COMMON)
        if told.texts < SMALL or _left_empty(counts, told) > MOST_LEFT_EMPTY * told.texts:
            # Texts that all say much the same have nothing but common words.
            counts = self._choose(every, 1.0)
        self.folding_: tuple[Halves, Halves] | None = None
        counted = self._weighted(counts)
        if counted.shape[1] and counted.shape[0]:
            width = max(1, min(self.dimensions, counted.shape[1] - 1, counted.shape[0]))
            _, _, folding = randomized_svd(counted, width, n_iter=ROUNDS, random_state=self.seed)
            turned = np.ascontiguousarray(folding.T, dtype=np.float16)  # half the size to carry, as good as whole
            first = len(self.parts_[0].known)
            self.folding_ = (turned[:first], turned[first:])
        return self

    def _choose(self, every: Sequence["Counted"], common: float) -> list[csr_array]:
        """Decide which terms and pieces take part; the counts of those."""
        texts = every[0].counts.shape[0]
        asked = (1, 1) if texts < SMALL else (FEWEST_TERMS, FEWEST_PIECES)
        chosen = [
            one.chosen(fewest, common * texts, most)
            for one, fewest, most in zip(every, asked, (MOST_TERMS, MOST_PIECES), strict=True)
        ]
        self.parts_ = tuple(part for part, _ in chosen)
        return [counts for _, counts in chosen]

    def _weighted(self, counts: Sequence[csr_array]) -> csr_array:
        return csr_array(hstack([part.weighted(one) for part, one in zip(self.parts_, counts, strict=True)]))

    def transform(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """Vectors of length one, shaped (texts, dimensions learned); zeros where no word is known.

        The vector of a text is the same to the last bit whatever the other texts are.
        """
        if self.folding_ is None:
            return np.zeros((len(texts), 1), dtype=np.float32)
        # Kept between calls, and never stored: texts and words that were met.
        met: dict[tuple[str, str], Matrix] = self.__dict__.setdefault("_met", {})
        asked = list(zip(texts, languages, strict=True))
        new = [one for one in dict.fromkeys(asked) if one not in met]
        wide: list[Matrix] = self.__dict__.setdefault("_wide", [part.astype(np.float32) for part in self.folding_])
        made = self._transform([text for text, _ in new], [language for _, language in new], wide)
        found = dict(zip(new, made, strict=True))
        if len(met) + len(new) <= MOST_MET:
            met.update(found)
        rows = [found[one] if one in found else met[one] for one in asked]
        return np.stack(rows) if rows else made

    def _transform(self, texts: Sequence[str], languages: Sequence[str], folding: Sequence[Matrix]) -> Matrix:
        book: Wordbook = self.__dict__.setdefault("_book", Wordbook(self.counts))
        told = book.read(texts, languages)
        terms, pieces = self.parts_
        hashes, rows = _terms(book, told)
        columns = terms.columns(hashes)
        known = columns >= 0
        counts = (
            _sparse(rows[known], columns[known], (told.texts, len(terms.known))),
            _pieces_known(book, told, pieces),
        )
        folded = [part.weighted(one) @ own for part, one, own in zip(self.parts_, counts, folding, strict=True)]
        return unit_length(folded[0] + folded[1])


def _terms(book: Wordbook, told: Told) -> tuple[Hashes, Numbers]:
    """Hashes of stems and of pairs of neighbouring stems, and the text of each."""
    rows, stems = told.rows(), book.stems[told.words]
    pairs, rows_of_pairs = pairs_of(stems, rows)
    return np.concatenate([stems, pairs]), np.concatenate([rows, rows_of_pairs])


def _terms_counted(book: Wordbook, told: Told) -> Counted:
    hashes, rows = _terms(book, told)
    known, columns = np.unique(hashes, return_inverse=True)
    return Counted(_sparse(rows, columns, (told.texts, len(known))), known)


def _pieces_counted(book: Wordbook, told: Told) -> Counted:
    known, columns = np.unique(book.pieces, return_inverse=True)
    spelled = csr_array(
        (np.ones(len(columns), dtype=np.float32), columns, book.starts), shape=(len(book.stems), len(known))
    )
    return Counted(_said(told, told.words, len(book.stems)) @ spelled, known)


def _pieces_known(book: Wordbook, told: Told, part: Part) -> csr_array:
    """Counts of the pieces that are known, made from the rows of the words."""
    different, numbers = np.unique(told.words, return_inverse=True)
    lengths = book.starts[different + 1] - book.starts[different]
    ends = np.cumsum(lengths)
    places = np.arange(int(lengths.sum())) + np.repeat(book.starts[different] - ends + lengths, lengths)
    columns = part.columns(book.pieces[places])
    known = columns >= 0
    starts = np.concatenate([[0], np.cumsum(known)])[np.concatenate([[0], ends])]
    spelled = csr_array(
        (np.ones(int(known.sum()), dtype=np.float32), columns[known], starts), shape=(len(different), len(part.known))
    )
    return csr_array(_said(told, numbers, len(different)) @ spelled)


def _said(told: Told, numbers: Numbers, width: int) -> csr_array:
    """How often each text has each word. Not sorted: sums are then made in the order of the text itself."""
    return csr_array((np.ones(len(numbers), dtype=np.float32), numbers, told.starts), shape=(told.texts, width))


def _sparse(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> csr_array:
    return csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)


def _left_empty(counts: Sequence[csr_array], told: Told) -> int:
    """How many texts with words have no term that is known."""
    terms = sum(np.diff(one.indptr) for one in counts)
    return int(((np.diff(told.starts) > 0) & (terms == 0)).sum())
