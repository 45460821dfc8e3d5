"""Cuts one theme into the number of parts that a person asks for, led by the comments that the person calls typical.

Without examples the parts come from KMeans on smoothed vectors. With them it is k-means with seeds and constraints
(S. Basu, A. Banerjee and R. Mooney, 2002): an example stays in its part, and holds half of the part's centre.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans

from research.analysis.clusters import NOBODY
from research.analysis.keywords import Vocabulary
from research.analysis.language import detect_all
from research.analysis.lexical import Matrix, unit_length
from research.analysis.model import Document
from research.analysis.neighbours import smoothed
from research.analysis.semantic import Embedder, NoCache, VectorCache
from research.analysis.space import Space
from research.analysis.tree import Labels

ROUNDS = 50
OF_EXAMPLES = 0.5  # how much of a part's centre its examples hold
MOST_SMOOTHED = 10_000
MOST_LEARNED = 1_000


@dataclass(frozen=True)
class Part:
    """One part of a theme: the ids of its comments, the most typical first, and its keywords."""

    ids: tuple[str, ...]
    keywords: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many comments it has."""
        return len(self.ids)


def propose_parts(
    documents: Sequence[Document],
    parts: int,
    examples: Sequence[Collection[str]] = (),
    *,
    embedder: Embedder | None = None,
    cache: VectorCache | None = None,
    seed: int = 0,
) -> tuple[Part, ...]:
    """The parts, as many as asked for: part i holds `examples[i]`, if any; a part may be empty when all is alike.

    The same documents, examples and seed give the same parts, in whatever order the documents come. Without an embedder
    the words decide. Raises ValueError when fewer than two parts are asked for, or one comment is an example of two.
    """
    if parts < 2 or len(examples) > parts:
        raise ValueError("A theme is cut into at least two parts, and examples are given for no more than there are.")
    ordered = sorted(documents, key=lambda document: (document.text, document.id))
    texts = [document.text for document in ordered]
    languages = [given.language or found for given, found in zip(ordered, detect_all(texts), strict=True)]
    fixed = _fixed([document.id for document in ordered], examples)
    vectors = _vectors(texts, languages, embedder, cache or NoCache(), seed)
    labels, closeness = _divide(vectors, parts, fixed, seed)
    vocabulary = Vocabulary()
    for text, language, label in zip(texts, languages, labels.tolist(), strict=True):
        vocabulary.add(label, text, language)
    found = []
    for part in range(parts):
        rows = sorted(np.flatnonzero(labels == part).tolist(), key=lambda row: (-closeness[row, part], row))
        keywords = vocabulary.keywords(part) if rows else ()
        found.append(Part(tuple(ordered[row].id for row in rows), tuple(keywords)))
    return tuple(found)


def digest(parts: Sequence[Part]) -> str:
    """SHA-256 over which comment is in which part: two previews with the same digest move the same comments."""
    told = ";".join(",".join(sorted(part.ids)) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def _fixed(ids: Sequence[str], examples: Sequence[Collection[str]]) -> Labels:
    """The part of each document that is an example, NOBODY for the others."""
    said: dict[str, int] = {}
    for part, group in enumerate(examples):
        for identifier in group:
            if said.setdefault(identifier, part) != part:
                raise ValueError(f"Comment {identifier} is an example of two parts.")
    return np.asarray([said.get(identifier, NOBODY) for identifier in ids], dtype=np.int64)


def _vectors(
    texts: Sequence[str], languages: Sequence[str], embedder: Embedder | None, cache: VectorCache, seed: int
) -> Matrix:
    """Vectors of length one in the space of these texts alone, drawn to their neighbours."""
    space = Space(embedder, cache, seed)
    raw = space.encode(texts, lambda part: None)
    learned = _drawn(texts)
    space.fit([texts[i] for i in learned], [languages[i] for i in learned], None if raw is None else raw[learned])
    placed = space.place(texts, languages, raw)
    return smoothed(placed) if len(texts) <= MOST_SMOOTHED else placed


def _drawn(texts: Sequence[str]) -> list[int]:
    """At most 1,000 positions, drawn by the hash of the text: enough to learn the words of one theme."""
    by_hash = sorted(
        range(len(texts)), key=lambda i: hashlib.sha256(texts[i].encode("utf-8", "surrogatepass")).digest()
    )
    return sorted(by_hash[:MOST_LEARNED])


def _divide(vectors: Matrix, parts: int, fixed: Labels, seed: int) -> tuple[Labels, NDArray[np.float32]]:
    """The part of each text, and how close it is to each part's centre."""
    centres = _first_centres(vectors, parts, fixed, seed)
    labels = fixed
    for _ in range(ROUNDS):
        closeness = np.round(vectors @ centres.T, 6)
        now = np.where(fixed == NOBODY, closeness.argmax(axis=1), fixed)
        if np.array_equal(now, labels):
            break
        labels = now
        centres = np.stack([_centre(vectors, labels == part, fixed == part, centres[part]) for part in range(parts)])
    return labels, closeness


def _centre(vectors: Matrix, members: NDArray[np.bool_], examples: NDArray[np.bool_], before: Matrix) -> Matrix:
    if not members.any():
        return before
    middle = _mean(vectors[members])
    if examples.any():
        middle = (1 - OF_EXAMPLES) * middle + OF_EXAMPLES * _mean(vectors[examples])
    return np.asarray(unit_length(middle[None, :])[0])


def _mean(vectors: Matrix) -> Matrix:
    return np.asarray(unit_length(vectors.mean(axis=0, keepdims=True))[0])


def _first_centres(vectors: Matrix, parts: int, fixed: Labels, seed: int) -> Matrix:
    """Where the parts begin: at their examples; those without any at groups that no part with examples is in."""
    free = _groups(vectors, parts, seed)
    given = [part for part in range(parts) if (fixed == part).any()]
    if not given:
        return free
    centres = np.stack([_mean(vectors[fixed == part]) for part in given])
    taken = set(linear_sum_assignment(-(centres @ free.T))[1].tolist())
    left = iter([row for row in range(len(free)) if row not in taken])
    return np.stack([centres[given.index(part)] if part in given else free[next(left)] for part in range(parts)])


def _groups(vectors: Matrix, parts: int, seed: int) -> Matrix:
    """The centres of as many groups as asked for, the largest first; an absent one stands nowhere."""
    different = len({row.tobytes() for row in vectors})
    if different <= parts:
        found = np.zeros((parts, vectors.shape[1]), dtype=np.float32)
        unique = np.unique(vectors, axis=0)
        found[: len(unique)] = unique
        found[len(unique) :] = -unique.mean(axis=0) if len(unique) else 0
        return found
    labels = KMeans(parts, n_init=4, random_state=seed).fit_predict(vectors)
    order = sorted(range(parts), key=lambda group: (-int((labels == group).sum()), int(np.argmax(labels == group))))
    return np.stack([_mean(vectors[labels == group]) for group in order])
