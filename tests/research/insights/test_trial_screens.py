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
from research.insights import pipeline
from research.insights.actions import approve_theme, move_comments, move_to_new_theme
from research.insights.cuts import preview
from research.insights.models import AnalysisRun, Theme
from tests.factories import AnalysisRunFactory, ServiceFactory, member_of
from tests.research.insights.conftest import say, theme_about
from tests.research.insights.test_screens import as_, text_of

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


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
def trial(service: Service) -> Analyse:
    """Return a function that does a trial and returns it."""

    def now() -> AnalysisRun:
        run = AnalysisRunFactory(service=service, shadow=True, parameters={"backend": "lexical"})
        assert pipeline.run(run.pk)
        run.refresh_from_db()
        return run

    return now


class TestStarting:
    def test_the_button_beside_the_other_asks_for_a_trial(
        self, run: AnalysisRun, service: Service, kwame: Client
    ) -> None:
        assert "Trial analysis" in text_of(kwame.get(reverse("insights_runs:index")))
        answer = kwame.post(reverse("insights_runs:start"), {"service": service.slug, "trial": "1"})
        asked = AnalysisRun.objects.get(shadow=True)
        assert answer["Location"] == reverse("insights_runs:run", args=[asked.pk])
        assert "Trial analysis of" in text_of(kwame.get(answer["Location"]))

    def test_without_an_analysis_there_is_no_button_and_asking_is_refused_in_words(
        self, talk: Talk, service: Service, kwame: Client
    ) -> None:
        page = kwame.get(reverse("insights_runs:index")).content.decode()
        assert 'name="trial"' not in page
        answer = kwame.post(reverse("insights_runs:start"), {"service": service.slug, "trial": "1"}, follow=True)
        assert "There is nothing to compare with yet." in text_of(answer)

    def test_who_asks_for_a_trial_while_an_analysis_waits_is_told(
        self, run: AnalysisRun, service: Service, kwame: Client
    ) -> None:
        AnalysisRunFactory(service=service)
        answer = kwame.post(reverse("insights_runs:start"), {"service": service.slug, "trial": "1"}, follow=True)
        assert "Another analysis of this service is busy." in text_of(answer)

    def test_as_last_time_keeps_how_fine_it_was(self, run: AnalysisRun, service: Service, kwame: Client) -> None:
        AnalysisRun.objects.filter(pk=run.pk).update(parameters={"granularity": "coarse", "backend": "lexical"})
        kwame.post(reverse("insights_runs:start"), {"service": service.slug, "granularity": "same"})
        assert AnalysisRun.objects.open().get().parameters["granularity"] == "coarse"


