"""From counts by month to a trend: which way it goes, and whether that is more than chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from research.analysis.statistics import CHANCE, SMALLEST_SHOWN, Interval, wilson
from research.analysis.trend_tests import Comparison, Course, Part, benjamini_hochberg, compare, course, together
from research.insights.measures import DAY, a_year_before, month_start

RECENT = 3


@dataclass(frozen=True)
class Month:
    """How many comments of a month are about something, of how many that could be read."""

    start: date
    n: int
    out_of: int

    @property
    def share(self) -> float | None:
        """Return the share, or None in a month with fewer than five comments: a gap in the line."""
        return self.n / self.out_of if self.out_of >= SMALLEST_SHOWN else None

    @property
    def part(self) -> Part:
        """Return the month as a part for the tests."""
        return Part(self.n, self.out_of)


@dataclass(frozen=True)
class Trend:
    """The months of one theme, and two judgements; their chances are adjusted for the other themes of the service."""

    months: tuple[Month, ...]
    course: Course
    recent: Comparison

    @property
    def n(self) -> int:
        """Return how many comments are about it."""
        return sum(month.n for month in self.months)

    @property
    def out_of(self) -> int:
        """Return of how many."""
        return sum(month.out_of for month in self.months)

    @property
    def share(self) -> Interval:
        """Return the share with Wilson's interval."""
        return wilson(self.n, self.out_of)

    @property
    def is_shown(self) -> bool:
        """Say whether there are enough comments to speak of a trend at all."""
        return self.n >= SMALLEST_SHOWN and bool(self.course.first.n and self.course.second.n)

    @property
    def is_tested(self) -> bool:
        """Say whether the months could be tested."""
        return self.is_shown and self.course.p is not None

    @property
    def has_moved(self) -> bool:
        """Say whether it goes up or down by more than chance."""
        return self.is_shown and self.course.p is not None and self.course.p < CHANCE and self.course.change != 0

    @property
    def recently_moved(self) -> bool:
        """Say whether the last months differ from those a year before by more than chance."""
        return self.recent.p is not None and self.recent.p < CHANCE

    @property
    def change(self) -> float:
        """Return by how much the share rose from the first half of the time to the second."""
        return self.course.change


def trend(on_theme: Mapping[date, int], readable: Mapping[date, int], shown: Sequence[date], today: date) -> Trend:
    """Return the trend of one theme over the months that are shown; nothing is adjusted yet."""
    months = tuple(Month(start, on_theme.get(start, 0), readable.get(start, 0)) for start in shown)
    before, now = (
        together([Part(on_theme.get(start, 0), readable.get(start, 0)) for start in starts])
        for starts in (recent_months(today, years=1), recent_months(today))
    )
    heard = now.k + before.k >= SMALLEST_SHOWN
    recent = compare(before, now) if heard else Comparison(before, now, None, None, None)
    return Trend(months, course([month.part for month in months]), recent)


def recent_months(today: date, *, years: int = 0) -> list[date]:
    """Return the first days of the last three full months, or of the same months some years before."""
    ended = month_start(today + DAY, back=1)
    for _year in range(years):
        ended = a_year_before(ended)
    return [month_start(ended, back=back) for back in range(RECENT)][::-1]


def judged(trends: Mapping[int, Trend]) -> dict[int, Trend]:
    """Return the trends with chances adjusted for how many themes were looked at (Benjamini and Hochberg)."""
    keys = list(trends)
    courses = benjamini_hochberg([trends[key].course.p if trends[key].is_shown else None for key in keys])
    recents = benjamini_hochberg([trends[key].recent.p for key in keys])
    return {
        key: replace(
            trends[key],
            course=replace(trends[key].course, p=course_p),
            recent=replace(trends[key].recent, p=recent_p),
        )
        for key, course_p, recent_p in zip(keys, courses, recents, strict=True)
    }
