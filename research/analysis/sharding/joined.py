"""The answers of all shards as one, in the natural order of the comments, whatever order they came in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from research.analysis.corpus import check_unique
from research.analysis.duplicates import alike
from research.analysis.keywords import Vocabulary
from research.analysis.order import natural_order
from research.analysis.sharding.answer import NONE, Comments, Excerpts, Mentions, Sayings, ShardAnswer
from research.analysis.sharding.sample import Keys, text_key

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Joined:
    """Rows of `comments` are in natural order; the others point at each other as in an answer.

    `spoken` has, per saying, where its mentions begin; `copies` maps the key of a text to that of its group of
    near-copies.
    """

    comments: Comments
    sayings: Sayings
    mentions: Mentions
    spoken: Rows
    quotable: Excerpts
    shown: Excerpts
    vocabulary: Vocabulary
    copies: "Copies"

    def saying(self) -> Rows:
        """The saying of each comment, NONE where it was left out."""
        return self.comments.saying.astype(np.int64)


@dataclass(frozen=True)
class Copies:
    """Which texts are near-copies: `keys` in order, and the lowest key of the group of each."""

    keys: Keys
    lowest: Keys

    def of(self, keys: Keys) -> Keys:
        """The key of the group of each text; its own when it has no near-copies."""
        if not len(self.keys):
            return keys
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.lowest[places], keys)


def join(answers: Iterable[ShardAnswer]) -> Joined:
    """All answers as one. Raises ValueError when two comments have the same id."""
    parts = list(answers)
    comments = _stacked(Comments, [part.comments for part in parts])
    order = natural_order(comments.ids)
    ids = tuple(comments.ids[i] for i in order.tolist())
    check_unique(ids)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    _shift(comments.saying, [len(part.comments.ids) for part in parts], [len(part.sayings.status) for part in parts])
    mentions = _stacked(Mentions, [part.mentions for part in parts])
    sizes = [len(part.sayings.status) for part in parts]
    _shift(mentions.saying, [len(part.mentions.saying) for part in parts], sizes)
    copies = _copies(parts)
    return Joined(
        comments=_ordered(comments, order, ids),
        sayings=_stacked(Sayings, [part.sayings for part in parts]),
        mentions=mentions,
        spoken=np.searchsorted(mentions.saying, np.arange(sum(sizes) + 1)),
        quotable=_excerpts([part.quotable for part in parts], parts, rank),
        shown=_excerpts([part.shown for part in parts], parts, rank),
        vocabulary=_vocabulary(parts, copies),
        copies=copies,
    )


def _stacked(kind: type[Any], parts: Sequence[Any]) -> Any:
    """The columns of all parts, one below the other."""
    columns: dict[str, Any] = {}
    for field in fields(kind):
        values = [getattr(part, field.name) for part in parts]
        if values and isinstance(values[0], tuple):
            columns[field.name] = tuple(value for some in values for value in some)
        else:
            columns[field.name] = np.concatenate(values) if values else _empty(field.name)
    return kind(**columns)


def _empty(name: str) -> Any:
    if name in ("ids", "texts", "languages"):
        return ()
    kinds = {"key": np.uint64, "voice": np.uint64, "grade": np.float64, "score": np.float32, "first": np.bool_}
    return np.zeros((0, 1) if name == "vectors" else 0, dtype=kinds.get(name, np.int32))


def _shift(column: NDArray[np.int32], lengths: Sequence[int], sizes: Sequence[int]) -> None:
    """Make positions in each part positions in the whole; NONE stays NONE."""
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if sizes else np.zeros(0, dtype=np.int64)
    column += np.where(column == NONE, 0, np.repeat(begins, lengths)).astype(np.int32)


def _ordered(comments: Comments, order: Rows, ids: tuple[str, ...]) -> Comments:
    columns = {field.name: getattr(comments, field.name) for field in fields(Comments) if field.name != "ids"}
    return Comments(ids=ids, **{name: column[order] for name, column in columns.items()})


def _excerpts(some: Sequence[Excerpts], parts: Sequence[ShardAnswer], rank: NDArray[np.int32]) -> Excerpts:
    """All excerpts, `comment` being the place of the comment in natural order."""
    stacked: Excerpts = _stacked(Excerpts, some)
    _shift(stacked.comment, [len(one.texts) for one in some], [len(part.comments.ids) for part in parts])
    stacked.comment[:] = rank[stacked.comment]
    return stacked


def _copies(parts: Sequence[ShardAnswer]) -> Copies:
    if not parts:
        return Copies(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))
    keys, first = np.unique(np.concatenate([part.sketched for part in parts]), return_index=True)
    made = np.concatenate([part.sketches for part in parts])[first]
    return Copies(keys, keys[alike(made)])


def _vocabulary(parts: Sequence[ShardAnswer], copies: Copies) -> Vocabulary:
    """What is said in each theme; of near-copies one, so that a campaign has one voice."""
    everything = Vocabulary()
    for part in parts:
        everything.merge(Vocabulary.from_plain(part.words))
    found = Vocabulary()
    for theme, kept in everything.to_plain().items():
        said = sorted(tuple(one) for one in kept["said"])
        groups = copies.of(np.array([text_key(text) for text, _, _ in said], dtype=np.uint64)).tolist()
        different = dict(zip(reversed(groups), reversed(said), strict=True))
        for text, language, writer in sorted(different.values()):
            found.add(int(theme), text, language, writer)
    return found
