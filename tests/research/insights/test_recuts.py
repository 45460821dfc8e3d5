from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions import RefusedError, approve_theme, move_comments, recut_proposals
from research.insights.cuts import preview
from research.insights.models import AnalysisRun, Anchor, MergeTree, Theme
from research.insights.pipeline import open_nightly_runs
from research.insights.pipeline.recutting import choices_again
from tests.factories import ServiceFactory
from tests.research.insights.conftest import say, theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


def rows_of(run: AnalysisRun) -> list[tuple[Any, ...]]:
    fields = ("comment", "theme__uuid", "status", "reason", "primary", "unit_start", "unit_end")
    return sorted(run.assignments.values_list(*fields), key=repr)


def cut(service: Service, wanted: int, by: User) -> None:
    shown = preview(service, wanted).plan
    assert shown
    recut_proposals(service=service, wanted=wanted, stamp=shown.stamp, by=by)


def proposals(run: AnalysisRun) -> set[int]:
    return set(Theme.objects.in_run(run).proposed().values_list("pk", flat=True))


def test_as_many_as_there_are_changes_nothing(run: AnalysisRun, service: Service, researcher: User) -> None:
    before = rows_of(run)
    assert preview(service).plan
    assert preview(service).plan.moves == 0
    cut(service, len(proposals(run)), researcher)
    assert rows_of(run) == before
    assert not AuditEvent.objects.filter(action="insights.recut").exists()


def test_fewer_proposals_take_up_the_others_and_no_comment_gets_lost(
    run: AnalysisRun, service: Service, researcher: User
) -> None:
    before = proposals(run)
    shown = preview(service, 2)
    assert len(shown.proposals) == 2
    cut(service, 2, researcher)
    run.refresh_from_db()
    assert len(proposals(run)) == 2
    assert proposals(run) < before
    assert run.counts["received"] == 54 == run.assignments.primary().count()
    assert run.assignments.primary().filter(status="assigned").exclude(theme__in=proposals(run)).count() == 0


def test_what_the_preview_says_is_what_happens(run: AnalysisRun, service: Service, researcher: User) -> None:
    before = dict(run.assignments.primary().values_list("comment", "theme"))
    shown = preview(service, 2).plan
    assert shown
    cut(service, 2, researcher)
    after = dict(run.assignments.primary().values_list("comment", "theme"))
    assert sum(before[comment] != after[comment] for comment in before) == shown.moves > 0


def test_there_and_back_again_are_the_same_themes(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User
) -> None:
    before = {topic: theme_about(run, comments).uuid for topic, comments in talk.items()}
    n = len(proposals(run))
    cut(service, 2, researcher)
    cut(service, n, researcher)
    assert {topic: theme_about(run, comments).uuid for topic, comments in talk.items()} == before


def test_quotes_of_a_new_cut_are_verbatim_and_words_are_of_the_theme(
    run: AnalysisRun, service: Service, researcher: User
) -> None:
    cut(service, 2, researcher)
    for theme in Theme.objects.in_run(run):
        assert theme.title
        assert theme.quotes
        for quote in theme.quotes:
            text = Comment.objects.get(pk=quote["comment"]).redacted_text
            assert text[quote["start"] : quote["end"]].strip()
            assert run.assignments.filter(comment=quote["comment"], theme=theme).exists()


def test_no_comment_mentions_what_is_no_longer_there_or_its_own_theme_twice(
    run: AnalysisRun, service: Service, researcher: User
) -> None:
    cut(service, 2, researcher)
    assert set(run.assignments.exclude(theme=None).values_list("theme", flat=True)) == proposals(run)
    for row in run.assignments.filter(primary=False):
        assert not run.assignments.filter(comment=row.comment, theme=row.theme, primary=True).exists()


def test_what_a_person_decided_stays_row_for_row(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User
) -> None:
    theme = theme_about(run, talk["balie"])
    approve_theme(theme=theme, version=theme.version, by=researcher)
    before = [row for row in rows_of(run) if row[1] == theme.uuid]
    words = Theme.objects.filter(pk=theme.pk).values()[0]
    cut(service, 1, researcher)
    assert [row for row in rows_of(run) if row[1] == theme.uuid and row[4]] == [row for row in before if row[4]]
    assert Theme.objects.filter(pk=theme.pk).values()[0] == words


def test_a_comment_with_a_word_of_a_person_does_not_move(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User
) -> None:
    one, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    move_comments(comments=talk["balie"][:3], theme=one, to=other, version=one.version, by=researcher)
    moved = set(Anchor.objects.filter(belongs=True).values_list("comment", flat=True))
    cut(service, 1, researcher)
    assert set(run.assignments.primary().filter(comment__in=moved).values_list("theme", flat=True)) == {other.pk}


def test_a_decision_on_something_that_changed_meanwhile_is_refused(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User
) -> None:
    shown = preview(service, 2).plan
    assert shown
    theme = theme_about(run, talk["balie"])
    approve_theme(theme=theme, version=theme.version, by=researcher)
    before = rows_of(run)
    with pytest.raises(RefusedError):
        recut_proposals(service=service, wanted=2, stamp=shown.stamp, by=researcher)
    assert rows_of(run) == before


def test_a_run_that_kept_no_tree_asks_for_a_new_one(run: AnalysisRun, service: Service, researcher: User) -> None:
    MergeTree.objects.all().delete()
    assert preview(service, 2).plan is None
    with pytest.raises(RefusedError):
        recut_proposals(service=service, wanted=2, stamp="", by=researcher)
    with pytest.raises(RefusedError):
        recut_proposals(service=ServiceFactory(passport=True), wanted=2, stamp="", by=researcher)


def test_who_cut_when_is_in_the_trail_and_a_reader_of_the_run_is_told(
    run: AnalysisRun, service: Service, researcher: User
) -> None:
    cut(service, 2, researcher)
    event = AuditEvent.objects.get(action="insights.recut")
    assert (event.actor, event.object_id, event.result) == (researcher, str(run.pk), "2")
    run.refresh_from_db()
    assert [one["values"]["proposals"] for one in run.notices if one["code"] == "recut"] == [2]
    assert run.tree.cut == 2


def test_the_run_of_the_night_is_as_fine_as_a_person_wanted_it(
    run: AnalysisRun, service: Service, researcher: User
) -> None:
    assert choices_again(service)["themes"] is None
    cut(service, 2, researcher)
    say(service, "balie", person_key="")
    [opened] = open_nightly_runs()
    assert AnalysisRun.objects.get(pk=opened).parameters["themes"] == 2


def test_a_preview_asks_as_much_of_the_database_however_much_there_is(
    run: AnalysisRun, service: Service, researcher: User, analyse: Analyse
) -> None:
    with CaptureQueriesContext(connection) as few:
        preview(service, 2)
    for topic in ("balie", "telefoon"):
        say(service, topic, person_key="")
    analyse()
    with CaptureQueriesContext(connection) as more:
        preview(service, 2)
    assert len(more) == len(few)
