"""Trends as their screens show them: a chart, a sentence and a table for each theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats

from journeys.models import Service
from research.insights.models import Theme
from research.insights.models.themes import ThemeState
from research.insights.shown.fact_cards import percent
from research.insights.standing import standing_runs
from research.insights.trends import drawing, wording
from research.insights.trends.counting import Span, month_counts
from research.insights.trends.drawing import Happening, TrendChart
from research.insights.trends.judging import Trend
from research.insights.trends.of_services import trends_from

SMALL = (320, 132)


@dataclass(frozen=True)
class MonthRow:
    """One line of the table behind a chart; `share` is empty for a month with too few comments."""

    month: str
    n: int
    out_of: int
    share: str


@dataclass(frozen=True)
class ThemeTrend:
    """One theme with its trend, in words and drawn."""

    theme: Theme
    trend: Trend
    chart: TrendChart | None

    @property
    def verdict(self) -> str:
        """Return the trend in two or three words."""
        return wording.verdict(self.trend)

    @property
    def sentence(self) -> str:
        """Return what the line does."""
        return wording.sentence(self.trend)

    @property
    def recent(self) -> str:
        """Return the last months beside those a year before."""
        return wording.recent_sentence(self.trend)

    @property
    def halves(self) -> str:
        """Return the share of both halves."""
        return wording.halves(self.trend)

    @property
    def rows(self) -> list[MonthRow]:
        """Return the months as lines of a table, the newest first."""
        return [
            MonthRow(formats.date_format(one.start, "F Y"), one.n, one.out_of, percent(one.share))
            for one in reversed(self.trend.months)
        ]


@dataclass(frozen=True)
class ServiceTrends:
    """The approved themes of a service over time, on one scale, and what makes months hard to compare."""

    service: Service
    themes: tuple[ThemeTrend, ...]
    happenings: tuple[Happening, ...]
    months: tuple[date, ...]


def trends_of_service(service: Service, span: Span, *, theme: Theme | None = None) -> ServiceTrends:
    """Return the trends of the approved themes of a service, and of one that is not approved yet. Six queries."""
    approved = list(Theme.objects.of(service).filter(state=ThemeState.APPROVED).order_by("title", "pk"))
    themes = approved if theme is None or theme in approved else [*approved, theme]
    runs = {pk: run for pk, run in standing_runs().items() if pk == service.pk}
    counts = month_counts([one.pk for one in themes], runs, span.counted)
    found = trends_from(counts, {one.pk: service.pk for one in themes}, span)
    months = span.shown(counts.first(service.pk))
    happenings = drawing.happenings_of(service.marks.all(), counts.methods[service.pk], months)
    top = drawing.top_of(month for one in found.values() for month in one.months)
    drawn = tuple(ThemeTrend(one, found[one.pk], small_chart(found[one.pk], top, happenings)) for one in themes)
    return ServiceTrends(service, drawn, tuple(happenings), tuple(months))


def small_chart(trend: Trend, top: float, happenings: Sequence[Happening]) -> TrendChart | None:
    """Return the chart of a trend, or None where there is nothing to draw."""
    if not trend.is_shown:
        return None
    width, height = SMALL
    return drawing.chart(trend.months, width=width, height=height, top=top, happenings=happenings)


SORTS = {
    "change": lambda one: (not one.trend.has_moved, -abs(one.trend.change) if one.trend.is_shown else 1.0),
    "size": lambda one: -one.trend.n,
    "title": lambda one: one.theme.title.casefold(),
}


def in_order(themes: Sequence[ThemeTrend], by: str) -> list[ThemeTrend]:
    """Return themes by "change" (what moved by more than chance first, then the largest), "size" or "title"."""
    return sorted(themes, key=SORTS.get(by, SORTS["change"]))
