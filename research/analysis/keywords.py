"""Words that set a theme apart (class-based TF-IDF over stems, shown as people wrote them), and a draft of a title."""

import hashlib
import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from research.analysis.words import stem, topical, words

MOST_KEYWORDS = 8
IN_TITLE = 3
FEWEST_TEXTS = 2
LONGEST_READ_WORDS = 400
# What is kept of a theme: a share of texts that is measured on a thousand is off by three hundredths at most.
MOST_KEPT = 1_000
LONGEST_KEPT = 3_000
# A pair of words is shown as a phrase when it makes up this much of the use of its rarer word.
PHRASE_SHARE = 0.5
PHRASE_BONUS = 1.3
SHORTEST_KEYWORD = 3

Term = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One text as kept: what was said, in which language, and by whom ("" where nobody knows)."""

    text: str
    language: str
    writer: str = ""


class Vocabulary:
    """What is said in each theme: how many texts, and a sample of at most 1,000 of them.

    The sample is drawn by the hash of the text, so that it is the same in whatever order texts come and however they
    were spread over parts that are merged afterwards. Memory is bounded by the number of themes.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.texts: Counter[int] = Counter()
        self._said: dict[int, dict[int, Said]] = defaultdict(dict)
        self._heaps: dict[int, list[int]] = defaultdict(list)
        self._counted: Counts | None = None

    def add(self, theme: int, text: str, language: str, writer: str = "") -> None:
        """Count one text of a theme."""
        self.texts[theme] += 1
        self._keep(theme, Said(text[:LONGEST_KEPT], language, writer))

    def merge(self, other: "Vocabulary") -> None:
        """Take in what another one counted: the outcome is as if all its texts had been added here."""
        self.texts.update(other.texts)
        for theme, kept in other._said.items():
            for said in kept.values():
                self._keep(theme, said)

    def to_plain(self) -> dict[str, Any]:
        """All of it as plain dicts and lists, fit for JSON. It holds texts: redacted ones, as they came in."""
        return {
            str(theme): {
                "texts": self.texts[theme],
                "said": [
                    [said.text, said.language, said.writer] for _, said in sorted(self._said.get(theme, {}).items())
                ],
            }
            for theme in sorted(self.texts)
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Vocabulary":
        """The vocabulary that `to_plain` was called on."""
        found = cls()
        for theme, kept in plain.items():
            found.texts[int(theme)] = int(kept["texts"])
            for text, language, writer in kept["said"]:
                found._keep(int(theme), Said(text, language, writer))
        return found

    def _keep(self, theme: int, said: Said) -> None:
        """Keep the texts with the lowest hashes; of equal texts one."""
        place = _digest(said.text)
        kept, heap = self._said[theme], self._heaps[theme]
        self._counted = None
        if place in kept:
            kept[place] = min(kept[place], said, key=lambda one: (one.language, one.writer))
            return
        if len(heap) == MOST_KEPT:
            if -heap[0] < place:
                return
            del kept[-heapq.heappop(heap)]
        heapq.heappush(heap, -place)
        kept[place] = said

    def keywords(self, theme: int) -> tuple[str, ...]:
        """At most eight keywords, the most telling first.

        Phrases instead of their words, natural forms instead of stems.
        """
        counted = self._counts()
        counts = counted.themes[theme]
        enough = min(FEWEST_TEXTS, counted.texts[theme])
        ranked = sorted(
            (
                (counted.weight(theme, term), term)
                for term, count in counts.items()
                if count >= enough and _stands_alone(counts, term)
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple(_chosen(((term, counted.surface(term)) for weight, term in ranked if weight > 0), counts))

    def _counts(self) -> "Counts":
        """The counts of what is kept, made once."""
        if self._counted is None:
            self._counted = Counts()
            for theme, kept in sorted(self._said.items()):
                for _, said in sorted(kept.items()):
                    self._counted.add(theme, said)
        return self._counted


class Counts:
    """In how many of the kept texts of each theme a term occurs, and how people wrote it."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.themes: dict[int, Counter[Term]] = defaultdict(Counter)
        self.everywhere: Counter[Term] = Counter()
        self.texts: Counter[int] = Counter()
        self.surfaces: dict[Term, Counter[str]] = defaultdict(Counter)

    def add(self, theme: int, said: Said) -> None:
        """Count one text; a term counts once per text, so that a ranting writer has one vote."""
        self.texts[theme] += 1
        seen = set()
        for term, surface in _terms(said.text, said.language):
            self.surfaces[term][surface] += 1
            seen.add(term)
        self.themes[theme].update(seen)
        self.everywhere.update(seen)

    def weight(self, theme: int, term: Term) -> float:
        """c-TF-IDF (M. Grootendorst, 2022) on shares of texts, so that big themes do not drown small ones."""
        share = self.themes[theme][term] / self.texts[theme]
        elsewhere = self.everywhere[term] / sum(self.texts.values())
        weight = math.sqrt(share) * math.log1p(share / elsewhere) if share >= elsewhere else 0.0
        return weight * (PHRASE_BONUS if len(term) > 1 else 1.0)

    def surface(self, term: Term) -> str:
        """The form in which most people wrote it."""
        forms = self.surfaces[term]
        return min(forms, key=lambda form: (-forms[form], len(form), form))


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _stands_alone(counts: Counter[Term], term: Term) -> bool:
    return len(term) == 1 or counts[term] >= PHRASE_SHARE * min(counts[(part,)] for part in term)


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
