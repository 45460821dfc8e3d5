from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service
from research.insights import pipeline
from research.insights.actions import (
    RefusedError,
    adopt_finding,
    approve_theme,
    move_comments,
    move_to_new_theme,
    retire_theme,
    run_now,
    start_run,
)
from research.insights.models import AnalysisRun, Anchor, Assignment, MergeTree, Theme, ThemeEdit
from tests.factories import AnalysisRunFactory, CommentFactory
from tests.research.insights.conftest import LEXICAL, theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


@pytest.fixture
def trial(service: Service) -> Analyse:
    """Return a function that does a trial and returns it."""

    def now() -> AnalysisRun:
        run = AnalysisRunFactory(service=service, shadow=True, parameters={"backend": "lexical"})
        assert pipeline.run(run.pk)
        run.refresh_from_db()
        return run

    return now


def everything(*models: type[Model]) -> list[dict[str, Any]]:
    return [row for model in models for row in model._default_manager.order_by("pk").values()]


def of_kind(run: AnalysisRun, kind: str) -> list[dict[str, Any]]:
    return [one for one in run.findings["list"] if one["kind"] == kind]


def test_a_trial_changes_nothing_row_for_row(run: AnalysisRun, talk: Talk, researcher: User, trial: Analyse) -> None:
    theme = theme_about(run, talk["balie"])
    approve_theme(theme=theme, version=theme.version, by=researcher)
    before = everything(Theme, ThemeEdit, Anchor, Assignment, MergeTree)
    counts = AnalysisRun.objects.get(pk=run.pk).counts
    found = trial()
    assert everything(Theme, ThemeEdit, Anchor, Assignment, MergeTree) == before
    assert not found.assignments.exists()
    assert AnalysisRun.objects.standing(run.service) == run
    assert AnalysisRun.objects.get(pk=run.pk).counts == counts


def test_a_trial_of_the_same_finds_that_all_continues(run: AnalysisRun, trial: Analyse) -> None:
    found = trial()
    assert {one["kind"] for one in found.findings["list"]} == {"continue"}
    assert found.findings["would_move"] == 0
    assert found.findings["standing"] == run.pk


def test_nothing_gets_lost_in_a_trial(run: AnalysisRun, service: Service, trial: Analyse) -> None:
    CommentFactory(service=service, spam=True)
    counts = trial().counts
    assert counts["received"] == 55
    assert counts["received"] == sum(counts[one] for one in ("assigned", "other", "undecided")) + sum(
        counts["excluded"].values()
    )


def test_a_theme_that_is_two_is_found_to_split(run: AnalysisRun, talk: Talk, researcher: User, trial: Analyse) -> None:
    one, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    move_comments(comments=talk["telefoon"], theme=other, to=one, version=other.version, by=researcher)
    [split] = of_kind(trial(), "split")
    assert split["themes"] == [str(one.uuid)]
    assert split["would_move"] >= 15
    assert len(split["parts"]) == 2
    assert all(part["members"] and part["quotes"] for part in split["parts"])


def test_two_themes_that_are_one_are_found_to_merge(
    run: AnalysisRun, talk: Talk, researcher: User, trial: Analyse
) -> None:
    theme = theme_about(run, talk["telefoon"])
    move_to_new_theme(
        comments=talk["telefoon"][:7], theme=theme, title="Lange wachttijd", version=theme.version, by=researcher
    )
    [merge] = of_kind(trial(), "merge")
    approved = Theme.objects.get(title="Lange wachttijd")
    assert merge["themes"] == [str(approved.uuid), str(theme.uuid)], "the proposal would become part of it"
    assert merge["would_move"] >= 11
    assert merge["parts"][0]["n"] >= 17


def test_the_parts_of_a_split_are_comments_of_the_theme(
    run: AnalysisRun, talk: Talk, researcher: User, trial: Analyse
) -> None:
    one, other = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
    move_comments(comments=talk["telefoon"], theme=other, to=one, version=other.version, by=researcher)
    own = set(Assignment.objects.filter(run=run, theme=one).values_list("comment_id", flat=True))
    for part in of_kind(trial(), "split")[0]["parts"]:
        assert set(part["members"]) <= own
        assert part["n"] == len(part["members"])


