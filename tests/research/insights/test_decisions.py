"""Splitting, adding, leaving out, and several themes at once."""

from collections.abc import Callable

import pytest

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions import (
    RefusedError,
    RefusedTogetherError,
    add_comments,
    approve_theme,
    approve_themes,
    confirm_comments,
    exclude_comments,
    merge_all,
    merge_themes,
    move_comments,
    put_back_comments,
    rename_theme,
    retire_themes,
    split_theme,
    undo,
)
from research.insights.actions.themes import Part
from research.insights.models import AnalysisRun, Anchor, Exclusion, PainPoint, Theme, ThemeEdit
from tests.factories import ServiceFactory, ThemeFactory
from tests.research.insights.conftest import say, theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


def under(run: AnalysisRun, theme: Theme) -> set[int]:
    return set(run.assignments.filter(theme=theme, status="assigned").values_list("comment", flat=True))


def adds_up(run: AnalysisRun, received: int) -> None:
    run.refresh_from_db()
    assert run.counts["received"] == received == run.assignments.primary().count()


@pytest.fixture
def mixed(run: AnalysisRun, talk: Talk, researcher: User) -> Theme:
    """One approved theme that holds two matters: confirmations and the telephone."""
    source, into = theme_about(run, talk["bevestiging"]), theme_about(run, talk["telefoon"])
    into = merge_themes(source=source, into=into, versions=(source.version, into.version), by=researcher)
    return approve_theme(theme=into, version=into.version, by=researcher)


class TestSplit:
    def parts(self, run: AnalysisRun, mixed: Theme, talk: Talk) -> list[Part]:
        here = under(run, mixed)
        calls, mails = (sorted({one.pk for one in talk[topic]} & here) for topic in ("telefoon", "bevestiging"))
        rest = sorted(here - set(calls) - set(mails))
        return [
            Part("", (*calls, *rest), tuple(calls[:1])),
            Part("  Geen   bericht ", tuple(mails), tuple(mails[:2]), keywords=("bericht",)),
        ]

    def test_every_later_run_keeps_to_it(
        self, run: AnalysisRun, mixed: Theme, talk: Talk, researcher: User, analyse: Analyse
    ) -> None:
        parts = self.parts(run, mixed, talk)
        [made] = split_theme(theme=mixed, parts=parts, version=mixed.version, by=researcher)
        mixed.refresh_from_db()
        assert (made.title, made.state, made.keywords) == ("Geen bericht", "approved", ["bericht"])
        assert under(run, made) == set(parts[1].comments), "it shows at once"
        assert under(run, mixed) == set(parts[0].comments)
        adds_up(run, 54)
        say(mixed.service or ServiceFactory(), "bevestiging", person_key="")
        for _ in range(2):
            again = analyse()
            adds_up(again, 72)
            for theme, part in ((mixed, parts[0]), (made, parts[1])):
                kept = under(again, theme) & set(part.comments)
                assert len(kept) >= 0.97 * len(part.comments)
            new = set(Comment.objects.filter(person_key="").values_list("pk", flat=True))
            assert len(new & under(again, made)) >= 0.9 * len(new)

    def test_only_examples_become_a_rule_about_single_comments(
        self, run: AnalysisRun, mixed: Theme, talk: Talk, researcher: User
    ) -> None:
        parts = self.parts(run, mixed, talk)
        [made] = split_theme(theme=mixed, parts=parts, version=mixed.version, by=researcher)
        said = set(Anchor.objects.values_list("theme", "comment", "belongs"))
        example, *_ = parts[0].examples
        one, two = parts[1].examples
        assert said == {
            (mixed.pk, example, True),
            *((made.pk, pk, True) for pk in (one, two)),
            *((mixed.pk, pk, False) for pk in (one, two)),
        }
        assert set(run.assignments.filter(source="person").values_list("comment", flat=True)) == {one, two}

    def test_what_a_person_put_there_before_goes_along_with_its_part(
        self, run: AnalysisRun, mixed: Theme, talk: Talk, researcher: User, analyse: Analyse
    ) -> None:
        first, second = self.parts(run, mixed, talk)
        confirm_comments(theme=mixed, comments=talk["bevestiging"], version=mixed.version, by=researcher)
        mixed.refresh_from_db()
        [made] = split_theme(theme=mixed, parts=[first, second], version=mixed.version, by=researcher)
        now = analyse()
        assert set(second.comments) <= under(now, made)
        assert set(first.comments) <= under(now, mixed)

    def test_parts_that_cannot_be_are_refused(
        self, run: AnalysisRun, mixed: Theme, talk: Talk, researcher: User
    ) -> None:
        first, second = self.parts(run, mixed, talk)
        elsewhere = Part("Elders", (talk["balie"][0].pk,))
        wrong = [
            [first],
            [first] * 7,
            [first, Part("Leeg", ())],
            [first, Part(" ", second.comments)],
            [first, Part(mixed.title, second.comments)],
            [first, Part("Dubbel", first.comments)],
            [first, Part("Eén", second.comments[:2]), Part("eén", second.comments[2:])],
            [first, second, elsewhere],
        ]
        for parts in wrong:
            with pytest.raises(RefusedError):
                split_theme(theme=mixed, parts=parts, version=mixed.version, by=researcher)
        with pytest.raises(RefusedError):
            split_theme(theme=mixed, parts=[first, second], version=mixed.version - 1, by=researcher)
        assert not ThemeEdit.objects.filter(kind="split").exists()
        assert not Theme.objects.filter(title="Eén").exists()

    def test_the_pain_point_stays_with_the_first_part(
        self, run: AnalysisRun, mixed: Theme, talk: Talk, service: Service, researcher: User
    ) -> None:
        point = PainPoint.objects.create(theme=mixed, service=service, title="Wachten")
        split_theme(theme=mixed, parts=self.parts(run, mixed, talk), version=mixed.version, by=researcher)
        point.refresh_from_db()
        assert (point.theme, point.frequency) == (mixed, len(under(run, mixed)))


