"""A run from beginning to end: take it up, read once, think, write once."""

import logging
import time
from dataclasses import replace

from django.utils.translation import gettext_noop

from research.analysis import Parameters, ReportProgress, Result, analyse, shipped_embedder
from research.insights.models import AnalysisRun
from research.insights.pipeline import shards
from research.insights.pipeline.answer import OvertakenError, write
from research.insights.pipeline.attempt import Attempt, StoppedError, fail, take
from research.insights.pipeline.keeping import with_proposals
from research.insights.pipeline.question import Question, read
from research.insights.pipeline.recovery import open_nightly_runs, revive
from research.insights.pipeline.shards import CallForHelp
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


def nobody(run_id: int) -> None:
    """Call nobody: who leads a big run reads it all."""


def run(run_id: int, *, watch: ReportProgress = keep_quiet, call: CallForHelp = nobody) -> bool:
    """Do a waiting run and return whether its result stands now; do nothing for one that is done or being done.

    `call` asks other workers to help with a big run. Whatever goes wrong leaves the earlier result as it was, and a
    sentence on the run.
    """
    attempt = take(run_id)
    if attempt is None:
        return False
    try:
        with attempt.alive():
            _do(attempt, watch, call)
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


def _do(attempt: Attempt, watch: ReportProgress, call: CallForHelp) -> None:
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
        question = with_proposals(read(the_run.service), the_run)
        keep = write_trial if the_run.shadow else write
        try:
            # Beside proposals that stay there may be new ones, however many there were asked for.
            asked = replace(parameters, themes=None) if question.kept else parameters
            result = _think(the_run, question, asked, report, call)
            keep(attempt, the_run, question, result, time.monotonic() - begun)
        except OvertakenError:
            if not left:
                raise
        else:
            shards.clear(the_run.pk)
            return


def _think(
    the_run: AnalysisRun, question: Question, parameters: Parameters, report: ReportProgress, call: CallForHelp
) -> Result:
    """Return what the machine finds: alone, or with others when there is much to read."""
    if shards.is_big(question):
        return shards.lead(the_run, question, parameters, report, call)
    known = () if the_run.shadow else question.known
    return analyse(question.documents, parameters, known_themes=known, report_progress=report, cache=DatabaseVectors())


__all__ = ["Question", "open_nightly_runs", "revive", "run"]
