"""What the demo's people do, they do as on the screens: on record, and the same when it is done again."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from config.demo import content, load, reading, review, story
from config.demo.content import ServiceContent
from feedback.models import Comment
from journeys.models import Service
from research.insights.models import AnalysisRun, Anchor, Assignment, Exclusion, PainPoint, Reading, Theme, ThemeEdit
from research.insights.models.decisions import Queue
from research.insights.models.themes import EditKind
from tests.factories import AnalysisRunFactory, ThemeFactory

pytestmark = pytest.mark.django_db

WASTE_CARD = next(one for one in content.services() if one.slug == "afvalpas")
BROKEN, SMARTPHONE = "pas-werkt-niet", "digitaal-te-moeilijk"


def asking(**more: Any) -> ServiceContent:
    """Return the smallest service, with more to do in it."""
    return replace(WASTE_CARD, about={**WASTE_CARD.about, **more})


@pytest.fixture
def run() -> AnalysisRun:
    """A finished run over the smallest service in which nothing has a theme yet."""
    load.begin()
    load.tell(WASTE_CARD)
    service = Service.objects.get(slug="afvalpas")
    made: AnalysisRun = AnalysisRunFactory(service=service, done=True, finished_at=timezone.now())
    return made


@pytest.fixture
def kwame(run: AnalysisRun) -> User:
    return User.objects.get(username="kwame")


@pytest.fixture
def lotte(run: AnalysisRun) -> User:
    return User.objects.get(username="lotte")


def proposed(run: AnalysisRun, *topics: str) -> Theme:
    """Return a proposal with the comments about these topics."""
    theme: Theme = ThemeFactory(service=run.service)
    put_under(theme, run, *topics)
    return theme


def put_under(theme: Theme, run: AnalysisRun, *topics: str) -> None:
    """Let the comments about these topics stand under the theme."""
    numbers = {pk for topic in topics for pk in WASTE_CARD.numbers_of(topic)}
    Assignment.objects.bulk_create(
        Assignment(run=run, comment=one, theme=theme, unit_end=len(one.redacted_text), status="assigned", primary=True)
        for one in Comment.objects.filter(source_id__in=numbers).order_by("pk")
    )


def test_the_proposals_about_a_topic_become_one_approved_theme_with_the_title_of_the_pain_point(
    run: AnalysisRun, kwame: User
) -> None:
    proposed(run, BROKEN)
    found = review.stand_for(run.service, "De pas werkt niet", WASTE_CARD.numbers_of(BROKEN), by=kwame)
    assert (found.title, found.state) == ("De pas werkt niet", "approved")
    again = review.stand_for(run.service, "De pas werkt niet", WASTE_CARD.numbers_of(BROKEN), by=kwame)
    assert again == found


def test_where_the_machine_proposed_nothing_that_fits_a_theme_is_made_and_given_examples(
    run: AnalysisRun, kwame: User
) -> None:
    proposed(run, BROKEN, SMARTPHONE, "snel-geregeld")
    ids = WASTE_CARD.numbers_of(BROKEN)
    theme = review.stand_for(run.service, "De pas werkt niet", ids, by=kwame)
    review.teach(theme, ids, by=kwame)
    assert set(Anchor.objects.filter(theme=theme).values_list("comment__source_id", flat=True)) == set(ids)


def test_examples_are_confirmed_and_what_is_not_meant_is_taken_out(run: AnalysisRun, kwame: User) -> None:
    theme = proposed(run, SMARTPHONE, BROKEN)
    review.teach(theme, WASTE_CARD.numbers_of(SMARTPHONE), by=kwame)
    said = dict(Anchor.objects.filter(theme=theme).values_list("comment__source_id", "belongs"))
    meant = set(WASTE_CARD.numbers_of(SMARTPHONE))
    assert {number for number, belongs in said.items() if belongs} == meant
    assert {number for number, belongs in said.items() if not belongs} == set(WASTE_CARD.numbers_of(BROKEN)) - meant


def test_a_theme_about_two_things_is_split_as_on_the_screen(run: AnalysisRun, kwame: User) -> None:
    theme = ThemeFactory(service=run.service, approved=True, title="Snel geregeld")
    put_under(theme, run, "snel-geregeld", "aardige-hulp")
    ids, others = WASTE_CARD.numbers_of("snel-geregeld"), WASTE_CARD.numbers_of("aardige-hulp")
    part = review.split_off(theme, ids, "Aardig geholpen", others, by=kwame)
    assert part is not None
    assert ThemeEdit.objects.filter(kind=EditKind.SPLIT, by=kwame).count() == 2
    assert review.split_off(theme, ids, "Aardig geholpen", others, by=kwame) == part


def test_two_strays_are_no_part(run: AnalysisRun, kwame: User) -> None:
    theme = proposed(run, "snel-geregeld", "pas-kwijt")
    ids, others = WASTE_CARD.numbers_of("snel-geregeld"), WASTE_CARD.numbers_of("pas-kwijt")
    assert review.split_off(theme, ids, "De pas is kwijt", others, by=kwame) is None


def test_what_is_off_topic_is_left_out_once(run: AnalysisRun, lotte: User) -> None:
    number = WASTE_CARD.comments[0].id
    for _ in range(2):
        review.leave_out(asking(off_topic=[number]), run.service, by=lotte)
    assert [(one.comment.source_id, one.by) for one in Exclusion.objects.all()] == [(number, lotte)]


def test_what_a_colleague_left_out_in_haste_is_undone_and_both_stand_on_record(
    run: AnalysisRun, kwame: User, lotte: User
) -> None:
    theme = proposed(run, BROKEN)
    for _ in range(2):
        review.leave_out_and_put_back(asking(left_out_by_mistake=BROKEN), run.service, hasty=lotte, by=kwame)
    assert not Exclusion.objects.exists()
    edits = ThemeEdit.objects.filter(theme=theme).order_by("id")
    assert [(one.kind, one.by) for one in edits] == [(EditKind.EXCLUDE, lotte), (EditKind.UNDO, kwame)]


def test_two_people_read_the_same_comments_by_lot_and_follow_what_was_written(
    run: AnalysisRun, kwame: User, lotte: User
) -> None:
    wanted = WASTE_CARD.about["pain_points"]
    title = next(one["title"] for one in wanted if one["topic"] == SMARTPHONE)
    theme = ThemeFactory(service=run.service, title=title, approved=True)
    proposed(run, *WASTE_CARD.about["topics"])
    asked = asking(reading={"alone": 6, "together": 4, "undecided": 0})
    for _ in range(2):
        reading.read(asked, run.service, by=kwame, colleague=lotte)
    read = Reading.objects.filter(queue=Queue.SAMPLE)
    assert (read.filter(by=kwame).count(), read.filter(by=lotte).count()) == (6, 4)
    assert set(read.filter(by=lotte).values_list("comment")) <= set(read.filter(by=kwame).values_list("comment"))
    for one in read.filter(by=kwame).select_related("comment"):
        assert one.person == ([theme.pk] if one.comment.source_id in WASTE_CARD.numbers_of(SMARTPHONE) else [])


def test_a_manager_says_who_acts_and_every_state_of_it_is_on_record(run: AnalysisRun, kwame: User) -> None:
    fatima = User.objects.get(username="fatima")
    department = run.service.owner_department if run.service else ""
    wanted = {**WASTE_CARD.about["pain_points"][0], "status": "being_solved", "owner_department": department}
    theme = ThemeFactory(service=run.service, approved=True)
    story.judge(theme, wanted, run.service, WASTE_CARD, by=kwame, manager=fatima)
    point = PainPoint.objects.get(theme=theme)
    assert (point.status, point.owner, point.department) == ("being_solved", fatima, department)
    told = AuditEvent.objects.filter(action="pain_point.status").order_by("id")
    assert list(told.values_list("result", flat=True)) == ["research", "being_solved"]