class TestFindings:
    def test_each_finding_says_how_many_comments_would_move_and_shows_words(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client, trial: Analyse
    ) -> None:
        one, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        move_comments(comments=talk["telefoon"], theme=other, to=one, version=other.version, by=researcher)
        found = trial()
        [split] = [one for one in found.findings["list"] if one["kind"] == "split"]
        page = kwame.get(reverse("insights_runs:run", args=[found.pk]))
        seen = text_of(page)
        assert "Themes that fall apart (1)" in seen
        assert f"{split['would_move']} comments would move." in seen
        assert "wacht" in seen.replace(other.title, "")
        address = reverse("insights_themes:split", args=[one.uuid])
        assert f"{address}?parts=2&amp;typical-{split['parts'][0]['members'][0]}=A" in page.content.decode()
        assert f"typical-{split['parts'][1]['members'][0]}=B" in page.content.decode()

    def test_a_merge_can_be_taken_over_at_once(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client, trial: Analyse
    ) -> None:
        theme = theme_about(run, talk["telefoon"])
        move_to_new_theme(
            comments=talk["telefoon"][:7], theme=theme, title="Lange wachttijd", version=theme.version, by=researcher
        )
        page = kwame.get(reverse("insights_runs:run", args=[trial().pk]))
        assert f"Merge “{theme.title}” into “Lange wachttijd”" in text_of(page)

    def test_a_new_group_becomes_a_theme_by_its_button_and_the_screen_says_so_afterwards(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client, trial: Analyse
    ) -> None:
        theme = theme_about(run, talk["balie"])
        move_comments(comments=talk["balie"], theme=theme, to=None, version=theme.version, by=researcher)
        found = trial()
        number = next(i for i, one in enumerate(found.findings["list"]) if one["kind"] == "new")
        address = reverse("insights_runs:adopt", args=[found.pk])
        form = {"number": number, "title": "Vriendelijke balie"}
        for role in (Role.MANAGER, Role.SERVICE_DESIGNER, Role.MODERATOR):
            as_(member_of(role)).post(address, form)
        assert not Theme.objects.filter(title="Vriendelijke balie").exists()
        seen = text_of(kwame.post(address, form, follow=True))
        assert "“Vriendelijke balie” is a theme now." in seen
        assert "A person made a theme of this: Vriendelijke balie" in seen
        assert "A colleague made a theme of this group already." in text_of(kwame.post(address, form, follow=True))

    def test_a_manager_reads_how_much_would_move_and_no_words_of_people(
        self, run: AnalysisRun, talk: Talk, researcher: User, trial: Analyse
    ) -> None:
        one, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        move_comments(comments=talk["telefoon"], theme=other, to=one, version=other.version, by=researcher)
        page = as_(member_of(Role.MANAGER)).get(reverse("insights_runs:run", args=[trial().pk]))
        assert "comments would get another place" in text_of(page)
        assert "Only colleagues who may read comments see them here." in text_of(page)
        assert "d8-evidence" not in page.content.decode()
        assert one.title not in text_of(page)

    def test_a_manager_is_not_told_the_title_of_a_proposal_that_is_back(self, run: AnalysisRun, kwame: Client) -> None:
        values = {"title": "Woorden van een burger", "last": "2026-03-01", "draft": True}
        told = {"code": "theme_back", "text": "", "values": values}
        AnalysisRun.objects.filter(pk=run.pk).update(notices=[told, {**told, "values": {**values, "draft": False}}])
        address = reverse("insights_runs:run", args=[run.pk])
        assert text_of(kwame.get(address)).count("Woorden van een burger") == 2
        assert text_of(as_(member_of(Role.MANAGER)).get(address)).count("Woorden van een burger") == 1

    def test_the_screen_asks_as_much_of_the_database_however_much_was_found(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client, trial: Analyse
    ) -> None:
        address = reverse("insights_runs:run", args=[trial().pk])
        kwame.get(address)
        with CaptureQueriesContext(connection) as few:
            kwame.get(address)
        one, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        move_comments(comments=talk["telefoon"], theme=other, to=one, version=other.version, by=researcher)
        address = reverse("insights_runs:run", args=[trial().pk])
        with CaptureQueriesContext(connection) as more:
            kwame.get(address)
        assert len(more) <= len(few) + 1, "one for the words of comments, whatever their number"

    def test_a_run_names_what_made_it_in_words(self, run: AnalysisRun, kwame: Client) -> None:
        seen = text_of(kwame.get(reverse("insights_runs:run", args=[run.pk])))
        assert "By their words only, without a language model." in seen
        assert "As many themes as the comments themselves ask for." in seen
        assert "Seed 0: the same comments and choices give the same result." in seen
        assert str(run.uuid) in seen
        AnalysisRun.objects.filter(pk=run.pk).update(
            fingerprint={"code": "2", "model": "use-multilingual-3/0.2.1", "backend": "semantic", "sample": 5},
            parameters={"themes": 12, "granularity": "fine"},
        )
        seen = text_of(kwame.get(reverse("insights_runs:run", args=[run.pk])))
        assert "Universal Sentence Encoder, multilingual 3, version 0.2.1" in seen
        assert "12 themes were asked for." in seen
        assert "sample 5" in seen


