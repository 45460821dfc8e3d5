"""Which pain point comes first: where each stands, and what is said of it."""

from itertools import combinations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from research.insights.priorities import Corner, Pin, corner_of, matrix_of
from research.insights.priorities.placing import RADIUS, Spot, picture


def pin(key: int, severity: int, n: int | None, out_of: int | None = 100, title: str = "") -> Pin:
    """Return a pain point of Trouwen."""
    return Pin(key, title or f"Knelpunt {key}", "Trouwen", severity, n, out_of, url=f"#{key}")


@pytest.mark.parametrize(
    ("severity", "share", "corner"),
    [
        (3, 0.10, Corner.FIRST),
        (3, 0.097, Corner.FIRST),
        (4, 0.09, Corner.PLAN),
        (2, 0.5, Corner.ALONG),
        (0, 0.01, Corner.LEAVE),
    ],
)
def test_bad_and_often_comes_first_by_the_share_as_it_is_printed(severity: int, share: float, corner: Corner) -> None:
    assert corner_of(severity, share) == corner


def test_the_order_is_corner_then_how_bad_then_how_often() -> None:
    pins = [pin(1, 2, 40), pin(2, 4, 8), pin(3, 3, 20), pin(4, 4, 12), pin(5, 3, 30), pin(6, 1, 5), pin(7, 4, None)]
    lines = matrix_of(pins).lines
    assert [(line.number, line.pin.key) for line in lines] == [
        (1, 4),
        (2, 5),
        (3, 3),
        (4, 2),
        (5, 1),
        (6, 6),
        (None, 7),
    ]


def test_every_line_says_in_words_where_it_stands() -> None:
    matrix = matrix_of([pin(1, 4, 16), pin(2, 3, 4), pin(3, 2, 10, 4)])
    with override("en"):
        assert matrix.lines[0].words == "1: Knelpunt 1 (Trouwen); 4: people get stuck; 16% (16 of 100); Do first"
        assert [(line.often, line.corner_words) for line in matrix.lines[1:]] == [
            ("fewer than 5", "too few comments")
        ] * 2
        assert matrix.sentence.startswith("1 of 1 pain points with enough comments comes first")
        assert matrix.sentence.endswith("as bad and often heard: “Knelpunt 1”.")
    assert len(matrix.placed) == 1


def test_without_anything_to_place_there_is_a_sentence_and_no_picture() -> None:
    with override("en"):
        none = matrix_of([pin(1, 4, 2)])
        assert (none.wide, none.narrow) == (None, None)
        assert none.sentence == "Too few comments to say which pain point comes first."
        assert matrix_of([pin(1, 1, 50)]).sentence == "No pain point is both bad and often heard."
        assert matrix_of([pin(1, 4, 50), pin(2, 4, 40)]).sentence.startswith("2 of 2 pain points with enough comments")


spots = st.lists(st.builds(Spot, st.just(0), st.integers(0, 4), st.floats(0, 1)), min_size=1, max_size=40)


@given(spots, st.sampled_from([(680, 204), (328, 22)]))
def test_points_never_cover_each_other_and_stay_in_their_band(found: list[Spot], size: tuple[int, int]) -> None:
    numbered = [Spot(number, one.severity, one.share) for number, one in enumerate(found, start=1)]
    drawn = picture(numbered, width=size[0], left=size[1])
    assert [dot.number for dot in drawn.dots] == [one.number for one in numbered], "none is hidden"
    for one, other in combinations(drawn.dots, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= 2 * RADIUS
    bands = {band.severity: band for band in drawn.bands}
    for spot, dot in zip(numbered, drawn.dots, strict=True):
        band = bands[spot.severity]
        assert band.top + RADIUS <= dot.y <= band.top + band.height - RADIUS
        assert drawn.left <= dot.x <= drawn.right


@given(spots)
def test_further_to_the_right_is_more_often_and_higher_is_worse(found: list[Spot]) -> None:
    numbered = [Spot(number, one.severity, one.share) for number, one in enumerate(found, start=1)]
    drawn = picture(numbered, width=680, left=204)
    for (one, here), (other, there) in combinations(zip(numbered, drawn.dots, strict=True), 2):
        assert (one.severity > other.severity) <= (here.y < there.y)
        assert (round(one.share, 2) > round(other.share, 2)) <= (here.x > there.x)
        assert (corner_of(one.severity, one.share) in {Corner.FIRST, Corner.ALONG}) == (here.x >= drawn.often)


def test_a_severity_of_nothing_has_a_band_only_when_something_stands_there() -> None:
    assert [band.severity for band in picture([Spot(1, 4, 0.1)], width=680, left=204).bands] == [4, 3, 2, 1]
    assert picture([Spot(1, 0, 0.1)], width=680, left=204).bands[-1].severity == 0


def test_the_picture_says_its_parts_in_words_on_a_desk_and_in_numbers_on_a_phone() -> None:
    matrix = matrix_of([pin(1, 4, 16)])
    with override("en"):
        wide, narrow = matrix.wide, matrix.narrow
        assert wide
        assert narrow
        assert wide.bands[0][2] == "4: people get stuck"
        assert narrow.bands[0][2] == "4"
        assert {name for *_place, name in wide.corners} == {"Do first", "Plan it", "Take along", "Leave for now"}
        assert [label for _x, label in wide.ticks] == ["0%", "10%", "20%"]
        assert wide.points[0][2].pin.url == "#1"
