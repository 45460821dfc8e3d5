"""Reading comments one at a time: Kwame and Ilse are researchers."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions import approve_theme
from research.insights.models import AnalysisRun, Anchor, Assignment, Reading, Theme
from research.insights.models.decisions import Queue
from tests.factories import AnalysisRunFactory, CommentFactory, ServiceFactory, ThemeFactory, member_of
from tests.research.insights.conftest import say, theme_about

pytestmark = pytest.mark.django_db
Talk = dict[str, list[Comment]]
Themes = dict[str, Theme]


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Iterator[None]:
    """Read the screens in the language of the code. Addresses made meanwhile lack /en/: forget them."""
    settings.LANGUAGE_CODE = "en"
    yield
    clear_url_caches()


@pytest.fixture
def kwame(researcher: User) -> Client:
    return as_(researcher)


@pytest.fixture
def themes(run: AnalysisRun, talk: Talk, researcher: User) -> Themes:
    """The three themes of the service, approved."""
    found = {topic: theme_about(run, comments) for topic, comments in talk.items()}
    return {topic: approve_theme(theme=one, version=one.version, by=researcher) for topic, one in found.items()}


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read_at(service: Service, queue: str = "sample", **more: object) -> str:
    asked = "".join(f"&{key}={value}" for key, value in more.items())
    return reverse("insights_themes:read", args=[service.slug]) + f"?queue={queue}{asked}"


def html(response: Any) -> str:
    assert response.status_code == 200, response
    return str(response.content.decode())


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html(response)).split())


def on_screen(page: str) -> int:
    found = re.search(r'name="comment" value="(\d+)"', page)
    assert found, "no comment on the screen"
    return int(found[1])


def ticks(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="theme" value="(\d+)" id="[^"]*" checked', page)]


def between(run: AnalysisRun, comment: Comment, nearest: Theme, score: float = 0.4) -> None:
    Assignment.objects.filter(run=run, comment=comment).delete()
    unsure = {"status": "undecided", "reason": "between_themes", "nearest": nearest, "score": score}
    Assignment.objects.create(run=run, comment=comment, primary=True, **unsure)


class TestBlindReading:
    def test_one_comment_at_a_time_and_nothing_of_what_the_machine_said(
        self, service: Service, themes: Themes, kwame: Client
    ) -> None:
        page = html(kwame.get(read_at(service)))
        comment = Comment.objects.get(pk=on_screen(page))
        assert comment.redacted_text in text_of(kwame.get(read_at(service)))
        assert "0 of 30 read" in page
        assert ticks(page) == []
        assert "<mark>" not in page
        order = [page.index(f'id="theme-{theme.pk}"') for theme in sorted(themes.values(), key=lambda one: one.title)]
        assert order == sorted(order), "by title, not by what the machine found"

    def test_saving_tells_what_the_machine_had_said_and_goes_on(
        self, service: Service, run: AnalysisRun, themes: Themes, kwame: Client
    ) -> None:
        first = on_screen(html(kwame.get(read_at(service))))
        machine = run.assignments.primary().get(comment=first).theme
        other = next(theme for theme in themes.values() if theme != machine)
        form = {"queue": "sample", "comment": first, "theme": other.pk, "do": "save"}
        page = html(kwame.post(read_at(service), form, follow=True))
        assert f"Saved: “{other.title}”. The machine had said: “{machine}”." in page
        assert "1 of 30 read" in page
        assert on_screen(page) != first
        assert Reading.objects.get().person == [other.pk]

    def test_the_same_is_said_as_such_and_none_is_an_answer(
        self, service: Service, run: AnalysisRun, themes: Themes, kwame: Client
    ) -> None:
        first = on_screen(html(kwame.get(read_at(service))))
        machine = run.assignments.primary().get(comment=first).theme
        assert machine
        form = {"queue": "sample", "comment": first, "theme": machine.pk, "do": "save"}
        page = html(kwame.post(read_at(service), form, follow=True))
        assert "The machine said the same." in page
        form = {"queue": "sample", "comment": on_screen(page), "do": "none"}
        assert "Saved: no approved theme." in html(kwame.post(read_at(service), form, follow=True))
        assert Reading.objects.count() == 2

    def test_saving_nothing_is_asked_back_with_the_same_comment(
        self, service: Service, themes: Themes, kwame: Client
    ) -> None:
        first = on_screen(html(kwame.get(read_at(service))))
        page = html(kwame.post(read_at(service), {"queue": "sample", "comment": first, "do": "save"}))
        assert "Tick at least one theme, or choose “None of these”." in page
        assert on_screen(page) == first
        assert not Reading.objects.exists()

    def test_skipping_leads_on_and_at_the_end_back_to_the_beginning(
        self, service: Service, run: AnalysisRun, themes: Themes, kwame: Client
    ) -> None:
        seen, address = [], read_at(service)
        while 'name="comment"' in (page := html(kwame.get(address))):
            seen.append(on_screen(page))
            address = read_at(service, after=seen[-1])
        assert len(set(seen)) == len(seen) == 54
        assert "What you skipped still waits." in page
        assert "From the beginning" in page

    def test_what_one_said_can_be_changed_and_undone(
        self, service: Service, run: AnalysisRun, themes: Themes, kwame: Client
    ) -> None:
        first = on_screen(html(kwame.get(read_at(service))))
        chosen = themes["balie"].pk
        form = {"queue": "sample", "comment": first, "theme": chosen, "do": "save"}
        page = html(kwame.post(read_at(service), form, follow=True))
        assert "Undo" in page
        assert f"comment={first}" in page
        again = html(kwame.get(read_at(service, comment=first)))
        assert on_screen(again) == first
        assert ticks(again) == [chosen]

    def test_a_theme_is_found_by_typing_and_ticks_are_kept(
        self, service: Service, themes: Themes, kwame: Client
    ) -> None:
        for n in range(12):
            ThemeFactory(service=service, approved=True, title=f"Iets anders {n}")
        wanted = ThemeFactory(service=service, approved=True, title="Geldzorgen")
        first = on_screen(html(kwame.get(read_at(service))))
        ticked = themes["balie"]
        form = {"queue": "sample", "comment": first, "theme": ticked.pk, "q": "GELD", "do": "find"}
        page = html(kwame.post(read_at(service), form))
        assert (on_screen(page), ticks(page)) == (first, [ticked.pk])
        assert f'id="theme-{wanted.pk}"' in page
        assert "Iets anders 3" not in page
        assert not Reading.objects.exists()

    def test_two_people_read_the_same_and_their_agreement_is_told(
        self, service: Service, themes: Themes, kwame: Client, run: AnalysisRun
    ) -> None:
        for client in (kwame, as_(member_of(Role.RESEARCHER, first_name="Ilse"))):
            page = html(client.get(read_at(service)))
            for _turn in range(30):
                comment = on_screen(page)
                row = run.assignments.primary().get(comment=comment)
                form = {"queue": "sample", "comment": comment, "theme": row.theme_id or "", "do": "save"}
                page = html(client.post(read_at(service), form, follow=True))
        assert "fully agree on 30 of 30" in page
        assert "Two people who both read 30 of them" in page
        assert "fully agree on 30 of 30" in text_of(kwame.get(reverse("insights_runs:run", args=[run.pk])))
        assert "fully agree on 30 of 30" in text_of(kwame.get(reverse("insights_themes:board", args=[service.slug])))
        run.refresh_from_db()
        assert run.counts["received"] == 54 == run.assignments.primary().count()


class TestUndecided:
    def test_the_closest_comes_first_with_the_suggestion_ticked(
        self, service: Service, run: AnalysisRun, themes: Themes, talk: Talk, kwame: Client
    ) -> None:
        between(run, talk["balie"][0], themes["telefoon"], 0.2)
        between(run, talk["balie"][1], themes["telefoon"], 0.6)
        page = html(kwame.get(read_at(service, "undecided")))
        assert on_screen(page) == talk["balie"][1].pk
        assert ticks(page) == [themes["telefoon"].pk]
        listed = [int(pk) for pk in re.findall(r'name="theme" value="(\d+)"', page)]
        assert listed[0] == themes["telefoon"].pk
        assert page.count("(close)") == 2
        form = {"queue": "undecided", "comment": on_screen(page), "theme": themes["balie"].pk, "do": "save"}
        page = html(kwame.post(read_at(service, "undecided"), form, follow=True))
        assert f"The machine leaned to “{themes['telefoon'].title}”." in page
        assert on_screen(page) == talk["balie"][0].pk
        assert Anchor.objects.filter(theme=themes["telefoon"], belongs=False).exists()

    def test_an_empty_queue_says_so(self, service: Service, run: AnalysisRun, themes: Themes, kwame: Client) -> None:
        run.assignments.filter(theme=None).update(nearest=None)
        assert "Nothing waits" in text_of(kwame.get(read_at(service, "undecided")))


class TestWithoutSomething:
    def test_without_an_analysis_or_an_approved_theme_it_says_what_to_do(self, service: Service, kwame: Client) -> None:
        assert "Nothing was analysed here yet." in text_of(kwame.get(read_at(service)))
        AnalysisRunFactory(service=service, done=True)
        assert "Approve a theme first." in text_of(kwame.get(read_at(service)))

    def test_it_is_for_who_may_decide(self, service: Service, themes: Themes) -> None:
        for role in (Role.MANAGER, Role.MODERATOR):
            client = as_(member_of(role))
            assert client.get(read_at(service)).status_code == 302
            client.post(read_at(service), {"comment": 1, "do": "none"})
        assert not Reading.objects.exists()

    @pytest.mark.parametrize("form", [{}, {"comment": "x"}, {"comment": 10**30}, {"comment": 5, "theme": "drop"}])
    def test_nonsense_changes_nothing(
        self, service: Service, themes: Themes, kwame: Client, form: dict[str, Any]
    ) -> None:
        kwame.post(read_at(service, "nothing"), {**form, "do": "save"})
        assert not Reading.objects.exists()

    def test_a_comment_of_another_service_is_not_read_here(
        self, service: Service, themes: Themes, kwame: Client
    ) -> None:
        elsewhere = CommentFactory(service=ServiceFactory(passport=True))
        kwame.post(read_at(service), {"comment": elsewhere.pk, "theme": themes["balie"].pk, "do": "save"})
        assert not Reading.objects.exists()


def test_the_ticked_comments_of_a_theme_are_confirmed(
    service: Service, run: AnalysisRun, themes: Themes, kwame: Client
) -> None:
    theme = themes["balie"]
    here = list(run.assignments.filter(theme=theme).values_list("comment", flat=True)[:5])
    address = reverse("insights_themes:confirm", args=[theme.uuid])
    page = html(kwame.post(address, {"version": theme.version, "comment": here}, follow=True))
    assert "5 comments confirmed" in page
    assert Anchor.objects.filter(theme=theme, belongs=True).count() == 5


@pytest.mark.parametrize("queue", list(Queue))
def test_what_is_asked_of_the_database_does_not_grow(
    queue: Queue, service: Service, run: AnalysisRun, themes: Themes, talk: Talk, kwame: Client,
    analyse: Callable[[], AnalysisRun],
) -> None:  # fmt: skip
    def queries() -> int:
        now = AnalysisRun.objects.standing(service)
        assert now
        row = now.assignments.primary().exclude(theme=None).select_related("comment")[0]
        between(now, row.comment, themes["telefoon"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            html(kwame.get(read_at(service, queue.value)))
        return len(asked)

    queries()
    before = queries()
    for n in range(5):
        ThemeFactory(service=service, approved=True, title=f"Nog een {n}")
    say(service, "balie", person_key="")
    analyse()
    assert queries() == before
