"""The first screen of the admin: one calm panel for each role, about what waits for that role."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse

from accounts.models import Role, User
from research.insights.models import ReportIndexPage, ReportPage
from tests.factories import (
    AnalysisRunFactory,
    CommentFactory,
    PainPointFactory,
    ServiceFactory,
    ThemeFactory,
    make_home,
    make_journey,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Iterator[None]:
    """Read the screen in the language of the code. Addresses made meanwhile lack /en/: forget them."""
    settings.LANGUAGE_CODE = "en"
    yield
    clear_url_caches()


def as_(user: User) -> Client:
    """Return a browser in which somebody is logged in."""
    client = Client()
    client.force_login(user)
    return client


def seen_by(role: Role) -> str:
    """Return the words on the first screen of somebody in a role."""
    page = as_(member_of(role)).get(reverse("wagtailadmin_home"))
    assert page.status_code == 200
    body = page.content.decode().partition("<main")[2] or page.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def proposal(slug: str) -> None:
    """Leave a proposal of a finished run for a service."""
    service = ServiceFactory(slug=slug, name=slug, name_en=slug)
    run = AnalysisRunFactory(service=service, done=True)
    theme = ThemeFactory(service=service, title=f"Voorstel {slug}")
    comment = CommentFactory(service=service)
    run.assignments.create(comment=comment, theme=theme, status="assigned", primary=True, unit_end=4)


def test_a_moderator_sees_how_much_waits_since_when_and_the_way_in() -> None:
    CommentFactory(waiting=True, said_on=date(2026, 9, 3))
    CommentFactory(waiting=True, said_on=date(2026, 9, 1))
    CommentFactory()
    words = seen_by(Role.MODERATOR)
    assert "2 comments wait for you. The oldest is of" in words
    assert "One after another" in words


def test_a_moderator_with_nothing_to_do_reads_that() -> None:
    assert "Nothing waits." in seen_by(Role.MODERATOR)


def test_a_researcher_sees_proposals_per_service_and_what_runs() -> None:
    proposal("paspoort")
    AnalysisRunFactory(service=ServiceFactory(), state="queued")
    words = seen_by(Role.RESEARCHER)
    assert "paspoort 1 proposal" in words
    assert "0 %: waiting for a worker" in words


def test_an_approved_theme_and_an_older_run_are_no_proposals() -> None:
    proposal("paspoort")
    AnalysisRunFactory(service=ServiceFactory(slug="paspoort"), done=True)
    assert "No proposals wait for you." in seen_by(Role.RESEARCHER)


def test_a_manager_sees_what_nobody_owns_and_the_latest_report() -> None:
    home = make_home()
    index = ReportIndexPage.objects.child_of(home).get()
    report = ReportPage(
        title="Derde kwartaal",
        slug="q3",
        locale=index.locale,
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
    )
    index.add_child(instance=report)
    PainPointFactory(title_en="Nobody does this", department="")
    PainPointFactory(title_en="Somebody does this", department="", owner=member_of(Role.SERVICE_DESIGNER))
    PainPointFactory(title_en="It is done", department="", status="solved")
    words = seen_by(Role.MANAGER)
    assert "Nobody does this" in words
    assert "Somebody does this" not in words
    assert "It is done" not in words
    assert "Report: Derde kwartaal" in words


def test_a_designer_sees_the_journeys_that_are_not_published() -> None:
    make_journey(live=False)
    words = seen_by(Role.SERVICE_DESIGNER)
    assert "not published yet" in words


PANELS = {
    "Comments that wait": {Role.MODERATOR},
    "Proposals of the machine": {Role.RESEARCHER},
    "No analysis is running now.": {Role.RESEARCHER, Role.ADMINISTRATOR},
    "Pain points without an owner": {Role.MANAGER},
    "Journeys that are not published": {Role.SERVICE_DESIGNER, Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", Role)
def test_everybody_sees_the_panels_of_their_own_work_and_no_other(role: Role) -> None:
    words = seen_by(role)
    assert {title for title in PANELS if title in words} == {title for title, roles in PANELS.items() if role in roles}


def test_the_number_of_questions_does_not_grow_with_the_work() -> None:
    make_home()
    client = as_(member_of(Role.MODERATOR, Role.RESEARCHER, Role.SERVICE_DESIGNER, Role.MANAGER))

    def questions() -> int:
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("wagtailadmin_home"))
        return len(asked)

    def work(n: int) -> None:
        proposal(f"dienst-{n}")
        service = ServiceFactory(slug=f"dienst-{n}")
        AnalysisRunFactory(service=service, state="queued")
        CommentFactory(service=service, waiting=True)
        PainPointFactory(service=service, theme=ThemeFactory(service=service, approved=True))

    work(0)
    few = questions()
    for n in range(1, 6):
        work(n)
    assert questions() <= few


@pytest.mark.parametrize(("role", "pages"), [(Role.MODERATOR, False), (Role.KCC, False), (Role.SERVICE_DESIGNER, True)])
def test_only_who_has_pages_searches_in_them(role: Role, pages: bool) -> None:
    make_journey()
    screen = as_(member_of(role)).get(reverse("wagtailadmin_home")).content.decode()
    assert ('role="search"' in screen) is pages
