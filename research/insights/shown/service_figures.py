"""What the pages about services show of measured things: cards with a grade, one service, and what is going on now."""

from collections.abc import Iterable
from dataclasses import dataclass

from journeys.models import Channel, JourneyPage, Service
from research.analysis.statistics import Interval
from research.insights import measures
from research.insights.measures import NOTHING, Period
from research.insights.models import Answer, PainPoint
from research.insights.shown.feeling_curve import LOW
from research.insights.shown.journey_choice import JourneyChoice
from research.insights.shown.journey_figures import MOST_ANSWERS, SETTLED, ShownPain, answers_of, pains_of
from research.insights.shown.step_counts import Counts, Facts
from research.insights.small_numbers import hidden

NEWS = 2
TOP = 3


@dataclass(frozen=True)
class ServiceCard:
    """A service beside its goal, with what hurts most."""

    service: Service
    comments: int
    grade: Interval
    worst: PainPoint | None

    @property
    def is_low(self) -> bool:
        """Say whether the grade is a fail."""
        return self.grade.mean is not None and self.grade.mean < LOW


@dataclass(frozen=True)
class JourneyCard:
    """A journey with the figures of the service it goes through."""

    journey: JourneyPage
    comments: int
    grade: Interval

    @property
    def is_low(self) -> bool:
        """Say whether the grade is a fail."""
        return self.grade.mean is not None and self.grade.mean < LOW


@dataclass(frozen=True)
class ChannelRow:
    """What people said on one channel."""

    label: str
    comments: int
    grade: Interval
    succeeded: Interval
    succeeded_count: int


@dataclass(frozen=True)
class ServiceFigures:
    """Everything measured that the page of one service shows."""

    facts: Facts
    pains: tuple[ShownPain, ...]
    answers: tuple[Answer, ...]
    channels: tuple[ChannelRow, ...]
    journeys: tuple[JourneyPage, ...]

    @property
    def in_words(self) -> str:
        """Return over which time and channels the figures are: those that a journey shows at first too."""
        return JourneyChoice().in_words

    @property
    def wrong(self) -> tuple[ShownPain, ...]:
        """Return what still goes wrong, worst first."""
        return tuple(one for one in self.pains if not one.goes_well and not one.is_settled)[:TOP]

    @property
    def worst(self) -> ShownPain | None:
        """Return the biggest pain point that somebody still has to solve."""
        return next(iter(self.wrong), None)


@dataclass(frozen=True)
class News:
    """What is going on now: the biggest pain points of all services, and the newest answer."""

    pains: tuple[ShownPain, ...]
    answer: Answer | None


def cards_of(services: Iterable[Service], period: Period) -> list[ServiceCard]:
    """Return a card for each service, in their order. Four queries."""
    listed = list(services)
    now, worst = measures.of_services(period), worst_of_each()
    return [
        ServiceCard(
            service=one,
            comments=now.get(one.pk, NOTHING).comments,
            grade=now.get(one.pk, NOTHING).grade,
            worst=worst.get(one.pk),
        )
        for one in listed
    ]


def journey_cards_of(journeys: Iterable[JourneyPage], period: Period) -> list[JourneyCard]:
    """Return a card for each journey, in their order. Three queries."""
    now = measures.of_services(period)
    found = [(one, now.get(one.service_id, NOTHING)) for one in journeys]
    return [JourneyCard(one, figures.comments, figures.grade) for one, figures in found]


def worst_of_each() -> dict[int, PainPoint]:
    """Return the biggest pain point of each service (by its id) that somebody still has to solve."""
    waiting = PainPoint.objects.exclude(status__in=SETTLED).exclude(severity=0).order_by("severity", "frequency")
    return {pain.service_id: pain for pain in waiting}  # the last one of each service is the worst


def of_service(service: Service, period: Period, *, language: str) -> ServiceFigures:
    """Return what the page of a service shows, with its journeys in a language. Nine queries."""
    journeys = JourneyPage.objects.live().of(service).filter(locale__language_code=language).order_by("state", "title")
    return ServiceFigures(
        facts=Counts(service, period).facts(),
        pains=pains_of(service, period),
        answers=tuple(answers_of(service)[:MOST_ANSWERS]),
        channels=tuple(channel_rows(service, period)),
        journeys=tuple(journeys),
    )


def channel_rows(service: Service, period: Period) -> list[ChannelRow]:
    """Return the channels, most used first; without those of under five comments, also where a total would tell."""
    found = measures.by_channel(service, period)
    away = hidden({value: one.comments for value, one in found.items()})
    away |= hidden({value: one.grade.n for value, one in found.items() if value not in away})
    return [
        ChannelRow(str(Channel(value).label), one.comments, one.grade, one.succeeded, one.succeeded_count)
        for value, one in sorted(found.items(), key=lambda pair: -pair[1].comments)
        if value in Channel.values and value not in away
    ]


def news() -> News:
    """Return what is going on now. Two queries."""
    waiting = (
        PainPoint.objects.exclude(status__in=SETTLED)
        .exclude(severity=0)
        .select_related("service", "owner")
        .order_by("-severity", "-frequency", "pk")[:NEWS]
    )
    newest = Answer.objects.select_related("service").order_by("-on", "-pk").first()
    return News(tuple(ShownPain(pain, None) for pain in waiting), newest)
