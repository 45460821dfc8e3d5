from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service
from research.insights.agreement import agreement_of
from research.insights.models import AnalysisRun, Reading, Theme
from research.insights.models.decisions import Queue
from tests.factories import AnalysisRunFactory, CommentFactory, ThemeFactory, member_of

pytestmark = pytest.mark.django_db
MADE = {"code": "1", "backend": "lexical", "model": "words"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def kwame(db: None) -> User:
    return member_of(Role.RESEARCHER, first_name="Kwame", last_name="Boateng")


@pytest.fixture
def ilse(db: None) -> User:
    return member_of(Role.RESEARCHER, first_name="Ilse", last_name="Bakker")


@pytest.fixture
def service(db: None) -> Service:
    theme: Theme = ThemeFactory(approved=True, title="Wachten")
    assert theme.service
    return theme.service


@pytest.fixture
def waiting(service: Service) -> Theme:
    return Theme.objects.get(title="Wachten")


@pytest.fixture
def desk(service: Service) -> Theme:
    return ThemeFactory(service=service, approved=True, title="Balie")


@pytest.fixture
def run(service: Service) -> AnalysisRun:
    return finished(service, hours_ago=2)


def finished(service: Service, hours_ago: int = 0, **made: str) -> AnalysisRun:
    ended = timezone.now() - timedelta(hours=hours_ago)
    return AnalysisRunFactory(service=service, done=True, finished_at=ended, fingerprint={**MADE, **made})


def comments(service: Service, n: int) -> list[Comment]:
    return [CommentFactory(service=service) for _ in range(n)]


def says(by: User, said: Sequence[Comment], machine: list[Theme], person: list[Theme], **fields: Any) -> None:
    keys = {"machine": [theme.pk for theme in machine], "person": [theme.pk for theme in person]}
    for comment in said:
        Reading.objects.create(**{"comment": comment, "by": by, "queue": Queue.SAMPLE, **keys, **fields})


def test_below_thirty_it_says_how_many_are_missing(
    run: AnalysisRun, service: Service, waiting: Theme, kwame: User
) -> None:
    says(kwame, comments(service, 12), [waiting], [waiting])
    found = agreement_of(service)
    assert (found.read, found.machine, found.missing) == (12, None, 18)
    assert found.sentences == ["Read 18 more comments; then you see how often the machine is right."]


def test_from_thirty_on_it_says_how_often_the_machine_is_right(
    run: AnalysisRun, service: Service, waiting: Theme, desk: Theme, kwame: User
) -> None:
    read = comments(service, 30)
    says(kwame, read[:24], [waiting], [waiting])
    says(kwame, read[24:], [waiting], [desk])
    found = agreement_of(service)
    assert found.machine
    assert (found.machine.n, found.machine.same, found.machine.f1.mean) == (30, 24, pytest.approx(0.8))
    assert found.people is None
    agreed, parts = found.sentences
    assert agreed.startswith("The machine and the readers fully agree on 24 of 30 comments drawn by lot (F1 0.80, ")
    assert parts == "Of the themes that the machine gave, 80 % is right. Of those that readers gave, it found 80 %."
    assert agreement_of(service) == found, "the same every time"


def test_figures_are_written_as_the_reader_writes_them(
    run: AnalysisRun, service: Service, waiting: Theme, kwame: User
) -> None:
    says(kwame, comments(service, 30), [waiting], [waiting])
    says(kwame, comments(service, 2), [waiting], [])
    with translation.override("nl"):
        agreed, parts = agreement_of(service).sentences
    assert "0,97" in agreed
    assert "94 %" in parts, "rounded, not cut off"


def test_two_people_are_held_against_each_other(
    run: AnalysisRun, service: Service, waiting: Theme, desk: Theme, kwame: User, ilse: User
) -> None:
    read = comments(service, 30)
    says(kwame, read[:15], [waiting], [waiting])
    says(kwame, read[15:], [desk], [desk])
    says(ilse, read[:15], [waiting], [waiting])
    says(ilse, read[15:27], [desk], [desk])
    says(ilse, read[27:], [desk], [waiting])
    found = agreement_of(service)
    assert found.machine
    assert found.machine.n == 30, "comments, not readings"
    assert found.people
    assert found.people.f1.mean == pytest.approx(0.9)
    assert found.people.kappa == pytest.approx(0.8)
    assert found.sentences[2].startswith("Two people who both read 30 of them: F1 0.90")


def test_twenty_nine_shared_comments_say_nothing_of_people(
    run: AnalysisRun, service: Service, waiting: Theme, kwame: User, ilse: User
) -> None:
    read = comments(service, 30)
    says(kwame, read, [waiting], [waiting])
    says(ilse, read[:29], [waiting], [waiting])
    assert agreement_of(service).people is None


def test_only_the_sample_counts(run: AnalysisRun, service: Service, waiting: Theme, kwame: User) -> None:
    says(kwame, comments(service, 30), [waiting], [waiting], queue=Queue.UNDECIDED)
    assert agreement_of(service).read == 0


def test_a_later_run_made_alike_keeps_the_readings_and_another_method_begins_anew(
    run: AnalysisRun, service: Service, waiting: Theme, kwame: User, ilse: User
) -> None:
    read = comments(service, 30)
    says(kwame, read, [waiting], [waiting])
    Reading.objects.update(at=timezone.now() - timedelta(hours=1))
    finished(service)
    assert agreement_of(service).read == 30
    finished(service, code="2")
    assert agreement_of(service).read == 0
    says(ilse, read[:3], [waiting], [waiting])
    assert agreement_of(service).read == 0, "what the machine said to the first reader is what counts"
    says(ilse, comments(service, 2), [waiting], [waiting])
    assert agreement_of(service).read == 2


def test_themes_that_were_merged_or_retired_since_are_taken_as_they_are_now(
    run: AnalysisRun, service: Service, waiting: Theme, desk: Theme, kwame: User
) -> None:
    gone = ThemeFactory(service=service, state="retired", title="Weg")
    says(kwame, comments(service, 30), [waiting, gone], [desk])
    Theme.objects.filter(pk=waiting.pk).update(state="retired", merged_into=desk)
    found = agreement_of(service)
    assert found.machine
    assert (found.machine.same, found.machine.f1.mean) == (30, 1)


def test_what_is_asked_of_the_database_does_not_grow(
    run: AnalysisRun, service: Service, waiting: Theme, kwame: User, django_assert_num_queries: Any
) -> None:
    for n in (5, 35):
        says(kwame, comments(service, n), [waiting], [waiting])
        with django_assert_num_queries(3):
            agreement_of(service)
