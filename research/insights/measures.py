"""What the comments say in figures: grades, success, referrals; each with its n, none for a group under five.

Every function asks the database for counts, never for rows: a hundred thousand comments cost about what a thousand do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from feedback.models import Comment, CommentQuerySet, Outcome
from journeys.models import Service
from research.analysis.statistics import Difference, Interval, difference, mean_interval, wilson


@dataclass(frozen=True)
class Period:
    """From a day up to and including another."""

    start: date
    end: date

    @classmethod
    def last_year(cls, today: date | None = None) -> Self:
        """Return the 365 days that end today."""
        end = today or timezone.localdate()
        return cls(end - timedelta(days=364), end)

    @classmethod
    def last_days(cls, days: int) -> Self:
        """Return the last so many days, today included."""
        end = timezone.localdate()
        return cls(end - timedelta(days=days - 1), end)

    def a_year_earlier(self) -> Self:
        """Return the same days, 365 days before."""
        return type(self)(self.start - timedelta(days=365), self.end - timedelta(days=365))

    def just_before(self) -> Self:
        """Return the period of the same length that ended the day before this one began."""
        return type(self)(self.start - (self.end - self.start) - timedelta(days=1), self.start - timedelta(days=1))


@dataclass(frozen=True)
class Figures:
    """What was said about one thing in one period."""

    comments: int
    people: int
    grade: Interval
    succeeded: Interval
    succeeded_count: int
    referrals: Interval


NOTHING = Figures(0, 0, mean_interval([]), wilson(0, 0), 0, mean_interval([]))


def said(period: Period, *, channel: str = "") -> CommentQuerySet:
    """Return the usable comments of a period, on one channel or all."""
    comments = Comment.objects.usable().between(period.start, period.end)
    return comments.filter(channel=channel) if channel else comments


def of_services(period: Period, *, channel: str = "") -> dict[int, Figures]:
    """Return the figures of each service by its id; a service that nobody spoke of is left out. Four queries."""
    return figures_by(said(period, channel=channel), "service_id")


def of_service(service: Service, period: Period, *, channel: str = "") -> Figures:
    """Return the figures of one service."""
    return figures_by(said(period, channel=channel).of(service), "service_id").get(service.pk, NOTHING)


def by_step(service: Service, period: Period, *, channel: str = "") -> dict[int, Figures]:
    """Return the figures of each step of a service by its id."""
    return figures_by(said(period, channel=channel).of(service).exclude(step=None), "step_id")


def by_channel(service: Service, period: Period) -> dict[str, Figures]:
    """Return the figures of each channel of a service by its value."""
    return figures_by(said(period).of(service), "channel")


def figures_by(comments: CommentQuerySet, field: str) -> dict[Any, Figures]:
    """Return figures for each value of a field, from four counting queries."""
    grades, referrals = histogram(comments, field, "grade"), histogram(comments, field, "referrals_count")
    rows = (
        comments.order_by()
        .values(field)
        .annotate(
            comments=Count("pk"),
            nameless=Count("pk", filter=Q(person_key="")),
            named=Count("person_key", filter=~Q(person_key=""), distinct=True),
            answered=Count("pk", filter=~Q(outcome="")),
            yes=Count("pk", filter=Q(outcome=Outcome.YES)),
        )
    )
    return {
        row[field]: Figures(
            comments=row["comments"],
            people=row["nameless"] + row["named"],
            grade=mean_interval(grades[row[field]]),
            succeeded=wilson(row["yes"], row["answered"]),
            succeeded_count=row["yes"],
            referrals=mean_interval(referrals[row[field]]),
        )
        for row in rows
    }


def histogram(comments: CommentQuerySet, field: str, number: str) -> dict[Any, list[int]]:
    """Return the values of a number for each value of a field, as short lists made from counts."""
    values: dict[Any, list[int]] = defaultdict(list)
    rows = comments.exclude(**{number: None}).order_by(field, number).values_list(field, number).annotate(n=Count("pk"))
    for key, value, n in rows:
        values[key].extend([value] * n)
    return values


def change_of_services(period: Period, before: Period) -> dict[int, Difference]:
    """Return how the grade of each service changed from an earlier period to this one. Two queries."""
    old, new = histogram(said(before), "service_id", "grade"), histogram(said(period), "service_id", "grade")
    return {key: difference(old[key], new[key]) for key in new}


@dataclass(frozen=True)
class Point:
    """The grade of a stretch of time that begins on a day."""

    start: date
    grade: Interval


def course(service: Service, period: Period, *, months: int = 1) -> list[Point]:
    """Return the grade of a service over a period, one point for each so many months, counted back from its end."""
    rows = (
        said(period)
        .of(service)
        .exclude(grade=None)
        .order_by()
        .annotate(month=TruncMonth("said_on"))
        .values_list("month", "grade")
        .annotate(n=Count("pk"))
    )
    by_month: dict[date, list[int]] = defaultdict(list)
    for month, grade, n in rows:
        by_month[month].extend([grade] * n)
    starts = month_starts(period)[::-1]
    groups = [starts[at : at + months][::-1] for at in range(0, len(starts), months)][::-1]
    return [Point(group[0], mean_interval([one for start in group for one in by_month[start]])) for group in groups]


def month_starts(period: Period) -> list[date]:
    """Return the first day of each month that the period touches."""
    starts, at = [], period.start.replace(day=1)
    while at <= period.end:
        starts.append(at)
        at = (at + timedelta(days=32)).replace(day=1)
    return starts


def channel_shares(period: Period) -> list[tuple[str, int]]:
    """Return how many comments came on each channel, most first."""
    rows: Iterable[tuple[str, int]] = (
        said(period).order_by().values_list("channel").annotate(n=Count("pk")).order_by("-n")
    )
    return list(rows)
