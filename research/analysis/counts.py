"""In how many comments of each theme a term occurs, how people wrote it, and how much that sets the theme apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from research.analysis import stopwords
from research.analysis.lemmas import joined, root
from research.analysis.terms import Token, terms, tokens

# The language and the roots of the words (and for a phrase the literal small words in it).
Term = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One text as kept: what was said, in which language, and by whom ("" where nobody knows)."""

    text: str
    language: str
    writer: str = ""


class Form(NamedTuple):
    """One way to write a term: how often, and how often after an article or after a pronoun."""

    times: int = 0
    named: int = 0
    done: int = 0


@dataclass
class Counts:
    """Voices by theme, language and term. A voice is one known person, or one text of somebody unknown."""

    themes: dict[int, Counter[Term]] = field(default_factory=lambda: defaultdict(Counter))
    everywhere: Counter[Term] = field(default_factory=Counter)
    voices: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    speakers: Counter[str] = field(default_factory=Counter)
    forms: dict[Term, dict[str, Form]] = field(default_factory=lambda: defaultdict(dict))
    carriers: dict[Term, frozenset[str]] = field(default_factory=dict)
    cased: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def count(said: Mapping[int, Iterable[Said]]) -> Counts:
    """The counts of what was said in each theme."""
    read = [(theme, one, tokens(one.text)) for theme in sorted(said) for one in said[theme]]
    used: dict[str, set[str]] = defaultdict(set)
    for _, one, written in read:
        used[one.language].update(token.word for token in written)
    joins = {language: joined(words, language) for language, words in used.items()}
    voices: dict[tuple[int, str, str], set[Term]] = defaultdict(set)
    found = Counts()
    for number, (theme, one, written) in enumerate(read):
        voice = one.writer or f"#{number}"
        voices[theme, one.language, voice].update(_note(found, written, one.language, joins[one.language]))
    for (theme, language, _), seen in voices.items():
        found.voices[theme][language] += 1
        found.speakers[language] += 1
        found.themes[theme].update(seen)
        found.everywhere.update(seen)
    return found


def _note(found: Counts, written: Sequence[Token], language: str, joins: Mapping[str, str]) -> set[Term]:
    """The terms of one text; their forms are noted."""
    roots = [joins.get(one, one) for one in (root(token.word, language) for token in written)]
    seen = set()
    for place in terms(written, language):
        part = written[place.start : place.end]
        kept = (at for at in range(place.start, place.end) if written[at].word not in stopwords.ARTICLES)
        term = (language, *(roots[at] for at in kept))
        found.carriers[term] = frozenset(roots[at] for at in place.carriers)
        before = written[place.start - 1].word if place.start and part[0].follows else ""
        _note_form(found, term, part, before)
        seen.add(term)
    return seen


def _note_form(found: Counts, term: Term, part: Sequence[Token], before: str) -> None:
    word = " ".join(token.word for token in part)
    times, named, done = found.forms[term].get(word, Form())
    found.forms[term][word] = Form(
        times + 1, named + (before in stopwords.DETERMINERS), done + (before in stopwords.VERBAL)
    )
    if not part[0].opens:
        found.cased[word][" ".join(token.shown for token in part)] += 1
