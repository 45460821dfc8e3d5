"""Comments of one service counted by step, in as few queries as a page can afford."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import Any

from django.db.models import Case, Count, Q, Value, When

from feedback.models import Comment, Outcome
from journeys.models import Service
from research.analysis.statistics import SMALLEST_SHOWN, Difference, Interval, difference, mean_interval, wilson
from research.insights.measures import Period
from research.insights.small_numbers import hidden

BEFORE, NOW, FIRST_RING = 0, 1, 2


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

    What can be seen beside a figure must not give away a group of one to four people. So a figure is not shown when
    that is how many spoke on the other channels, or in the rest of a wider period that can be chosen as well; and a
    step is not shown when the total of all steps would tell what a smaller one has.
    """

    def __init__(self, service: Service, period: Period, channel: str = "", wider: Sequence[Period] = ()) -> None:
        marked = marked_comments(service, period, channel, wider)
        self.rings = range(FIRST_RING, FIRST_RING + len(wider))
        self.grades: dict[tuple[int, int], dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.outcomes: dict[tuple[int, int], dict[int | None, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for zone, mine, step, grade, outcome, n in marked.values_list(
            "zone", "mine", "step_id", "grade", "outcome"
        ).annotate(n=Count("pk")):
            self.grades[zone, mine][step].extend([grade] * n if grade else [])
            self.outcomes[zone, mine][step][outcome] += n
        self.referrals: dict[tuple[int, int], list[int]] = defaultdict(list)
        for zone, mine, times, n in (
            marked.exclude(referrals_count=None).values_list("zone", "mine", "referrals_count").annotate(n=Count("pk"))
        ):
            self.referrals[zone, mine].extend([times] * n)
        self.ungraded = too_small({step: len(found) for step, found in self.grades[NOW, 1].items()})
        self.unanswered = too_small({step: succeeded_in([found])[1] for step, found in self.outcomes[NOW, 1].items()})

    def grade(self, step: int | None) -> Interval:
        """Return the grade of one step; without figures for no step at all."""
        if step is None or step in self.ungraded:
            return without_figures(len(self.grades[NOW, 1].get(step, [])) if step else 0)
        return self._grade([step])

    def succeeded(self, step: int | None) -> tuple[Interval, int]:
        """Return the share of people at one step who got what they came for, and how many they are."""
        if step is None or step in self.unanswered:
            return without_figures(0), 0
        return self._succeeded([step])

    def comments(self, *steps: int | None) -> int:
        """Return how many comments these steps have."""
        return sum(sum(self.outcomes[NOW, 1].get(step, {}).values()) for step in steps)

    def facts(self) -> Facts:
        """Return the figures of the whole service."""
        everywhere = {step for groups in self.outcomes.values() for step in groups}
        succeeded, count = self._succeeded(everywhere)
        referrals = self.referrals
        return Facts(
            comments=self.comments(*everywhere),
            grade=self._grade(everywhere),
            change=difference(self._grades(everywhere, BEFORE, 1), self._grades(everywhere, NOW, 1)),
            succeeded=succeeded,
            succeeded_count=count,
            referrals=self._mean(referrals[NOW, 1], lambda zone, mine: len(referrals[zone, mine])),
            referrals_before=mean_if(referrals[BEFORE, 1], beside=[len(referrals[BEFORE, 0])]),
            referrals_change=difference(referrals[BEFORE, 1], referrals[NOW, 1]),
        )

    def _grade(self, steps: Iterable[int | None]) -> Interval:
        listed = list(steps)
        return self._mean(self._grades(listed, NOW, 1), lambda zone, mine: len(self._grades(listed, zone, mine)))

    def _grades(self, steps: Iterable[int | None], zone: int, mine: int) -> list[int]:
        return [grade for step in steps for grade in self.grades[zone, mine].get(step, [])]

    def _succeeded(self, steps: Iterable[int | None]) -> tuple[Interval, int]:
        listed = list(steps)
        k, n = self._outcome(listed, NOW, 1)
        if gives_away(self._beside(lambda zone, mine: self._outcome(listed, zone, mine)[1])):
            return without_figures(n), 0
        return wilson(k, n), k

    def _outcome(self, steps: Iterable[int | None], zone: int, mine: int) -> tuple[int, int]:
        return succeeded_in(self.outcomes[zone, mine].get(step, {}) for step in steps)

    def _mean(self, values: list[int], count: Callable[[int, int], int]) -> Interval:
        return mean_if(values, beside=self._beside(count))

    def _beside(self, count: Callable[[int, int], int]) -> list[int]:
        """Return how many spoke on the other channels, and in each wider period outside this one."""
        return [count(NOW, 0), *accumulate(count(ring, 1) for ring in self.rings)]


def too_small(counts: Mapping[int | None, int]) -> set[int | None]:
    """Return the steps that may not be shown beside the total.

    What is about no step is never shown by itself, so it covers for small steps; unless it is a small group itself.
    """
    steps = {step: n for step, n in counts.items() if step is not None or 0 < n < SMALLEST_SHOWN}
    return hidden(steps, total=sum(counts.values()))


def mean_if(values: list[int], *, beside: Iterable[int]) -> Interval:
    """Return the mean, without figures where a group beside it would be given away."""
    return without_figures(len(values)) if gives_away(beside) else mean_interval(values)


def gives_away(beside: Iterable[int]) -> bool:
    """Say whether one of the groups beside a figure is a group of one to four."""
    return any(0 < n < SMALLEST_SHOWN for n in beside)


def without_figures(n: int) -> Interval:
    """Return that so many people said something, and nothing of what they said."""
    return Interval(None, None, None, n)


def marked_comments(service: Service, period: Period, channel: str, wider: Sequence[Period]) -> Any:
    """Return the usable comments of a service, marked with the channel and the zone of time.

    A zone is the period, the same days a year before, or the ring that a wider period has around the one before it.
    """
    zones = {BEFORE: period.a_year_earlier(), NOW: period} | dict(enumerate(wider, start=FIRST_RING))
    within = {zone: Q(said_on__range=(days.start, days.end)) for zone, days in zones.items()}
    order = [NOW, *(zone for zone in within if zone >= FIRST_RING), BEFORE]
    mine = Case(When(channel=channel, then=Value(1)), default=Value(0)) if channel else Value(1)
    return (
        Comment.objects.usable()
        .of(service)
        .filter(reduce(or_, within.values()))
        .order_by()
        .annotate(zone=Case(*(When(within[zone], then=Value(zone)) for zone in order)), mine=mine)
    )


def succeeded_in(groups: Iterable[Mapping[str, int]]) -> tuple[int, int]:
    """Return how many people got what they came for, out of how many who said."""
    listed = list(groups)
    said = sum(n for group in listed for outcome, n in group.items() if outcome)
    return sum(group.get(Outcome.YES, 0) for group in listed), said
