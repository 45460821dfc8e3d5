"""Approved themes come first: texts that belong to one go there, and only the rest is clustered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.clusters import NOBODY
from research.analysis.lexical import Matrix
from research.analysis.model import KnownTheme
from research.analysis.tree import Labels

# A text joins when it is at least this fraction as close to the examples as they are to each other, within bounds; a
# single example says nothing about how wide a theme is, so then a usual width is taken.
FRACTION = 0.8
LOWEST, HIGHEST = 0.15, 0.8
USUAL = 0.6
STRANGER = 0.15
FEWEST_TRUSTED = 3
# An earlier member only leaves for a theme that is clearly closer.
CLEARLY = 0.15


@dataclass(frozen=True)
class Examples:
    """Positions of the texts that say what a theme is, and what it is not, in the matrix of vectors."""

    positive: tuple[int, ...]
    negative: tuple[int, ...]
    members: frozenset[int]
    required: frozenset[int]
    forbidden: frozenset[int]


def examples_of(theme: KnownTheme, text_of: Mapping[str, int], extra_of: Mapping[str, int]) -> Examples:
    """Where a theme's examples stand.

    `text_of` maps a document's id to its text, `extra_of` an example's text to its row.
    """

    def rows(ids: Sequence[str]) -> list[int]:
        return [text_of[identifier] for identifier in ids if identifier in text_of]

    positive = rows([*theme.anchors, *theme.required]) + [extra_of[text] for text in theme.examples if text in extra_of]
    negative = rows([*theme.negative_anchors, *theme.forbidden])
    negative += [extra_of[text] for text in theme.negative_examples if text in extra_of]
    members = rows(theme.members)
    if not positive:
        positive = members or [extra_of[theme.title]]
    return Examples(
        tuple(sorted(set(positive))), tuple(sorted(set(negative))), frozenset(members), frozenset(rows(theme.required)),
        frozenset(rows(theme.forbidden)),
    )  # fmt: skip


def extra_texts(theme: KnownTheme) -> tuple[str, ...]:
    """Texts of a theme that may not be comments of this run: its examples, and its title in case it has no other."""
    return (*theme.examples, *theme.negative_examples, theme.title)


def join_known(
    vectors: Matrix, raw: Matrix, themes: Sequence[Examples], texts: int, asked: NDArray[np.int64]
) -> Labels:
    """The known theme of each of the first `texts` rows, or NOBODY.

    `vectors` are smoothed where they were learned from, `raw` are not; both hold the extra examples after the texts.
    Only the rows `asked` may join by likeness, the others by what was decided about them.
    """
    labels = np.full(texts, NOBODY, dtype=np.int64)
    if not themes or not texts:
        return labels
    closeness = np.stack([_closeness(vectors, raw, theme, texts) for theme in themes], axis=1)
    best = closeness.argmax(axis=1)
    joins = asked[closeness[asked, best[asked]] >= 0]
    labels[joins] = best[joins]
    for index, theme in enumerate(themes):
        for row in sorted(theme.members - theme.forbidden):
            if closeness[row].max() - closeness[row, index] <= CLEARLY:
                labels[row] = index
    for index, theme in enumerate(themes):
        labels[sorted(theme.required)] = index
    return labels


def _closeness(vectors: Matrix, raw: Matrix, theme: Examples, texts: int) -> NDArray[np.float32]:
    """How far each text is above the likeness that the theme asks for (below nought: it does not belong)."""
    positive = vectors[list(theme.positive)]
    middle = positive.mean(axis=0)
    count = len(positive)
    among = (count * float(middle @ middle) - 1) / (count - 1) if count > 1 else USUAL
    found = vectors[:texts] @ middle - np.clip(FRACTION * among, LOWEST, HIGHEST)
    if count < FEWEST_TRUSTED:
        # Smoothing draws a stranger to whoever is nearest: with one or two examples a text must itself resemble them.
        own = raw[list(theme.positive)].mean(axis=0)
        found = np.where(raw[:texts] @ own < STRANGER * float(np.linalg.norm(own)), -1.0, found)
    if theme.negative:
        against = (vectors[:texts] @ vectors[list(theme.negative)].T).max(axis=1)
        found = np.where(against > (vectors[:texts] @ positive.T).max(axis=1), -1.0, found)
    found[sorted(theme.forbidden)] = -1.0
    return np.asarray(found, dtype=np.float32)
