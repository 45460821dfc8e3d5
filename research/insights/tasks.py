"""What a worker is asked to do: ids in, one call."""

import logging

from celery import shared_task
from celery.exceptions import CeleryError
from kombu.exceptions import KombuError

from research.analysis import shipped_embedder
from research.insights import pipeline
from research.insights.pipeline import arrivals, shards

log = logging.getLogger(__name__)

HELP_WANTED = 600  # seconds; a call for help that comes later than that finds nothing to do


@shared_task(name="insights.analyse")
def analyse(run_id: int) -> None:
    """Do one run; a big one together with whoever is free."""
    pipeline.run(run_id, call=call_for_help)


@shared_task(name="insights.read_shards")
def read_shards(run_id: int) -> None:
    """Help with a big run until no shard is free."""
    shards.help_with(run_id)


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


@shared_task(name="insights.encode_new")
def encode_new() -> None:
    """Every half minute: make the sentence vectors of what came in."""
    arrivals.encode_new(shipped_embedder)


@shared_task(name="insights.prune_vectors")
def prune_vectors() -> None:
    """Every night: delete the vectors of words that are gone."""
    log.info("pruned %s vectors", arrivals.prune())


def call_for_help(run_id: int) -> None:
    """Ask whoever is free to help; without a broker, or without anybody free, the leader reads it all."""
    try:
        read_shards.apply_async((run_id,), retry=False, expires=HELP_WANTED)
    except (CeleryError, KombuError, OSError):
        log.warning("run %s: the broker is away, nobody was asked to help", run_id)


def publish(run_id: int) -> bool:
    """Hand a run to the worker if the broker is there; if it is not, the row waits and the sweeper comes by."""
    try:
        analyse.apply_async((run_id,), retry=False)
    except (CeleryError, KombuError, OSError):
        log.warning("run %s: the broker is away, the sweeper will queue it", run_id, exc_info=True)
        return False
    return True
