"""Which language a comment is in: Dutch, English, or another one when that is beyond doubt."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from py3langid.langid import LanguageIdentifier

SITE_LANGUAGES = ("nl", "en")
OTHERS = ("de", "fr", "es", "it", "pt", "pl", "tr", "ro", "so")
UNKNOWN = "other"
LONGEST_READ = 600
# Telling German from Dutch in three words goes wrong more often than such a comment is really German.
FEWEST_WORDS = 4
SURE_ENOUGH = 0.9
LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
# Small words that no other of these languages has. Two of them, and a sixth of the words, settle it at once: that is
# true of nearly all comments of a sentence or more.
DUTCH_LIST = """
aan bij dat deze een geen gaat heb hebben heeft het hoe ik kunnen maar meer mijn moet moest naar niet nog onze ook op
uit veel voor waarom wat wel werd wij wordt worden zijn
"""
ENGLISH_LIST = """
about and because been but could does from had have how it not our should that the their there they this too very were
what when which why will with would you your
"""
DUTCH, ENGLISH = frozenset(DUTCH_LIST.split()), frozenset(ENGLISH_LIST.split())
CLEAR_WORDS, CLEAR_SHARE, CLEAR_READ = 2, 6, 40
SCRIPTS = (
    ("uk", re.compile(r"(?=[\u0400-\u04ff])[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)


def detect(text: str) -> str:
    """A two-letter code, or "other" for text without letters that we know. Bounded: reads 600 characters."""
    if clear := _clearly(text[:LONGEST_READ].lower().split(maxsplit=CLEAR_READ)[:CLEAR_READ]):
        return clear
    start = " ".join(text[: LONGEST_READ * 2].split())[:LONGEST_READ]
    if 2 * len(LATIN.findall(start)) < sum(map(str.isalpha, start)):
        return next((code for code, script in SCRIPTS if script.search(start)), UNKNOWN)
    if not LATIN.search(start):
        return UNKNOWN
    ranking = _identifier().rank(start)
    best, certainty = ranking[0]
    if certainty >= SURE_ENOUGH and start.count(" ") + 1 >= FEWEST_WORDS:
        return str(best)
    return str(next(code for code, _ in ranking if code in SITE_LANGUAGES))


def _clearly(words: list[str]) -> str:
    """The site language that small words of one of them, and none of the other, tell; "" when they do not."""
    different = frozenset(words)
    dutch, english = len(different & DUTCH), len(different & ENGLISH)
    if len(words) < FEWEST_WORDS or min(dutch, english) or max(dutch, english) < CLEAR_WORDS:
        return ""
    code, own = ("nl", DUTCH) if dutch else ("en", ENGLISH)
    return code if CLEAR_SHARE * sum(map(own.__contains__, words)) >= len(words) else ""


def detect_all(texts: Sequence[str]) -> list[str]:
    """The language of each text.

    One of under four words is taken to be in the site language that most others are in.
    """
    found = [detect(text) for text in texts]
    usual = usual_language(texts, found)
    return [settled(text, code, usual) for text, code in zip(texts, found, strict=True)]


def detect_with(text: str, usual: str) -> str:
    """The language of one text among others that are mostly in the `usual` one ("" when that is not known)."""
    return settled(text, detect(text), usual)


def usual_language(texts: Sequence[str], found: Sequence[str]) -> str:
    """The site language that most texts of four words or more are in; "" when there are none."""
    votes = Counter(code for text, code in zip(texts, found, strict=True) if code in SITE_LANGUAGES and _long(text))
    return min(votes, key=lambda code: (-votes[code], code), default="")


def settled(text: str, code: str, usual: str) -> str:
    """The language `code` that was found for a text, or the usual one where the text is too short to tell."""
    return usual if usual and code in SITE_LANGUAGES and not _long(text) else code


def _long(text: str) -> bool:
    return text.count(" ") + 1 >= FEWEST_WORDS


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """A classifier that knows only these languages; loading takes half a second, so it is kept."""
    identifier = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    identifier.set_languages([*SITE_LANGUAGES, *OTHERS])
    return identifier
