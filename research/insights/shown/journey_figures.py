"""What a journey page shows of measured things: its steps with grades and pain points, the facts, the answers.

One frozen value from a fixed number of queries, however many steps, pain points and comments there are. Groups under
five have an n but no figure, and the page says so in words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.formats import date_format

from journeys.models import Channel, JourneyPage, Service, Step
from journeys.models.blocks import FEELINGS
from research.analysis.statistics import (
    SMALLEST_SHOWN,
    Interval,
)
from research.insights.measures import Period
from research.insights.models import Answer, PainPoint
from research.insights.models.pain_points import PainStatus
from research.insights.quotes import Quote, quotes_of_each
from research.insights.shown.feeling_curve import LOW, Curve, draw
from research.insights.shown.step_counts import Counts, Facts

MOST_ANSWERS = 4
SETTLED = (PainStatus.SOLVED, PainStatus.WONT)


@dataclass(frozen=True)
class ShownPain:
    """A pain point with the words that may be shown beside it."""

    pain: PainPoint
    quote: Quote | None

    @property
    def count(self) -> int | None:
        """Return how many people spoke of it; None for a group under five."""
        return self.pain.frequency if self.pain.frequency >= SMALLEST_SHOWN else None

    @property
    def anchor(self) -> str:
        """Return where it stands on the page."""
        return f"#pijn-{self.pain.pk}"

    @property
    def since(self) -> str:
        """Return since when we know of it, in words; with the year when that is not this year."""
        this_year = self.pain.since.year == timezone.localdate().year
        return date_format(self.pain.since, "j F" if this_year else "j F Y")

    @property
    def who(self) -> str:
        """Return who acts: a function or a department, never a person's name; empty when nobody does."""
        return (self.pain.owner.job_title if self.pain.owner else "") or self.pain.department

    @property
    def goes_well(self) -> bool:
        """Say whether this is something that people praise."""
        return self.pain.severity == 0

    @property
    def is_settled(self) -> bool:
        """Say whether it is solved, or left as it is for a reason."""
        return self.pain.status in SETTLED

    @property
    def chip_severity(self) -> int:
        """Return how loud it stands on the map: what is settled hurts no more."""
        return min(self.pain.severity, 1) if self.is_settled else self.pain.severity

    @property
    def status_kind(self) -> str:
        """Return the colour of the status, which is always a word as well."""
        kinds = {
            PainStatus.OPEN: "attention",
            PainStatus.RESEARCH: "wait",
            PainStatus.SOLVED: "done",
            PainStatus.WONT: "neutral",
        }
        return kinds.get(PainStatus(self.pain.status), "")


@dataclass(frozen=True)
class ShownStep:
    """One step of the map: what the designer drew, and what people said."""

    number: int
    key: str
    stage: str
    opens_stage: bool
    lanes: Mapping[str, Any]
    channels: tuple[str, ...]
    comments: int
    grade: Interval
    succeeded: Interval
    succeeded_count: int
    pains: tuple[ShownPain, ...]
    is_wanted: bool = False

    @property
    def is_measured(self) -> bool:
        """Say whether enough people gave a grade."""
        return self.grade.mean is not None

    @property
    def is_low(self) -> bool:
        """Say whether the grade is a fail."""
        return self.grade.mean is not None and self.grade.mean < LOW

    @property
    def too_few(self) -> bool:
        """Say whether something was said, or is claimed to be measured, but by too few to show."""
        claimed = self.lanes.get("evidence_level") == "measured" and not self.is_wanted
        return not self.is_measured and (self.comments > 0 or claimed)

    @property
    def assumed_feeling(self) -> int | None:
        """Return what the designer thought people feel, from -2 to 2."""
        feeling = self.lanes.get("assumed_feeling")
        return int(feeling) if feeling not in (None, "") else None

    @property
    def feeling_words(self) -> str:
        """Return the assumed feeling in a word, or nothing."""
        return str(dict(FEELINGS).get(str(self.assumed_feeling), ""))


