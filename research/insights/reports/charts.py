"""Where the marks of a report's charts stand: numbers only, drawn by templates."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats

from research.insights.reports import words
from research.insights.shown.feeling_curve import LOW

LOWEST, HIGHEST = 1, 10


@dataclass(frozen=True)
class Scale:
    """A stretch of the grades from 1 to 10, in whole grades; places on it are per cents of the width."""

    low: int
    high: int

    @classmethod
    def around(cls, grades: Iterable[float]) -> "Scale":
        """Return a scale on which all these grades have room, at least four grades wide."""
        known = list(grades) or [8.0]
        low, high = math.floor(min(known) - 0.3), math.ceil(max(known) + 0.3)
        low = min(low, high - 4)
        return cls(max(LOWEST, low), min(HIGHEST, high))

    def at(self, grade: float) -> float:
        """Return the place of a grade in per cents; what lies outside stands at the edge."""
        part = (grade - self.low) / (self.high - self.low)
        return round(100 * min(1.0, max(0.0, part)), 2)

    @property
    def ticks(self) -> tuple["Tick", ...]:
        """Return the whole grades with their places."""
        return tuple(Tick(str(grade), self.at(grade)) for grade in range(self.low, self.high + 1))


@dataclass(frozen=True)
class Tick:
    """A label at a place."""

    label: str
    at: float


@dataclass(frozen=True)
class Dot:
    """A grade with its interval beside the goal, in per cents of the width; `before` is None without a real change."""

    at: float
    low: float
    high: float
    goal: float
    before: float | None
    is_low: bool
    words: str


@dataclass(frozen=True)
class Mark:
    """Something that happened, as a line across the chart with its words beside it."""

    x: float
    y: float
    words: str
    anchor: str
    text_x: float


@dataclass(frozen=True)
class CoursePoint:
    """One month in the chart."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class CourseChart:
    """A line through months, with a band for its uncertainty; months without enough grades break both."""

    width: int
    height: int
    left: int
    right: int
    floor: float
    ceiling: float
    grid: tuple[tuple[float, str], ...]
    goal: float
    months: tuple[tuple[float, str, str], ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    points: tuple[CoursePoint, ...]
    marks: tuple[Mark, ...]


def scale_of(rows: Iterable[Mapping[str, Any]]) -> Scale:
    """Return one scale for all services that have a grade, so that they can be compared at a glance."""
    grades: list[float] = []
    for row in rows:
        grades.append(row["target"])
        if row["enough"]:
            grades += [row["grade"]["low"], row["grade"]["high"]]
            grades += [row["change"]["from"]] if row["change"] else []
    return Scale.around(grade for grade in grades if LOWEST <= grade <= HIGHEST)


def dot(row: Mapping[str, Any], scale: Scale, *, moved: bool, in_words: str) -> Dot:
    """Return where the grade of a service stands; low is a fail, or what fell by more than chance."""
    grade, change = row["grade"], row["change"]
    fell = moved and change["change"] < 0
    return Dot(
        at=scale.at(grade["mean"]),
        low=scale.at(grade["low"]),
        high=scale.at(grade["high"]),
        goal=scale.at(row["target"]),
        before=scale.at(change["from"]) if moved else None,
        is_low=fell or grade["mean"] < LOW,
        words=in_words,
    )


def course_chart(course: Mapping[str, Any], *, width: int, height: int, every: int) -> CourseChart:
    """Return the chart of a service's months, with the name of each so many months under it."""
    known = [point for point in course["points"] if point["mean"] is not None]
    scale = Scale.around([course["target"], *(point[key] for point in known for key in ("low", "high"))])
    left, right, floor, ceiling = 30, width - 20, height - 46.0, 44.0
    months = course["points"]
    step = (right - left - 20) / max(1, len(months) - 1)
    xs = {point["start"]: round(left + 14 + at * step, 1) for at, point in enumerate(months)}

    def y(grade: float) -> float:
        return round(floor - scale.at(grade) / 100 * (floor - ceiling), 1)

    runs = unbroken(months)
    return CourseChart(
        width=width,
        height=height,
        left=left,
        right=right,
        floor=floor,
        ceiling=ceiling,
        grid=tuple((y(grade), str(grade)) for grade in range(scale.low, scale.high + 1)),
        goal=y(course["target"]),
        months=month_labels(months, xs, every),
        bands=tuple(band([(xs[one["start"]], y(one["low"]), y(one["high"])) for one in run]) for run in runs),
        lines=tuple(" ".join(f"{xs[one['start']]},{y(one['mean'])}" for one in run) for run in runs),
        points=tuple(CoursePoint(xs[one["start"]], y(one["mean"]), words.grade(one["mean"])) for one in known),
        marks=mark_lines(course["marks"], xs, step, middle=(left + right) / 2),
    )


def unbroken(points: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return the months in runs without a gap."""
    runs: list[list[Mapping[str, Any]]] = [[]]
    for point in points:
        if point["mean"] is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def band(edges: list[tuple[float, float, float]]) -> str:
    """Return the outline of a band from its lower and upper edges; a single month gets some width."""
    if len(edges) == 1:
        x, low, high = edges[0]
        edges = [(x - 4, low, high), (x + 4, low, high)]
    over = [f"{x},{high}" for x, _low, high in edges]
    under = [f"{x},{low}" for x, low, _high in reversed(edges)]
    return " ".join([*over, *under])


def month_labels(
    months: list[Mapping[str, Any]], xs: Mapping[str, float], every: int
) -> tuple[tuple[float, str, str], ...]:
    """Return place, short name and, where it begins, year of each so many months, counted back from the last."""
    labels, year = [], ""
    for at, point in enumerate(months):
        if (len(months) - 1 - at) % every:
            continue
        day = words.as_date(point["start"])
        labels.append(
            (xs[point["start"]], formats.date_format(day, "M").lower(), "" if str(day.year) == year else str(day.year))
        )
        year = str(day.year)
    return tuple(labels)


def mark_lines(
    marks: Iterable[Mapping[str, Any]],
    xs: Mapping[str, float],
    step: float,
    middle: float,
) -> tuple[Mark, ...]:
    """Return the events as lines: a day stands at its part of the month; words take turns on two heights."""
    lines = []
    for at, mark in enumerate(marks):
        on = words.as_date(mark["on"])
        start = on.replace(day=1).isoformat()
        # A month's point stands in its middle.
        x = round(xs[start] + ((on.day - 1) / 30 - 0.5) * step, 1)
        anchor = "start" if x < middle else "end"
        lines.append(
            Mark(x, 14.0 + 20 * (at % 2), words.words(mark["label"]), anchor, x + (6 if anchor == "start" else -6))
        )
    return tuple(lines)
