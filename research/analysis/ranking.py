"""Which terms set a theme apart, the most telling first, in the form in which people would say them."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from research.analysis import stopwords
from research.analysis.counts import Counts, Form, Term
from research.analysis.lemmas import IRREGULAR_FORMS

# A language in which less than this part of the theme is said has no say in its keywords.
SPEAKS = 0.25
FEWEST_VOICES, LEAST_SHARE = 2, 0.02
# A phrase takes one voice more, in a theme of this size.
SMALL = 15
# So much more a word weighs when more of the theme says it.
COVERAGE = 0.5
WEIGHED = 60
NOUN_ENDINGS = ("ing", "heid", "tie", "teit", "schap", "ment", "tion", "ness", "ity")
PARTICIPLE, PAST = (
    re.compile(r"(?:aan|af|bij|door|in|mee|na|om|op|over|terug|toe|uit|voor)?ge\w{3,}[dt]$|\w{3,}ed$"),
    0.5,
)
FINITE = ("t", "de", "te", "den", "ten")
NOUN_GAIN, VERB_LOSS, WEAK_LOSS, PHRASE_GAIN = 0.3, 0.5, 0.6, 1.4
# A phrase is shown when it makes up this much of the use of its rarer word; with a denial in it, of its only word.
PHRASE_SHARE, DENIAL_SHARE = 0.4, 0.35
# And it is shown instead of a word when it makes up this much of the use of that one.
INSTEAD, FEWEST_LIFTED = 0.6, 3


@dataclass(frozen=True)
class Ranked:
    """A term of a theme with its weight, as shown, and the roots of its topical words."""

    weight: float
    term: Term
    shown: str
    carriers: frozenset[str]


def ranked(counts: Counts, theme: int) -> list[Ranked]:
    """At most sixty terms that are said more in this theme than elsewhere, the heaviest first."""
    raw = sorted(((_apart(counts, theme, term), term) for term in _candidates(counts, theme)), key=_first)[:WEIGHED]
    weights = {
        term: weight * (1.0 - _spread(counts, theme, term)) * _kind(counts, term) for weight, term in raw if weight > 0
    }
    weights = {term: _lifted(counts, theme, term, weights) for term in weights}
    found = [
        Ranked(weight, term, shown(counts, term), counts.carriers[term])
        for term, weight in weights.items()
        if weight > 0
    ]
    return sorted(found, key=lambda one: (-round(one.weight, 9), one.term))


def _lifted(counts: Counts, theme: int, term: Term, weights: Mapping[Term, float]) -> float:
    """The weight of a term; a phrase in which a word is mostly used comes right before that word."""
    said, singles = counts.themes[theme], [(term[0], carrier) for carrier in counts.carriers[term]]
    if len(term) == 2 or said[term] < FEWEST_LIFTED:
        return weights[term]
    instead_of = (weights.get(one, 0.0) for one in singles if said[term] >= INSTEAD * said[one])
    return max([weights[term], *(weight * (1.0 + 1e-6) for weight in instead_of)])


def _first(pair: tuple[float, Term]) -> tuple[float, Term]:
    return (-round(pair[0], 9), pair[1])


def _candidates(counts: Counts, theme: int) -> Iterator[Term]:
    """Terms that enough voices use, in a language in which enough of the theme is said."""
    voices = counts.voices[theme]
    total = sum(voices.values())
    for term, said in counts.themes[theme].items():
        few = FEWEST_VOICES + (len(term) > 2 and total >= SMALL)
        least = max(min(few, total), LEAST_SHARE * voices[term[0]])
        if said >= least and voices[term[0]] >= SPEAKS * total and _holds(counts, theme, term):
            yield term


def _holds(counts: Counts, theme: int, term: Term) -> bool:
    """Whether a phrase is more than its words that happened to meet."""
    carriers = counts.carriers[term]
    if len(term) == 2:
        return True
    said = counts.themes[theme]
    rarest = min((said[(term[0], carrier)] for carrier in carriers), default=0)
    return said[term] >= (PHRASE_SHARE if len(carriers) > 1 else DENIAL_SHARE) * rarest


def _apart(counts: Counts, theme: int, term: Term) -> float:
    """How far from chance it is that the term is said so much more here than elsewhere, in the same language.

    The root of the log-likelihood ratio (T. Dunning, 1993), on voices instead of words; 0 when it is not said more.
    """
    here, inside = counts.themes[theme][term], counts.voices[theme][term[0]]
    there, outside = counts.everywhere[term] - here, counts.speakers[term[0]] - inside
    if not outside:
        return math.sqrt(here)
    if here * outside <= there * inside:
        return 0.0
    share = inside / (inside + outside)
    ratio = _part(here, share * (here + there)) + _part(there, (1 - share) * (here + there))
    ratio += _part(inside - here, share * (inside + outside - here - there))
    ratio += _part(outside - there, (1 - share) * (inside + outside - here - there))
    return math.sqrt(max(0.0, 2 * ratio)) * math.pow(here / inside, COVERAGE)


def _part(seen: int, expected: float) -> float:
    return seen * math.log(seen / expected) if seen else 0.0


def _spread(counts: Counts, theme: int, term: Term) -> float:
    """How usual the term is in the other themes: 1 when all use it as much as this one, 0 when none does."""
    language = term[0]
    own = counts.themes[theme][term] / counts.voices[theme][language]
    others = [
        min(1.0, counts.themes[other][term] / voices[language] / own)
        for other, voices in counts.voices.items()
        if other != theme and voices[language]
    ]
    return sum(others) / len(others) if others else 0.0


def _kind(counts: Counts, term: Term) -> float:
    """More for phrases and for nouns, less for verbs and for words that seldom say much."""
    forms = counts.forms[term]
    if len(term) > 2:
        return PHRASE_GAIN
    total = sum(form.times for form in forms.values())
    named, done = sum(form.named for form in forms.values()), float(sum(form.done for form in forms.values()))
    noun = 1.0 if any(word.endswith(NOUN_ENDINGS) and len(word) > 5 for word in forms) else min(1.0, 2 * named / total)
    done += PAST * sum(form.times for word, form in forms.items() if PARTICIPLE.match(word))
    weak = sum(form.times for word, form in forms.items() if word in stopwords.WEAK) / total
    return (1.0 + NOUN_GAIN * noun - VERB_LOSS * done / total) * (1.0 - WEAK_LOSS * weak)


def shown(counts: Counts, term: Term) -> str:
    """The form that most people use, rather a noun than a verb and rather a whole verb than a piece of one.

    With the capitals of a name when most people write them.
    """
    forms = counts.forms[term]
    best = min(forms, key=lambda word: (-_natural(word, forms[word], forms), len(word), word))
    cased = counts.cased.get(best, Counter())
    written = max(sorted(cased), key=lambda way: cased[way], default=best)
    return written if 2 * cased.get(written, 0) > sum(cased.values()) else best


def _natural(word: str, form: Form, forms: dict[str, Form]) -> float:
    noun = form.named / form.times + (word.endswith(NOUN_ENDINGS) and len(word) > 5)
    bent = word.endswith(FINITE) or word in IRREGULAR_FORMS
    piece = bent and not noun and any(other.endswith("en") for other in forms if other != word)
    return form.times * (1.0 + noun) * (0.3 if piece else 1.0)