def test_what_a_person_put_away_is_not_found_again(
    run: AnalysisRun, talk: Talk, researcher: User, trial: Analyse
) -> None:
    theme = theme_about(run, talk["balie"])
    retire_theme(theme=theme, version=theme.version, by=researcher)
    found = trial()
    assert not of_kind(found, "new")
    assert str(theme.uuid) not in str(found.findings)


def test_a_trial_needs_something_to_compare_with(service: Service, researcher: User) -> None:
    with pytest.raises(RefusedError):
        start_run(service=service, by=researcher, shadow=True)
    assert not AnalysisRun.objects.exists()


def test_a_trial_and_an_analysis_of_one_service_do_not_run_together(
    run: AnalysisRun, service: Service, researcher: User
) -> None:
    waiting = start_run(service=service, by=researcher, shadow=True)
    assert start_run(service=service, by=researcher) == waiting
    assert waiting.shadow


def test_a_trial_that_is_not_ours_any_more_writes_nothing(run: AnalysisRun, service: Service) -> None:
    again = AnalysisRunFactory(service=service, shadow=True, parameters={"backend": "lexical"})

    def cancel(fraction: float, stage: str) -> None:
        if stage == "naming":
            AnalysisRun.objects.filter(pk=again.pk).update(state="cancelled")

    assert pipeline.run(again.pk, watch=cancel) is False
    again.refresh_from_db()
    assert again.findings == {}


class TestTakingOver:
    @pytest.fixture
    def found(self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, trial: Analyse) -> AnalysisRun:
        """A trial that finds a new group: comments that a person had taken out of their theme."""
        theme = theme_about(run, talk["balie"])
        move_comments(comments=talk["balie"], theme=theme, to=None, version=theme.version, by=researcher)
        return trial()

    def test_a_new_group_becomes_a_theme_of_the_person(
        self, found: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
    ) -> None:
        [new] = of_kind(found, "new")
        number = found.findings["list"].index(new)
        theme = adopt_finding(run=found, number=number, title="Vriendelijke balie", by=researcher)
        assert (theme.title, theme.state, theme.title_locked) == ("Vriendelijke balie", "approved", True)
        standing = AnalysisRun.objects.standing(service)
        assert standing
        under = standing.assignments.primary().filter(theme=theme, status="assigned")
        assert set(under.values_list("comment_id", flat=True)) == set(new["parts"][0]["members"])
        assert standing.counts["received"] == 54
        again = analyse()
        assert theme_about(again, talk["balie"]) == theme

    def test_it_is_taken_over_once(self, found: AnalysisRun, researcher: User) -> None:
        number = found.findings["list"].index(of_kind(found, "new")[0])
        adopt_finding(run=found, number=number, title="Vriendelijke balie", by=researcher)
        with pytest.raises(RefusedError):
            adopt_finding(run=found, number=number, title="Nog eens", by=researcher)
        assert Theme.objects.filter(title="Nog eens").count() == 0

    @pytest.mark.parametrize("number", [-1, 99])
    def test_what_is_not_there_cannot_be_taken_over(self, found: AnalysisRun, researcher: User, number: int) -> None:
        with pytest.raises(RefusedError):
            adopt_finding(run=found, number=number, title="Iets", by=researcher)

    def test_what_continues_cannot_be_taken_over(self, run: AnalysisRun, trial: Analyse, researcher: User) -> None:
        with pytest.raises(RefusedError):
            adopt_finding(run=trial(), number=0, title="Iets", by=researcher)

    def test_a_comment_that_a_person_gave_a_place_stays_there(
        self, found: AnalysisRun, talk: Talk, service: Service, run: AnalysisRun, researcher: User
    ) -> None:
        phone = theme_about(run, talk["telefoon"])
        kept = talk["balie"][0]
        Anchor.objects.filter(comment=kept).delete()
        Anchor.objects.create(theme=phone, comment=kept, by=researcher)
        number = found.findings["list"].index(of_kind(found, "new")[0])
        theme = adopt_finding(run=found, number=number, title="Vriendelijke balie", by=researcher)
        assert not theme.anchors.filter(comment=kept).exists()


def test_a_run_in_a_terminal_is_never_a_trial(service: Service, talk: Talk) -> None:
    assert not run_now(service=service, by=None, parameters=LEXICAL).shadow
