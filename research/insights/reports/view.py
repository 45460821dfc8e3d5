"""A report as its page shows it: figures in words and places, quotes read again, and what was done about it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.models import Channel
from research.insights.measures import Period
from research.insights.models import PainPoint, ReportPage
from research.insights.priorities import Line, Matrix, matrix_of
from research.insights.quotes import Place, words_at
from research.insights.reports import charts, sentences, words
from research.insights.reports import figures as count
from research.insights.reports.lines import (
    GradeCell,
    PainLine,
    RunLine,
    ServiceLine,
    StepLine,
    between,
    grade_cell,
    pain_line,
    pin,
    run_line,
    service_line,
    step_line,
)

WORST_STEPS = 8
FIRST_PRIORITIES = 8


@dataclass(frozen=True)
class ReportView:
    """All that a report's page shows. `fixed_on` is None as long as nothing is fixed."""

    figures: Mapping[str, Any]
    fixed_on: date | None
    pain_points: tuple[PainLine, ...]

    @property
    def is_provisional(self) -> bool:
        """Say whether these figures may still change."""
        return self.fixed_on is None

    @property
    def is_early(self) -> bool:
        """Say whether the figures were fixed before their period was over."""
        return self.fixed_on is not None and self.fixed_on <= date.fromisoformat(self.figures["period"]["end"])

    @property
    def is_empty(self) -> bool:
        """Say whether too little came in to show anything."""
        return self.figures["comments"] is None

    @cached_property
    def headline(self) -> sentences.Headline:
        """Return the sentences on top."""
        return sentences.headline(self.figures)

    @property
    def meta(self) -> list[str]:
        """Return of what and whom the figures are, piece by piece."""
        figures = self.figures
        told = {"comments": words.number(figures["comments"]), "people": words.number(figures["people"])}
        said = None if figures["comments"] is None else _("%(comments)s comments from %(people)s people") % told
        shares = sentences.channel_shares(figures["channels"])
        fixed = _("fixed on %(day)s") % {"day": words.day(self.fixed_on)} if self.fixed_on else _("not fixed yet")
        return [one for one in (words.span(figures["period"]), said, shares, fixed) if one]

    @cached_property
    def scale(self) -> charts.Scale:
        """Return the scale of the grades."""
        return charts.scale_of(self.figures["services"])

    @property
    def goal(self) -> str:
        """Return the goal in words where all services have the same, else nothing."""
        goals = {row["target"] for row in self.figures["services"]}
        return words.target(goals.pop()) if len(goals) == 1 else ""

    @property
    def since(self) -> str:
        """Return the head of the column of changes."""
        return str(sentences.SINCE[self.figures["compared"]["span"]])

    @property
    def earlier(self) -> str:
        """Return what the open dot means."""
        return str(sentences.EARLIER[self.figures["compared"]["span"]])

    @property
    def compared(self) -> str:
        """Return the days with which the period is compared."""
        return words.span(self.figures["compared"])

    @property
    def services(self) -> list[ServiceLine]:
        """Return the lines of the table, in the order of the services."""
        return [service_line(row, self.scale) for row in self.figures["services"]]

    @property
    def course(self) -> "CourseView | None":
        """Return the course of the service that stands out."""
        course = self.figures["course"]
        if not course or all(point["mean"] is None for point in course["points"]):
            return None
        row = next((row for row in self.figures["services"] if row["slug"] == course["slug"]), None)
        return CourseView(course, sentences.finding(course, row))

    @cached_property
    def steps(self) -> list[StepLine]:
        """Return the steps of all services, worst first; what is no single step comes last."""
        return [step_line(row) for row in self.figures["steps"]]

    @property
    def worst_steps(self) -> list[StepLine]:
        """Return the steps that are shown at once."""
        return self.steps[:WORST_STEPS]

    @property
    def other_steps(self) -> list[StepLine]:
        """Return the steps behind the fold."""
        return self.steps[WORST_STEPS:]

    @property
    def channels(self) -> list[str]:
        """Return the channels that have a column, in a fixed order."""
        alone = {row["channels"][0] for row in self.figures["by_channel"] if len(row["channels"]) == 1}
        return [channel for channel in Channel.values if channel in alone]

    @property
    def has_merged_channels(self) -> bool:
        """Say whether a service has channels that are counted together."""
        return any(len(row["channels"]) > 1 for row in self.figures["by_channel"])

    @property
    def channel_heads(self) -> list[str]:
        """Return the heads of the columns."""
        together = [_("together")] if self.has_merged_channels else []
        return [str(Channel(channel).label) for channel in self.channels] + together

    @property
    def by_channel(self) -> list[tuple[str, list[tuple[str, GradeCell | None]]]]:
        """Return for each service the name and a cell for each column."""
        return [(service, list(zip(self.channel_heads, cells, strict=True))) for service, cells in self.channel_cells()]

    def channel_cells(self) -> Iterable[tuple[str, list[GradeCell | None]]]:
        """Yield each service with its grades in the order of the columns, None where there is none."""
        rows = self.figures["by_channel"]
        for service in dict.fromkeys(words.words(row["service"]) for row in rows):
            mine = [row for row in rows if words.words(row["service"]) == service]
            alone = {row["channels"][0]: grade_cell(row) for row in mine if len(row["channels"]) == 1}
            merged = next((grade_cell(row) for row in mine if len(row["channels"]) > 1), None)
            yield service, [*map(alone.get, self.channels), *([merged] if self.has_merged_channels else [])]

    @property
    def conservation(self) -> str:
        """Return the line that shows that no comment got lost."""
        return words.conservation(self.figures["conservation"])

    @cached_property
    def priorities(self) -> Matrix | None:
        """Return which pain points come first; None in figures from before there was such a picture, or without any."""
        rows = self.figures.get("priorities")
        return matrix_of(pin(row) for row in rows) if rows else None

    @property
    def first_priorities(self) -> list[tuple[Line, str]]:
        """Return the first lines of the priorities with who acts."""
        return self._priority_lines[:FIRST_PRIORITIES]

    @property
    def other_priorities(self) -> list[tuple[Line, str]]:
        """Return the other lines of the priorities with who acts."""
        return self._priority_lines[FIRST_PRIORITIES:]

    @property
    def _priority_lines(self) -> list[tuple[Line, str]]:
        who = {row["id"]: row["who"] for row in self.figures.get("priorities", [])}
        return [(line, who[line.pin.key]) for line in self.priorities.lines] if self.priorities else []

    @property
    def runs(self) -> list[RunLine]:
        """Return the runs behind the themes."""
        return [run_line(row) for row in self.figures["method"]]


