"""The feeling curve draws what was thought and what was said, and nothing else."""

from research.insights.shown.feeling_curve import BOTTOM, TOP, draw, height


def test_a_step_without_a_grade_breaks_the_measured_line() -> None:
    curve = draw([0, 0, 0, 0, 0], [7.0, 7.5, None, 6.0, 8.0])
    assert len(curve.measured) == 2
    assert curve.points[2].measured_y is None
    assert curve.points[2].grade == ""


def test_a_single_measured_step_is_a_dot_without_a_line() -> None:
    curve = draw([None, None], [None, 7.0])
    assert curve.measured == ()
    assert curve.assumed == ""
    assert curve.points[1].measured_y is not None


def test_dots_stand_in_the_middle_of_their_columns() -> None:
    assert [point.x for point in draw([0] * 4, [5.0] * 4).points] == [12.5, 37.5, 62.5, 87.5]


def test_a_higher_grade_stands_higher_and_stays_in_the_picture() -> None:
    heights = [height(grade) for grade in range(1, 11)]
    assert heights == sorted(heights, reverse=True)
    assert min(heights) >= TOP
    assert max(heights) <= BOTTOM


def test_a_grade_is_written_rounded_as_the_reader_writes_it() -> None:
    assert draw([0], [7.46]).points[0].grade == "7,5"


def test_a_grade_under_five_and_a_half_is_low() -> None:
    assert [point.is_low for point in draw([0, 0], [5.4, 5.5]).points] == [True, False]


def test_the_gap_is_drawn_only_where_it_hurts_more_than_was_thought() -> None:
    assert draw([2, 2], [3.0, 3.0]).gaps == ("50.0,21.0 150.0,21.0 150.0,132.3 50.0,132.3",)
    assert draw([-2, -2], [9.0, 9.0]).gaps == ()


def test_where_the_lines_cross_the_gap_begins_at_the_crossing() -> None:
    (into,) = draw([0, 0], [9.0, 2.0]).gaps
    (out,) = draw([0, 0], [2.0, 9.0]).gaps
    assert len(into.split()) == len(out.split()) == 3


def test_no_steps_make_an_empty_curve() -> None:
    assert draw([], []).width == 0
