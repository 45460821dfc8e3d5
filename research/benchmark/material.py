"""What every method gets: the same texts with the same sentence vectors, encoded once and kept in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from research.analysis.evaluation import LabelledSet
from research.analysis.lexical import Matrix, unit_length
from research.analysis.semantic import Embedder, digest, shipped_embedder, vectors_of
from research.analysis.units import split

# Two files with the same texts in two languages, told apart by the end of their names.
ENDINGS = ("_nl", "_en")


class StoredVectors:
    """An encoder and a cache in one that holds the vectors of one set, so that no method pays for the encoding.

    `late` counts texts that were not foreseen and had to be encoded after all.
    """

    languages: frozenset[str] = frozenset({"nl", "en"})

    def __init__(self, name: str, fingerprint: str, digests: Sequence[str], vectors: Matrix) -> None:
        """Hold the vectors, one row for each digest."""
        self.name = name
        self.fingerprint = fingerprint
        self.dimensions = int(vectors.shape[1]) if vectors.ndim == 2 else 0
        self.late = 0
        self._rows = {key: row for row, key in enumerate(digests)}
        self._vectors = vectors

    @classmethod
    def encoded(cls, texts: Sequence[str], encoder: Embedder) -> Self:
        """The vectors of these texts and of all their sentences."""
        wanted = sorted({*texts, *(text[unit.start : unit.end] for text in texts for unit in split(text))})
        found = cls(encoder.name, encoder.fingerprint, [], np.zeros((0, encoder.dimensions), dtype=np.float32))
        found._vectors = vectors_of(wanted, encoder, found)
        found._rows = {digest(text): row for row, text in enumerate(wanted)}
        return found

    @classmethod
    def read(cls, path: Path) -> Self:
        """The vectors that were written to that file."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(str(kept["name"]), str(kept["fingerprint"]), kept["digests"].tolist(), kept["vectors"])

    def write(self, path: Path) -> None:
        """Keep everything in a file for the processes that measure."""
        np.savez(
            path,
            name=np.array(self.name),
            fingerprint=np.array(self.fingerprint),
            digests=np.array(list(self._rows)),
            vectors=self._vectors,
        )

    def of(self, texts: Sequence[str]) -> Matrix:
        """The vectors of whole texts, of length one, shaped (texts, dimensions)."""
        return unit_length(self._vectors[[self._rows[digest(text)] for text in texts]])

    def load(self, fingerprint: str, digests: Sequence[str]) -> Mapping[str, Matrix]:
        """The vectors that are here, as a cache says it."""
        return {key: self._vectors[self._rows[key]] for key in digests if key in self._rows}

    def save(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep nothing more."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors of texts that were not foreseen, by the real encoder; raises LookupError where there is none."""
        encoder = shipped_embedder()
        if encoder is None:
            raise LookupError("A text has no stored vector and there is no encoder.")
        self.late += len(texts)
        return encoder.encode(texts)


@dataclass(frozen=True)
class Material:
    """One set as a method gets it: no labels, only how many there are, and a seed."""

    texts: tuple[str, ...]
    labels: int
    seed: int
    store: StoredVectors | None

    @property
    def vectors(self) -> Matrix:
        """The sentence vectors of the texts. Raises LookupError where none were made."""
        if self.store is None:
            raise LookupError("There are no sentence vectors.")
        return self.store.of(self.texts)


def with_mixtures(sets: Sequence[LabelledSet]) -> Iterator[LabelledSet]:
    """The sets, and for each pair of a Dutch and an English one that are called alike a mixture: rows in turn."""
    yield from sets
    by_name = {Path(one.name).stem: one for one in sets}
    for name, dutch in by_name.items():
        english = by_name.get(name.removesuffix(ENDINGS[0]) + ENDINGS[1])
        if name.endswith(ENDINGS[0]) and english and len(english.texts) == len(dutch.texts):
            yield _mixture(name.removesuffix(ENDINGS[0]) + "_mixed", dutch, english)


def _mixture(name: str, dutch: LabelledSet, english: LabelledSet) -> LabelledSet:
    both, mains = (dutch, english), (dutch.main, english.main)
    rows = range(len(dutch.texts))
    main = [found[row] for row in rows if (found := mains[row % 2]) is not None]
    return LabelledSet(
        name,
        tuple(both[row % 2].texts[row] for row in rows),
        tuple(both[row % 2].labels[row] for row in rows),
        tuple(ENDINGS[row % 2].strip("_") for row in rows),
        dutch.several or english.several,
        tuple(main) if len(main) == len(rows) else None,
    )
