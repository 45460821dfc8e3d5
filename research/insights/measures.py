"""What the comments say in figures: grades, success, referrals; each with its n, none for a group under five.

Every function asks the database for counts, never for rows: a hundred thousand comments cost about what a thousand do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Count, Q
from django.utils import timezone

from feedback.models import Comment, CommentQuerySet, Outcome
from journeys.models import Service
from research.analysis.statistics import Difference, Interval, difference, mean_interval, wilson

DAY = timedelta(days=1)


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
        """Return the same days of the year before; 29 February counts as the 28th."""
        return type(self)(a_year_before(self.start), a_year_before(self.end))

    def just_before(self) -> Self:
        """Return the period just before this one: as many months when it is whole months, else as many days."""
        if self.months:
            return type(self)(month_start(self.start, back=self.months), self.start - DAY)
        return type(self)(self.start - (self.end - self.start) - DAY, self.start - DAY)

    @property
    def months(self) -> int:
        """Return of how many whole calendar months this is, 0 when it is not."""
        after = self.end + DAY
        if self.start.day != 1 or after.day != 1:
            return 0
        return 12 * (after.year - self.start.year) + after.month - self.start.month

    @property
    def is_quarter(self) -> bool:
        """Say whether this is a calendar quarter."""
        return self.months == 3 and self.start.month % 3 == 1


def a_year_before(day: date) -> date:
    """Return the same day of the year before."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def month_start(day: date, *, back: int = 0) -> date:
    """Return the first day of the month of a day, or of so many months before."""
    months = 12 * day.year + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


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


def by_channel(service: Service, period: Period) -> dict[str, Figures]:
    """Return the figures of each channel of a service by its value."""
    return figures_by(said(period).of(service), "channel")


def figures_by(comments: CommentQuerySet, field: str) -> dict[Any, Figures]:
    """Return figures for each value of a field, from four counting queries."""
    grades, referrals = histogram(comments, "grade", field), histogram(comments, "referrals_count", field)
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
            grade=mean_interval(grades[row[field],]),
            succeeded=wilson(row["yes"], row["answered"]),
            succeeded_count=row["yes"],
            referrals=mean_interval(referrals[row[field],]),
        )
        for row in rows
    }


def histogram(comments: CommentQuerySet, number: str, *fields: str) -> dict[tuple[Any, ...], list[int]]:
    """Return the values of a number for each combination of fields, as lists made from counts. One query."""
    values: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    rows = comments.exclude(**{number: None}).order_by().values_list(*fields, number).annotate(n=Count("pk"))
    for *key, value, n in rows:
        values[tuple(key)].extend([value] * n)
    return values


def grades_by(period: Period, *fields: str) -> dict[tuple[Any, ...], list[int]]:
    """Return the grades of a period for each combination of fields of a comment. One query."""
    return histogram(said(period), "grade", *fields)


@dataclass(frozen=True)
class Point:
    """The grade of a stretch of time that begins on a day."""

    start: date
    grade: Interval


def course(service: Service, period: Period, *, months: int = 1) -> list[Point]:
    """Return the grade of a service over a period, one point for each so many months, counted back from its end."""
    return points(grades_by_day(service, period), period, months=months)


def grades_by_day(service: Service, period: Period) -> dict[date, list[int]]:
    """Return the grades of a service on each day of a period that has some. One query."""
    return {day: grades for (day,), grades in histogram(said(period).of(service), "grade", "said_on").items()}


def points(by_day: Mapping[date, list[int]], period: Period, *, months: int = 1) -> list[Point]:
    """Return one point for each so many months of a period, counted back from its end."""
    by_month: dict[date, list[int]] = defaultdict(list)
    for day, grades in by_day.items():
        by_month[month_start(day)].extend(grades)
    starts = month_starts(period)[::-1]
    groups = [starts[at : at + months][::-1] for at in range(0, len(starts), months)][::-1]
    return [Point(group[0], mean_interval([one for start in group for one in by_month[start]])) for group in groups]


def around(by_day: Mapping[date, list[int]], day: date, *, since: date, until: date) -> Difference:
    """Return how the grade from a day up to and including `until` differs from that before it, from `since`."""
    before = [grade for on, grades in by_day.items() if since <= on < day for grade in grades]
    after = [grade for on, grades in by_day.items() if day <= on <= until for grade in grades]
    return difference(before, after)


def month_starts(period: Period) -> list[date]:
    """Return the first day of each month that the period touches."""
    starts, at = [], month_start(period.start)
    while at <= period.end:
        starts.append(at)
        at = month_start(at, back=-1)
    return starts


def channel_shares(period: Period) -> list[tuple[str, int]]:
    """Return how many comments came on each channel, most first."""
    rows: Iterable[tuple[str, int]] = (
        said(period).order_by().values_list("channel").annotate(n=Count("pk")).order_by("-n")
    )
    return list(rows)


def people(period: Period) -> int:
    """Return how many people spoke: those who can be told apart once each, the others once for each comment."""
    found = said(period).aggregate(
        nameless=Count("pk", filter=Q(person_key="")),
        named=Count("person_key", filter=~Q(person_key=""), distinct=True),
    )
    return int(found["nameless"] + found["named"])
