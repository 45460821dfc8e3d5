"""How many themes: as many as there are groups, few or many, even or skewed."""

from typing import get_args

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from research.analysis.clusters import refined
from research.analysis.granularity import choose_clusters, silhouettes
from research.analysis.graph import affinities
from research.analysis.lexical import Matrix, unit_length
from research.analysis.model import Granularity
from research.analysis.neighbours import FOR_WORDS, nearest, smoothed
from research.analysis.tree import MOST_LEAVES, Tree, grow
from tests.research.analysis.test_graph import clouds


def grown(vectors: Matrix) -> tuple[Tree, Matrix, int]:
    near = nearest(vectors)
    close, graph = smoothed(vectors, near), affinities(near)
    tree = grow(close, graph)
    return tree, close, choose_clusters(tree, close, graph, "normal")


@pytest.mark.parametrize(("groups", "members"), [(4, 100), (12, 40), (40, 25), (80, 20)])
def test_as_many_themes_are_found_as_there_are_groups(groups: int, members: int) -> None:
    vectors, _ = clouds(groups, members)
    assert grown(vectors)[2] == pytest.approx(groups, rel=0.15)


def test_small_groups_beside_large_ones_are_found() -> None:
    vectors, labels = clouds(10, 150)
    kept = np.concatenate([np.flatnonzero(labels == group)[: 150 // (group + 1)] for group in range(10)])
    assert grown(vectors[kept])[2] == pytest.approx(10, abs=2)


def test_texts_without_groups_are_not_cut_to_pieces() -> None:
    vectors = unit_length(np.random.default_rng(1).normal(size=(600, 60)))
    tree, _, cut = grown(vectors)
    assert cut < tree.size


def test_coarse_and_fine_are_cuts_of_the_same_tree() -> None:
    vectors, _ = clouds(12, 40)
    near = nearest(vectors)
    close, graph = smoothed(vectors, near), affinities(near)
    tree = grow(close, graph)
    cuts = [choose_clusters(tree, close, graph, one) for one in get_args(Granularity)]
    assert cuts == sorted(cuts)
    assert cuts[0] < cuts[1]


def test_the_quick_silhouette_is_the_exact_one() -> None:
    vectors, _ = clouds(5, 40, spread=0.4)
    tree, close, _ = grown(vectors)
    cuts = [2, 3, 5, tree.size]
    exact = [silhouette_score(close, tree.cut(cut), metric="cosine") for cut in cuts]
    assert silhouettes(tree, close, cuts) == pytest.approx(np.array(exact), abs=1e-4)


def test_a_tree_never_has_more_leaves_than_are_worth_merging() -> None:
    vectors, _ = clouds(500, 8, spread=0.05)
    tree, _, _ = grown(vectors)
    assert tree.size <= MOST_LEAVES
    assert np.bincount(tree.leaves).min() >= 2


def test_texts_that_are_all_alike_make_one_tree_without_an_error() -> None:
    vectors = unit_length(np.ones((200, 4)))
    tree, _, cut = grown(vectors)
    assert 1 <= cut <= tree.size


def test_a_text_that_was_merged_too_early_goes_to_its_own_group() -> None:
    vectors, labels = clouds(4, 30)
    wrong = labels.copy()
    wrong[:5] = 3
    assert np.array_equal(refined(vectors, wrong), labels)


def test_by_words_alone_no_more_themes_are_found_than_by_meaning() -> None:
    vectors, _ = clouds(12, 40, spread=0.5)
    near = nearest(vectors)
    close, graph = smoothed(vectors, near, FOR_WORDS), affinities(near)
    tree = grow(close, graph)
    assert choose_clusters(tree, close, graph, "normal", True) <= choose_clusters(tree, close, graph, "normal")
