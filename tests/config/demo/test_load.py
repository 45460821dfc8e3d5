"""The demo can be loaded, and loaded again."""

import pytest
from django.utils import timezone

from accounts.models import Role, User
from config.demo import catalogue, content, load, pages, story
from feedback.models import Comment, State
from journeys.models import JourneyPage, Service, Step
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Answer, PainPoint, ReportPage, Theme

pytestmark = pytest.mark.django_db

WASTE_CARD = next(one for one in content.services() if one.slug == "afvalpas")


def keep_quiet(fraction: float, stage: str) -> None:
    """Report to nobody."""


@pytest.fixture
def loaded() -> Service:
    """The smallest service of the demo, with its pages, comments and accounts."""
    load.begin()
    load.tell(WASTE_CARD)
    return Service.objects.get(slug="afvalpas")


def test_there_is_an_account_for_each_role_and_a_second_researcher() -> None:
    people = catalogue.load_people()
    roles = [list(person.groups.values_list("name", flat=True)) for person in people]
    assert roles == [*[[role.value] for role in Role], [Role.RESEARCHER.value]]
    assert all(person.check_password(catalogue.PASSWORD) for person in people)


def test_a_service_comes_with_its_journey_in_two_languages_and_one_set_of_steps(loaded: Service) -> None:
    dutch, english = JourneyPage.objects.filter(service=loaded).order_by("-locale__language_code")
    assert dutch.translation_key == english.translation_key
    assert [block.id for block in dutch.body] == [block.id for block in english.body]
    assert Step.objects.of(loaded).current().count() == sum(len(stage.steps) for stage in dutch.stages)


def test_what_was_said_lately_waits_for_a_moderator_and_spam_is_set_aside(loaded: Service) -> None:
    newest = min(said.days_ago for said in WASTE_CARD.comments)
    waiting = Comment.objects.waiting()
    assert waiting.exists() is (newest <= catalogue.WAITING_DAYS)
    assert Comment.objects.filter(state=State.UNUSABLE).count() == sum(
        "spam" in one.topics for one in WASTE_CARD.comments
    )


def test_loading_twice_changes_nothing(loaded: Service) -> None:
    def counts() -> list[int]:
        return [model.objects.count() for model in (User, Service, Step, Comment, JourneyPage, Answer)]

    before = counts()
    load.begin()
    load.tell(WASTE_CARD)
    assert counts() == before


def test_a_page_that_an_employee_edited_is_left_alone(loaded: Service) -> None:
    page = JourneyPage.objects.get(service=loaded, locale__language_code="nl")
    page.title = "Mijn eigen titel"
    page.save_revision(user=User.objects.get(username="noor")).publish()
    pages.load_journey(WASTE_CARD, loaded)
    assert JourneyPage.objects.get(pk=page.pk).title == "Mijn eigen titel"


@pytest.mark.slow
def test_the_researcher_turns_what_the_machine_found_into_pain_points_that_outlive_the_next_run(
    loaded: Service,
) -> None:
    load.analyse(WASTE_CARD, keep_quiet)
    load.learn(WASTE_CARD)
    load.analyse(WASTE_CARD, keep_quiet)
    assert AnalysisRun.objects.done().count() == 2
    found = PainPoint.objects.filter(service=loaded)
    assert found.exists()
    assert all(point.theme.state == "approved" and point.frequency <= point.out_of for point in found)
    assert Theme.objects.approved().count() == found.count()
    assert Answer.objects.filter(service=loaded).count() == len(WASTE_CARD.about["answers"])


def test_the_report_is_about_the_last_quarter_that_ended() -> None:
    today = timezone.localdate().replace(month=2, day=3)
    assert story.last_quarter(today) == Period(
        today.replace(year=today.year - 1, month=10, day=1), today.replace(year=today.year - 1, month=12, day=31)
    )


def test_the_report_is_published_in_both_languages_with_the_same_figures(loaded: Service) -> None:
    story.report(timezone.localdate())
    dutch, english = ReportPage.objects.live().order_by("-locale__language_code")
    assert dutch.snapshot
    assert dutch.snapshot == english.snapshot
