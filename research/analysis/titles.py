"""A suggested title for a theme: the piece of a quote that holds most of the keywords, in the words of whoever said it.

Always a draft: nothing is invented, and nothing is checked. A person gives the real title.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from research.analysis import stopwords
from research.analysis.lemmas import root
from research.analysis.words import MASK

LONGEST_TITLE = 60
FEWEST_WORDS, BEST_WORDS, MOST_WORDS = 2, 5, 9
LONGEST_READ, LONGEST_CLAUSE = 600, 30
IN_TITLE = 2
WORD = re.compile(r"(?:['’](?=[stn]\b))?[^\W_]+(?:['’.-][^\W_]+)*")
APOSTROPHE = re.compile(r"['’][stn]\s")
# Punctuation, and words that begin something new: the clause ends before them.
CLAUSE_END = re.compile(
    r"[.,;:!?()\[\]\"“”„«»…|\n\r/]+(?=\s|$|[\"'”’)\]])|[()\[\]\"“”„«»…|\n\r]|\s[-–—=&+]+\s"
    r"|(?:(?<=\s)|^)['‘](?![stn]\s)|['’](?=\s|$)"
    r"|\s(?=(?:maar|want|omdat|dus|terwijl|hoewel|zodat|waardoor|but|because|so|although|while|though|which)\s)",
    re.IGNORECASE,
)
KEYWORD_FADES = 0.3
FULL_CLAUSE, CENTRAL, WORD_OFF, ABOUT_ME, VERB_FIRST, NUMBERS, BESIDE = 0.35, 0.3, 0.08, 0.3, 0.4, 0.5, 0.15
LONGEST_ACRONYM = 5
# From this place on, passages are equally far from the heart of the theme.
FAR = 8


@dataclass(frozen=True)
class Spoken:
    """A passage of a theme, the most central ones first, with its language."""

    text: str
    language: str


@dataclass(frozen=True)
class Piece:
    """Words in a row of one clause: `text` as written, `words` in lower case; `full` when it is the whole clause."""

    text: str
    words: tuple[str, ...]
    shown: tuple[str, ...]
    full: bool


@dataclass(frozen=True)
class Wanted:
    """What a title should hold: the weight of each root, keywords that are names, what recurs; and its language."""

    weights: Mapping[str, float]
    names: frozenset[str]
    recurring: frozenset[str]
    language: str


def suggest(passages: Sequence[Spoken], keywords: Sequence[str]) -> str:
    """A draft title of at most 60 characters; empty when there is nothing to go by.

    `passages` are what is said on the theme, the most central first (sixty are plenty). The best piece of one of them,
    in Dutch when most of them are Dutch and else in English; without such a piece two keywords, or how the first
    passage begins.
    """
    language = _language(passages)
    heard = [passage.text for passage in passages if passage.language == language]
    wanted = Wanted(_weights(keywords, language), _names(keywords), _recurring(heard, language), language)
    found = [
        (-round(score - CENTRAL * min(place, FAR) / FAR, 6), piece.text)
        for place, text in enumerate(heard)
        for piece in _pieces(text)
        if (score := _score(piece, wanted)) is not None
    ]
    best = min(found, default=(0.0, ""))
    if best[0] < 0 or (found and len(keywords) < IN_TITLE):
        return _capital(best[1])
    return _from_keywords(keywords) or _beginning(passages)


def _language(passages: Sequence[Spoken]) -> str:
    dutch = sum(passage.language == "nl" for passage in passages)
    return "nl" if 2 * dutch >= len(passages) else "en"


def _names(keywords: Sequence[str]) -> frozenset[str]:
    return frozenset(part for keyword in keywords for part in keyword.split() if part != part.lower())


def _recurring(texts: Sequence[str], language: str) -> frozenset[str]:
    """Roots of words that more than one passage uses: these are no detail of one person."""
    used: Counter[str] = Counter()
    for text in texts:
        used.update({root(match.group().lower(), language) for match in WORD.finditer(text[:LONGEST_READ])})
    return frozenset(one for one, times in used.items() if times > 1)


def _weights(keywords: Sequence[str], language: str) -> dict[str, float]:
    """Per root of a topical word how much it counts: the words of the first keyword most."""
    found: dict[str, float] = {}
    for place, keyword in enumerate(keywords):
        parts = [part for part in keyword.lower().split() if part not in stopwords.ARTICLES]
        for part in parts:
            found.setdefault(root(part, language), 1.0 / (1.0 + KEYWORD_FADES * place) / len(parts) ** 0.5)
    return found


def _pieces(text: str) -> Iterator[Piece]:
    """All runs of words that may stand alone, clause by clause."""
    for clause in CLAUSE_END.split(MASK.sub(" [] ", text[:LONGEST_READ])):
        found = list(WORD.finditer(clause))[:LONGEST_CLAUSE]
        words = [match.group().lower() for match in found]
        first = _after_fillers(words)
        for start in range(first, len(found)):
            if start > first and not _may_begin(words, start):
                continue
            for end in range(start + FEWEST_WORDS, min(len(found), start + MOST_WORDS) + 1):
                said = clause[found[start].start() : found[end - 1].end()]
                if len(said) > LONGEST_TITLE:
                    break
                if _may_end(words, start, end) and (start == first or _is_phrase(words[start:end])):
                    shown = tuple(match.group() for match in found[start:end])
                    yield Piece(said, tuple(words[start:end]), shown, start == first and end == len(found))


def _after_fillers(words: Sequence[str]) -> int:
    """Where the clause really begins: after "en", "maar ja" and the like."""
    place = 0
    while place < len(words) and words[place] in stopwords.FILLERS:
        place += 1
    return place


def _may_begin(words: Sequence[str], place: int) -> bool:
    """Whether a piece may begin inside a clause here: at a thing, with its article or denial."""
    before = words[place - 1]
    if before in stopwords.NOT_BEFORE:
        return False
    if words[place] in stopwords.TOO:
        return place + 1 < len(words) and words[place + 1] in stopwords.TOO_WHAT
    return not before[0].isdigit() and words[place] not in stopwords.DENIALS and _thing(words[place])


def _is_phrase(words: Sequence[str]) -> bool:
    """Whether these are things and what joins them, without the verb and the subject of a sentence."""
    return all(
        _thing(word) or word in stopwords.CONTINUES or word in stopwords.DENIALS or word in stopwords.TOO_WHAT
        for word in words
    )


def _thing(word: str) -> bool:
    return (
        word in stopwords.DETERMINERS
        or word in stopwords.QUALIFIERS
        or word in stopwords.TOO
        or word not in stopwords.NO_KEYWORDS
    )


def _may_end(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a piece may end before this place: at the end of the clause, or before a preposition after a thing."""
    last = words[end - 1]
    if last in stopwords.HOLDS_ON or last in stopwords.DETERMINERS or last in stopwords.PRONOUNS:
        return False
    if end == len(words):
        return True
    inner = stopwords.SUBORDINATE.intersection(words[start:end])
    return not inner and last not in stopwords.NO_KEYWORDS and words[end] in stopwords.CONTINUES


