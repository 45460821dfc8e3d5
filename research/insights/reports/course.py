"""The course of one service's grade, month by month, with what happened on the way and whether the grade followed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from journeys.models import Service, ServiceMark
from research.analysis.statistics import SMALLEST_SHOWN
from research.insights.measures import DAY, Period, Point, around, grades_by_day, month_start, points
from research.insights.small_numbers import hidden

MONTHS = 14  # a year and what came before it
REACH = 182  # days: a change long after an event is not its doing


def course_of(service: Service, period: Period) -> dict[str, Any]:
    """Return the grade of a service over at least fourteen months up to the end of the period. One query.

    Expects the marks of the service to be fetched.
    """
    span = Period(min(month_start(period.end, back=MONTHS - 1), period.start), period.end)
    by_day = grades_by_day(service, span)
    months = points(by_day, span)
    marks = [mark for mark in service.marks.all() if span.start <= mark.on <= span.end]
    return {
        "slug": service.slug,
        "name": {"nl": service.name, "en": service.name_en or service.name},
        "target": float(service.target_grade),
        "points": [point_row(point, hide=point.start in small_months(months, period)) for point in months],
        "marks": [mark_row(mark, marks, by_day, span) for mark in marks],
    }


def small_months(months: list[Point], period: Period) -> set[date]:
    """Return the months that may not be shown: too few grades, or given away by the total of the period."""
    inside = {point.start: point.grade.n for point in months if period.start <= point.start <= period.end}
    outside = {point.start: point.grade.n for point in months if point.start not in inside}
    return hidden(inside) | {start for start, n in outside.items() if n < SMALLEST_SHOWN}


def point_row(point: Point, *, hide: bool) -> dict[str, Any]:
    """Return one month, without figures where too few people gave a grade."""
    grade = point.grade
    if hide or grade.mean is None or grade.low is None or grade.high is None:
        return {"start": point.start.isoformat(), "mean": None, "low": None, "high": None, "n": None}
    bounds = {"mean": round(grade.mean, 3), "low": round(grade.low, 3), "high": round(grade.high, 3)}
    return {"start": point.start.isoformat(), **bounds, "n": grade.n}


def mark_row(
    mark: ServiceMark, marks: list[ServiceMark], by_day: Mapping[date, list[int]], span: Period
) -> dict[str, Any]:
    """Return an event, and which way the grade went: the half year after it beside the half year before."""
    days = [one.on for one in marks]
    since = max([span.start, mark.on - REACH * DAY, *[on for on in days if on < mark.on]])
    until = min([span.end, mark.on + REACH * DAY, *[on - DAY for on in days if on > mark.on]])
    found = around(by_day, mark.on, since=since, until=until)
    went = "" if not found.larger_than_chance or found.change is None else "up" if found.change > 0 else "down"
    label = {"nl": mark.label, "en": mark.label_en or mark.label}
    return {"on": mark.on.isoformat(), "label": label, "went": went}
