"""Which comment a person reads next: drawn by lot, or the ones that the machine was least far from deciding."""

import hashlib
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from accounts.models import User
from feedback.models import Comment, State
from journeys.models import Service
from research.insights.models import AnalysisRun, Anchor, Assignment, Reading
from research.insights.models.decisions import Queue
from research.insights.models.verdicts import Status

ENOUGH = 30  # readings before the machine's hits and misses say anything


@dataclass(frozen=True)
class Progress:
    """How far one person is: `done` of `goal`, and how many are left in the queue."""

    done: int
    goal: int
    left: int


def rows_of(queue: Queue, run: AnalysisRun, service: Service, user: User) -> QuerySet[Assignment]:
    """Return what this person has not read yet in a queue, in its order."""
    rows = Assignment.objects.filter(run=run).primary().exclude(status=Status.EXCLUDED)
    rows = rows.exclude(comment__state=State.UNUSABLE)  # set aside by a moderator since the run
    return _by_lot(rows, service, user) if queue == Queue.SAMPLE else _closest_first(rows)


def next_row(
    queue: Queue, run: AnalysisRun, service: Service, user: User, after: int | None = None
) -> Assignment | None:
    """Return the next row of a queue after the comment that was skipped last."""
    rows = rows_of(queue, run, service, user)
    if after is not None:
        rows = _later_lots(rows, service, after) if queue == Queue.SAMPLE else _after(rows, run, after)
    comments = Comment.objects.visible_to(user)
    return rows.filter(comment__in=comments).select_related("comment__step", "nearest").first()


def progress(queue: Queue, run: AnalysisRun, service: Service, user: User) -> Progress:
    """Return how far this person is with a queue."""
    left = rows_of(queue, run, service, user).count()
    done = Reading.objects.filter(queue=queue, by=user, comment__service=service).count()
    goal = min(ENOUGH, done + left) if queue == Queue.SAMPLE else done + left
    return Progress(done, goal, left)


def lot(service: Service, comment: int) -> str:
    """Return the lot that a comment drew: a hash, so that everybody gets the same list, in no order that says anything.

    A comment that comes in later takes its own place in the list and moves no other.
    """
    return hashlib.md5(f"{service.pk}:{comment}".encode(), usedforsecurity=False).hexdigest()


def _by_lot(rows: QuerySet[Assignment], service: Service, user: User) -> QuerySet[Assignment]:
    """Return a blind sample. What somebody decided about without being asked to read it says nothing of the machine."""
    readings = Reading.objects.filter(comment=OuterRef("comment"))
    decided = Exists(Anchor.objects.filter(comment=OuterRef("comment")))
    number = Concat(Value(f"{service.pk}:"), Cast("comment_id", TextField()), output_field=TextField())
    fresh = rows.filter(~Exists(readings.filter(by=user)) & (Exists(readings) | ~decided))
    return fresh.annotate(lot=MD5(number, output_field=CharField())).order_by("lot")


def _closest_first(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return what has no theme and came close to one, closest first; what anybody read is decided."""
    read = Exists(Reading.objects.filter(comment=OuterRef("comment")))
    between = Q(status__in=[Status.UNDECIDED, Status.OTHER], theme=None, nearest__isnull=False)
    return rows.filter(between, ~read).order_by("-score", "comment_id")


def _later_lots(rows: QuerySet[Assignment], service: Service, comment: int) -> QuerySet[Assignment]:
    return rows.filter(Q(("lot__gt", lot(service, comment))))


def _after(rows: QuerySet[Assignment], run: AnalysisRun, comment: int) -> QuerySet[Assignment]:
    skipped = Assignment.objects.filter(run=run, comment=comment).primary().values_list("score", flat=True).first()
    if skipped is None:
        return rows
    return rows.filter(Q(score__lt=skipped) | Q(score=skipped, comment_id__gt=comment))