@dataclass(frozen=True)
class CourseView:
    """The course of one service, as two charts and a table."""

    course: Mapping[str, Any]
    finding: str

    @property
    def in_words(self) -> str:
        """Return what the line does."""
        return sentences.course_in_words(self.course)

    @property
    def goal(self) -> str:
        """Return the goal."""
        return words.target(self.course["target"])

    @property
    def wide(self) -> charts.CourseChart:
        """Return the chart for a wide screen and paper."""
        return charts.course_chart(self.course, width=640, height=300, every=2)

    @property
    def narrow(self) -> charts.CourseChart:
        """Return the chart for a phone, where its letters stay as large."""
        return charts.course_chart(self.course, width=340, height=280, every=4)

    @property
    def rows(self) -> list[tuple[str, GradeCell | None, str]]:
        """Return month, grade with its interval, and what happened in it."""
        marks = [
            (mark["on"][:7], f"{words.words(mark['label'])} ({words.day(mark['on'])})") for mark in self.course["marks"]
        ]
        return [
            (
                words.month(point["start"]),
                None
                if point["mean"] is None
                else GradeCell(words.grade(point["mean"]), words.number(point["n"]), between(point)),
                ", ".join(label for on, label in marks if on == point["start"][:7]),
            )
            for point in self.course["points"]
        ]


def view_of(page: ReportPage) -> ReportView:
    """Return a report as it is fixed; for one that was never published, as it would be fixed now."""
    if kept := page.snapshot:
        return shown(kept.figures, timezone.localdate(kept.frozen_at))
    return shown(count(Period(page.period_start, page.period_end)), None)


def shown(figures: Mapping[str, Any], fixed_on: date | None) -> ReportView:
    """Return figures as they are shown. Three queries: for citizens' words, and for what became of the pain points."""
    rows = figures["pain_points"]
    places = {row["id"]: [Place(**place) for place in row["quotes"]] for row in rows}
    spoken = words_at([place for found in places.values() for place in found])
    points = PainPoint.objects.select_related("owner", "service").prefetch_related("answers").in_bulk(list(places))
    lines = [
        pain_line(row, points.get(row["id"]), [spoken[place] for place in places[row["id"]] if place in spoken])
        for row in rows
    ]
    return ReportView(figures, fixed_on, tuple(lines))
