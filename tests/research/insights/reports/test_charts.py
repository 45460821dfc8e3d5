"""Where the marks of the charts stand."""

from typing import Any

import pytest
from django.utils.translation import override

from research.insights.reports import charts as charts
from research.insights.reports.charts import Scale


def test_a_scale_has_room_for_every_grade_and_is_at_least_four_grades_wide() -> None:
    assert Scale.around([5.2, 8.6]) == Scale(4, 9)
    assert Scale.around([8.0]) == Scale(5, 9)
    assert Scale.around([1.0, 10.0]) == Scale(1, 10)
    assert Scale.around([]) == Scale(5, 9)


def test_places_are_per_cents_and_stay_inside() -> None:
    scale = Scale(4, 9)
    assert (scale.at(4), scale.at(6.5), scale.at(9)) == (0.0, 50.0, 100.0)
    assert (scale.at(2), scale.at(9.8)) == (0.0, 100.0)
    assert [tick.label for tick in scale.ticks] == ["4", "5", "6", "7", "8", "9"]


def service(mean: float, change: float | None = None) -> dict[str, Any]:
    """Return a line of the table."""
    return {
        "target": 8.0,
        "enough": True,
        "grade": {"mean": mean, "low": mean - 0.3, "high": mean + 0.3},
        "change": None if change is None else {"from": mean - change, "change": change},
    }


@pytest.mark.parametrize(
    ("row", "moved", "is_low", "open_dot"),
    [
        (service(7.4, 1.3), True, False, True),
        (service(7.4, -0.8), True, True, True),
        (service(7.4, -0.8), False, False, False),
        (service(5.2), False, True, False),
    ],
)
def test_the_open_dot_is_there_for_a_real_change_only(
    row: dict[str, Any], moved: bool, is_low: bool, open_dot: bool
) -> None:
    dot = charts.dot(row, Scale(4, 9), moved=moved, in_words="")
    assert (dot.is_low, dot.before is not None) == (is_low, open_dot)
    assert dot.low < dot.at < dot.high


def course(*means: float | None) -> dict[str, Any]:
    """Return a course of months from January 2026."""
    return {
        "target": 8.0,
        "marks": [{"on": "2026-02-14", "label": {"nl": "Gesprek terug", "en": "Conversation back"}}],
        "points": [
            {
                "start": f"2026-{month:02}-01",
                "mean": mean,
                "low": mean and mean - 0.5,
                "high": mean and mean + 0.5,
                "n": 9,
            }
            for month, mean in enumerate(means, 1)
        ],
    }


def test_a_month_without_enough_grades_breaks_line_and_band() -> None:
    chart = charts.course_chart(course(7.0, 7.5, None, 6.0), width=640, height=300, every=1)
    assert (len(chart.lines), len(chart.bands), len(chart.points)) == (2, 2, 3)


def test_higher_grades_stand_higher_and_later_months_further() -> None:
    first, second = charts.course_chart(course(6.0, 8.0), width=640, height=300, every=1).points
    assert first.y > second.y
    assert first.x < second.x


def test_an_event_stands_between_its_months() -> None:
    chart = charts.course_chart(course(6.0, 7.0, 8.0), width=640, height=300, every=1)
    (mark,) = chart.marks
    assert chart.points[0].x < mark.x < chart.points[2].x
    assert mark.words == "Gesprek terug"


def test_the_last_month_is_always_named_and_the_year_once() -> None:
    with override("en"):
        chart = charts.course_chart(course(*[7.0] * 8), width=640, height=300, every=3)
    assert [(month, year) for _x, month, year in chart.months] == [("feb", "2026"), ("may", ""), ("aug", "")]


def test_a_course_without_any_grade_is_an_empty_chart() -> None:
    chart = charts.course_chart(course(None, None), width=640, height=300, every=1)
    assert chart.lines == chart.points == ()
