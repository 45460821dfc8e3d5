"""Approved themes come first: texts that belong to one go there, and only the rest is clustered.

Where people confirmed comments of several themes, a classifier says which of these a text is most like; closeness to
the examples says whether it is near enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.classifier import Classifier, Lesson, teach
from research.analysis.clusters import NOBODY
from research.analysis.lexical import Matrix
from research.analysis.model import KnownTheme
from research.analysis.tree import Labels

# A text joins when it is at least this fraction as close to the examples as they are to each other, within bounds; a
# single example says nothing about how wide a theme is, so then a usual width is taken.
FRACTION = 0.8
# Where the classifier tells the themes apart, a text may lie a little further off.
FRACTION_TAUGHT = 0.7
LOWEST, HIGHEST = 0.15, 0.8
USUAL = 0.6
STRANGER = 0.15
FEWEST_TRUSTED = 3
# An earlier member only leaves for a theme that is clearly closer.
CLEARLY = 0.15
CLEARLY_LIKELIER = 0.05


@dataclass(frozen=True)
class Examples:
    """Positions of the texts that say what a theme is, and what it is not, in the matrix of vectors.

    `stays` are members that typified the theme when a person decided about it: what was decided holds for them.
    """

    positive: tuple[int, ...]
    negative: tuple[int, ...]
    members: frozenset[int]
    required: frozenset[int]
    forbidden: frozenset[int]
    stays: frozenset[int] = frozenset()


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
        frozenset(rows(sorted(set(theme.anchors) & set(theme.members) - set(theme.forbidden)))),
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
    likeness = _likeness(vectors, raw, themes, texts)
    joins = asked[likeness.closeness[asked, likeness.best[asked]] >= 0]
    labels[joins] = likeness.best[joins]
    for index, theme in enumerate(themes):
        stays = likeness.keeps(index)
        members = np.array(sorted(theme.members - theme.forbidden), dtype=np.int64)
        labels[members[stays[members]]] = index
    for index, theme in enumerate(themes):
        labels[sorted(theme.stays)] = index
    for index, theme in enumerate(themes):
        labels[sorted(theme.required)] = index
    return labels


def lessons(themes: Sequence[Examples]) -> list[Lesson]:
    """What people's words teach about each theme: its confirmed texts, against the examples of all others."""
    found = []
    for index, theme in enumerate(themes):
        others = {row for other in themes if other is not theme for row in other.positive}
        negative = (others | set(theme.negative)) - set(theme.positive)
        found.append(Lesson(index, tuple(sorted(theme.required)), tuple(sorted(negative))))
    return found


@dataclass(frozen=True)
class Likeness:
    """How each text stands to each known theme.

    `closeness` (below nought: too far) is shaped (texts, themes), `best` (texts,) is the theme of choice; `chances` are
    shaped as `closeness`, and nought for themes that were not taught.
    """

    closeness: NDArray[np.float32]
    best: NDArray[np.int64]
    chances: NDArray[np.float32]

    def keeps(self, theme: int) -> NDArray[np.bool_]:
        """Whether an earlier member of this theme would stay: no other theme is clearly closer, or clearly likelier."""
        close = self.closeness.max(axis=1) - self.closeness[:, theme] <= CLEARLY
        rows = np.arange(len(self.best))
        lead = self.chances[rows, self.best] - self.chances[:, theme]
        leaves = (self.closeness[rows, self.best] >= 0) & (lead > CLEARLY_LIKELIER) & (self.chances[:, theme] > 0)
        return np.asarray(close & ~leaves)


def _likeness(vectors: Matrix, raw: Matrix, themes: Sequence[Examples], texts: int) -> Likeness:
    """Closeness by the examples, and the choice of the classifier among the themes that it was taught."""
    taught = teach(vectors, raw, lessons(themes))
    fractions = np.full(len(themes), FRACTION)
    if taught is not None:
        fractions[taught.themes] = FRACTION_TAUGHT
    columns = [_closeness(vectors, raw, theme, texts, part) for theme, part in zip(themes, fractions, strict=True)]
    closeness = np.stack(columns, axis=1)
    best = closeness.argmax(axis=1)
    chances = np.zeros_like(closeness)
    if taught is not None:
        chances[:, taught.themes] = _allowed_chances(taught, vectors[:texts], raw[:texts], themes)
        best = np.where(np.isin(best, taught.themes), chances.argmax(axis=1), best)
    return Likeness(closeness, best, chances)


def _allowed_chances(
    taught: Classifier, vectors: Matrix, raw: Matrix, themes: Sequence[Examples]
) -> NDArray[np.float32]:
    """The classifier's chances, nought where a person said that the text does not belong."""
    chances = taught.chances(vectors, raw)
    for column, index in enumerate(taught.themes.tolist()):
        chances[sorted(themes[index].forbidden), column] = 0.0
    return chances


def _closeness(vectors: Matrix, raw: Matrix, theme: Examples, texts: int, fraction: float) -> NDArray[np.float32]:
    """How far each text is above the likeness that the theme asks for (below nought: it does not belong)."""
    positive = vectors[list(theme.positive)]
    middle = positive.mean(axis=0)
    count = len(positive)
    among = (count * float(middle @ middle) - 1) / (count - 1) if count > 1 else USUAL
    found = vectors[:texts] @ middle - np.clip(fraction * among, LOWEST, HIGHEST)
    if count < FEWEST_TRUSTED:
        # Smoothing draws a stranger to whoever is nearest: with one or two examples a text must itself resemble them.
        own = raw[list(theme.positive)].mean(axis=0)
        found = np.where(raw[:texts] @ own < STRANGER * float(np.linalg.norm(own)), -1.0, found)
    if theme.negative:
        against = (vectors[:texts] @ vectors[list(theme.negative)].T).max(axis=1)
        found = np.where(against > (vectors[:texts] @ positive.T).max(axis=1), -1.0, found)
    found[sorted(theme.forbidden)] = -1.0
    return np.asarray(found, dtype=np.float32)
