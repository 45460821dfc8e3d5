"""Whatever a person decides about themes can be taken back, at once and after a new analysis."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions import (
    RefusedError,
    add_comments,
    approve_theme,
    exclude_comments,
    make_pain_point,
    merge_themes,
    move_comments,
    move_to_new_theme,
    new_theme,
    rename_theme,
    retire_theme,
    split_theme,
    undo,
    undo_all,
)
from research.insights.actions.pain_points import Judgement
from research.insights.actions.themes import Part
from research.insights.models import AnalysisRun, Anchor, Exclusion, Theme, ThemeEdit
from tests.factories import ThemeFactory, member_of
from tests.research.insights.conftest import say, theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


def places(run: AnalysisRun) -> list[tuple[Any, ...]]:
    """Where every comment stands: the whole outcome of a run."""
    rows = run.assignments.values_list("comment", "theme", "status", "reason", "primary", "source", "unit_start")
    return sorted(rows, key=str)


def themes_now() -> list[tuple[Any, ...]]:
    fields = ("pk", "title", "title_locked", "state", "merged_into")
    return list(Theme.objects.order_by("pk").values_list(*fields))


def anchors_now() -> set[tuple[Any, ...]]:
    return set(Anchor.objects.values_list("theme", "comment", "belongs"))


def newest(theme: Theme) -> ThemeEdit:
    return theme.edits.latest("id")


def everything(run: AnalysisRun) -> tuple[Any, ...]:
    run.refresh_from_db()
    return places(run), themes_now(), anchors_now(), run.counts


Decide = Callable[[AnalysisRun, Talk, User], Theme]


def rename(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme = theme_about(run, talk["balie"])
    return rename_theme(theme=theme, title="Vriendelijk", version=theme.version, by=by)


def approve(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme = theme_about(run, talk["balie"])
    return approve_theme(theme=theme, version=theme.version, by=by)


def retire(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme = theme_about(run, talk["balie"])
    return retire_theme(theme=theme, version=theme.version, by=by)


def merge(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    source, into = theme_about(run, talk["bevestiging"]), theme_about(run, talk["telefoon"])
    return merge_themes(source=source, into=into, versions=(source.version, into.version), by=by)


def move(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme, to = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    move_comments(comments=talk["balie"][::6], theme=theme, to=to, version=theme.version, by=by)
    return theme


def take_out(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme = theme_about(run, talk["balie"])
    move_comments(comments=talk["balie"][::6], theme=theme, to=None, version=theme.version, by=by)
    return theme


def exclude(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme = theme_about(run, talk["balie"])
    exclude_comments(comments=talk["balie"][::6], service=talk["balie"][0].service, by=by)
    return theme


def add(run: AnalysisRun, talk: Talk, by: User) -> Theme:
    theme = theme_about(run, talk["balie"])
    add_comments(comments=talk["telefoon"][::6], to=theme, version=theme.version, by=by)
    return theme


EXISTING: list[Decide] = [rename, approve, retire, merge, move, take_out, exclude, add]


@pytest.mark.parametrize("decide", EXISTING)
def test_what_was_decided_is_as_if_it_never_was(decide: Decide, run: AnalysisRun, talk: Talk, researcher: User) -> None:
    before = everything(run)
    theme = decide(run, talk, researcher)
    assert everything(run) != before, "the decision takes effect"
    emre = member_of(Role.RESEARCHER, first_name="Emre")
    theme = undo(edit=newest(theme), by=emre)
    assert everything(run) == before
    assert not Exclusion.objects.exists()
    undone = ThemeEdit.objects.filter(kind="undo")
    assert {one.by for one in undone} == {emre}
    assert {one.undoes for one in undone} == set(ThemeEdit.objects.exclude(kind="undo"))


@pytest.mark.parametrize("decide", EXISTING)
def test_it_can_be_undone_after_a_new_analysis_and_no_later_one_heeds_it(
    decide: Decide, run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    for topic in talk if decide is not approve else ("telefoon", "bevestiging"):
        theme = theme_about(run, talk[topic])
        approve_theme(theme=theme, version=theme.version, by=researcher)
    before = {comment: theme for comment, theme, _, _, main, _, _ in places(run) if main}
    theme = decide(run, talk, researcher)
    say(talk["balie"][0].service, "balie", person_key="")
    between = analyse()
    undo(edit=newest(theme), by=researcher)
    for step in range(2):
        now = analyse() if step else between
        now.refresh_from_db()
        assert now.counts["received"] == 72 == now.assignments.primary().count()
        assert now.counts["received"] == sum(now.counts[part] for part in ("assigned", "other", "undecided")) + sum(
            now.counts["excluded"].values()
        )
        after = {comment: theme for comment, theme, _, _, main, _, _ in places(now) if main}
        if decide is approve and step:
            continue  # a proposal again: a new analysis may draw it otherwise
        same = sum(after[comment] == theme for comment, theme in before.items())
        assert same >= 0.95 * len(before)


def test_a_theme_of_ones_own_and_a_part_are_put_away_again(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["balie"])
    before, words_before = places(run), anchors_now()
    move_to_new_theme(comments=talk["balie"][:4], theme=theme, title="De vrouw", version=theme.version, by=researcher)
    made = Theme.objects.get(title="De vrouw")
    undo(edit=newest(made), by=researcher)
    theme.refresh_from_db()
    here = [comment.pk for comment in talk["balie"]]
    parts = [Part("", tuple(here[4:])), Part("De man", tuple(here[:4]))]
    [other] = split_theme(theme=theme, parts=parts, version=theme.version, by=researcher)
    undo(edit=newest(theme), by=researcher)
    made.refresh_from_db()
    other.refresh_from_db()
    assert [(one.state, one.merged_into) for one in (made, other)] == [("retired", theme)] * 2
    assert places(run) == before
    assert anchors_now() == words_before
    alone = new_theme(service=service, title="Leeg", by=researcher)
    undo(edit=newest(alone), by=researcher)
    again = analyse()
    assert not again.assignments.filter(theme__in=[made, other, alone]).exists()
    assert alone not in Theme.objects.held()


def test_decisions_are_undone_from_the_newest_back(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    before = everything(run)
    theme = rename(run, talk, researcher)
    first = newest(theme)
    theme = approve_theme(theme=theme, version=theme.version, by=researcher)
    second = newest(theme)
    move(run, talk, researcher)
    third = newest(theme)
    with pytest.raises(RefusedError, match=r"Undo that first: Kwame Boateng moved comments|Kwame Boateng"):
        undo(edit=first, by=researcher)
    undo_all(edits=[first, third, second], by=researcher)
    assert everything(run) == before


def test_a_decision_is_undone_once_and_an_undoing_not_at_all(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme = rename(run, talk, researcher)
    edit = newest(theme)
    undo(edit=edit, by=researcher)
    for again in (edit, newest(theme)):
        with pytest.raises(RefusedError):
            undo(edit=again, by=researcher)
    assert ThemeEdit.objects.filter(kind="undo").count() == 1


def test_a_decision_from_before_there_was_undoing_is_refused_in_words(researcher: User) -> None:
    theme = ThemeFactory(approved=True)
    old = ThemeEdit.objects.create(theme=theme, kind="approve", by=researcher)
    with pytest.raises(RefusedError):
        undo(edit=old, by=researcher)


def test_a_pain_point_holds_the_approval_that_it_rests_on(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    theme = approve(run, talk, researcher)
    point = make_pain_point(theme=theme, judgement=Judgement(title="Te vriendelijk", severity=1), by=researcher)
    with pytest.raises(RefusedError, match="Te vriendelijk"):
        undo(edit=newest(theme), by=researcher)
    theme.refresh_from_db()
    assert theme.state == "approved"
    point.delete()
    undo(edit=newest(theme), by=researcher)
    theme.refresh_from_db()
    assert theme.state == "draft"


def test_a_pain_point_goes_back_to_its_theme_when_a_merge_is_undone(
    run: AnalysisRun, talk: Talk, researcher: User
) -> None:
    source = theme_about(run, talk["bevestiging"])
    source = approve_theme(theme=source, version=source.version, by=researcher)
    point = make_pain_point(theme=source, judgement=Judgement(title="Geen bericht", severity=4), by=researcher)
    into = merge(run, talk, researcher)
    undo(edit=newest(into), by=researcher)
    point.refresh_from_db()
    into.refresh_from_db()
    assert (point.theme, into.state) == (source, "draft")
    assert point.frequency == run.assignments.filter(theme=source).values("comment").distinct().count()


def test_a_merge_of_what_was_merged_before_is_taken_apart_again(run: AnalysisRun, talk: Talk, researcher: User) -> None:
    into = merge(run, talk, researcher)
    first = Theme.objects.get(merged_into=into)
    third = theme_about(run, talk["balie"])
    third = merge_themes(source=into, into=third, versions=(into.version, third.version), by=researcher)
    first.refresh_from_db()
    assert first.merged_into == third
    undo(edit=newest(third), by=researcher)
    first.refresh_from_db()
    into.refresh_from_db()
    assert (first.merged_into, into.merged_into, into.state) == (into, None, "draft")


def test_what_a_moderator_set_aside_since_stays_aside(
    run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    theme = move(run, talk, researcher)
    gone = talk["balie"][0]
    Comment.objects.filter(pk=gone.pk).update(state="unusable", unusable_reason="spam")
    now = analyse()
    undo(edit=newest(theme), by=researcher)
    assert now.assignments.get(comment=gone).reason == "unusable_spam"
    talk["balie"][1].delete()
    now.refresh_from_db()
    assert now.assignments.primary().count() == 53


def test_undoing_a_rename_gives_the_title_back_to_the_machine(
    run: AnalysisRun, talk: Talk, researcher: User, analyse: Analyse
) -> None:
    theme = rename(run, talk, researcher)
    undo(edit=newest(theme), by=researcher)
    theme.refresh_from_db()
    assert not theme.title_locked
    assert theme not in Theme.objects.held()
    assert theme_about(analyse(), talk["balie"]) == theme
