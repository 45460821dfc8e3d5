"""Which texts cannot be about anything. Careful: a clumsy comment is still a comment."""

import re

from research.analysis.model import Reason
from research.analysis.words import LONGEST_WORD, WORD, unmasked

LONGEST_READ = 4_000
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
VOWEL = re.compile(r"[aeiouyàâäáåæèéêëìíîïòóôöøùúûüý]", re.IGNORECASE)
LATIN_WORD = re.compile(r"[a-zà-ÿ]+", re.IGNORECASE)
SHORTEST_ODD = 5
MOST_ADDRESSES = 2
FEWEST_WORDS_BESIDE_AN_ADDRESS = 4
FEWEST_DIFFERENT_LETTERS = 3
SHORTEST_REPEATED = 6


def reason_to_exclude(text: str) -> Reason | None:
    """Why the text is left out of the analysis, or None when it takes part."""
    if not text.strip():
        return Reason.EMPTY
    start = text[:LONGEST_READ]
    found = WORD.findall(unmasked(start))
    if not any(len(word) > 1 for word in found):
        return Reason.NO_WORDS
    if _advertises(start):
        return Reason.SPAM
    return Reason.GIBBERISH if _hammered(found) else None


def _advertises(text: str) -> bool:
    """Mostly web addresses: three or more of them, or one with hardly a word beside it."""
    if "://" not in text and "." not in text:
        return False
    addresses = ADDRESS.findall(text)
    if not addresses:
        return False
    return len(addresses) > MOST_ADDRESSES or len(WORD.findall(ADDRESS.sub(" ", text))) < FEWEST_WORDS_BESIDE_AN_ADDRESS


def _hammered(words: list[str]) -> bool:
    """Keys hit at random ("sdfghjk"), one key held ("aaaaaaa"), or a single monster without spaces."""
    readable = [word for word in words if len(word) <= LONGEST_WORD]
    if not readable:
        return True
    long = [word for word in readable if len(word) >= SHORTEST_ODD and LATIN_WORD.fullmatch(word)]
    if len(long) * 2 <= len(readable):
        return False
    odd = sum(1 for word in long if not VOWEL.search(word) or _few_letters(word))
    return bool(long) and odd * 2 > len(readable)


def _few_letters(word: str) -> bool:
    return len(set(word.casefold())) < FEWEST_DIFFERENT_LETTERS and len(word) >= SHORTEST_REPEATED
