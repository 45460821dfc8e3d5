from collections.abc import Callable, Iterator

import pytest

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service, Step
from research.insights import pipeline
from research.insights.actions import (
    RefusedError,
    approve_theme,
    make_pain_point,
    merge_themes,
    move_comments,
    rename_theme,
    retire_theme,
)
from research.insights.actions.pain_points import Judgement
from research.insights.models import AnalysisRun, Anchor, PainPoint, Theme, ThemeEdit
from tests.factories import AnalysisRunFactory, ServiceFactory, StepFactory, ThemeFactory
from tests.research.insights.conftest import theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


def under(run: AnalysisRun, theme: Theme) -> set[int]:
    return set(run.assignments.filter(theme=theme, status="assigned").values_list("comment", flat=True))


def standing_one_after_another(run: AnalysisRun, analyse: Analyse) -> Iterator[AnalysisRun]:
    yield run
    yield analyse()
    yield analyse()


def test_a_title_of_a_person_survives_every_run(
    run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["bevestiging"])
    rename_theme(theme=theme, title="  Geen   bevestiging ", version=theme.version, by=researcher)
    for _ in range(2):
        again = theme_about(analyse(), talk["bevestiging"])
        assert (again.uuid, again.title, again.state) == (theme.uuid, "Geen bevestiging", "draft")
    edit = ThemeEdit.objects.get(kind="rename")
    assert (edit.by, edit.details["after"]) == (researcher, "Geen bevestiging")


