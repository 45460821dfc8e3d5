"""The screens of decisions: merge side by side, split, several at once, single comments, history and undo."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service, Step
from research.insights.actions import approve_theme, exclude_comments, merge_themes, rename_theme
from research.insights.models import AnalysisRun, Exclusion, PainPoint, Theme, ThemeEdit
from tests.factories import AnalysisRunFactory, ThemeFactory, member_of
from tests.research.insights.conftest import theme_about
from tests.research.insights.reading_screens import as_, at, in_english, of, text_of, ticks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Talk = dict[str, list[Comment]]
__all__ = ["in_english"]


@pytest.fixture
def kwame(researcher: User) -> Client:
    return as_(researcher)


class TestMerge:
    def test_both_are_seen_side_by_side_and_how_many_would_move(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        theme, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        n = run.assignments.filter(theme=theme).values("comment").distinct().count()
        chosen = text_of(kwame.get(at("merge", theme)))
        assert other.title in chosen
        for query in ({"other": str(other.uuid)}, {"words": f" {other.title.upper()} "}):
            page = kwame.get(at("merge", theme), query)
            assert f"{n} comments would move from “{theme.title}” to “{other.title}”." in text_of(page)
            assert page.content.decode().count("<blockquote") >= 10
        form = {"version": theme.version, "other": f"{other.uuid}:{other.version}"}
        answer = kwame.post(at("merge", theme), form, follow=True)
        assert "is now part of" in text_of(answer)

    def test_what_is_not_there_is_said(self, service: Service, kwame: Client) -> None:
        theme, both = ThemeFactory(service=service), ThemeFactory(service=service, approved=True, title="Wachten")
        assert "No theme with these words." in text_of(kwame.get(at("merge", theme), {"words": "zzz"}))
        for one in (theme, both):
            PainPoint.objects.create(theme=one, service=service, title=one.title)
        page = kwame.get(at("merge", theme), {"other": str(both.uuid)})
        assert "Both themes carry a pain point." in text_of(page)
        assert b"Merge these two" not in page.content


class TestSplit:
    @pytest.fixture
    def mixed(self, run: AnalysisRun, talk: Talk, researcher: User) -> Theme:
        source, into = theme_about(run, talk["bevestiging"]), theme_about(run, talk["telefoon"])
        return merge_themes(source=source, into=into, versions=(source.version, into.version), by=researcher)

    def form(self, page: Any) -> dict[str, str]:
        html = page.content.decode()
        found = dict(re.findall(r'<input type="(?:hidden|text)" (?:id="[^"]+" )?name="([^"]+)" value="([^"]*)"', html))
        found |= dict(re.findall(r'<input type="radio" name="(stays)" value="(\w)" id="[^"]+" checked', html))
        return {**found, "parts": re.findall(r'<option value="(\d)" selected', html)[0]}

    def test_the_parts_are_seen_before_anything_changes_and_then_made(
        self, run: AnalysisRun, mixed: Theme, talk: Talk, kwame: Client
    ) -> None:
        page = kwame.get(at("split", mixed))
        words = text_of(page)
        total = run.assignments.filter(theme=mixed).values("comment").distinct().count()
        stay, go = (int(n) for n in re.findall(r"(\d+) comments would (?:stay|go)", words))
        assert stay + go == total
        assert f"{go} comments would move." in words
        assert not ThemeEdit.objects.filter(kind="split").exists()
        form = {**self.form(page), "title-B": "Het andere deel"}
        answer = kwame.post(at("split", mixed), {**form, "split": "1"}, follow=True)
        assert "is split. New: “Het andere deel”." in text_of(answer)
        made = Theme.objects.get(title="Het andere deel")
        assert run.assignments.filter(theme=made).values("comment").distinct().count() == go
        run.refresh_from_db()
        assert run.counts["received"] == 54

    def test_what_a_person_says_of_a_comment_steers_the_preview_and_titles_are_kept(
        self, mixed: Theme, talk: Talk, kwame: Client
    ) -> None:
        call = talk["telefoon"][0].pk
        form = {"parts": "3", f"typical-{call}": "C", "title-C": "Bellen", "stays": "B", "look": "1"}
        page = kwame.post(at("split", mixed), form)
        html = page.content.decode()
        part = html[html.index('id="part-C"') : html.index("</section>", html.index('id="part-C"'))]
        assert f'id="typical-{call}"' in part
        assert 'value="Bellen"' in part
        assert '<option value="C" selected>' in part
        assert self.form(page)["stays"] == "B"

    def test_parts_that_were_not_looked_at_are_not_made(self, mixed: Theme, talk: Talk, kwame: Client) -> None:
        form = {**self.form(kwame.get(at("split", mixed))), "split": "1"}
        changed = {**form, f"typical-{talk['telefoon'][0].pk}": "B", f"typical-{talk['telefoon'][1].pk}": "A"}
        for wrong in ({**changed, "parts": "4"}, {**form, "version": "0"}, {**form, "title-B": mixed.title}):
            page = kwame.post(at("split", mixed), wrong)
            assert re.search(r"Look again and decide|There is a theme", text_of(page, 409))
        assert not ThemeEdit.objects.filter(kind="split").exists()

    def test_too_few_comments_get_a_sentence(self, service: Service, kwame: Client) -> None:
        AnalysisRunFactory(service=service, done=True)
        assert "too few comments to divide" in text_of(kwame.get(at("split", ThemeFactory(service=service))))


class TestSeveral:
    def ticked(self, themes: list[Theme]) -> list[str]:
        return [f"{theme.uuid}:{theme.version}" for theme in themes]

    @pytest.fixture
    def three(self, run: AnalysisRun, talk: Talk) -> list[Theme]:
        return [theme_about(run, talk[topic]) for topic in talk]

    def test_what_would_happen_comes_first_and_then_all_of_it(
        self, run: AnalysisRun, three: list[Theme], service: Service, kwame: Client
    ) -> None:
        address = of("bulk", service)
        into = three[0]
        sizes = {theme: run.assignments.filter(theme=theme).values("comment").distinct().count() for theme in three}
        asked = {"do": "merge", "theme": self.ticked(three), "into": str(into.uuid)}
        n = sum(sizes.values()) - sizes[into]
        assert f"{n} comments would move to “{into.title}”." in text_of(kwame.get(address, asked))
        assert not ThemeEdit.objects.exists()
        answer = kwame.post(address, asked, follow=True)
        assert f"3 themes are now “{into.title}”." in text_of(answer)
        undo = re.findall(r'href="([^"]+/undo/[^"]+)"', answer.content.decode())[0].replace("&amp;", "&")
        assert "would go back to where they were" in text_of(kwame.get(undo))
        edits = re.findall(r"edit=(\d+)", undo)
        assert "It is undone." in text_of(kwame.post(reverse("insights_themes:undo"), {"edit": edits}, follow=True))
        assert not Theme.objects.exclude(merged_into=None).exists()

    @pytest.mark.parametrize(
        ("verb", "said"), [("approve", "3 themes are approved."), ("retire", "3 themes are retired.")]
    )
    def test_approve_and_retire(
        self, verb: str, said: str, three: list[Theme], service: Service, kwame: Client
    ) -> None:
        asked = {"do": verb, "theme": self.ticked(three)}
        assert "would" in text_of(kwame.get(of("bulk", service), asked))
        assert said in text_of(kwame.post(of("bulk", service), asked, follow=True))

    def test_one_refusal_stops_all_and_each_is_told(
        self, three: list[Theme], service: Service, researcher: User, kwame: Client
    ) -> None:
        asked = {"do": "retire", "theme": self.ticked(three)}
        rename_theme(theme=three[1], title="Anders", version=three[1].version, by=researcher)
        PainPoint.objects.create(theme=three[0], service=service, title="Wachten")
        words = text_of(kwame.post(of("bulk", service), asked), 409)
        assert "Nothing was changed, because:" in words
        assert "carries a pain point" in words
        assert "Kwame Boateng renamed “Anders”" in words
        assert not Theme.objects.filter(state="retired").exists()

    @pytest.mark.parametrize("ticked", [[], ["nonsense"], ["00000000-0000-4000-8000-000000000000:1"]])
    def test_nothing_chosen_gets_a_sentence(self, ticked: list[str], service: Service, kwame: Client) -> None:
        asked = {"do": "approve", "theme": ticked}
        assert "Choose at least one theme." in text_of(kwame.get(of("bulk", service), asked))
        assert "Choose at least one theme." in text_of(kwame.post(of("bulk", service), asked, follow=True))


class TestComments:
    def test_comments_are_found_by_words_channel_step_and_lack_of_a_theme_and_added(
        self, run: AnalysisRun, talk: Talk, step: Step, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["balie"])
        lost = talk["telefoon"][0]
        run.assignments.filter(comment=lost).delete()
        run.assignments.create(comment=lost, status="other", reason="far_from_all", primary=True)
        add = at("add", theme)
        elsewhere = set(Comment.objects.exclude(assignments__theme=theme).values_list("pk", flat=True))
        calls = {one.pk for one in talk["telefoon"] if "half uur" in one.redacted_text} & elsewhere
        assert {int(pk) for pk in ticks(kwame.get(add, {"words": "uur HALF"}))} == calls
        assert ticks(kwame.get(add, {"without": "1"})) == [str(lost.pk)]
        assert {int(pk) for pk in ticks(kwame.get(add, {"step": step.pk}))} <= {one.pk for one in talk["bevestiging"]}
        Comment.objects.filter(pk=lost.pk).update(channel="phone")
        assert ticks(kwame.get(add, {"channel": "phone"})) == [str(lost.pk)]
        assert not ticks(kwame.get(add, {"words": "zzz"}))
        answer = kwame.post(add, {"comment": [lost.pk], "version": theme.version}, follow=True)
        assert "1 comment added to" in text_of(answer)
        assert run.assignments.get(comment=lost).theme == theme

    def test_all_on_a_page_are_chosen_by_a_link(self, run: AnalysisRun, talk: Talk, kwame: Client) -> None:
        theme = theme_about(run, talk["balie"])
        page = kwame.get(at("theme", theme), {"all": "1"})
        boxes = re.findall(r'<input type="checkbox" class="d8-count" name="comment"[^>]*>', page.content.decode())
        assert boxes
        assert all(" checked" in box for box in boxes)
        assert "Choose none" in text_of(page)

    def test_comments_left_out_are_listed_and_put_back(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["balie"])
        ids = [comment.pk for comment in talk["balie"][:2]]
        form = {"comment": ids, "version": theme.version}
        assert "2 comments are left out of the analysis." in text_of(
            kwame.post(at("exclude", theme), form, follow=True)
        )
        assert "Comments left out (2)" in text_of(kwame.get(of("board", service)))
        page = kwame.get(of("left_out", service))
        assert set(ticks(page)) == {str(pk) for pk in ids}
        assert "Kwame Boateng" in text_of(page)
        answer = kwame.post(of("left_out", service), {"comment": ids[:1]}, follow=True)
        assert "1 comment takes part again." in text_of(answer)
        assert "Choose at least one comment." in text_of(kwame.post(of("left_out", service), {}, follow=True))
        assert Exclusion.objects.get().comment_id == ids[1]


class TestHistory:
    def test_who_did_what_when_and_of_one_person(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, kwame: Client
    ) -> None:
        emre = member_of(Role.RESEARCHER, first_name="Emre", last_name="Kaya")
        theme, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        before = theme.title
        theme = rename_theme(theme=theme, title="De balie", version=theme.version, by=emre)
        other = approve_theme(theme=other, version=other.version, by=researcher)
        exclude_comments(comments=talk["bevestiging"][:2], service=service, by=researcher)
        merge_themes(source=other, into=theme, versions=(other.version, theme.version), by=researcher)
        words = text_of(kwame.get(of("history", service)))
        assert f"Emre Kaya renamed “{before}” to “De balie”" in words
        assert f"Kwame Boateng approved “{other.title}”" in words
        assert words.count(f"merged “{other.title}” into “De balie”") >= 1
        assert "left out comments of" in words
        assert "(2 comments)" in words
        only = text_of(kwame.get(of("history", service), {"by": emre.pk}))
        assert "renamed" in only
        assert "Kwame Boateng merged" not in only
        assert "Nobody decided anything here yet." in text_of(kwame.get(of("history", service), {"by": 999}))
        seen = text_of(as_(member_of(Role.SERVICE_DESIGNER)).get(of("history", service)))
        assert "Emre Kaya renamed" in seen
        assert ">Undo" not in seen
        assert as_(member_of(Role.MANAGER)).get(of("history", service)).status_code == 302

    def test_undo_is_offered_at_once_and_told_in_the_history(
        self, run: AnalysisRun, talk: Talk, service: Service, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["balie"])
        before = theme.title
        form = {"title": "De balie", "version": theme.version}
        answer = kwame.post(at("rename", theme), form, follow=True)
        address = re.findall(r'href="([^"]+/undo/[^"]+)"', answer.content.decode())[0]
        assert "renamed" in text_of(kwame.get(address))
        edit = re.findall(r"edit=(\d+)", address)
        undone = kwame.post(reverse("insights_themes:undo"), {"edit": edit})
        assert undone["Location"] == f"{of('board', service)}#theme-{theme.pk}"
        theme.refresh_from_db()
        assert theme.title == before
        words = text_of(kwame.get(of("history", service)))
        assert "undone" in words
        assert "took back about" in words
        again = kwame.post(reverse("insights_themes:undo"), {"edit": edit}, follow=True)
        assert "This was undone already." in text_of(again)

    def test_what_later_decisions_stand_on_says_which_to_undo_first(
        self, run: AnalysisRun, talk: Talk, researcher: User, kwame: Client
    ) -> None:
        theme = theme_about(run, talk["balie"])
        theme = rename_theme(theme=theme, title="De balie", version=theme.version, by=researcher)
        first = theme.edits.get()
        approve_theme(theme=theme, version=theme.version, by=researcher)
        address = f"{reverse('insights_themes:undo')}?edit={first.pk}"
        assert "Undo that first: Kwame Boateng approved “De balie”" in text_of(kwame.get(address))
        assert "There is nothing to undo." in text_of(kwame.get(reverse("insights_themes:undo"), {"edit": "x"}))
