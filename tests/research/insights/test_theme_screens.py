"""The researcher's screens: themes judged with the evidence in view, on a board that stays light."""

import gzip
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service, Step
from research.insights.actions import approve_theme, rename_theme
from research.insights.models import AnalysisRun, Theme
from research.insights.reviews import board
from tests.factories import AnalysisRunFactory, CommentFactory, ThemeFactory, member_of
from tests.research.insights.conftest import theme_about
from tests.research.insights.reading_screens import as_, at, in_english, of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Talk = dict[str, list[Comment]]
__all__ = ["in_english"]


@pytest.fixture
def kwame(researcher: User) -> Client:
    return as_(researcher)


class TestReview:
    def test_a_theme_is_judged_with_its_evidence_in_view(
        self, run: AnalysisRun, talk: Talk, service: Service, step: Step, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["bevestiging"])
        page = kwame.get(reverse("insights_themes:board", args=[service.slug]))
        seen = text_of(page)
        n = run.assignments.filter(theme=theme).values("comment").distinct().count()
        assert f"{n} comments · {n} people · grade 6.0 (n = {n})" in seen
        assert f"Most at: Bevestiging ({n})" in seen
        assert f"{n} comments will move." in seen
        quote = theme.quotes[0]
        words = Comment.objects.get(pk=quote["comment"]).redacted_text[quote["start"] : quote["end"]]
        assert f"<mark>{words}</mark>" in page.content.decode()

    def test_a_manager_sees_what_was_approved_and_nothing_that_leads_nowhere(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        ThemeFactory(service=service, title="Wachten op bericht", approved=True)
        waiting = Theme.objects.filter(service=service, state="draft", assignments__run=run).distinct().count()
        index, board_of = reverse("insights_themes:index"), reverse("insights_themes:board", args=[service.slug])
        assert f'data-label="Proposals">{waiting}<' in kwame.get(index).content.decode()
        fatima = as_(member_of(Role.MANAGER))
        assert "Proposals" not in text_of(fatima.get(index))
        seen = text_of(fatima.get(board_of))
        assert "Wachten op bericht" in seen
        assert not [words for words in ("Proposed by the machine", "Read all", "Read the comment") if words in seen]

    def test_words_from_outside_are_text(self, service: Service, researcher: User, kwame: Client) -> None:
        theme = ThemeFactory(service=service, title="<script>alert(1)</script>", approved=True, keywords=["<b>x"])
        for address in (
            reverse("insights_themes:board", args=[service.slug]),
            reverse("insights_themes:theme", args=[theme.uuid]),
        ):
            page = kwame.get(address).content.decode()
            assert "<script>alert(1)" not in page
            assert "<b>x" not in page

    def test_name_merge_and_approve_by_plain_forms(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        theme, other = theme_about(run, talk["bevestiging"]), theme_about(run, talk["telefoon"])
        form = {"title": "Wachten op bericht", "version": theme.version}
        answer = kwame.post(reverse("insights_themes:rename", args=[theme.uuid]), form)
        assert answer["Location"] == reverse("insights_themes:board", args=[service.slug])
        form = {"other": f"{theme.uuid}:{theme.version + 1}", "version": other.version}
        kwame.post(reverse("insights_themes:merge", args=[other.uuid]), form)
        theme.refresh_from_db()
        kwame.post(reverse("insights_themes:approve", args=[theme.uuid]), {"version": theme.version})
        theme.refresh_from_db()
        other.refresh_from_db()
        assert (theme.title, theme.state, other.merged_into) == ("Wachten op bericht", "approved", theme)
        assert "This theme was merged into:" in text_of(kwame.get(reverse("insights_themes:theme", args=[other.uuid])))

    def test_the_second_of_two_colleagues_reads_why(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["balie"])
        seen = theme.version
        rename_theme(theme=theme, title="Vriendelijke balie", version=seen, by=researcher)
        answer = kwame.post(at("approve", theme), {"version": seen})
        words = text_of(answer, 409)
        assert re.search(r"Kwame Boateng renamed “Vriendelijke balie” at \d\d:\d\d. Look again and decide.", words)
        assert "Approve it after all" in words

    def test_ticked_comments_move(self, run: AnalysisRun, talk: Talk, kwame: Client) -> None:
        theme, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        address = reverse("insights_themes:theme", args=[theme.uuid])
        ids = re.findall(r'name="comment" value="(\d+)"', kwame.get(address).content.decode())[:2]
        form = {"comment": ids, "other": f"{other.uuid}:{other.version}", "version": theme.version, "next": address}
        answer = kwame.post(reverse("insights_themes:move", args=[theme.uuid]), form, follow=True)
        assert "2 comments moved to" in text_of(answer)
        assert run.assignments.filter(theme=other, comment__in=ids, source="person").count() >= 2
        theme.refresh_from_db()
        form = {"comment": ["9" * 30, "x"], "version": theme.version, "next": "https://elsewhere.example/"}
        answer = kwame.post(reverse("insights_themes:move", args=[theme.uuid]), form)
        assert answer["Location"].startswith("/admin/")

    def test_ticked_comments_get_a_theme_of_their_own(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["balie"])
        address, move = (reverse(f"insights_themes:{name}", args=[theme.uuid]) for name in ("theme", "move"))
        ids = re.findall(r'name="comment" value="(\d+)"', kwame.get(address).content.decode())[:2]
        form = {"comment": ids, "other": "new", "version": theme.version, "next": address}
        assert "Give the theme a title." in text_of(kwame.post(move, form, follow=True))
        nothing = kwame.post(move, {**form, "comment": [], "title": "Leeg"}, follow=True)
        assert "Choose at least one comment" in text_of(nothing)
        assert not Theme.objects.filter(title="Leeg").exists()
        answer = kwame.post(move, {**form, "title": "  De vriendelijke   vrouw "}, follow=True)
        assert "2 comments moved to “De vriendelijke vrouw”." in text_of(answer)
        new = Theme.objects.get(title="De vriendelijke vrouw")
        assert (new.state, new.service, new.title_locked) == ("approved", service, True)
        assert run.assignments.filter(theme=new).values("comment").distinct().count() == 2
        theme.refresh_from_db()
        again = kwame.post(move, {**form, "version": theme.version, "title": "de vriendelijke vrouw"}, follow=True)
        assert "There is a theme" in text_of(again)

    def test_the_board_makes_a_theme_that_the_machine_did_not_see(self, service: Service, kwame: Client) -> None:
        address = reverse("insights_themes:new", args=[service.slug])
        assert "still empty" in text_of(kwame.post(address, {"title": "Trouwen op het strand"}, follow=True))
        assert Theme.objects.get().state == "approved"
        as_(member_of(Role.MANAGER)).post(address, {"title": "Van de manager"})
        assert "There is a theme" in text_of(kwame.post(address, {"title": "trouwen op het strand"}, follow=True))
        assert "Give the theme a title." in text_of(kwame.post(address, {"title": "\t "}, follow=True))
        assert Theme.objects.count() == 1

    @pytest.mark.parametrize("other", ["", "nonsense", "00000000-0000-4000-8000-000000000000:1", ":", "x" * 500])
    def test_a_merge_with_nothing_gets_a_sentence(self, other: str, service: Service, kwame: Client) -> None:
        theme = ThemeFactory(service=service)
        form = {"other": other, "version": 1}
        answer = kwame.post(reverse("insights_themes:merge", args=[theme.uuid]), form, follow=True)
        assert re.search("Choose a theme to merge with|no longer there", text_of(answer))

    def test_all_comments_can_be_read_page_by_page(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        themes = Theme.objects.in_run(run)
        for theme in themes:
            address = reverse("insights_themes:theme", args=[theme.uuid])
            pages = [kwame.get(address, {"p": number}).content.decode() for number in (1, 2)]
            found = {int(pk) for page in pages for pk in re.findall(r'name="comment" value="(\d+)"', page)}
            assert found == set(run.assignments.filter(theme=theme).values_list("comment", flat=True))
        assert kwame.get(address, {"p": "zzz"}).status_code == 200

    def test_what_the_second_one_typed_and_ticked_is_kept_and_can_be_done_after_all(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client
    ) -> None:
        theme, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        seen = theme.version
        rename_theme(theme=theme, title="Vriendelijke balie", version=seen, by=researcher)
        page = kwame.post(at("rename", theme), {"version": seen, "title": "Mijn  eigen titel"})
        assert 'value="Mijn  eigen titel"' in page.content.decode()
        chosen = [str(comment.pk) for comment in talk["balie"][:2]]
        form = {"version": seen, "comment": chosen, "other": f"{other.uuid}:{other.version}", "title": ""}
        page = kwame.post(at("move", theme), form)
        assert "2 comments chosen." in text_of(page, 409)
        fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page.content.decode())
        again: dict[str, Any] = {name: [value for one, value in fields if one == name] for name, _ in fields}
        assert set(chosen) <= set(again["comment"])
        assert "2 comments moved to" in text_of(kwame.post(at("move", theme), again, follow=True))


class TestBoard:
    def full(self, service: Service, themes: int, comments: int) -> AnalysisRun:
        """Return a run with so many themes and comments."""
        run = AnalysisRunFactory(service=service, done=True)
        made = [
            ThemeFactory(service=service, title=f"Thema {n}, met een titel van gewone lengte", approved=n % 3 == 0)
            for n in range(themes)
        ]
        first = Comment.objects.count()
        said = Comment.objects.bulk_create(
            CommentFactory.build(
                service=service, text="", redacted_text=f"Reactie {n}: ik wachtte {n % 97} dagen en hoorde niets.",
                person_key=f"p{n}", grade=n % 10 + 1, reference=f"{first + n:012d}",
            )
            for n in range(comments)
        )  # fmt: skip
        rows = (
            {"comment": comment, "theme": made[n % themes], "status": "assigned", "primary": True, "unit_end": 9}
            for n, comment in enumerate(said)
        )
        run.assignments.bulk_create(run.assignments.model(run=run, **row) for row in rows)
        for n, theme in enumerate(made):
            shown = said[n::themes][:3]
            theme.quotes = [{"comment": one.pk, "start": 0, "end": 9, "kind": "central"} for one in shown]
        Theme.objects.bulk_update(made, ["quotes"])
        return run

    @pytest.mark.parametrize("screen", ["board", "history"])
    def test_the_number_of_questions_does_not_grow(self, screen: str, service: Service, researcher: User) -> None:
        client = as_(researcher)

        def questions(themes: int) -> int:
            Theme.objects.of(service).update(service=None)
            AnalysisRun.objects.update(service=None)
            self.full(service, themes, 3 * themes)
            for theme in Theme.objects.of(service).proposed():
                approve_theme(theme=theme, version=theme.version, by=researcher)
            client.get(of(screen, service))
            with CaptureQueriesContext(connection) as asked:
                client.get(of(screen, service))
            return len(asked)

        assert questions(3) == questions(30)

    def test_it_stays_light_with_sixty_themes_and_five_thousand_comments(self, service: Service, kwame: Client) -> None:
        self.full(service, 60, 5_000)
        with CaptureQueriesContext(connection) as asked:
            page = kwame.get(of("board", service))
        assert len(asked) < 60
        assert page.content.count(b"<article") == 60
        assert len(gzip.compress(page.content)) < 100_000
        assert page.content.count(b'list="themes"') == 60, "each can be merged with any, without n times n choices"
        assert page.content.count(b"<datalist") == 1

    def test_it_sorts_and_filters(self, service: Service, kwame: Client) -> None:
        self.full(service, 4, 10)
        low = Theme.objects.of(service).earliest("pk")
        Comment.objects.filter(assignments__theme=low).update(grade=1)
        order = re.compile(r'<article class="[^"]+" id="theme-(\d+)"')

        def shown(**chosen: str) -> list[int]:
            return [int(pk) for pk in order.findall(kwame.get(of("board", service), chosen).content.decode())]

        cards = board(service, User.objects.get(), order="grade").cards
        assert cards[0].theme == low
        assert shown(show="approved") == [card.theme.pk for card in board(service, User.objects.get()).approved]
        drafts = [card.theme for card in board(service, User.objects.get(), order="newest").proposed]
        assert drafts == sorted(drafts, key=lambda theme: theme.created_at, reverse=True)
        assert set(shown(show="proposed", order="newest")) == {theme.pk for theme in drafts}
        assert shown(show="retired") == []
        assert len(shown(show="nonsense", order="x")) == 4

    def test_a_proposal_is_shown_as_a_draft_of_the_machine(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, kwame: Client
    ) -> None:
        for theme in Theme.objects.in_run(run):
            approve_theme(theme=theme, version=theme.version, by=researcher)
        assert "drafts of the machine" not in text_of(kwame.get(of("board", service)))
        theme = ThemeFactory(service=service)
        run.assignments.filter(comment=talk["balie"][0]).update(theme=theme)
        assert "Title and words are drafts of the machine." in text_of(kwame.get(of("board", service)))
        rename_theme(theme=theme, title="Van mij", version=1, by=researcher)
        assert "Title by a person." in text_of(kwame.get(of("board", service)))