class TestAdd:
    def test_an_added_comment_has_this_theme_now_and_later(
        self, run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
    ) -> None:
        theme = theme_about(run, talk["balie"])
        homeless = talk["telefoon"][:2]
        run.assignments.filter(comment__in=homeless).delete()
        for comment in homeless:
            run.assignments.create(comment=comment, status="other", reason="far_from_all", primary=True)
        elsewhere = talk["bevestiging"][:2]
        added = [*homeless, *elsewhere]
        assert add_comments(comments=added, to=theme, version=theme.version, by=researcher) == 4
        adds_up(run, 54)
        ids = {comment.pk for comment in added}
        for step in range(2):
            now = analyse() if step else run
            assert ids <= set(now.assignments.primary().filter(theme=theme).values_list("comment", flat=True))
            adds_up(now, 54)

    def test_what_the_theme_has_already_or_nobody_chose_is_refused(
        self, run: AnalysisRun, talk: Talk, researcher: User
    ) -> None:
        theme = theme_about(run, talk["balie"])
        here = Comment.objects.filter(pk__in=under(run, theme))
        for comments in (here, []):
            with pytest.raises(RefusedError):
                add_comments(comments=comments, to=theme, version=theme.version, by=researcher)
        with pytest.raises(RefusedError):
            add_comments(comments=talk["telefoon"], to=theme, version=theme.version - 1, by=researcher)


