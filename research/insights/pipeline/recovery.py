"""What must be (re)started without anybody asking: runs that a worker left, and the nightly ones."""

import logging
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from feedback.models import Comment
from journeys.models import Service
from research.insights.models import AnalysisRun
from research.insights.models.runs import MAX_ATTEMPTS, RunState
from research.insights.pipeline.recutting import choices_again
from research.insights.pipeline.shards import clear_ended

log = logging.getLogger(__name__)

ENOUGH_NEW = 5
GIVEN_UP = gettext_noop(
    "The analysis was stopped three times before it was done. Try again; if it happens again, ask the administrator "
    "whether the worker has enough memory."
)


def revive() -> list[int]:
    """Put silent runs back in the queue, or give up after three attempts; return what must be published (again)."""
    now = timezone.now()
    clear_ended()
    silent = AnalysisRun.objects.silent()
    lost = silent.filter(attempts__gte=MAX_ATTEMPTS).move(RunState.FAILED, error=GIVEN_UP, finished_at=now)
    if lost:
        log.error("%s runs given up after %s attempts", lost, MAX_ATTEMPTS)
    back = [pk for pk in silent.values_list("pk", flat=True) if _back(pk, now)]
    waiting = AnalysisRun.objects.forgotten()
    return back + [pk for pk in waiting.values_list("pk", flat=True) if waiting.filter(pk=pk).update(queued_at=now)]


def _back(pk: int, now: datetime) -> bool:
    """Put one silent run back; False when its worker turned out to be alive."""
    silent = AnalysisRun.objects.silent().filter(pk=pk)
    return bool(silent.move(RunState.QUEUED, worker="", queued_at=now, stage="", progress=0))


def open_nightly_runs() -> list[int]:
    """Make a run for each service about which enough was said since its last one; return their ids."""
    opened = []
    for service in Service.objects.all():
        if _new_words(service) >= ENOUGH_NEW:
            run, _ = AnalysisRun.objects.open_for(service, parameters=choices_again(service))
            opened.append(run.pk)
    return opened


def _new_words(service: Service) -> int:
    """Return how many comments the last finished run has not read; comments that nobody may read count as well."""
    standing = AnalysisRun.objects.standing(service)
    comments = Comment.objects.of(service)
    if standing is not None:
        comments = comments.exclude(pk__in=standing.assignments.values("comment_id"))
    return comments.count()
