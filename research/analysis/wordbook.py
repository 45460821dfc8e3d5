"""Words as numbers: each word is looked at once, and its stem and pieces are kept as 64-bit hashes.

A word has the same pieces every time, so that counting pieces of a million comments is a matter of adding up rows of
numbers. Hashing needs no list of words: what is learned from comments holds none of their words.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.words import stem, words

LONGEST_READ_WORDS = 400
SIZES = (3, 4, 5)
MOST_WORDS = 200_000
STEP, FIRST, SECOND = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
SHIFT = np.uint64(29)
SEED = np.uint64(0xCBF29CE484222325)

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Told:
    """The counting words of some texts: their numbers in the book, one text after another; `starts` has one more."""

    words: Numbers
    starts: Numbers

    @property
    def texts(self) -> int:
        """How many texts."""
        return len(self.starts) - 1

    def rows(self) -> Numbers:
        """The text of each word."""
        return np.repeat(np.arange(self.texts), np.diff(self.starts))


class Wordbook:
    """Every word met so far, by language; forgets all once there are 200,000."""

    def __init__(self, counts: Callable[[str], bool]) -> None:
        """Begin empty; `counts` says whether a word takes part."""
        self.counts = counts
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}
        self.stems: Hashes = np.zeros(0, dtype=np.uint64)
        self.pieces: Hashes = np.zeros(0, dtype=np.uint64)
        self.starts: Numbers = np.zeros(1, dtype=np.int64)

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Told:
        """The words that count among the first 400 of each text."""
        if len(self.stems) > MOST_WORDS:
            self._forget()
        told: list[int] = []
        ends = [0]
        new: list[tuple[str, str]] = []
        known = len(self.stems)
        for text, language in zip(texts, languages, strict=True):
            numbers = self._numbers.setdefault(language, {})
            for word in words(text)[:LONGEST_READ_WORDS]:
                number = numbers.get(word)
                if number is None:
                    number = numbers[word] = known + len(new) if self.counts(word) else -1
                    if number >= 0:
                        new.append((word, language))
                if number >= 0:
                    told.append(number)
            ends.append(len(told))
        self._learn(new)
        return Told(np.array(told, dtype=np.int64), np.array(ends, dtype=np.int64))

    def _learn(self, new: Sequence[tuple[str, str]]) -> None:
        if not new:
            return
        stems = np.fromiter((_hash(stem(word, language)) for word, language in new), dtype=np.uint64, count=len(new))
        pieces, ends = pieces_of([word for word, _ in new])
        self.stems = np.concatenate([self.stems, stems])
        self.starts = np.concatenate([self.starts, ends + self.starts[-1]])
        self.pieces = np.concatenate([self.pieces, pieces])


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def pieces_of(found: Sequence[str]) -> tuple[Hashes, Numbers]:
    """Hashes of the pieces of 3 to 5 characters of each word, its edges marked by a space; and where each word ends."""
    lengths = np.fromiter((len(word) + 2 for word in found), dtype=np.int64, count=len(found))
    text = "".join(f" {word} " for word in found)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    word = np.repeat(np.arange(len(found)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    running = np.full(len(codes), SEED, dtype=np.uint64)
    hashes, owners = [], []
    for step in range(max(SIZES)):
        running[: len(codes) - step] = (running[: len(codes) - step] ^ codes[step:]) * STEP
        if step + 1 in SIZES:
            fits = left > step
            hashes.append(mixed(running[fits]))
            owners.append(word[fits])
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return np.concatenate(hashes)[order], np.cumsum(np.bincount(owner, minlength=len(found)))


def pairs_of(stems: Hashes, rows: Numbers) -> tuple[Hashes, Numbers]:
    """Hashes of neighbouring stems of one text, and the text of each."""
    together = rows[1:] == rows[:-1]
    return mixed(stems[:-1] * FIRST + stems[1:] * SECOND)[together], rows[1:][together]


def mixed(hashes: Hashes) -> Hashes:
    """The hashes with their bits spread."""
    spread = (hashes ^ (hashes >> SHIFT)) * FIRST
    return np.asarray(spread ^ (spread >> SHIFT))
