"""What may become a keyword: single words, and short phrases as somebody wrote them ("geen bevestiging", "te laat")."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from research.analysis import stopwords
from research.analysis.language import SITE_LANGUAGES
from research.analysis.words import LONGEST_WORD, MASK, WORD

LONGEST_READ_WORDS = 400
SHORTEST_KEYWORD = 3
BREAK = re.compile(r"[.,;:!?()\[\]/|\n\r\d\"“”„…–—]|\s-\s")
SENTENCE_BREAK = re.compile(r"[.:!?|\n\r\"“”„…]|\s-\s")


class Token(NamedTuple):
    """A word as compared and as written.

    `opens` a sentence (a capital says nothing then); `follows` the word before it without a break.
    """

    word: str
    shown: str
    opens: bool
    follows: bool


class Found(NamedTuple):
    """A term in a text: which tokens, and the words of it that carry the topic."""

    start: int
    end: int
    carriers: tuple[int, ...]


def tokens(text: str) -> list[Token]:
    """The words of the text in order, at most 400; masks, addresses and monsters of over 45 letters break a phrase."""
    masked = MASK.sub(" | ", text)
    shouted = _shouted(masked)
    found: list[Token] = []
    after, broken = 0, False
    for match in WORD.finditer(masked):
        between = masked[after : match.start()]
        after = match.end()
        if match.end() - match.start() > LONGEST_WORD:
            broken = True
            continue
        shown = match.group().replace("’", "'")
        lower = shown.lower()
        plain = between == " "
        opens = not found or not (plain or not SENTENCE_BREAK.search(between))
        follows = bool(found) and not broken and (plain or not BREAK.search(between))
        found.append(Token(lower, lower if shouted else shown, opens, follows))
        broken = False
        if len(found) == LONGEST_READ_WORDS:
            break
    return found


def _shouted(text: str) -> bool:
    """Whether the text is in capitals throughout: they mark no names then."""
    letters = [sign for sign in text[:500] if sign.isalpha()]
    return len(letters) > 10 and sum(map(str.isupper, letters)) > len(letters) / 2


def carries(written: Sequence[Token], place: int, language: str) -> bool:
    """Whether the word at this place can say what a text is about."""
    word = written[place].word
    empty = stopwords.NO_KEYWORDS if language in SITE_LANGUAGES else stopwords.NO_KEYWORDS_ELSEWHERE
    if len(word) < SHORTEST_KEYWORD or word in empty:
        return False
    if word in stopwords.SOMETIMES_TOPICAL:
        return bool(place and written[place].follows and written[place - 1].word in stopwords.DETERMINERS)
    return True


def terms(written: Sequence[Token], language: str) -> Iterator[Found]:
    """Single words that carry a topic, and phrases around them, inside one clause."""
    carrying = [carries(written, place, language) for place in range(len(written))]
    for place in range(len(written)):
        if carrying[place]:
            yield Found(place, place + 1, (place,))
        yield from _phrases(written, carrying, place)


def _phrases(written: Sequence[Token], carrying: Sequence[bool], place: int) -> Iterator[Found]:
    """Phrases that begin here."""
    last = place + 1
    if last >= len(written) or not written[last].follows:
        return
    first, second = written[place].word, written[last].word
    if carrying[place] and carrying[last] and first != second:
        yield Found(place, last + 1, (place, last))
    elif first in stopwords.QUALIFIERS and carrying[last]:
        yield Found(place, last + 1, (last,))
    elif first in stopwords.TOO and second in stopwords.TOO_WHAT:
        yield Found(place, last + 1, ())
    elif carrying[place] and second in stopwords.DENIALS:
        yield Found(place, last + 1, (place,))
    elif carrying[place] and second in stopwords.LINKS:
        yield from _linked(written, carrying, place)


def _linked(written: Sequence[Token], carrying: Sequence[bool], place: int) -> Iterator[Found]:
    """Two topical words joined by a preposition, with or without an article: "wachten op een antwoord"."""
    last = place + 2
    if last < len(written) and written[last].follows and written[last].word in stopwords.ARTICLES:
        last += 1
    if last < len(written) and all(token.follows for token in written[place + 1 : last + 1]) and carrying[last]:
        yield Found(place, last + 1, (place, last))
