"""A real worker, killed with -9 in mid-run: nothing is lost, and nobody ever sees half a result."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from journeys.models import Service
from research.analysis import Parameters
from research.insights.actions import start_run
from research.insights.models import AnalysisRun, Assignment, Theme
from tests.worker.conftest import COMMENTS, kill, wait, worker

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def child_of(process: subprocess.Popen[bytes]) -> int:
    """Return the process of the pool that does the work: the one that uses most time."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    times = {int(pid): sum(map(int, Path(f"/proc/{pid}/stat").read_text().split()[13:15])) for pid in children}
    return max(times, key=lambda pid: times[pid])


def is_at(run: AnalysisRun, **wanted: Any) -> bool:
    """Say whether the run is so far, and check that nobody sees a result before it is whole."""
    seen = AnalysisRun.objects.get(pk=run.pk)
    rows = Assignment.objects.filter(run=run).count()
    state = AnalysisRun.objects.values_list("state", flat=True).get(pk=run.pk)
    if seen.state != "done" and state != "done":
        assert rows == 0, "half a result can be seen"
        assert not Theme.objects.exists()
    return all(
        getattr(seen, name) >= value if name == "progress" else getattr(seen, name) == value
        for name, value in wanted.items()
    )


@pytest.mark.parametrize("whom", ["the whole worker", "its child"])
def test_a_run_whose_worker_was_killed_is_done_once(whom: str, service: Service, tmp_path: Path) -> None:
    with worker(tmp_path) as first:
        run = start_run(service=service, by=None, parameters=Parameters(backend="lexical"))
        wait(lambda: is_at(run, state="running", progress=8), 60, "the worker did not take up the run")
        if whom == "its child":
            os.kill(child_of(first), signal.SIGKILL)
            again = wait(lambda: is_at(run, state="done"), 90, "the run was not done")
        else:
            kill(first)
            assert is_at(run, state="running"), "killed in mid-run"
            with worker(tmp_path):
                again = wait(lambda: is_at(run, state="done"), 90, "the run was not done")
    run.refresh_from_db()
    assert again < 60, "back within a minute"
    assert run.attempts == 2
    assert run.counts["received"] == COMMENTS
    assert Assignment.objects.filter(primary=True).count() == COMMENTS
    assert set(Assignment.objects.values_list("run", flat=True)) == {run.pk}