def _score(piece: Piece, wanted: Wanted) -> float | None:
    """How good a title it makes; None when it makes none."""
    roots = {root(word, wanted.language): word for word in piece.words}
    weight = sum(wanted.weights.get(one, 0.0) for one in roots)
    if not weight or _unfit(piece, wanted.names):
        return None
    known = wanted.recurring | wanted.weights.keys()
    details = {word for one, word in roots.items() if one not in known}
    beside = len(details - stopwords.NO_KEYWORDS - stopwords.QUALIFIERS)
    score = weight - WORD_OFF * abs(len(piece.words) - BEST_WORDS) - BESIDE * beside
    score += FULL_CLAUSE if piece.full else 0.0
    if piece.words[0] in stopwords.PRONOUNS:
        score -= ABOUT_ME
    elif not _thing(piece.words[0]) and piece.words[0] not in stopwords.BEGINS:
        score -= VERB_FIRST
    return score - (NUMBERS if any(map(str.isdigit, piece.text)) else 0.0)


def _unfit(piece: Piece, names: frozenset[str]) -> bool:
    """Whether it greets, hangs on another clause, says next to nothing, shouts, or names somebody."""
    if piece.words[0] in stopwords.SUBORDINATE or not piece.text.isprintable():
        return True
    if any(word in stopwords.GREETINGS for word in piece.words):
        return True
    if sum(_telling(word) for word in piece.words) < FEWEST_WORDS:
        return True
    shouted = [word for word in piece.shown if word.isupper()]
    if 2 * len(shouted) > len(piece.shown) or any(len(word) > LONGEST_ACRONYM for word in shouted):
        return True
    inside = piece.shown[1:] if piece.full else piece.shown
    return any(_name(word) and word not in names for word in inside)


def _telling(word: str) -> bool:
    return (
        word[0].isalpha()
        and word not in stopwords.HOLDS_ON
        and word not in stopwords.ARTICLES
        and word not in stopwords.PRONOUNS
    )


def _name(word: str) -> bool:
    return word[:1].isupper() and not word.isupper() and word.lower() not in stopwords.NO_NAMES


def _from_keywords(keywords: Sequence[str]) -> str:
    """The best phrase and a keyword, or the first two keywords."""
    phrase = next((keyword for keyword in keywords[:4] if " " in keyword), None)
    rest = [keyword for keyword in keywords if keyword != phrase]
    chosen = ([phrase] if phrase else []) + rest
    return _capital(", ".join(chosen[:IN_TITLE]))[:LONGEST_TITLE]


def _beginning(passages: Sequence[Spoken]) -> str:
    """The first clause of a passage that is not a greeting, cut after whole words."""
    for passage in passages:
        for clause in CLAUSE_END.split(passage.text[:LONGEST_READ]):
            said = " ".join(clause.split())
            if len(said.split()) >= FEWEST_WORDS and not any(
                word in stopwords.GREETINGS for word in said.lower().split()
            ):
                return _capital(_cut(said))
    return ""


def _cut(said: str) -> str:
    if len(said) <= LONGEST_TITLE:
        return said.strip(" ,-")
    return said[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].strip(" ,-") + "…"


def _capital(title: str) -> str:
    """With a capital at the start; after 's, 't or 'n the next word has it."""
    place = APOSTROPHE.match(title)
    first = place.end() if place else 0
    return title[:first] + title[first : first + 1].upper() + title[first + 1 :]
