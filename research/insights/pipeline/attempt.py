"""One attempt of a worker at a run: taking it up, speaking for it, and putting it down.

Every statement names the attempt's token, so that an attempt that was given up on can never write again.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from research.insights.models import AnalysisRun
from research.insights.models.runs import AnalysisRunQuerySet, RunState

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=3)
STEP = 1.5  # seconds between two notes of progress


class StoppedError(Exception):
    """The run was cancelled, or another attempt took it over: put everything down, write nothing."""


@dataclass
class Attempt:
    """A worker's hold on a run, and the clock of what it last told."""

    run_id: int
    token: str
    told_at: float = field(default=0.0)

    def rows(self) -> AnalysisRunQuerySet:
        """Return the run, as long as it is this attempt's to write."""
        return AnalysisRun.objects.filter(pk=self.run_id, worker=self.token, state=RunState.RUNNING)

    def tell(self, fraction: float, stage: str) -> None:
        """Note progress, at most every second and a half; raise StoppedError when the run is not ours any more."""
        if time.monotonic() - self.told_at < STEP:
            return
        self.told_at = time.monotonic()
        progress = round(100 * min(max(fraction, 0.0), 0.99))
        try:
            ours = self.rows().update(progress=progress, stage=stage[:80], heartbeat_at=timezone.now())
        except DatabaseError:
            # A database that is away for a moment costs a note of progress, not the run.
            log.warning("run %s: progress not noted", self.run_id, exc_info=True)
            if not connection.in_atomic_block:
                close_old_connections()
            return
        if not ours:
            raise StoppedError

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Beat beside the work, which may be busy in one long sum; a killed process takes its heart along."""
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(over,), name=f"heart of run {self.run_id}", daemon=True)
        heart.start()
        try:
            yield
        finally:
            over.set()
            heart.join(timeout=BEAT.total_seconds())

    def _beat(self, over: threading.Event) -> None:
        """Beat until the work is over, but no longer than any run may take: work that hangs must be found out."""
        last = time.monotonic() + settings.CELERY_TASK_TIME_LIMIT
        while not over.wait(BEAT.total_seconds()) and time.monotonic() < last:
            try:
                self.rows().update(heartbeat_at=timezone.now())
            except DatabaseError:
                log.warning("run %s: no heart-beat", self.run_id)
            finally:
                connection.close()


def take(run_id: int) -> Attempt | None:
    """Take up a waiting run, or return None: it is finished, or another worker is alive and busy with it."""
    runs = AnalysisRun.objects.filter(pk=run_id)
    token = uuid4().hex
    # A message that comes back because its worker was killed need not wait for the sweeper.
    runs.silent().move(RunState.QUEUED)
    now = timezone.now()
    taken = runs.filter(state=RunState.QUEUED).move(
        RunState.RUNNING, worker=token, attempts=F("attempts") + 1, heartbeat_at=now, progress=0, stage="", error=""
    )
    return Attempt(run_id, token) if taken else None


def fail(attempt: Attempt, sentence: str) -> None:
    """Put the run down with a sentence for the person who reads it."""
    attempt.rows().move(RunState.FAILED, error=sentence, finished_at=timezone.now())
