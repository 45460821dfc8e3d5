"""The graph of neighbours: who belongs with whom, and which groups hold together."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from research.analysis.graph import affinities, communities, modularity, summed
from research.analysis.lexical import Matrix, unit_length
from research.analysis.neighbours import nearest, smoothed


def clouds(groups: int, members: int, spread: float = 0.15, seed: int = 0) -> tuple[Matrix, np.ndarray]:
    """Directions around `groups` centres, and the centre of each."""
    chance = np.random.default_rng(seed)
    centres = unit_length(chance.normal(size=(groups, 24)))
    labels = np.repeat(np.arange(groups), members)
    return unit_length(centres[labels] + spread * chance.normal(size=(len(labels), 24))), labels


def test_neighbours_are_others_nearest_first() -> None:
    vectors, _ = clouds(4, 40)
    near = nearest(vectors, 5)
    assert near.rows.shape == (160, 5)
    assert (near.rows != np.arange(160)[:, None]).all()
    assert (np.diff(near.closeness, axis=1) <= 0).all()
    assert near.closeness[0, 0] == pytest.approx(float(vectors[0] @ vectors[near.rows[0, 0]]), abs=1e-6)


def test_a_text_alone_has_no_neighbours_and_stays_where_it_is() -> None:
    alone = unit_length(np.ones((1, 3)))
    assert nearest(alone).rows.shape == (1, 0)
    assert np.array_equal(smoothed(alone), alone)


def test_belonging_is_mutual_and_fullest_with_the_nearest() -> None:
    vectors, _ = clouds(4, 40)
    near = nearest(vectors)
    graph = affinities(near)
    assert abs(graph - graph.T).max() < 1e-9
    assert graph.max() <= 1 + 1e-9
    assert all(graph[row, near.rows[row, 0]] == pytest.approx(1.0) for row in range(20))


def test_communities_are_the_groups_that_are_there() -> None:
    vectors, labels = clouds(6, 40)
    found = communities(affinities(nearest(vectors)), 1.0)
    assert len(set(zip(found.tolist(), labels.tolist(), strict=True))) == 6
    assert found[0] == 0


def test_a_higher_resolution_gives_smaller_communities() -> None:
    vectors, _ = clouds(3, 100, spread=0.4)
    graph = affinities(nearest(vectors))
    assert communities(graph, 1.0).max() < communities(graph, 8.0).max()


def test_the_same_graph_gives_the_same_communities() -> None:
    vectors, _ = clouds(5, 60, spread=0.5)
    graph = affinities(nearest(vectors))
    assert np.array_equal(communities(graph, 8.0), communities(graph, 8.0))


def test_a_graph_without_lines_has_no_communities_and_no_modularity() -> None:
    empty = csr_array((4, 4))
    assert communities(empty, 1.0).tolist() == [0, 1, 2, 3]
    assert modularity(empty, np.arange(4)) == 0.0


def test_modularity_is_highest_for_the_groups_that_are_there() -> None:
    vectors, labels = clouds(6, 40)
    graph = affinities(nearest(vectors))
    halves, everything = labels // 3, np.zeros_like(labels)
    assert modularity(graph, labels) > modularity(graph, halves) > modularity(graph, everything) == pytest.approx(0)


def test_vectors_are_summed_by_group_and_nobody_is_left_out_but_who_has_none() -> None:
    vectors = np.arange(8, dtype=np.float32).reshape(4, 2)
    assert summed(vectors, np.array([1, -1, 0, 1]), 3).tolist() == [[4, 5], [6, 8], [0, 0]]
