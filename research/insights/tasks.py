"""What a worker is asked to do: ids in, one call."""

import logging

from celery import shared_task
from celery.exceptions import CeleryError
from kombu.exceptions import KombuError

from research.insights import pipeline

log = logging.getLogger(__name__)


@shared_task(name="insights.analyse")
def analyse(run_id: int) -> None:
    """Do one run."""
    pipeline.run(run_id)


@shared_task(name="insights.analyse_all")
def analyse_all() -> None:
    """Every night: a run for each service about which enough was said."""
    for run_id in pipeline.open_nightly_runs():
        publish(run_id)


@shared_task(name="insights.sweep")
def sweep() -> None:
    """Queue again what a lost worker or a lost message left."""
    for run_id in pipeline.revive():
        publish(run_id)


def publish(run_id: int) -> bool:
    """Hand a run to the worker if the broker is there; if it is not, the row waits and the sweeper comes by."""
    try:
        analyse.apply_async((run_id,), retry=False)
    except (CeleryError, KombuError, OSError):
        log.warning("run %s: the broker is away, the sweeper will queue it", run_id, exc_info=True)
        return False
    return True
