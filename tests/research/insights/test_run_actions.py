from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from accounts.models import User
from journeys.models import Service
from research.insights import tasks
from research.insights.actions import RefusedError, cancel_run, retry_run, run_now, start_run
from research.insights.models import AnalysisRun
from research.insights.models.runs import RUN_MOVES, RunState
from tests.factories import AnalysisRunFactory

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., Any]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What was handed to the broker."""
    ids: list[int] = []
    monkeypatch.setattr(tasks.analyse, "apply_async", lambda args, **options: ids.append(args[0]))
    return ids


def test_a_run_is_one_row_and_after_the_commit_one_message(
    service: Service, researcher: User, published: list[int], django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = start_run(service=service, by=researcher)
        assert published == []
    assert published == [run.pk]
    assert (run.state, run.started_by, run.parameters["granularity"]) == ("queued", researcher, "normal")


def test_the_button_pressed_twice_is_one_run(
    service: Service, researcher: User, published: list[int], django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = (start_run(service=service, by=researcher) for _ in range(2))
    assert first == second
    assert published == [first.pk]


def test_a_broker_that_is_away_hinders_nobody(
    service: Service,
    researcher: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    def away(args: object, **options: object) -> None:
        assert options["retry"] is False
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.analyse, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        run = start_run(service=service, by=researcher)
    assert run.state == "queued"


def test_stopping_a_run_that_has_ended_is_refused(service: Service, researcher: User) -> None:
    run = AnalysisRunFactory(service=service)
    assert cancel_run(run=run, by=researcher).state == "cancelled"
    assert run.finished_at is not None
    with pytest.raises(RefusedError):
        cancel_run(run=run, by=researcher)


def test_a_failed_run_gets_three_new_attempts(
    service: Service, researcher: User, published: list[int], django_capture_on_commit_callbacks: OnCommit
) -> None:
    run = AnalysisRunFactory(service=service, state="failed", attempts=3, error="Stopped three times.")
    with django_capture_on_commit_callbacks(execute=True):
        retry_run(run=run, by=researcher)
    assert (run.state, run.attempts, run.error, published) == ("queued", 0, "", [run.pk])
    with pytest.raises(RefusedError):
        retry_run(run=run, by=researcher)


def test_a_failed_run_waits_while_another_is_open(service: Service, researcher: User) -> None:
    failed = AnalysisRunFactory(service=service, state="failed")
    AnalysisRunFactory(service=service)
    with pytest.raises(RefusedError):
        retry_run(run=failed, by=researcher)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_a_run_over_nothing_is_done_and_says_so(service: Service) -> None:
    run = run_now(service=service, by=None)
    assert (run.state, run.counts["received"]) == ("done", 0)


def test_every_state_has_its_moves_and_no_other_move_is_made(service: Service) -> None:
    assert set(RUN_MOVES) == set(RunState)
    for before, after in product(RunState, RunState):
        run = AnalysisRunFactory(service=service, state=before)
        moved = AnalysisRun.objects.filter(pk=run.pk).move(after)
        run.refresh_from_db()
        assert bool(moved) == (after in RUN_MOVES[before])
        assert run.state == (after if moved else before)
        run.delete()


def test_the_tasks_do_what_their_names_say(service: Service, published: list[int]) -> None:
    run = AnalysisRunFactory(service=service)
    tasks.analyse(run.pk)
    run.refresh_from_db()
    assert run.state == "done"
    lost = AnalysisRunFactory(service=service, queued_at="2026-01-01T00:00Z")
    tasks.sweep()
    tasks.analyse_all()
    assert published == [lost.pk]
