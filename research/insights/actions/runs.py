"""Starting and stopping runs. A request never waits for the broker, and never depends on it."""

from dataclasses import asdict
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from journeys.models import Service
from research.analysis import Parameters, ReportProgress
from research.insights import pipeline
from research.insights.actions.refusals import RefusedError
from research.insights.models import AnalysisRun
from research.insights.models.runs import RunState
from research.insights.tasks import publish


@transaction.atomic
def start_run(
    *,
    service: Service | None,
    by: User | None,
    parameters: Parameters = Parameters(),  # noqa: B008
    shadow: bool = False,
) -> AnalysisRun:
    """Return the open run of this scope: a new one, or the one that is waiting or running already.

    A shadow run is a trial: it groups everything afresh, says what that would change, and changes nothing.
    """
    if shadow and AnalysisRun.objects.standing(service) is None:
        raise RefusedError(_("There is nothing to compare with yet. Start an analysis first."))
    run, new = AnalysisRun.objects.open_for(service, started_by=by, parameters=asdict(parameters), shadow=shadow)
    if new:
        transaction.on_commit(partial(publish, run.pk))
    return run


def run_now(
    *,
    service: Service | None,
    by: User | None,
    parameters: Parameters = Parameters(),  # noqa: B008
    watch: ReportProgress = pipeline.keep_quiet,
) -> AnalysisRun:
    """Do a run in this process and return it as it ended; one that waits already is taken up as it was asked for."""
    run, _new = AnalysisRun.objects.open_for(service, started_by=by, parameters=asdict(parameters))
    try:
        pipeline.run(run.pk, watch=watch)
    except KeyboardInterrupt:  # whoever asked for it in a terminal stops it; nobody waits for a run without a worker
        AnalysisRun.objects.filter(pk=run.pk).move(RunState.CANCELLED, finished_at=timezone.now())
        raise
    run.refresh_from_db()
    return run


def cancel_run(*, run: AnalysisRun, by: User) -> AnalysisRun:
    """Stop a run that waits or is busy; its worker notices within seconds. One that has ended stays as it is."""
    cancelled = AnalysisRun.objects.filter(pk=run.pk).move(RunState.CANCELLED, finished_at=timezone.now())
    if not cancelled:
        raise RefusedError(_("This analysis has ended already; there is nothing to stop."))
    run.refresh_from_db()
    return run


@transaction.atomic
def retry_run(*, run: AnalysisRun, by: User) -> AnalysisRun:
    """Put a failed run back in the queue with three new attempts."""
    now = timezone.now()
    try:
        with transaction.atomic():
            queued = AnalysisRun.objects.filter(pk=run.pk).move(
                RunState.QUEUED, queued_at=now, attempts=0, progress=0, error="", finished_at=None, started_by=by
            )
    except IntegrityError as trouble:
        raise RefusedError(_("Another analysis of the same comments is waiting or running.")) from trouble
    if not queued:
        raise RefusedError(_("Only an analysis that failed can be tried again."))
    transaction.on_commit(partial(publish, run.pk))
    run.refresh_from_db()
    return run
