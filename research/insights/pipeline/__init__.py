"""A run from beginning to end: take it up, read once, think, write once."""

import logging
import time

from django.utils.translation import gettext_noop

from research.analysis import Parameters, ReportProgress, analyse, shipped_embedder
from research.insights.models import AnalysisRun
from research.insights.pipeline.answer import OvertakenError, write
from research.insights.pipeline.attempt import Attempt, StoppedError, fail, take
from research.insights.pipeline.question import Question, read
from research.insights.pipeline.recovery import open_nightly_runs, revive
from research.insights.pipeline.trial import write_trial
from research.insights.pipeline.vectors import DatabaseVectors

log = logging.getLogger(__name__)

THINK_AGAIN = 3
UNEXPECTED = gettext_noop(
    "The analysis met an error that it does not know. Nothing was changed; the earlier result stands. "
    "Try again, and give the administrator the number of this run if it happens again."
)
NO_MODEL = gettext_noop("The semantic backend was asked for, and it is not installed here. Choose another one.")
TOO_BUSY = gettext_noop("Colleagues kept changing themes while this analysis was busy. Try again in a quiet moment.")


class NoModelError(Exception):
    """The semantic backend was asked for and is not here."""


def keep_quiet(fraction: float, stage: str) -> None:
    """Report progress to nobody else."""


def run(run_id: int, *, watch: ReportProgress = keep_quiet) -> bool:
    """Do a waiting run and return whether its result stands now; do nothing for one that is done or being done.

    Whatever goes wrong leaves the earlier result as it was, and a sentence on the run.
    """
    attempt = take(run_id)
    if attempt is None:
        return False
    try:
        with attempt.alive():
            _do(attempt, watch)
    except StoppedError:
        log.info("run %s: cancelled, or taken over by another worker", run_id)
        return False
    except OvertakenError:
        fail(attempt, TOO_BUSY)
        return False
    except NoModelError:
        fail(attempt, NO_MODEL)
        return False
    except Exception:
        # Whatever it is: the reader gets a sentence, the log gets the rest.
        log.exception("run %s", run_id)
        fail(attempt, UNEXPECTED)
        return False
    return True


def _do(attempt: Attempt, watch: ReportProgress) -> None:
    """Think about what there is, and again when people decided something meanwhile; no text is encoded twice."""
    begun = time.monotonic()
    the_run = AnalysisRun.objects.select_related("service").get(pk=attempt.run_id)
    parameters = Parameters(**the_run.parameters)
    if parameters.backend == "semantic" and shipped_embedder() is None:
        raise NoModelError

    def report(fraction: float, stage: str) -> None:
        attempt.tell(fraction, stage)
        watch(fraction, stage)

    for left in reversed(range(THINK_AGAIN)):
        question = read(the_run.service)
        result = analyse(
            question.documents,
            parameters,
            known_themes=() if the_run.shadow else question.known,
            report_progress=report,
            cache=DatabaseVectors(),
        )
        keep = write_trial if the_run.shadow else write
        try:
            keep(attempt, the_run, question, result, time.monotonic() - begun)
        except OvertakenError:
            if not left:
                raise
        else:
            return


__all__ = ["Question", "open_nightly_runs", "revive", "run"]
