import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches, reverse
from django.utils import timezone

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service, Step
from research.insights import pipeline
from research.insights.actions import approve_theme
from research.insights.models import AnalysisRun, Answer, PainPoint, Theme
from tests.factories import (
    AnalysisRunFactory,
    PainPointFactory,
    ServiceFactory,
    StepFactory,
    ThemeFactory,
    member_of,
)
from tests.research.insights.conftest import theme_about

pytestmark = pytest.mark.django_db
Talk = dict[str, list[Comment]]


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Iterator[None]:
    """Read the screens in the language of the code. Addresses made meanwhile lack /en/: forget them."""
    settings.LANGUAGE_CODE = "en"
    yield
    clear_url_caches()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def kwame(researcher: User) -> Client:
    return as_(researcher)


def text_of(response: Any) -> str:
    assert response.status_code == 200, response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestWhoMaySeeWhat:
    @pytest.mark.parametrize(
        "screen", ["runs:index", "runs:run", "runs:progress", "themes:index", "themes:board", "themes:theme"]
    )
    def test_a_moderator_sees_none_of_it_and_a_manager_all(self, screen: str, service: Service) -> None:
        theme, run = ThemeFactory(service=service, approved=True), AnalysisRunFactory(service=service)
        arguments = {"run": [run.pk], "progress": [run.pk], "board": [service.slug], "theme": [theme.uuid]}
        address = reverse(f"insights_{screen}", args=arguments.get(screen.partition(":")[2], []))
        assert as_(member_of(Role.MANAGER)).get(address).status_code == 200
        assert as_(member_of(Role.MODERATOR)).get(address).status_code == 302
        assert "login" in Client().get(address)["Location"]

    @pytest.mark.parametrize(
        "verb", ["rename", "approve", "retire", "merge", "move", "split", "add", "exclude", "confirm"]
    )
    def test_only_who_may_decide_decides(self, verb: str, service: Service, kwame: Client) -> None:
        theme = ThemeFactory(service=service, title="Zoals het was")
        address = reverse(f"insights_themes:{verb}", args=[theme.uuid])
        form = {"title": "Anders", "version": 1}
        for role in (Role.MANAGER, Role.SERVICE_DESIGNER, Role.MODERATOR):
            as_(member_of(role)).post(address, form)
        Client().post(address, form)
        assert kwame.get(address).status_code == (200 if verb in ("merge", "split", "add") else 405)
        theme.refresh_from_db()
        assert (theme.title, theme.state, theme.version) == ("Zoals het was", "draft", 1)

    @pytest.mark.parametrize("verb", ["cancel", "retry"])
    def test_only_who_may_start_stops_or_tries_again(self, verb: str, service: Service) -> None:
        run = AnalysisRunFactory(service=service, state="failed" if verb == "retry" else "queued")
        before = run.state
        as_(member_of(Role.MANAGER)).post(reverse(f"insights_runs:{verb}", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == before

    def test_only_who_may_start_starts(self, service: Service) -> None:
        as_(member_of(Role.MANAGER)).post(reverse("insights_runs:start"), {"service": service.slug})
        assert not AnalysisRun.objects.exists()

    def test_the_words_are_for_who_may_read_comments(self, run: AnalysisRun, talk: Talk, kwame: Client) -> None:
        theme = theme_about(run, talk["balie"])
        address = reverse("insights_themes:theme", args=[theme.uuid])
        assert "vriendelijk" in text_of(kwame.get(address)).replace(theme.title, "")
        manager = as_(member_of(Role.MANAGER))
        assert manager.get(address).status_code == 404, "its title may be somebody's own words"
        Theme.objects.filter(pk=theme.pk).update(title="Hulp van mensen", title_locked=True)
        seen = text_of(manager.get(address))
        assert "Only colleagues who may read comments" in seen
        assert "geholpen aan de balie" not in seen

    def test_the_menu_shows_what_one_may_open(self) -> None:
        for role, shown in ((Role.RESEARCHER, True), (Role.MODERATOR, False)):
            page = as_(member_of(role)).get(reverse("wagtailadmin_home")).content.decode()
            assert (reverse("insights_runs:index") in page) is shown
            assert (reverse("insights_themes:index") in page) is shown


class TestAnalyses:
    def test_the_button_asks_for_a_run_and_shows_it(self, talk: Talk, service: Service, kwame: Client) -> None:
        assert "Start analysis" in text_of(kwame.get(reverse("insights_runs:index")))
        answer = kwame.post(reverse("insights_runs:start"), {"service": service.slug, "granularity": "fine"})
        run = AnalysisRun.objects.get()
        assert answer["Location"] == reverse("insights_runs:run", args=[run.pk])
        assert run.parameters["granularity"] == "fine"
        assert "waiting for a worker" in text_of(kwame.get(answer["Location"]))

    def test_an_unknown_service_is_not_found(self, kwame: Client) -> None:
        assert kwame.post(reverse("insights_runs:start"), {"service": "../etc"}).status_code == 404

    def test_a_busy_run_shows_how_far_it_is_without_scripts(self, service: Service, kwame: Client) -> None:
        run = AnalysisRunFactory(
            service=service, state="running", progress=43, stage="grouping", heartbeat_at=timezone.now()
        )
        page = kwame.get(reverse("insights_runs:run", args=[run.pk])).content.decode()
        assert '<meta http-equiv="refresh"' in page
        assert 'value="43"' in page
        assert "43 %: making groups" in page

    def test_progress_is_told_once(self, service: Service, kwame: Client) -> None:
        run = AnalysisRunFactory(
            service=service, state="running", progress=43, stage="grouping", heartbeat_at=timezone.now()
        )
        address = reverse("insights_runs:progress", args=[run.pk])
        first = kwame.get(address)
        told = json.loads(first.content)
        assert told == {"state": "running", "progress": 43, "words": "43 %: making groups", "ended": False}
        assert kwame.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        AnalysisRun.objects.filter(pk=run.pk).update(progress=44)
        assert kwame.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_a_done_run_shows_that_nothing_got_lost(self, run: AnalysisRun, kwame: Client) -> None:
        assert "54 received =" in text_of(kwame.get(reverse("insights_runs:run", args=[run.pk])))
        assert "54 received =" in text_of(kwame.get(reverse("insights_runs:index")))

    def test_a_failed_run_says_why_and_can_be_tried_again(self, service: Service, kwame: Client) -> None:
        run = AnalysisRunFactory(service=service, state="failed", error=pipeline.UNEXPECTED)
        page = text_of(kwame.get(reverse("insights_runs:run", args=[run.pk])))
        assert "Nothing was changed; the earlier result stands." in page
        assert "Try again" in page
        kwame.post(reverse("insights_runs:retry", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == "queued"
        kwame.post(reverse("insights_runs:cancel", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == "cancelled"
        refused = kwame.post(reverse("insights_runs:cancel", args=[run.pk]), follow=True)
        assert "there is nothing to stop" in text_of(refused)


class TestPainPoints:
    def test_an_approved_theme_becomes_a_pain_point_at_the_step_where_it_hurts(
        self, run: AnalysisRun, talk: Talk, service: Service, step: Step, researcher: User, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["bevestiging"])
        theme = approve_theme(theme=theme, version=theme.version, by=researcher)
        address = reverse("insights_themes:make_pain_point", args=[theme.uuid])
        page = kwame.get(address).content.decode()
        assert f'<option value="{step.pk}" selected>' in page
        assert "people get stuck" in page
        missing = kwame.post(address, {"title": ""})
        assert missing.status_code == 422
        assert "Something is missing" in missing.content.decode()
        form = {
            "title": "Geen bevestiging",
            "severity": 4,
            "step": step.pk,
            "status": "open",
            "department": "Burgerzaken",
        }
        answer = kwame.post(address, form)
        assert answer["Location"] == reverse("insights_themes:board", args=[service.slug])
        point = PainPoint.objects.get()
        assert (point.theme, point.step, point.severity, point.frequency > 10) == (theme, step, 4, True)
        again = kwame.post(address, form)
        assert "This theme is a pain point already." in again.content.decode()

    def test_a_proposal_cannot_become_one(self, service: Service, kwame: Client) -> None:
        theme = ThemeFactory(service=service)
        page = text_of(kwame.get(reverse("insights_themes:make_pain_point", args=[theme.uuid])))
        assert "Approve the theme first" in page

    def test_a_manager_sets_who_acts_but_makes_none(self, service: Service) -> None:
        point = PainPointFactory(service=service)
        fatima = as_(member_of(Role.MANAGER))
        assert fatima.get(reverse("insights_pain_points:index")).status_code == 200
        assert fatima.get(reverse("insights_pain_points:edit", args=[point.pk])).status_code == 200
        assert fatima.get(reverse("insights_pain_points:add")).status_code == 302
        form = {
            "title": point.title,
            "severity": 3,
            "status": "being_solved",
            "department": "ICT",
            "since": "2026-03-12",
        }
        fatima.post(reverse("insights_pain_points:edit", args=[point.pk]), form)
        point.refresh_from_db()
        assert (point.status, point.department) == ("being_solved", "ICT")
        assert as_(member_of(Role.KCC)).get(reverse("insights_pain_points:edit", args=[point.pk])).status_code == 302

    def test_a_pain_point_moves_only_to_a_step_of_its_own_service(
        self, service: Service, step: Step, kwame: Client
    ) -> None:
        point = PainPointFactory(service=service)
        elsewhere = StepFactory(service=ServiceFactory(passport=True), title="Foto maken")
        address = reverse("insights_pain_points:edit", args=[point.pk])
        assert "Foto maken" not in kwame.get(address).content.decode()
        form = {"title": point.title, "severity": 3, "status": "open", "since": "2026-03-12"}
        assert kwame.post(address, {**form, "step": elsewhere.pk}).status_code == 200
        assert kwame.post(address, {**form, "step": step.pk}).status_code == 302
        point.refresh_from_db()
        assert point.step == step

    def test_an_answer_is_about_a_pain_point_of_its_own_service(self, service: Service, kwame: Client) -> None:
        point = PainPointFactory(service=ServiceFactory(passport=True))
        form = {"service": service.pk, "pain_point": point.pk, "you_said": "Dit", "we_did": "Dat", "on": "2026-11-01"}
        assert "belongs to another service" in text_of(kwame.post(reverse("insights_answers:add"), form))
        assert not Answer.objects.exists()

    def test_making_one_begins_at_a_theme(self, kwame: Client) -> None:
        answer = kwame.get(reverse("insights_pain_points:add"))
        assert answer["Location"] == reverse("insights_themes:index")

    def test_an_answer_knows_who_wrote_it(self, service: Service, researcher: User, kwame: Client) -> None:
        form = {
            "service": service.pk,
            "you_said": "Geen bericht",
            "we_did": "U krijgt nu een mail.",
            "on": "2026-11-01",
        }
        kwame.post(reverse("insights_answers:add"), form)
        assert Answer.objects.get().by == researcher
        assert as_(member_of(Role.SERVICE_DESIGNER)).post(reverse("insights_answers:add"), form).status_code == 302
        assert Answer.objects.count() == 1

    def test_an_answer_without_an_answer_gets_a_sentence(self, service: Service, kwame: Client) -> None:
        form = {"service": service.pk, "you_said": "Geen bericht", "on": "2026-11-01"}
        assert kwame.post(reverse("insights_answers:add"), form).status_code == 200
        assert not Answer.objects.exists()
