"""Quotes that show a theme: what most people say, the breadth of it, and who disagrees. Always verbatim."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from research.analysis import stopwords
from research.analysis.lemmas import root
from research.analysis.lexical import Matrix
from research.analysis.model import Quote, QuoteKind
from research.analysis.words import MASK, words

CENTRAL, DIVERSE = 3, 2
FEWEST_WORDS, MOST_WORDS = 6, 40
OTHER_LENGTH = 0.15
# Cosines of passages that fit differ by hundredths, so these decide among equals.
A_KEYWORD, MOST_HELD, A_FLAW = 0.05, 3, 0.12
MOST_LIKE_ANOTHER = 0.85
FAR_GRADE = 2.5
FEWEST_GRADES = 5


@dataclass(frozen=True)
class Passage:
    """A piece of a comment that may be quoted.

    `row` is its place in the matrix of vectors, `score` its cosine to the theme; `text` is what it says, where that may
    weigh.
    """

    document_id: str
    voice: str
    start: int
    end: int
    words: int
    row: int
    score: float
    grade: float | None
    text: str = ""
    language: str = ""


def pick(passages: Sequence[Passage], vectors: Matrix, keywords: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Three central, two diverse and one dissenting quote at most; one per person, none nearly the same as another.

    Near the heart of the theme, quotes that hold its `keywords` and read well on their own go first.
    """
    asked = frozenset(keywords)
    worth = {passage: _worth(passage, asked) for passage in passages}
    ranked = sorted(passages, key=lambda passage: (-worth[passage], passage.document_id, passage.start))
    against = _dissenting(ranked)
    taken = [against] if against else []
    quotes: list[Quote] = []
    for passage in ranked:
        if len(quotes) == CENTRAL:
            break
        if _new(passage, taken, vectors):
            taken.append(passage)
            quotes.append(_quote(passage, QuoteKind.CENTRAL))
    core = ranked[: max(CENTRAL + DIVERSE, len(ranked) // 2)]
    for _ in range(DIVERSE):
        if (far := _farthest(core, taken, vectors)) is not None:
            taken.append(far)
            quotes.append(_quote(far, QuoteKind.DIVERSE))
    return (*quotes, _quote(against, QuoteKind.DISSENTING)) if against else tuple(quotes)


def _worth(passage: Passage, keywords: frozenset[str]) -> float:
    """The cosine, less what makes it read badly by itself, and more for keywords."""
    fits = FEWEST_WORDS <= passage.words <= MOST_WORDS
    worth = passage.score - (0.0 if fits else OTHER_LENGTH)
    if passage.text:
        worth += A_KEYWORD * min(MOST_HELD, _held(passage, keywords)) - A_FLAW * _flaws(passage.text)
    return round(worth, 6)


def _held(passage: Passage, keywords: frozenset[str]) -> int:
    """How many keywords it holds, in whatever form."""
    said = {root(word, passage.language) for word in words(passage.text)}
    return sum(all(root(word, passage.language) in said for word in words(keyword)) for keyword in keywords)


def _flaws(text: str) -> int:
    """Whether it begins in the middle, ends in the middle, greets, or has something masked: one for each."""
    said = words(text)[:FEWEST_WORDS]
    begins = bool(said) and (said[0] in stopwords.FILLERS or said[0] in stopwords.SUBORDINATE)
    return begins + text.rstrip().endswith((":", ",", ";")) + bool(MASK.search(text)) + _greets(said)


def _greets(said: Sequence[str]) -> bool:
    return any(word in stopwords.GREETINGS for word in said[:2])


def _quote(passage: Passage, kind: QuoteKind) -> Quote:
    return Quote(passage.document_id, passage.start, passage.end, kind)


def _new(passage: Passage, taken: Sequence[Passage], vectors: Matrix) -> bool:
    if any(passage.voice == other.voice for other in taken):
        return False
    return all(float(vectors[passage.row] @ vectors[other.row]) < MOST_LIKE_ANOTHER for other in taken)


def _farthest(core: Sequence[Passage], taken: Sequence[Passage], vectors: Matrix) -> Passage | None:
    """The passage that resembles the quotes so far the least, and still belongs to the theme."""
    open_ones = [passage for passage in core if _new(passage, taken, vectors)]
    if not open_ones or not taken:
        return None
    closeness = (vectors[[p.row for p in open_ones]] @ vectors[[p.row for p in taken]].T).max(axis=1)
    return open_ones[int(np.argmin(np.round(closeness, 6)))]


def _dissenting(ranked: Sequence[Passage]) -> Passage | None:
    """Somebody whose grade is far from the theme's mean; there must be enough others to disagree with."""
    grades = [passage.grade for passage in ranked if passage.grade is not None]
    if len(grades) < FEWEST_GRADES:
        return None
    mean = float(np.mean(grades))
    far = [passage for passage in ranked if passage.grade is not None and abs(passage.grade - mean) >= FAR_GRADE]
    return min(far, key=lambda passage: -abs((passage.grade or 0.0) - mean), default=None)