class TestLeaveOut:
    def test_a_comment_left_out_is_counted_as_such_now_and_later(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
    ) -> None:
        out = talk["balie"][:3]
        assert exclude_comments(comments=out, service=service, by=researcher) == 3
        for step in range(3):
            now = analyse() if step else run
            adds_up(now, 54)
            assert now.counts["excluded"] == {"left_out": 3}
            rows = now.assignments.filter(comment__in=out)
            assert set(rows.values_list("status", "reason", "source", "theme")) == {
                ("excluded", "left_out", "person", None)
            }
        assert set(Exclusion.objects.values_list("comment", "by")) == {(one.pk, researcher.pk) for one in out}

    def test_a_comment_put_back_stands_where_it_stood(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
    ) -> None:
        theme = theme_about(run, talk["balie"])
        before = under(run, theme)
        exclude_comments(comments=talk["balie"][:3], service=service, by=researcher)
        again = analyse()
        assert put_back_comments(comments=talk["balie"][:2], service=service, by=researcher) == 2
        assert before - under(again, theme) == {talk["balie"][2].pk}
        adds_up(again, 54)
        assert again.counts["excluded"] == {"left_out": 1}
        with pytest.raises(RefusedError):
            put_back_comments(comments=talk["balie"][:2], service=service, by=researcher)

    def test_one_that_stood_nowhere_waits_for_the_next_run(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User
    ) -> None:
        one = talk["balie"][0]
        run.assignments.filter(comment=one).delete()
        run.assignments.create(comment=one, status="other", reason="far_from_all", primary=True)
        exclude_comments(comments=[one], service=service, by=researcher)
        assert not ThemeEdit.objects.exists()
        put_back_comments(comments=[one], service=service, by=researcher)
        assert run.assignments.get(comment=one).status == "undecided"

    def test_nothing_or_a_comment_of_another_service_is_refused(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User
    ) -> None:
        theme = theme_about(run, talk["balie"])
        elsewhere = say(ServiceFactory(passport=True), "balie", person_key="")
        exclude_comments(comments=talk["balie"][:1], service=service, by=researcher)
        for comments in ([], elsewhere, talk["balie"][:1]):
            with pytest.raises(RefusedError):
                exclude_comments(comments=comments, service=service, by=researcher)
        with pytest.raises(RefusedError, match="Kwame"):
            exclude_comments(comments=talk["balie"][1:2], service=service, by=researcher, seen={theme: theme.version})

    def test_left_out_without_a_run_is_heeded_by_the_first_one(
        self, talk: Talk, service: Service, researcher: User, analyse: Analyse
    ) -> None:
        exclude_comments(comments=talk["balie"][:3], service=service, by=researcher)
        assert analyse().counts["excluded"] == {"left_out": 3}


class TestSeveralAtOnce:
    def three(self, run: AnalysisRun, talk: Talk) -> dict[Theme, int]:
        return {theme: theme.version for theme in (theme_about(run, talk[topic]) for topic in talk)}

    def test_all_are_approved_retired_or_merged(self, run: AnalysisRun, talk: Talk, researcher: User) -> None:
        seen = self.three(run, talk)
        approved = approve_themes(seen=seen, by=researcher)
        assert {theme.state for theme in approved} == {"approved"}
        into = approved[0]
        stays = merge_all(seen={theme: theme.version for theme in approved}, into=into, by=researcher)
        assert len(under(run, stays)) == 54
        adds_up(run, 54)
        retire_themes(seen={stays: stays.version}, by=researcher)
        adds_up(run, 54)
        assert run.counts["other"] == 54

    def test_when_one_is_refused_none_is_done_and_each_refusal_is_told(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User
    ) -> None:
        seen = self.three(run, talk)
        first, second, third = seen
        PainPoint.objects.create(theme=first, service=service, title="Wachten")
        rename_theme(theme=second, title="Anders", version=second.version, by=researcher)
        with pytest.raises(RefusedTogetherError) as refused:
            retire_themes(seen=seen, by=researcher)
        assert len(refused.value.sentences) == 2
        assert first.title in refused.value.sentences[0]
        assert "Kwame Boateng" in refused.value.sentences[1]
        third.refresh_from_db()
        assert third.state == "draft"

    def test_a_merge_of_one_or_into_a_stranger_is_refused(self, service: Service, researcher: User) -> None:
        one, two, stranger = ThemeFactory(service=service), ThemeFactory(service=service), ThemeFactory(service=service)
        for seen, into in (({one: 1}, one), ({one: 1, two: 1}, stranger)):
            with pytest.raises(RefusedError):
                merge_all(seen=seen, into=into, by=researcher)
        with pytest.raises(RefusedError):
            approve_themes(seen={}, by=researcher)


def test_the_second_reads_who_changed_what_and_when(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme = theme_about(run, talk["balie"])
    seen = theme.version
    rename_theme(theme=theme, title="Vriendelijk", version=seen, by=researcher)
    with pytest.raises(RefusedError, match=r"Kwame Boateng .*“Vriendelijk”.* \d\d:\d\d"):
        approve_theme(theme=theme, version=seen, by=researcher)
    theme.refresh_from_db()
    move_comments(comments=talk["balie"][:1], theme=theme, to=None, version=theme.version, by=researcher)
    undo(edit=theme.edits.latest("id"), by=researcher)
    with pytest.raises(RefusedError, match=r"Kwame Boateng .*“Vriendelijk”"):
        approve_theme(theme=theme, version=seen, by=researcher)


def test_after_a_run_the_second_reads_that_it_was_the_analysis(
    run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["balie"])
    analyse()
    with pytest.raises(RefusedError, match=r"analys"):
        approve_theme(theme=theme, version=theme.version, by=researcher)
