"""Forms the themes of a run: the known ones, and the clusters in what is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from research.analysis.clusters import (
    NOBODY,
    TOO_ALIKE,
    centroids,
    refined,
    renumbered,
    smallest_theme,
    without_alike,
    without_small,
)
from research.analysis.corpus import Corpus
from research.analysis.granularity import choose_clusters
from research.analysis.graph import affinities
from research.analysis.known import Examples, examples_of, join_known
from research.analysis.lexical import Matrix
from research.analysis.model import KnownTheme, Parameters
from research.analysis.neighbours import FOR_MEANING, FOR_WORDS, Near, nearest, smoothed
from research.analysis.space import Placed
from research.analysis.tree import SMALL, Labels, Tree, grow

# How many times finer than asked for the tree is cut, in search of enough themes that are big enough.
TRIES = 4


@dataclass(frozen=True)
class Grown:
    """The merge tree over the texts at `rows` (positions in the corpus), cut into `cut` clusters."""

    tree: Tree
    rows: NDArray[np.int64]
    cut: int


@dataclass(frozen=True)
class Themes:
    """Known themes first, then new ones.

    `labels` is the theme of each text (NOBODY: none yet), `middle` each theme's centroid; `grown` is what the new ones
    were cut from, None when nothing was left to group.
    """

    known: tuple[KnownTheme, ...]
    examples: tuple[Examples, ...]
    labels: Labels
    middle: Matrix
    grown: Grown | None = None

    @property
    def count(self) -> int:
        """How many themes there are."""
        return len(self.middle)


@dataclass(frozen=True)
class _Rest:
    """What no known theme took, to be grouped: `close` are its vectors drawn to their neighbours."""

    rows: NDArray[np.int64]
    close: Matrix
    vectors: Matrix
    graph: csr_array
    weights: NDArray[np.int64]
    words_only: bool


def form_themes(corpus: Corpus, placed: Placed, known_themes: Sequence[KnownTheme], parameters: Parameters) -> Themes:
    """The themes of this corpus. Texts outside the sample are left to be assigned."""
    known = tuple(known_themes)
    text_of = {corpus.documents[position].id: i for i, text in enumerate(corpus.texts) for position in text.documents}
    examples = tuple(examples_of(theme, text_of, placed.extra) for theme in known)
    texts = len(corpus.texts)
    close, near = _close(placed, texts)
    labels = join_known(close, placed.vectors, examples, texts, placed.sample)
    weights = np.array([len(text.documents) for text in corpus.texts], dtype=np.int64)
    rest = _rest(placed, close, near, labels, weights)
    wanted = None if parameters.themes is None else max(0, parameters.themes - len(known))
    found, grown = _cluster(rest, smallest_theme(int(weights.sum())), wanted, parameters)
    labels[rest.rows] = np.where(found == NOBODY, NOBODY, found + len(known))
    labels = _recognised(placed, examples, labels)
    count = max(len(known), int(labels.max(initial=NOBODY)) + 1)
    return Themes(known, examples, labels, _middle(placed, examples, labels, count), grown)


def merged(placed: Placed, themes: Themes, first: int, second: int) -> Themes:
    """The same themes with a new one (`second`) taken up in another."""
    labels = renumbered(np.where(themes.labels == second, first, themes.labels), keep=len(themes.known))
    middle = _middle(placed, themes.examples, labels, themes.count - 1)
    return replace(themes, labels=labels, middle=middle)


def _recognised(placed: Placed, examples: Sequence[Examples], labels: Labels) -> Labels:
    """Labels in which a new cluster that is nearly the same as a known theme is that theme."""
    known, count = len(examples), int(labels.max(initial=NOBODY)) + 1
    if not known or count <= known:
        return labels
    middle = _middle(placed, examples, labels, count)
    closeness = middle[known:] @ middle[:known].T
    for new, row in enumerate(closeness):
        if row.max() >= TOO_ALIKE:
            labels = np.where(labels == known + new, int(row.argmax()), labels)
    return renumbered(labels, keep=known)


def _close(placed: Placed, texts: int) -> tuple[Matrix, Near]:
    """The vectors, smoothed where themes are learned from them or they are examples, and the neighbours of those."""
    rows = np.concatenate([placed.sample, np.arange(texts, len(placed.vectors))])
    close = placed.vectors.copy()
    near = nearest(placed.vectors[rows])
    close[rows] = smoothed(placed.vectors[rows], near, FOR_WORDS if placed.words_only else FOR_MEANING)
    return close, near


def _rest(placed: Placed, close: Matrix, near: Near, labels: Labels, weights: NDArray[np.int64]) -> _Rest:
    left = np.flatnonzero(labels[placed.sample] == NOBODY)
    rows = placed.sample[left]
    graph = csr_array(affinities(near)[left][:, left])
    return _Rest(rows, close[rows], placed.vectors[rows], graph, weights[rows], placed.words_only)


def _cluster(rest: _Rest, smallest: int, wanted: int | None, parameters: Parameters) -> tuple[Labels, Grown | None]:
    """New themes among texts that no known theme took, and what they were cut from."""
    if not len(rest.rows):
        return np.zeros(0, dtype=np.int64), None
    tree = grow(rest.close, rest.graph)
    if wanted is not None:
        found, cut = _asked(rest, tree, smallest, wanted)
    else:
        cut = choose_clusters(tree, rest.close, rest.graph, parameters.granularity, rest.words_only)
        found = _gated(rest, tree.cut(cut), smallest)
    return found, Grown(tree, rest.rows, cut)


def _asked(rest: _Rest, tree: Tree, smallest: int, wanted: int) -> tuple[Labels, int]:
    """The coarsest cut that leaves the number of themes asked for once the gates are passed, or as near as can be."""
    best, cut = np.full(len(rest.rows), NOBODY, dtype=np.int64), 1
    if not wanted:
        return best, cut
    most = 0
    start = min(wanted, tree.size)
    finer = range(start, min(tree.size, TRIES * wanted + TRIES) + 1)
    for clusters in (*finer, *range(start - 1, 0, -1)):
        labels = _gated(rest, tree.cut(clusters), smallest)
        found = int(labels.max(initial=NOBODY)) + 1
        if most < found <= wanted:
            best, most, cut = labels, found, clusters
        if most == wanted or clusters < most:
            break
    return best, cut


def _gated(rest: _Rest, labels: Labels, smallest: int) -> Labels:
    """Labels after each text had its say and the gates of size and likeness were passed."""
    settled = labels if len(labels) <= SMALL else refined(rest.vectors, labels)
    return without_alike(rest.vectors, without_small(settled, rest.weights, smallest))


def _middle(placed: Placed, examples: Sequence[Examples], labels: Labels, count: int) -> Matrix:
    """Centroids by the members; a known theme leans on its own examples as well."""
    vectors, all_labels = [placed.vectors[: len(labels)]], [labels]
    for index, theme in enumerate(examples):
        vectors.append(placed.vectors[list(theme.positive)])
        all_labels.append(np.full(len(theme.positive), index, dtype=np.int64))
    return centroids(np.vstack(vectors), np.concatenate(all_labels), count)
