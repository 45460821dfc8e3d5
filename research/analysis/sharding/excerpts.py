"""The pieces of a shard that may end up being quoted or shown: the best few of each theme.

The best sixty of all comments are among the best sixty of each shard, so joining loses nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from research.analysis.picture import chosen_by_lot
from research.analysis.reading import Reading, Saying
from research.analysis.sharding.answer import NONE, Comments, Excerpts, Halves
from research.analysis.space import Space

QUOTABLE = 60
QUOTABLE_PER_GRADE = 6
DIGITS = 4
LOWEST_BUCKET, HIGHEST_BUCKET = 0, 10


@dataclass(frozen=True)
class Heard:
    """The comments of a shard in natural order, what they say, and how that was read."""

    comments: Comments
    sayings: Sequence[Saying]
    readings: Sequence[Reading]


class Piece(NamedTuple):
    """A piece of a comment, in the order in which it deserves to be quoted; `place` is that of the comment."""

    worst: float
    text: str
    place: int
    start: int
    end: int
    saying: int


def bucket_of(grade: float) -> int:
    """The whole grade that this one is near, from 0 to 10."""
    return int(min(HIGHEST_BUCKET, max(LOWEST_BUCKET, round(grade))))


def quotable(heard: Heard, space: Space) -> Excerpts:
    """Per theme the sixty best pieces, and the six best of each grade; no piece twice."""
    firsts = _first_comments(heard.comments)
    pieces: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for number, reading in enumerate(heard.readings):
        for mention in reading.mentions:
            text = heard.sayings[number].text[mention.unit.start : mention.unit.end]
            for bucket, place in firsts[number].items():
                row = (-round(mention.score, DIGITS), text, place, mention.unit.start, mention.unit.end, number)
                pieces[mention.theme, bucket].append(Piece(*row))
    found = [
        (theme, bucket, piece)
        for (theme, bucket), some in sorted(pieces.items())
        for piece in best(some, QUOTABLE if bucket == NONE else QUOTABLE_PER_GRADE)
    ]
    return _excerpts(heard, found, space)


def best(pieces: Iterable[Piece], most: int) -> list[Piece]:
    """The best pieces, of the same words one."""
    found: dict[str, Piece] = {}
    for piece in sorted(pieces):
        found.setdefault(piece.text, piece)
        if len(found) == most:
            break
    return list(found.values())


def shown(heard: Heard, space: Space) -> Excerpts:
    """Some comments about a theme, drawn by the hash of their text, for the picture."""
    firsts = _first_comments(heard.comments)
    about: dict[str, int] = {}
    for number, reading in enumerate(heard.readings):
        if reading.first:
            about.setdefault(heard.sayings[number].text, number)
    texts = list(about)
    found = []
    for i in chosen_by_lot(texts):
        number = about[texts[i]]
        first = heard.readings[number].first
        if first:
            piece = Piece(-first.score, texts[i], firsts[number][NONE], 0, len(texts[i]), number)
            found.append((first.theme, NONE, piece))
    return _excerpts(heard, found, space)


def _first_comments(comments: Comments) -> list[dict[int, int]]:
    """Per saying its first comment (under NONE), and the first one of each grade."""
    count = int(comments.saying.max(initial=NONE)) + 1
    found: list[dict[int, int]] = [{} for _ in range(count)]
    for place, (saying, grade) in enumerate(zip(comments.saying.tolist(), comments.grade.tolist(), strict=True)):
        if saying != NONE:
            found[saying].setdefault(NONE, place)
            if grade == grade:
                found[saying].setdefault(bucket_of(grade), place)
    return found


def _excerpts(heard: Heard, found: Sequence[tuple[int, int, Piece]], space: Space) -> Excerpts:
    return Excerpts(
        np.array([theme for theme, _, _ in found], dtype=np.int32),
        np.array([bucket for _, bucket, _ in found], dtype=np.int32),
        np.array([piece.place for _, _, piece in found], dtype=np.int32),
        np.array([piece.start for _, _, piece in found], dtype=np.int32),
        np.array([piece.end for _, _, piece in found], dtype=np.int32),
        np.array([-piece.worst for _, _, piece in found], dtype=np.float32),
        tuple(piece.text for _, _, piece in found),
        tuple(heard.sayings[piece.saying].language for _, _, piece in found),
        _vectors([(piece.text, heard.sayings[piece.saying].language) for _, _, piece in found], space),
    )


def _vectors(said: Sequence[tuple[str, str]], space: Space) -> Halves:
    """Vectors of the pieces, in half precision: to tell alike from unlike that is plenty."""
    unique = sorted(set(said))
    texts, languages = [text for text, _ in unique], [language for _, language in unique]
    vectors = space.place(texts, languages, space.encode(texts, lambda part: None)).astype(np.float16)
    place = {one: row for row, one in enumerate(unique)}
    return vectors[[place[one] for one in said]]
