"""Words that set a theme apart (class-based TF-IDF over stems, shown as people wrote them), and a draft of a title."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from research.analysis.words import stem, topical, words

MOST_KEYWORDS = 8
IN_TITLE = 3
FEWEST_TEXTS = 2
LONGEST_READ_WORDS = 400
# A pair of words is shown as a phrase when it makes up this much of the use of its rarer word.
PHRASE_SHARE = 0.5
PHRASE_BONUS = 1.3
SHORTEST_KEYWORD = 3

Term = tuple[str, ...]


class Vocabulary:
    """Counts in how many texts of each theme a term occurs, and how people wrote it."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.themes: dict[int, Counter[Term]] = defaultdict(Counter)
        self.everywhere: Counter[Term] = Counter()
        self.texts: Counter[int] = Counter()
        self.surfaces: dict[Term, Counter[str]] = defaultdict(Counter)

    def add(self, theme: int, text: str, language: str) -> None:
        """Count one text; a term counts once per text, so that a ranting writer has one vote."""
        self.texts[theme] += 1
        seen = set()
        for term, surface in _terms(text, language):
            self.surfaces[term][surface] += 1
            seen.add(term)
        self.themes[theme].update(seen)
        self.everywhere.update(seen)

    def keywords(self, theme: int) -> tuple[str, ...]:
        """At most eight keywords, the most telling first.

        Phrases instead of their words, natural forms instead of stems.
        """
        counts = self.themes[theme]
        enough = min(FEWEST_TEXTS, self.texts[theme])
        ranked = sorted(
            (
                (self._weight(theme, term), term)
                for term, count in counts.items()
                if count >= enough and self._stands_alone(counts, term)
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple(_chosen(((term, self._surface(term)) for weight, term in ranked if weight > 0), counts))

    def _weight(self, theme: int, term: Term) -> float:
        """c-TF-IDF (M. Grootendorst, 2022) on shares of texts, so that big themes do not drown small ones."""
        share = self.themes[theme][term] / self.texts[theme]
        elsewhere = self.everywhere[term] / sum(self.texts.values())
        weight = math.sqrt(share) * math.log1p(share / elsewhere) if share >= elsewhere else 0.0
        return weight * (PHRASE_BONUS if len(term) > 1 else 1.0)

    def _stands_alone(self, counts: Counter[Term], term: Term) -> bool:
        return len(term) == 1 or counts[term] >= PHRASE_SHARE * min(counts[(part,)] for part in term)

    def _surface(self, term: Term) -> str:
        forms = self.surfaces[term]
        return min(forms, key=lambda form: (-forms[form], len(form), form))


def title_of(keywords: Sequence[str]) -> str:
    """A draft title: the first keywords, with a capital. A person gives the real one."""
    draft = ", ".join(keywords[:IN_TITLE])
    return draft[:1].upper() + draft[1:]


def _terms(text: str, language: str) -> Iterable[tuple[Term, str]]:
    """Single stems and neighbouring pairs of stems, each with the words as written."""
    found = [(stem(word, language), word) if topical(word) else None for word in words(text)[:LONGEST_READ_WORDS]]
    for entry in found:
        if entry and len(entry[1]) >= SHORTEST_KEYWORD:
            yield (entry[0],), entry[1]
    for first, second in pairwise(found):
        if first and second and first[0] != second[0]:
            yield (first[0], second[0]), f"{first[1]} {second[1]}"


def _chosen(ranked: Iterable[tuple[Term, str]], counts: Counter[Term]) -> list[str]:
    """The best terms, none of which repeats a word of another."""
    taken: set[str] = set()
    found: list[str] = []
    for term, surface in ranked:
        if taken.isdisjoint(term) and surface not in found:
            found.append(surface)
            taken.update(term)
        if len(found) == MOST_KEYWORDS:
            break
    return found