@dataclass(frozen=True)
class ShownStage:
    """A stage and its steps."""

    title: str
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True)
class JourneyFigures:
    """Everything measured that one journey page shows."""

    period: Period
    facts: Facts
    stages: tuple[ShownStage, ...]
    curve: Curve
    pains: tuple[ShownPain, ...]
    answers: tuple[Answer, ...]
    beside: tuple[JourneyPage, ...]

    @property
    def steps(self) -> tuple[ShownStep, ...]:
        """Return all steps, first to last."""
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def wrong(self) -> tuple[ShownPain, ...]:
        """Return what goes wrong and somebody still has to solve, worst first."""
        return tuple(pain for pain in self.pains if not pain.goes_well and not pain.is_settled)

    @property
    def settled(self) -> tuple[ShownPain, ...]:
        """Return what went wrong and is solved, or is left as it is for a reason."""
        return tuple(pain for pain in self.pains if not pain.goes_well and pain.is_settled)

    @property
    def well(self) -> tuple[ShownPain, ...]:
        """Return what people praise."""
        return tuple(pain for pain in self.pains if pain.goes_well)

    @property
    def worst(self) -> ShownPain | None:
        """Return the biggest pain point that somebody still has to solve."""
        return next(iter(self.wrong), None)

    @property
    def graded(self) -> tuple[ShownStep, ...]:
        """Return the steps with a grade, lowest first."""
        return tuple(sorted((s for s in self.steps if s.is_measured), key=lambda step: step.grade.mean or 0.0))


def of_journey(page: JourneyPage, period: Period, *, channel: str = "", wider: Sequence[Period] = ()) -> JourneyFigures:
    """Return what a journey page shows over a period, on one channel or all. Seven queries.

    `wider` are the longer periods that the reader can choose as well, narrowest first.
    """
    counts = Counts(page.service, period, channel, wider)
    rows = dict(Step.objects.filter(journey_key=page.translation_key).values_list("key", "pk"))
    pains = pains_of(page.service, Period.last_year())  # how often they were said is not of the chosen period either
    stages = stages_of(page, rows, counts, pains)
    steps = [step for stage in stages for step in stage.steps]
    return JourneyFigures(
        period=period,
        facts=counts.facts(),
        stages=stages,
        curve=draw([step.assumed_feeling for step in steps], [step.grade.mean for step in steps]),
        pains=pains,
        answers=tuple(answers_of(page.service)[:MOST_ANSWERS]),
        beside=tuple(JourneyPage.objects.beside(page)),
    )


def stages_of(
    page: JourneyPage, rows: Mapping[UUID, int], counts: Counts, pains: Iterable[ShownPain]
) -> tuple[ShownStage, ...]:
    """Return the map with figures at each step; a page that was never published has steps without figures.

    Pain points are found by the id of the block: a wanted journey shares it with the current one it was copied from.
    """
    by_block: dict[str, list[ShownPain]] = defaultdict(list)
    for one in pains:
        if one.pain.step:
            by_block[str(one.pain.step.key)].append(one)
    number, stages = 0, []
    for stage in page.stages:
        steps: list[ShownStep] = []
        for block in stage.steps:
            number += 1
            row = rows.get(UUID(block.id)) if block.id else None
            succeeded, succeeded_count = counts.succeeded(row)
            steps.append(
                ShownStep(
                    number=number,
                    key=block.id or "",
                    stage=stage.title,
                    opens_stage=not steps,
                    lanes=block.value,
                    channels=tuple(str(Channel(one).label) for one in block.value.get("channels") or []),
                    comments=counts.comments(row) if row else 0,
                    grade=counts.grade(row),
                    succeeded=succeeded,
                    succeeded_count=succeeded_count,
                    pains=tuple(by_block[block.id or ""]),
                    is_wanted=page.is_wanted,
                )
            )
        stages.append(ShownStage(stage.title, tuple(steps)))
    return tuple(stages)


def pains_of(service: Service, period: Period) -> tuple[ShownPain, ...]:
    """Return the pain points of a service, what still hurts first, each with one quote. Two queries."""
    finished = Case(When(status__in=SETTLED, then=Value(1)), default=Value(0))
    pains = list(
        PainPoint.objects.of(service)
        .select_related("step", "owner")
        .annotate(finished=finished)
        .order_by("finished", "-severity", "-frequency", "pk")
    )
    quotes = quotes_of_each([pain.theme_id for pain in pains], period=period)
    return tuple(ShownPain(pain, next(iter(quotes.get(pain.theme_id, [])), None)) for pain in pains)


def answers_of(service: Service) -> Any:
    """Return what was done for a service, or not and why, newest first."""
    return Answer.objects.filter(service=service).order_by("-on", "-pk")
