"""Words that set a theme apart (class-based TF-IDF over stems, shown as people wrote them), and a draft of a title."""

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from research.analysis.counts import Counts, Said, count
from research.analysis.ranking import Ranked, ranked

MOST_KEYWORDS = 8
IN_TITLE = 3
# What is kept of a theme: a share of texts that is measured on three hundred is off by six hundredths at most.
MOST_KEPT = 300
LONGEST_KEPT = 3_000
ENOUGH, LEAST_OF_BEST = 5, 0.3
SHORTEST_PART = 4


class Vocabulary:
    """What is said in each theme: how many texts, and a sample of at most 300 of them.

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

        Phrases instead of their words, natural forms instead of stems, one for each lemma.
        """
        if theme not in self._said:
            return ()
        return tuple(one.shown for one in _chosen(ranked(self._counts(), theme)))

    def _counts(self) -> Counts:
        """The counts of what is kept, made once."""
        if self._counted is None:
            self._counted = count(
                {theme: [said for _, said in sorted(kept.items())] for theme, kept in self._said.items()}
            )
        return self._counted


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def title_of(keywords: Sequence[str]) -> str:
    """A draft title: the first keywords, with a capital. A person gives the real one."""
    draft = ", ".join(keywords[:IN_TITLE])
    return draft[:1].upper() + draft[1:]


def _chosen(terms: Sequence[Ranked]) -> list[Ranked]:
    """The best terms, none of which repeats a word of another."""
    found: list[Ranked] = []
    for term in terms:
        if len(found) == MOST_KEYWORDS or (len(found) >= ENOUGH and term.weight < LEAST_OF_BEST * found[0].weight):
            break
        if not any(_alike(term, other) for other in found):
            found.append(term)
    return found


def _alike(one: Ranked, other: Ranked) -> bool:
    """Whether a word of one is a word of the other, or begins or ends it (afschrift, bankafschrift)."""
    return one.shown.lower() == other.shown.lower() or any(
        mine == theirs or _inside(mine, theirs) for mine in one.carriers for theirs in other.carriers
    )


def _inside(one: str, other: str) -> bool:
    """Whether the shorter root begins or ends the longer one, or is a part of it between hyphens."""
    short, long = sorted((one, other), key=len)
    if "-" in long and short in long.split("-"):
        return True
    return len(short) >= SHORTEST_PART and (long.startswith(short) or long.endswith(short))