def test_an_empty_title_is_refused(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme = theme_about(run, talk["balie"])
    with pytest.raises(RefusedError):
        rename_theme(theme=theme, title="   ", version=theme.version, by=researcher)
    assert not ThemeEdit.objects.exists()


def test_an_approved_theme_keeps_its_comments_and_takes_new_ones(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["bevestiging"])
    before = under(run, theme)
    theme = approve_theme(theme=theme, version=theme.version, by=researcher)
    again = analyse()
    assert under(again, theme) >= before
    theme.refresh_from_db()
    assert theme.state == "approved"


def test_approving_twice_is_approving_once(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme = theme_about(run, talk["bevestiging"])
    theme = approve_theme(theme=theme, version=theme.version, by=researcher)
    approve_theme(theme=theme, version=theme.version, by=researcher)
    assert ThemeEdit.objects.filter(kind="approve").count() == 1


def test_merged_themes_stay_merged(run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse) -> None:
    source, into = theme_about(run, talk["bevestiging"]), theme_about(run, talk["telefoon"])
    expected = under(run, source) | under(run, into)
    merge_themes(source=source, into=into, versions=(source.version, into.version), by=researcher)
    assert under(run, into) == expected, "it shows at once"
    again = analyse()
    source.refresh_from_db()
    assert (source.state, source.merged_into) == ("retired", into)
    assert not under(again, source)
    assert len(under(again, into) & expected) >= 0.9 * len(expected)
    assert theme_about(again, talk["bevestiging"]) == theme_about(again, talk["telefoon"]) == into


def test_a_retired_theme_does_not_come_back_and_its_comments_are_counted(
    run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["balie"])
    gone = under(run, theme)
    retire_theme(theme=theme, version=theme.version, by=researcher)
    for now in standing_one_after_another(run, analyse):
        now.refresh_from_db()
        assert not under(now, theme)
        others = now.assignments.primary().filter(comment__in=gone, status="other", reason="retired")
        assert others.count() >= 0.9 * len(gone)
        assert now.counts["received"] == 54
        assert now.counts["other"] >= 0.9 * len(gone)


def test_a_retired_theme_can_be_approved_back(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme = theme_about(run, talk["balie"])
    before = under(run, theme)
    theme = retire_theme(theme=theme, version=theme.version, by=researcher)
    theme = approve_theme(theme=theme, version=theme.version, by=researcher)
    assert under(run, theme) == before
    run.refresh_from_db()
    assert run.counts["other"] == 0


def test_a_moved_comment_stays_where_a_person_put_it(
    run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    source, to = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    moved = Comment.objects.filter(pk__in=sorted(under(run, source))[:2])
    ids = {comment.pk for comment in moved}
    assert move_comments(comments=moved, theme=source, to=to, version=source.version, by=researcher) == 2
    for now in standing_one_after_another(run, analyse):
        assert ids <= under(now, to)
        assert not ids & under(now, source)
        assert set(now.assignments.primary().filter(comment__in=ids).values_list("source", flat=True)) == {"person"}
    assert Anchor.objects.filter(theme=to, belongs=True).count() == 2
    assert Anchor.objects.filter(theme=source, belongs=False).count() == 2


def test_a_comment_taken_out_stays_out(run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse) -> None:
    theme = theme_about(run, talk["balie"])
    out = Comment.objects.filter(pk=min(under(run, theme)))
    move_comments(comments=out, theme=theme, to=None, version=theme.version, by=researcher)
    run.refresh_from_db()
    assert run.counts["received"] == 54 == run.assignments.primary().count()
    for now in standing_one_after_another(run, analyse):
        assert out[0].pk not in under(now, theme)


def test_the_last_word_about_a_comment_counts(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme, to = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    one = Comment.objects.filter(pk=min(under(run, theme)))
    move_comments(comments=one, theme=theme, to=to, version=theme.version, by=researcher)
    theme.refresh_from_db()
    to.refresh_from_db()
    move_comments(comments=one, theme=to, to=theme, version=to.version, by=researcher)
    assert Anchor.objects.get(theme=theme, comment=one[0]).belongs
    assert not Anchor.objects.get(theme=to, comment=one[0]).belongs


def test_the_second_of_two_colleagues_is_told(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    seen = theme.version
    rename_theme(theme=theme, title="Vriendelijke balie", version=seen, by=researcher)
    second: list[Callable[[], object]] = [
        lambda: rename_theme(theme=theme, title="Iets anders", version=seen, by=researcher),
        lambda: approve_theme(theme=theme, version=seen, by=researcher),
        lambda: retire_theme(theme=theme, version=seen, by=researcher),
        lambda: merge_themes(source=theme, into=other, versions=(seen, other.version), by=researcher),
        lambda: merge_themes(source=other, into=theme, versions=(other.version, seen), by=researcher),
        lambda: move_comments(comments=talk["balie"], theme=theme, to=None, version=seen, by=researcher),
    ]
    for decide in second:
        with pytest.raises(RefusedError):
            decide()
    theme.refresh_from_db()
    assert (theme.title, theme.state) == ("Vriendelijke balie", "draft")
    assert ThemeEdit.objects.count() == 1


def test_a_merge_that_makes_no_sense_is_refused(service: Service, researcher: User) -> None:
    theme, elsewhere = ThemeFactory(service=service), ThemeFactory(service=ServiceFactory(passport=True))
    retired = ThemeFactory(service=service, state="retired")
    for into in (theme, elsewhere, retired):
        with pytest.raises(RefusedError):
            merge_themes(source=theme, into=into, versions=(1, 1), by=researcher)


class TestPainPoint:
    def test_it_rests_on_an_approved_theme_and_says_how_often(
        self, run: AnalysisRun, talk: Talk, researcher: User, step: Step
    ) -> None:
        theme = theme_about(run, talk["bevestiging"])
        with pytest.raises(RefusedError):
            make_pain_point(theme=theme, judgement=Judgement(title="Geen bevestiging", severity=4), by=researcher)
        theme = approve_theme(theme=theme, version=theme.version, by=researcher)
        judgement = Judgement(title="Geen bevestiging", severity=4, step=step, department="Burgerzaken")
        point = make_pain_point(theme=theme, judgement=judgement, by=researcher)
        assert (point.frequency, point.out_of) == (len(under(run, theme)), 54)
        with pytest.raises(RefusedError):
            make_pain_point(theme=theme, judgement=judgement, by=researcher)

    def test_each_run_refreshes_how_often_it_is_felt(
        self, run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
    ) -> None:
        theme = theme_about(run, talk["bevestiging"])
        theme = approve_theme(theme=theme, version=theme.version, by=researcher)
        point = make_pain_point(theme=theme, judgement=Judgement(title="Geen bevestiging", severity=4), by=researcher)
        before = point.frequency
        long_ago = talk["bevestiging"][0]
        Comment.objects.filter(pk=long_ago.pk).update(said_on="2020-01-01")
        analyse()
        point.refresh_from_db()
        assert (point.frequency, point.out_of) == (before - 1, 53)

    def test_it_is_not_made_at_a_step_of_another_service(self, researcher: User) -> None:
        theme = ThemeFactory(approved=True)
        step = StepFactory(service=ServiceFactory(passport=True))
        with pytest.raises(RefusedError):
            make_pain_point(theme=theme, judgement=Judgement(title="Pijn", severity=2, step=step), by=researcher)

    def test_it_follows_its_theme_into_a_merge(self, run: AnalysisRun, talk: Talk, researcher: User) -> None:
        source, into = theme_about(run, talk["bevestiging"]), theme_about(run, talk["telefoon"])
        source = approve_theme(theme=source, version=source.version, by=researcher)
        point = make_pain_point(theme=source, judgement=Judgement(title="Wachten", severity=3), by=researcher)
        into = merge_themes(source=source, into=into, versions=(source.version, into.version), by=researcher)
        point.refresh_from_db()
        assert (point.theme, into.state, point.frequency) == (into, "approved", len(under(run, into)))

    def test_a_theme_with_a_pain_point_is_not_retired_or_doubled(self, service: Service, researcher: User) -> None:
        themes = [ThemeFactory(service=service, approved=True, title=title) for title in ("Een", "Twee")]
        for theme in themes:
            PainPoint.objects.create(theme=theme, service=service, title=theme.title)
        with pytest.raises(RefusedError):
            retire_theme(theme=themes[0], version=1, by=researcher)
        with pytest.raises(RefusedError):
            merge_themes(source=themes[0], into=themes[1], versions=(1, 1), by=researcher)


def test_a_run_after_many_decisions_still_adds_up(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
) -> None:
    first, second, third = (theme_about(run, talk[topic]) for topic in ("bevestiging", "telefoon", "balie"))
    first = approve_theme(theme=first, version=first.version, by=researcher)
    move_comments(comments=talk["telefoon"][:3], theme=second, to=first, version=second.version, by=researcher)
    retire_theme(theme=third, version=third.version, by=researcher)
    for now in standing_one_after_another(run, analyse):
        now.refresh_from_db()
        assert now.counts["received"] == 54 == now.assignments.primary().count()
        assert {one.pk for one in talk["telefoon"][:3]} <= under(now, first)
    assert pipeline.run(AnalysisRunFactory(service=service).pk)
