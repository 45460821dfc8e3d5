"""A big run in pieces: the same answer, whoever reads which piece, and whoever dies in between."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from feedback.models import Comment
from journeys.models import Service
from research.analysis import Parameters
from research.insights import pipeline
from research.insights.actions import cancel_run, run_now, start_run
from research.insights.models import AnalysisRun, Assignment, LearnedModel, Shard
from research.insights.models.runs import RunState
from research.insights.pipeline import recovery, shards
from tests.factories import CommentFactory, ServiceFactory, UserFactory
from tests.research.insights.conftest import LEXICAL, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service about which people said three things, and one thing that is nobody's."""
    service = ServiceFactory()
    for topic in ("bevestiging", "telefoon", "balie"):
        say(service, topic)
    CommentFactory(service=service, text="")
    return service


@pytest.fixture
def small_shards(settings: Any) -> None:
    """Call twenty comments a shard."""
    settings.ANALYSIS_SHARD = 20


def rows(run: AnalysisRun) -> list[tuple[Any, ...]]:
    """Return what the run says of each comment, but for the keys of themes and the last digit of scores."""
    fields = ("comment_id", "theme__title", "status", "reason", "primary", "unit_start", "unit_end")
    return sorted(Assignment.objects.filter(run=run).values_list(*fields), key=str)


def queued(service: Service) -> AnalysisRun:
    return AnalysisRun.objects.open_for(service, parameters=vars(LEXICAL))[0]


@pytest.mark.usefixtures("small_shards")
def test_a_run_in_shards_says_what_a_run_in_one_piece_says(service: Service, settings: Any) -> None:
    in_shards = run_now(service=service, by=None, parameters=LEXICAL)
    settings.ANALYSIS_SHARD = 20_000
    at_once = run_now(service=service, by=None, parameters=LEXICAL)
    assert in_shards.state == at_once.state == RunState.DONE
    assert rows(in_shards) == rows(at_once)
    assert in_shards.counts == at_once.counts
    assert in_shards.counts["received"] == 55


@pytest.mark.usefixtures("small_shards")
def test_others_are_called_and_help(service: Service) -> None:
    called: list[int] = []
    read_by_others = 0

    def call(run_id: int) -> None:
        nonlocal read_by_others
        called.append(run_id)
        read_by_others += shards.help_with(run_id)

    run = queued(service)
    assert pipeline.run(run.pk, call=call)
    assert called == [run.pk, run.pk], "three shards: one for the leader, a call for each of the others"
    assert read_by_others == 3


@pytest.mark.usefixtures("small_shards")
def test_the_pieces_go_when_the_result_stands(service: Service) -> None:
    run_now(service=service, by=None, parameters=LEXICAL)
    assert not Shard.objects.exists()
    assert not LearnedModel.objects.exists()


@pytest.mark.usefixtures("small_shards")
def test_a_leader_that_follows_goes_on_where_the_first_one_died(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, fitted = queued(service), []
    learn = shards.fit

    def counted(*args: Any, **kwargs: Any) -> Any:
        fitted.append(1)
        return learn(*args, **kwargs)

    def die(run_id: int) -> None:
        shards.help_with(run_id)
        raise SystemExit

    monkeypatch.setattr(shards, "fit", counted)
    with pytest.raises(SystemExit):
        pipeline.run(run.pk, call=die)
    kept = dict(Shard.objects.values_list("number", "done_at"))
    assert None not in kept.values()
    AnalysisRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=1))
    assert pipeline.run(run.pk)
    assert fitted == [1], "what was learned is not learned again"
    assert Assignment.objects.filter(run=run).primary().count() == 55


@pytest.mark.usefixtures("small_shards")
def test_a_shard_of_a_worker_that_died_is_read_by_another(service: Service) -> None:
    def take_and_die(run_id: int) -> None:
        Shard.objects.filter(run=run_id, number=1).update(taken_at=timezone.now() - timedelta(minutes=1))

    run = queued(service)
    assert pipeline.run(run.pk, call=take_and_die)


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("what", ["erased", "set aside"])
def test_a_comment_that_goes_meanwhile_makes_it_look_again(service: Service, what: str) -> None:
    run, gone = queued(service), []

    def somebody_acts(run_id: int) -> None:
        if not gone:
            gone.append(comment := service.comments.order_by("pk")[0])
            if what == "erased":
                comment.delete()
            else:
                Comment.objects.filter(pk=comment.pk).update(state="unusable", unusable_reason="abuse")

    assert pipeline.run(run.pk, call=somebody_acts)
    run.refresh_from_db()
    assert run.counts["received"] == service.comments.count()
    assert run.counts["excluded"].get("unusable_abuse", 0) == (what == "set aside")


@pytest.mark.usefixtures("small_shards")
def test_a_cancelled_run_stops_its_helpers_and_leaves_no_pieces(service: Service) -> None:
    run = queued(service)

    def cancel(run_id: int) -> None:
        if AnalysisRun.objects.get(pk=run_id).state == RunState.RUNNING:
            cancel_run(run=run, by=UserFactory())

    pipeline.run(run.pk, call=cancel)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not Assignment.objects.exists()
    assert shards.help_with(run.pk) == 0
    recovery.revive()
    assert not Shard.objects.exists()


def test_a_helper_notices_that_nobody_waits(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "STEP", 0.0)
    run = queued(service)
    with pytest.raises(shards.StoppedError):
        shards.Watch(run)(0.5, "assigning")


@pytest.mark.usefixtures("small_shards")
def test_a_helper_puts_its_shard_down_when_the_run_is_cancelled(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "STEP", 0.0)
    run, read = queued(service), []

    def cancel_and_help(run_id: int) -> None:
        def cancelled_meanwhile(*args: Any, report_progress: Any, **kwargs: Any) -> None:
            cancel_run(run=run, by=UserFactory())
            report_progress(0.5, "assigning")

        monkeypatch.setattr(shards, "read_shard", cancelled_meanwhile)
        read.append(shards.help_with(run_id))
        raise shards.StoppedError

    assert not pipeline.run(run.pk, call=cancel_and_help)
    assert read == [0]


def test_nobody_is_called_for_a_small_run(service: Service) -> None:
    def refuse(run_id: int) -> None:
        raise AssertionError

    run = start_run(service=service, by=None, parameters=Parameters(backend="lexical"))
    assert pipeline.run(run.pk, call=refuse)
