import numpy as np
import pytest

from research.analysis.lexical import Matrix, unit_length
from research.analysis.picture import MOST_DOTS, Picture, chosen_by_lot, draw


def some_vectors(rows: int, seed: int = 0) -> Matrix:
    return unit_length(np.random.default_rng(seed).normal(size=(rows, 12)))


def drawn(themes: int = 6, dots: int = 40) -> Picture:
    return draw(some_vectors(themes), some_vectors(dots, 1), [str(n) for n in range(dots)])


def test_every_theme_and_comment_has_a_place_on_the_paper() -> None:
    picture = drawn()
    assert [spot.theme for spot in picture.spots] == list(range(6))
    assert [dot.document_id for dot in picture.dots] == [str(n) for n in range(40)]
    assert all(0 <= place <= 1 for one in (*picture.spots, *picture.dots) for place in (one.x, one.y))
    assert 0 < picture.share < 1


def test_the_same_themes_give_the_same_picture_and_a_mirrored_space_does_too() -> None:
    assert drawn() == drawn()
    vectors, dots = some_vectors(6), some_vectors(40, 1)
    axes = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[2]
    mirror = np.eye(12) - 2 * np.outer(axes[0], axes[0])
    turned = draw((vectors @ mirror).astype(np.float32), (dots @ mirror).astype(np.float32), ["0"] * 40)
    assert turned.share == pytest.approx(drawn().share, abs=1e-3)


def test_the_nearest_theme_is_the_nearest_in_full_and_not_on_paper() -> None:
    themes = unit_length(np.array([[1, 0, 0, 0.0], [1, 0.1, 0, 0], [0, 0, 1, 0], [0, 0, 0.9, 1]]))
    picture = draw(themes, themes[:0], [])
    assert [spot.nearest for spot in picture.spots] == [1, 0, 3, 2]
    assert picture.spots[0].likeness == pytest.approx(0.995, abs=0.001)


@pytest.mark.parametrize("themes", [1, 2])
def test_one_or_two_themes_are_drawn_as_well(themes: int) -> None:
    picture = drawn(themes)
    assert len(picture.spots) == themes
    assert drawn(themes, dots=0).spots[0].x == drawn(themes, dots=0).spots[-1].x or themes == 2


def test_nothing_gives_an_empty_picture() -> None:
    assert draw(some_vectors(0), some_vectors(3), ["1", "2", "3"]) == Picture((), (), 0.0)


def test_themes_that_are_all_alike_stand_in_the_middle() -> None:
    alike = np.repeat(some_vectors(1), 3, axis=0)
    assert {(spot.x, spot.y) for spot in draw(alike, alike[:0], []).spots} == {(0.5, 0.5)}


def test_comments_are_drawn_by_lot_whatever_their_order() -> None:
    texts = [f"Reactie {n}" for n in range(1_000)]
    chosen = {texts[i] for i in chosen_by_lot(texts)}
    turned = texts[::-1]
    assert len(chosen) == MOST_DOTS
    assert {turned[i] for i in chosen_by_lot(turned)} == chosen
    assert chosen_by_lot(["een"]) == [0]
