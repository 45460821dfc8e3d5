"""Coarser or finer from the merge tree of a run: other groups of the same comments, without a new run."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from research.analysis.keywords import Vocabulary, title_of
from research.analysis.model import Document, MergeTree, Quote, QuoteKind
from research.analysis.titles import Spoken, suggest
from research.analysis.units import Unit, split
from research.analysis.words import stem, stems

# How many times finer than asked for the tree is cut, in search of enough groups that are big enough.
TRIES = 4
QUOTES = 3
QUOTABLE = 60
FEWEST_WORDS, MOST_WORDS = 5, 40

Place = int | str  # a cluster of the tree, or a proposal that stays as it is


@dataclass(frozen=True)
class Named:
    """What the words of a group say of it: keywords, a draft of a title, and where quotes with these words stand."""

    label: str
    keywords: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Division:
    """Groups of document ids, largest first, and the documents that have no group any more."""

    clusters: int
    groups: tuple[tuple[str, ...], ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Loose:
    """The documents that may get another place: `now` gives the proposal of each, None where it has none.

    Only groups of `smallest` documents or more become a proposal.
    """

    tree: MergeTree
    now: Mapping[str, int | None]
    smallest: int

    def divided(self, clusters: int) -> Division:
        """The groups when the tree is cut into this many clusters.

        A document stays with its leaf. One whose group is too small, or that has no leaf, stays with what became of
        most of its proposal; where nothing did, it is left. One without a proposal then simply stays without. A
        proposal of which no document has a leaf (it came up after the tree) stays as it is.
        """
        place: dict[int, Place] = dict(self._groups_of_leaves(clusters))
        heirs = self._heirs(place)
        heirs |= {theme: f"as it is: {theme}" for theme in self._without_leaves()}
        found: dict[Place, list[str]] = defaultdict(list)
        left = []
        for identifier, theme in self.now.items():
            group = place.get(self._leaf.get(identifier, -1))
            if group is None and theme is not None:
                group = heirs.get(theme)
            if group is not None:
                found[group].append(identifier)
            elif theme is not None:
                left.append(identifier)
        groups = sorted((tuple(sorted(group)) for group in found.values()), key=lambda group: (-len(group), group))
        return Division(clusters, tuple(groups), tuple(sorted(left)))

    def nearest_to(self, wanted: int) -> int:
        """Into how many clusters to cut the tree, so that this many groups come out, or as near as can be.

        Where the cut that stands gives as many, it stays: nobody gets another place for nothing.
        """
        size = len(self.tree.merges) + 1
        wanted = max(1, wanted - len(self._without_leaves()))
        start = max(1, min(wanted, size))
        tries = [*range(start, min(size, TRIES * wanted + TRIES) + 1), *range(start - 1, 0, -1)]
        best, most = start, -1
        for clusters in tries:
            found = len(set(self._groups_of_leaves(clusters).values()))
            if most < found <= wanted:
                best, most = clusters, found
            if most == wanted or clusters < most:
                break
        stands = len(set(self._groups_of_leaves(self.tree.cut).values()))
        return self.tree.cut if stands == most else best

    @cached_property
    def _leaves(self) -> Mapping[int, Counter[int | None]]:
        """How many loose documents of each proposal there are in each leaf."""
        found: dict[int, Counter[int | None]] = defaultdict(Counter)
        for identifier, leaf in self._leaf.items():
            found[leaf][self.now[identifier]] += 1
        return found

    @cached_property
    def _leaf(self) -> Mapping[str, int]:
        """The leaf of each loose document that stands where most of its cluster does, as the tree is cut now.

        The others went another way (by their words, or later): they go with their proposal.
        """
        parent = cut(self.tree, self.tree.cut)
        leaves = {name: leaf for name in self.now if (leaf := self.tree.leaves.get(name)) is not None}
        inside: dict[int, Counter[int | None]] = defaultdict(Counter)
        for name, leaf in leaves.items():
            inside[parent.get(leaf, leaf)][self.now[name]] += 1
        chief = {group: _chief(counts) for group, counts in inside.items()}
        return {name: leaf for name, leaf in leaves.items() if self.now[name] == chief[parent.get(leaf, leaf)]}

    def _groups_of_leaves(self, clusters: int) -> dict[int, int]:
        """The group of each leaf whose group is big enough.

        A cut that is not finer than the one that stands leaves together what the run put together: it had found those
        clusters too much alike to be two themes.
        """
        parent = cut(self.tree, clusters)
        inside: dict[int, Counter[int | None]] = defaultdict(Counter)
        for leaf, counts in self._leaves.items():
            inside[parent.get(leaf, leaf)].update(counts)
        big = {group: counts for group, counts in inside.items() if counts.total() >= self.smallest}
        joined: dict[int, int] = {group: group for group in big}
        if clusters <= self.tree.cut:
            first: dict[int, int] = {}
            for group in sorted(big):
                chief = _chief(big[group])
                joined[group] = group if chief is None else first.setdefault(chief, group)
        return {leaf: joined[group] for leaf in self._leaves if (group := parent.get(leaf, leaf)) in joined}

    def _without_leaves(self) -> set[int]:
        """The proposals that the tree does not know."""
        inside = {theme for counts in self._leaves.values() for theme in counts}
        return {theme for theme in self.now.values() if theme is not None and theme not in inside}

    def _heirs(self, place: Mapping[int, "Place"]) -> dict[int, "Place"]:
        """The group to which most of each proposal goes."""
        shares: dict[int, Counter[Place]] = defaultdict(Counter)
        for leaf, counts in sorted(self._leaves.items()):
            if leaf in place:
                for theme, n in counts.items():
                    if theme is not None:
                        shares[theme][place[leaf]] += n
        return {theme: min(found, key=lambda group: (-found[group], str(group))) for theme, found in shares.items()}


def cut(tree: MergeTree, clusters: int) -> dict[int, int]:
    """The cluster of each leaf when the tree is cut into this many."""
    size = len(tree.merges) + 1
    parent = {leaf: leaf for leaf in set(tree.leaves.values()) | {leaf for pair in tree.merges for leaf in pair}}
    inside = {leaf: [leaf] for leaf in parent}
    for kept, gone in tree.merges[: max(0, size - max(1, clusters))]:
        moved = inside.pop(gone)
        inside[kept] += moved
        for leaf in moved:
            parent[leaf] = kept
    return parent


def named(groups: Sequence[Sequence[Document]]) -> tuple[Named, ...]:
    """What to call each group, set apart from the others by its words. Documents have a language."""
    vocabulary = Vocabulary()
    for index, group in enumerate(groups):
        for document in group:
            vocabulary.add(index, document.text, document.language or "")
    return tuple(_named(vocabulary.keywords(index), group) for index, group in enumerate(groups))


def _named(keywords: tuple[str, ...], group: Sequence[Document]) -> Named:
    ranked = _ranked(keywords, group)
    heard = [Spoken(document.text[unit.start : unit.end], document.language or "") for document, unit in ranked]
    label = suggest(heard[:QUOTABLE], keywords) or title_of(keywords)
    return Named(label, keywords, _quotes(ranked))


def _ranked(keywords: Sequence[str], group: Sequence[Document]) -> list[tuple[Document, Unit]]:
    """The sentences of a group, those that hold most of the keywords first."""
    asked = {word for keyword in keywords for word in keyword.lower().split()}
    return sorted(_units(group), key=lambda one: (-_worth(one[0], one[1], asked), one[0].id, one[1].start))


def _quotes(ranked: Sequence[tuple[Document, Unit]]) -> tuple[Quote, ...]:
    """The first sentences, one per person."""
    found: list[Quote] = []
    voices: set[str] = set()
    for document, unit in ranked:
        voice = document.person or f"#{document.id}"
        if voice not in voices:
            voices.add(voice)
            found.append(Quote(document.id, unit.start, unit.end, QuoteKind.CENTRAL))
        if len(found) == QUOTES:
            break
    return tuple(found)


def _units(group: Sequence[Document]) -> list[tuple[Document, Unit]]:
    """The sentences of the first sixty documents."""
    return [(document, unit) for document in group[:QUOTABLE] for unit in split(document.text)]


def _worth(document: Document, unit: Unit, asked: set[str]) -> int:
    """How many of the words asked for a sentence holds; one that is too short or too long counts for less."""
    text, language = document.text[unit.start : unit.end], document.language or ""
    words = len(text.split())
    fits = FEWEST_WORDS <= words <= MOST_WORDS
    return 2 * len({stem(word, language) for word in asked} & set(stems(text, language))) - (0 if fits else 1)


def _chief(counts: Counter[int | None]) -> int | None:
    """The proposal under which most of these documents are now, None when most have none."""
    theme, _ = min(counts.items(), key=lambda one: (-one[1], one[0] is None, one[0] or 0))
    return theme
