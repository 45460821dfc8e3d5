"""Two real workers on one big run: both read, one may die, and the answer is that of one worker alone."""

from pathlib import Path
from typing import Any

import pytest

from journeys.models import Service
from research.analysis import Parameters
from research.insights.actions import run_now, start_run
from research.insights.models import AnalysisRun, Assignment, Shard
from research.insights.models.runs import RunState
from tests.worker.conftest import COMMENTS, kill, wait, worker

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LEXICAL = Parameters(backend="lexical")
SMALL = {"ANALYSIS_SHARD": "500"}


def rows(run: AnalysisRun) -> list[tuple[Any, ...]]:
    """Return what the run says of each comment, but for the keys of themes and the last digit of scores."""
    fields = ("comment_id", "theme__title", "status", "reason", "primary", "unit_start", "unit_end")
    return sorted(Assignment.objects.filter(run=run).values_list(*fields), key=str)


def has(run: AnalysisRun, state: RunState) -> bool:
    return AnalysisRun.objects.filter(pk=run.pk, state=state).exists()


def busy() -> int:
    """Return how many shards are being read now."""
    return Shard.objects.filter(answer=None).exclude(taken_at=None).count()


def test_two_workers_share_a_run_and_one_that_dies_costs_its_shard_only(service: Service, tmp_path: Path) -> None:
    alone = run_now(service=service, by=None, parameters=LEXICAL)
    expected = rows(alone)
    with worker(tmp_path, **SMALL) as _first, worker(tmp_path, clock=False, **SMALL) as second:
        run = start_run(service=service, by=None, parameters=LEXICAL)
        wait(lambda: busy() >= 2, 90, "never were two shards read at the same time")
        kill(second)  # whichever of the two leads
        wait(lambda: has(run, RunState.DONE), 120, "the run was not done")
    assert rows(run) == expected
    assert Assignment.objects.filter(run=run).primary().count() == COMMENTS
    assert not Shard.objects.exists()