class TestCutting:
    def test_a_preview_says_what_would_be_and_the_button_does_it(
        self, run: AnalysisRun, service: Service, kwame: Client
    ) -> None:
        address = reverse("insights_themes:cut", args=[service.slug])
        shown = preview(service, 2).plan
        assert shown
        seen = text_of(kwame.get(address, {"n": 2}))
        assert f"It would be 2. {shown.moves} comments would move." in seen
        form = {"n": 2, "stamp": shown.stamp}
        answer = kwame.post(reverse("insights_themes:recut", args=[service.slug]), form, follow=True)
        assert f"There are 2 proposals now; {shown.moves} comments moved." in text_of(answer)
        assert "This is how it is now." in text_of(kwame.get(address, {"n": 2}))

    @pytest.mark.parametrize("n", ["", "0", "-3", "x", "999999999999999999999999"])
    def test_a_strange_number_breaks_nothing(self, run: AnalysisRun, service: Service, kwame: Client, n: str) -> None:
        assert "What it would be" in text_of(kwame.get(reverse("insights_themes:cut", args=[service.slug]), {"n": n}))

    def test_only_who_may_decide_cuts(self, run: AnalysisRun, service: Service, kwame: Client) -> None:
        shown = preview(service, 2).plan
        assert shown
        before = set(run.assignments.values_list("comment", "theme"))
        address = reverse("insights_themes:recut", args=[service.slug])
        as_(member_of(Role.MANAGER)).post(address, {"n": 2, "stamp": shown.stamp})
        assert kwame.get(address).status_code == 405
        assert set(run.assignments.values_list("comment", "theme")) == before
        refused = kwame.post(address, {"n": 2, "stamp": "yesterday"}, follow=True)
        assert "Something changed while you were looking." in text_of(refused)

    def test_a_service_that_was_not_analysed_says_so(self, kwame: Client) -> None:
        empty = ServiceFactory(passport=True)
        seen = text_of(kwame.get(reverse("insights_themes:cut", args=[empty.slug])))
        assert "Analyse this service once more" in seen

    def test_the_board_leads_to_coarser_finer_and_the_picture(
        self, run: AnalysisRun, service: Service, kwame: Client
    ) -> None:
        page = kwame.get(reverse("insights_themes:board", args=[service.slug])).content.decode()
        cut = reverse("insights_themes:cut", args=[service.slug])
        assert f'href="{cut}?step=fewer"' in page
        assert f'href="{cut}?step=more"' in page
        assert reverse("insights_themes:map", args=[service.slug]) in page


class TestPicture:
    def test_every_theme_is_a_link_with_a_name_and_a_row_of_a_table(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        page = kwame.get(reverse("insights_themes:map", args=[service.slug]))
        markup = " ".join(page.content.decode().split())
        for theme in Theme.objects.in_run(run):
            address = reverse("insights_themes:theme", args=[theme.uuid])
            n = run.assignments.filter(theme=theme).values("comment").distinct().count()
            assert f'<a href="{address}" aria-label="' in markup
            assert f'{theme.title}, {n} comments"' in markup
            assert f'<th scope="row"><a href="{address}">{theme.title}</a></th>' in markup
        assert "The distances are approximate; nothing is calculated with them." in text_of(page)
        assert "style=" not in markup.partition("<svg viewBox")[2].partition("</svg>")[0]

    def test_the_distances_of_the_picture_are_written_as_numbers_in_every_language(
        self, run: AnalysisRun, service: Service, kwame: Client, settings: Any
    ) -> None:
        settings.LANGUAGE_CODE = "nl"
        markup = kwame.get(reverse("insights_themes:map", args=[service.slug])).content.decode()
        drawing = markup.partition("<svg viewBox")[2].partition("</svg>")[0]
        assert 'cx="' in drawing
        assert not [part for part in drawing.split('cx="')[1:] if "," in part.partition('"')[0]]

    def test_a_theme_that_a_person_made_since_stands_among_its_comments(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["telefoon"])
        move_to_new_theme(
            comments=talk["telefoon"], theme=theme, title="Lange wachttijd", version=theme.version, by=researcher
        )
        drawn = kwame.get(reverse("insights_themes:map", args=[service.slug])).context["map"].drawn
        assert "Lange wachttijd" in {mark.card.theme.title for mark in drawn}
        assert all(mark.place for mark in drawn)

    def test_nothing_analysed_and_no_picture_are_said_in_words(
        self, run: AnalysisRun, service: Service, kwame: Client
    ) -> None:
        empty = ServiceFactory(passport=True)
        assert "no themes with comments yet" in text_of(kwame.get(reverse("insights_themes:map", args=[empty.slug])))
        AnalysisRun.objects.update(picture={})
        seen = text_of(kwame.get(reverse("insights_themes:map", args=[service.slug])))
        assert "The analysis that stands made no picture yet." in seen
        assert "The same as a table" in seen

    def test_the_picture_asks_as_much_of_the_database_however_many_themes(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, kwame: Client
    ) -> None:
        address = reverse("insights_themes:map", args=[service.slug])
        kwame.get(address)
        with CaptureQueriesContext(connection) as few:
            kwame.get(address)
        theme = theme_about(run, talk["balie"])
        approve_theme(theme=theme, version=theme.version, by=researcher)
        say(service, "balie", person_key="")
        run_again = AnalysisRunFactory(service=service, parameters={"backend": "lexical", "granularity": "fine"})
        assert pipeline.run(run_again.pk)
        with CaptureQueriesContext(connection) as more:
            kwame.get(address)
        assert len(more) == len(few)
