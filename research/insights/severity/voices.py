"""What people said of many themes at once, counted from the runs that stand; the number of queries stays the same."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from feedback.models import Outcome
from research.insights.measures import Period, said
from research.insights.models.themes import AssignmentQuerySet
from research.insights.models.verdicts import Status
from research.insights.severity.rule import Mean, Voices
from research.insights.standing import assignments


def voices_of(themes: Collection[int], runs: Mapping[int, int], period: Period) -> dict[int, Voices]:
    """Return what was said of each theme in a period, by its id; themes nobody spoke of are left out. Two queries."""
    rows = about(themes, runs, period)
    sums: dict[int, Sums] = defaultdict(Sums)
    kinds = ("theme_id", "comment__grade", "comment__outcome", "comment__referrals_count")
    counted = rows.values_list("comment__service_id", "run_id", *kinds)
    for service, run, theme, grade, outcome, times, n in counted.annotate(n=Count("comment", distinct=True)):
        if runs.get(service) == run:
            sums[theme].add(grade, outcome, times, n)
    people = people_of(rows, runs)
    return {theme: found.voices(people.get(theme, 0)) for theme, found in sums.items()}


def about(themes: Collection[int], runs: Mapping[int, int], period: Period) -> AssignmentQuerySet:
    """Return the rows of the standing runs that say which comments of a period are about these themes."""
    return assignments(dict(runs), period).filter(theme__in=themes, status=Status.ASSIGNED)


def people_of(rows: AssignmentQuerySet, runs: Mapping[int, int]) -> dict[int, int]:
    """Return how many people spoke of each theme: who can be told apart once, the others once for each comment."""
    named = Count("comment__person_key", distinct=True, filter=~Q(comment__person_key=""))
    nameless = Count("comment", distinct=True, filter=Q(comment__person_key=""))
    counted = rows.values_list("comment__service_id", "run_id", "theme_id").annotate(people=named + nameless)
    return {theme: people for service, run, theme, people in counted if runs.get(service) == run}


def grades_of_services(period: Period) -> dict[int, Mean]:
    """Return the mean grade of each service in a period. One query."""
    rows = said(period).exclude(grade=None).order_by().values_list("service_id")
    return {service: Mean(mean, n) for service, mean, n in rows.annotate(mean=Avg("grade"), n=Count("pk"))}


@dataclass
class Sums:
    """Running sums over the comments on one theme."""

    comments: int = 0
    graded: int = 0
    grades: int = 0
    counted: int = 0
    times: int = 0

    def __post_init__(self) -> None:
        """Begin without outcomes."""
        self.outcomes: Counter[str] = Counter()

    def add(self, grade: int | None, outcome: str, times: int | None, n: int) -> None:
        """Add so many comments that said the same."""
        self.comments += n
        self.outcomes[outcome] += n
        if grade is not None:
            self.graded, self.grades = self.graded + n, self.grades + n * grade
        if times is not None:
            self.counted, self.times = self.counted + n, self.times + n * times

    def voices(self, people: int) -> Voices:
        """Return the sums as figures."""
        return Voices(
            comments=self.comments,
            people=people,
            grade=mean(self.grades, self.graded),
            no=self.outcomes[Outcome.NO],
            partly=self.outcomes[Outcome.PARTLY],
            answered=sum(n for outcome, n in self.outcomes.items() if outcome),
            sent_on=mean(self.times, self.counted),
        )


def mean(total: int, n: int) -> Mean:
    """Return a mean."""
    return Mean(total / n if n else None, n)
