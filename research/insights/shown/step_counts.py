"""Comments of one service counted by step, in as few queries as a page can afford."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from feedback.models import Comment, Outcome
from journeys.models import Service
from research.analysis.statistics import SMALLEST_SHOWN, Difference, Interval, difference, mean_interval, wilson
from research.insights.measures import Period


@dataclass(frozen=True)
class Facts:
    """What was said about a service in a period, beside the same days a year before."""

    comments: int
    grade: Interval
    change: Difference
    succeeded: Interval
    succeeded_count: int
    referrals: Interval
    referrals_before: Interval
    referrals_change: Difference


class Counts:
    """Comments of a service counted by step, in a period and in the same days a year before. Two queries.

    With one channel chosen the others are counted too: where they are a group of one to four, the figure of the chosen
    channel beside that of all channels would give them away, so it is not shown either.
    """

    def __init__(self, service: Service, period: Period, channel: str = "") -> None:
        marked = marked_comments(service, period, channel)
        self.grades: dict[tuple[int, int], dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.outcomes: dict[int, dict[int | None, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for now, mine, step, grade, outcome, n in marked.values_list(
            "now", "mine", "step_id", "grade", "outcome"
        ).annotate(n=Count("pk")):
            self.grades[now, mine][step].extend([grade] * n if grade else [])
            if now:
                self.outcomes[mine][step][outcome] += n
        self.referrals: dict[tuple[int, int], list[int]] = defaultdict(list)
        for now, mine, times, n in (
            marked.exclude(referrals_count=None).values_list("now", "mine", "referrals_count").annotate(n=Count("pk"))
        ):
            self.referrals[now, mine].extend([times] * n)

    def grade(self, *steps: int | None, now: int = 1) -> Interval:
        """Return the grade of these steps together."""
        return self._shown(self._grades(steps, now=now, mine=1), len(self._grades(steps, now=now, mine=0)))

    def succeeded(self, *steps: int | None) -> tuple[Interval, int]:
        """Return the share of people at these steps who got what they came for, and how many they are."""
        k, n = succeeded_in(self.outcomes[1].get(step, {}) for step in steps)
        rest = succeeded_in(self.outcomes[0].get(step, {}) for step in steps)[1]
        return (Interval(None, None, None, n), 0) if 0 < rest < SMALLEST_SHOWN else (wilson(k, n), k)

    def comments(self, *steps: int | None) -> int:
        """Return how many comments these steps have."""
        return sum(sum(self.outcomes[1].get(step, {}).values()) for step in steps)

    def facts(self) -> Facts:
        """Return the figures of the whole service."""
        all_steps = [*self.outcomes[1]]
        before = {step for key, group in self.grades.items() for step in group if not key[0]}
        succeeded, count = self.succeeded(*all_steps)
        return Facts(
            comments=self.comments(*all_steps),
            grade=self.grade(*all_steps),
            change=difference(self._grades(before, now=0, mine=1), self._grades(all_steps, now=1, mine=1)),
            succeeded=succeeded,
            succeeded_count=count,
            referrals=self._shown(self.referrals[1, 1], len(self.referrals[1, 0])),
            referrals_before=self._shown(self.referrals[0, 1], len(self.referrals[0, 0])),
            referrals_change=difference(self.referrals[0, 1], self.referrals[1, 1]),
        )

    def _grades(self, steps: Iterable[int | None], *, now: int, mine: int) -> list[int]:
        return [grade for step in steps for grade in self.grades[now, mine].get(step, [])]

    @staticmethod
    def _shown(values: list[int], rest: int) -> Interval:
        return Interval(None, None, None, len(values)) if 0 < rest < SMALLEST_SHOWN else mean_interval(values)


def marked_comments(service: Service, period: Period, channel: str) -> Any:
    """Return the usable comments of a service in a period or a year before, marked with when and on which channel."""
    before = period.a_year_earlier()
    then, today = Q(said_on__range=(before.start, before.end)), Q(said_on__range=(period.start, period.end))
    mine = Case(When(channel=channel, then=Value(1)), default=Value(0)) if channel else Value(1)
    now = Case(When(today, then=Value(1)), default=Value(0))
    return Comment.objects.usable().of(service).filter(then | today).order_by().annotate(now=now, mine=mine)


def succeeded_in(groups: Iterable[Mapping[str, int]]) -> tuple[int, int]:
    """Return how many people got what they came for, out of how many who said."""
    listed = list(groups)
    said = sum(n for group in listed for outcome, n in group.items() if outcome)
    return sum(group.get(Outcome.YES, 0) for group in listed), said
