"""One big run with one worker and with two: DATABASE_URL=... REDIS_URL=... python tests/benchmarks/shared_run.py 60000.

Makes a service with invented comments in the database that is named, runs both in turn, and takes it away again. Not a
test: compare the two lines of one call, on a quiet machine with at least two processors.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from feedback.models import Comment  # noqa: E402
from journeys.models import Service  # noqa: E402
from research.analysis import Parameters  # noqa: E402
from research.insights.actions import start_run  # noqa: E402
from research.insights.models import AnalysisRun, Assignment, Theme  # noqa: E402
from research.insights.models.runs import RunState  # noqa: E402
from tests.benchmarks.analysis_speed import invented  # noqa: E402

AT_ONCE = 5_000


def fill(service: Service, count: int) -> None:
    """Add invented comments about a service."""
    today = timezone.localdate()
    rows = [
        Comment(service=service, text=one.text, redacted_text=one.text, said_on=today, state="read", person_key=one.id)
        for one in invented(count, seed=0)
    ]
    Comment.objects.bulk_create(rows, batch_size=AT_ONCE)


@contextmanager
def worker() -> Iterator[None]:
    """Run a worker of one process beside us."""
    command = [sys.executable, "-m", "celery", "--app", "config", "worker", "--concurrency", "1", "--loglevel", "ERROR"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen([*command, "--hostname", f"{uuid4().hex}@%h"], cwd=ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def timed(service: Service, workers: int) -> float:
    """Return the seconds that a run takes with so many workers, from when they are up to the result."""
    with ExitStack() as up:
        for _ in range(workers):
            up.enter_context(worker())
        time.sleep(8)
        begun = time.monotonic()
        run = start_run(service=service, by=None, parameters=Parameters(backend="lexical"))
        while not AnalysisRun.objects.filter(pk=run.pk).exclude(state__in=[RunState.QUEUED, RunState.RUNNING]).exists():
            time.sleep(0.2)
        seconds = time.monotonic() - begun
    run.refresh_from_db()
    print(f"{workers} worker(s): {seconds:.1f} s, {run.get_state_display()}, {run.counts.get('assigned')} assigned")  # noqa: T201
    return seconds


def main() -> None:
    """Print the seconds of both, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("comments", type=int)
    options = parser.parse_args()
    service = Service.objects.create(slug=f"benchmark-{uuid4().hex[:8]}", name="Benchmark")
    try:
        fill(service, options.comments)
        alone, together = timed(service, 1), timed(service, 2)
        print(f"two workers take {together / alone:.2f} of the time of one")  # noqa: T201
    finally:
        Assignment.objects.filter(run__service=service).delete()
        AnalysisRun.objects.filter(service=service).delete()
        Theme.objects.filter(service=service).delete()
        Comment.objects.filter(service=service).delete()
        service.delete()


if __name__ == "__main__":
    main()
