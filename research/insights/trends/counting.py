"""Comments on themes counted by month, from the runs that stand only. The number of queries stays the same."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import Count
from django.utils import timezone

from research.insights.measures import Period, month_start, month_starts
from research.insights.models.verdicts import Status
from research.insights.standing import assignments

COMPARED = 16  # months needed to set the last three full months beside the same months a year before
MOST = 120  # a comment with a mistaken year must not stretch a chart over a century


@dataclass(frozen=True)
class Span:
    """How far back one looks: so many months, this one included; None is as far back as there are comments."""

    months: int | None = 12
    today: date = field(default_factory=timezone.localdate)

    @property
    def counted(self) -> Period:
        """Return the days that are counted, which are more than are shown: a year before must be known too."""
        back = max(self.months or MOST, COMPARED) - 1
        return Period(month_start(self.today, back=back), self.today)

    def shown(self, first: date | None) -> list[date]:
        """Return the months that are shown: none from before the first one with comments."""
        if first is None:
            return []
        start = month_start(self.today, back=(self.months or MOST) - 1)
        return month_starts(Period(max(start, first), self.today))


@dataclass
class MonthCounts:
    """Comments by month: on each theme, in all of each service that could be read, and how they were collected."""

    on_theme: dict[int, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    readable: dict[int, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    methods: dict[int, dict[date, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def first(self, service: int) -> date | None:
        """Return the first month in which something was said about a service."""
        return min(self.readable[service], default=None)

    @classmethod
    def empty(cls) -> Self:
        """Return counts of nothing."""
        return cls()


def month_counts(themes: Collection[int], runs: Mapping[int, int], period: Period) -> MonthCounts:
    """Return the comments of a period counted by month, those on these themes by theme. Two queries."""
    counts, standing = MonthCounts.empty(), dict(runs)
    if not standing:
        return counts
    rows = assignments(standing, period)
    readable = rows.primary().exclude(status=Status.EXCLUDED)
    kinds = ("comment__service_id", "run_id", "comment__said_on", "comment__collection_method")
    for service, run, day, method, n in readable.values_list(*kinds).annotate(n=Count("pk")):
        if standing.get(service) == run:
            counts.readable[service][month_start(day)] += n
            counts.methods[service][month_start(day)][method] += n
    on_theme = rows.filter(theme__in=themes, status=Status.ASSIGNED)
    kinds = ("comment__service_id", "run_id", "theme_id", "comment__said_on")
    for service, run, theme, day, n in on_theme.values_list(*kinds).annotate(n=Count("comment", distinct=True)):
        if standing.get(service) == run:
            counts.on_theme[theme][month_start(day)] += n
    return counts
