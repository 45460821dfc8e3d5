"""Where the marks of a trend's chart stand: numbers only, drawn by a template. A gap: too few comments in a month."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from feedback.models import Method
from journeys.models import ServiceMark
from research.analysis.statistics import SMALLEST_SHOWN
from research.insights.trends.judging import Month

LOWEST_TOP = 0.1  # a share of one in fifty must not fill the whole chart
ROOM = 18  # for the letters below and above the lines
LABELS = 4  # names of months under a chart


@dataclass(frozen=True)
class Happening:
    """Something that makes months before and after it hard to compare."""

    on: date
    words: str
    number: int = 0


@dataclass(frozen=True)
class Dot:
    """One month in the chart."""

    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """Words at a place."""

    x: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True)
class TrendChart:
    """A line through months on a scale from nothing to `top`."""

    width: int
    height: int
    left: int
    floor: float
    ceiling: float
    top: str
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    months: tuple[Label, ...]
    happenings: tuple[Label, ...]

    @property
    def right(self) -> int:
        """Return where the lines end."""
        return self.width - 4


def top_of(months: Iterable[Month]) -> float:
    """Return the top of a scale on which all these months have room, in steps of five per cent."""
    highest = max((month.share or 0.0 for month in months), default=0.0)
    return min(1.0, max(LOWEST_TOP, math.ceil(highest * 20) / 20))


def chart(
    months: Sequence[Month], *, width: int, height: int, top: float, happenings: Sequence[Happening] = ()
) -> TrendChart:
    """Return the chart of some months."""
    left, floor, ceiling = 36, height - ROOM, float(ROOM)
    step = (width - 4 - left) / max(1, len(months))
    places = {month.start: round(left + (at + 0.5) * step, 1) for at, month in enumerate(months)}

    def y(share: float) -> float:
        return round(floor - share / top * (floor - ceiling), 1)

    runs = unbroken(months)
    return TrendChart(
        width=width,
        height=height,
        left=left,
        floor=float(floor),
        ceiling=ceiling,
        top=_("%(share)s%%") % {"share": round(top * 100)},
        lines=tuple(
            " ".join(f"{places[one.start]},{y(one.share or 0.0)}" for one in run) for run in runs if len(run) > 1
        ),
        dots=tuple(Dot(places[one.start], y(one.share or 0.0)) for run in runs for one in run),
        months=month_labels(months, places),
        happenings=tuple(
            Label(place_of(one.on, places, step), str(one.number))
            for one in happenings
            if one.on.replace(day=1) in places
        ),
    )


def unbroken(months: Iterable[Month]) -> list[list[Month]]:
    """Return the months that have a share, in runs without a gap."""
    runs: list[list[Month]] = [[]]
    for month in months:
        if month.share is not None:
            runs[-1].append(month)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def month_labels(months: Sequence[Month], places: Mapping[date, float]) -> tuple[Label, ...]:
    """Return the names of a few months, evenly spread, the first and the last among them."""
    last = len(months) - 1
    most = max(2, min(LABELS, len(months) // 3 + 1))
    wanted = sorted({round(at * last / (most - 1)) for at in range(most)}) if last > 0 else range(len(months))
    anchors = {0: "start", last: "end"} if last > 0 else {}
    return tuple(
        Label(places[months[at].start], formats.date_format(months[at].start, "M y").lower(), anchors.get(at, "middle"))
        for at in wanted
    )


def place_of(day: date, places: Mapping[date, float], step: float) -> float:
    """Return where a day stands: at its part of its month."""
    return round(places[day.replace(day=1)] + ((day.day - 1) / 30 - 0.5) * step, 1)


def happenings_of(
    marks: Iterable[ServiceMark], methods: Mapping[date, Counter[str]], months: Sequence[date]
) -> list[Happening]:
    """Return what happened to a service in these months and where the way of collecting changed, numbered in order."""
    if not months:
        return []
    within = [Happening(mark.on, mark.title) for mark in marks if months[0] <= mark.on.replace(day=1) <= months[-1]]
    changes = [one for one in method_changes(methods) if months[0] < one.on <= months[-1]]
    ordered = sorted([*within, *changes], key=lambda one: (one.on, one.words))
    return [Happening(one.on, one.words, number) for number, one in enumerate(ordered, start=1)]


def method_changes(methods: Mapping[date, Counter[str]]) -> list[Happening]:
    """Return the months in which most comments began to come in another way than before."""
    found, before = [], ""
    for start in sorted(methods):
        counts = methods[start]
        if counts.total() < SMALLEST_SHOWN:
            continue
        most = min(counts, key=lambda method: (-counts[method], method))
        if before and most != before:
            label = Method(most).label if most in Method.values else most
            found.append(Happening(start, _("from here on most comments: %(method)s") % {"method": label}))
        before = most
    return found
