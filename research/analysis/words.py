"""Words of a text: bounded, lower case, with stems of their own language."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from research.analysis import stopwords

# A run of letters, with inner apostrophes and hyphens. One character class after another: linear on any input.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What redaction leaves behind, such as [naam], and addresses of pages and mail: they say nothing about a topic.
MASK = re.compile(r"\[[^\[\]\n]{1,30}\]|(?:https?://|www\.)\S{1,200}|[\w.+-]{1,64}@[\w.-]{1,100}")
SIGNS = ("[", "@", "://", "www.")
LONGEST_WORD = 45
STEMMERS = {"nl": snowballstemmer.stemmer("dutch"), "en": snowballstemmer.stemmer("english")}


def normal_form(text: str) -> str:
    """The text as compared for sameness: composed, lower case, single spaces, without outer punctuation."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def unmasked(text: str) -> str:
    """The text without masks and addresses; most texts have neither, and are the same."""
    return MASK.sub(" ", text) if any(sign in text for sign in SIGNS) else text


def words(text: str) -> list[str]:
    """All words of the text in lower case, in order; masks and monsters of over 45 letters are left out."""
    return [word for word in (found.lower() for found in WORD.findall(unmasked(text))) if len(word) <= LONGEST_WORD]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem by Snowball's rules for nl and en; the word itself in other languages."""
    stemmer = STEMMERS.get(language)
    return str(stemmer.stemWord(word)) if stemmer else word


def topical(word: str) -> bool:
    """Whether a word can say what a text is about."""
    return len(word) > 1 and word not in stopwords.ALL


def comparable(word: str) -> bool:
    """Whether a word helps to tell texts apart: all but the glue of a sentence."""
    return len(word) > 1 and word not in stopwords.GLUE


def stems(text: str, language: str) -> list[str]:
    """Stems of the topical words of the text, in order."""
    return [stem(word, language) for word in words(text) if topical(word)]
