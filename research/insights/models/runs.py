"""One run of the analysis: a row with a heart-beat, so that a killed worker loses nothing."""

from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Service

SILENCE = timedelta(seconds=20)  # a running worker beats every few seconds
PATIENCE = timedelta(seconds=30)  # a message that takes longer may be lost; a second one does no harm
MAX_ATTEMPTS = 3


class RunState(models.TextChoices):
    """Where a run is."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


RUN_MOVES: dict[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.FAILED, RunState.CANCELLED}),
    RunState.RUNNING: frozenset({RunState.QUEUED, RunState.DONE, RunState.FAILED, RunState.CANCELLED}),
    RunState.DONE: frozenset(),
    RunState.FAILED: frozenset({RunState.QUEUED}),
    RunState.CANCELLED: frozenset(),
}
OPEN = (RunState.QUEUED, RunState.RUNNING)


class AnalysisRunQuerySet(models.QuerySet["AnalysisRun"]):
    """Questions about runs."""

    def done(self) -> Self:
        """Return finished runs whose result counts, newest first; trial runs are not among them."""
        return self.filter(state=RunState.DONE, shadow=False).order_by("-id")

    def trials(self) -> Self:
        """Return finished trial runs, newest first: what a fresh look would change, shown and never put in force."""
        return self.filter(state=RunState.DONE, shadow=True).order_by("-id")

    def about(self, service: Service | None) -> Self:
        """Return runs over one service, or over everything."""
        return self.filter(service=service)

    def visible_to(self, user: Any) -> Self:
        """Return runs to staff who may see them, none to anybody else."""
        return self if user.is_active and user.has_perm("insights.view_analysisrun") else self.none()

    def open(self) -> Self:
        """Return runs that a worker still has to finish."""
        return self.filter(state__in=OPEN)

    def standing(self, service: Service | None) -> "AnalysisRun | None":
        """Return the run that stands: the newest finished one of this scope."""
        return self.about(service).done().first()

    def move(self, to: RunState, **changes: Any) -> int:
        """Move those runs that may go to that state, in one statement; return how many went."""
        allowed = [state for state, moves in RUN_MOVES.items() if to in moves]
        return self.filter(state__in=allowed).update(state=to, **changes)

    def open_for(self, service: Service | None, **fields: Any) -> "tuple[AnalysisRun, bool]":
        """Return the open run of a scope and whether it is new; the database allows only one."""
        if standing := self.about(service).open().first():
            return standing, False
        try:
            with transaction.atomic():
                return self.create(service=service, **fields), True
        except IntegrityError:  # somebody else pressed the button at the same moment
            return self.about(service).open().get(), False

    def silent(self) -> Self:
        """Return runs that a worker took up and no longer speaks for."""
        return self.filter(state=RunState.RUNNING, heartbeat_at__lt=timezone.now() - SILENCE)

    def forgotten(self) -> Self:
        """Return runs that wait longer than a message should take; their message may be lost."""
        return self.filter(state=RunState.QUEUED, queued_at__lt=timezone.now() - PATIENCE)


class AnalysisRun(models.Model):
    """What was grouped, how, by which code, and what came out. Nothing of it is visible before it is done."""

    personal_fields: ClassVar = frozenset({"started_by"})
    safe_fields: ClassVar = frozenset(
        {
            "uuid",
            "service",
            "state",
            "progress",
            "stage",
            "queued_at",
            "heartbeat_at",
            "worker",
            "attempts",
            "parameters",
            "input_hash",
            "fingerprint",
            "counts",
            "notices",
            "seconds",
            "error",
            "created_at",
            "finished_at",
            "shadow",
            "findings",
            "picture",
        }
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.CASCADE, related_name="runs"
    )
    state = models.CharField(_("state"), max_length=9, choices=RunState, default=RunState.QUEUED, db_index=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    stage = models.CharField(_("now busy with"), max_length=80, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(
        max_length=64, blank=True, help_text="Token of the attempt that owns the run; an older attempt cannot write."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    parameters = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    fingerprint = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    seconds = models.FloatField(null=True)
    error = models.TextField(blank=True)
    shadow = models.BooleanField(
        default=False, help_text="A trial: groups everything afresh beside what was approved, and changes nothing."
    )
    findings = models.JSONField(
        default=dict, help_text="What a trial would change: themes that continue, split, merge, are new or gone."
    )
    picture = models.JSONField(
        default=dict, help_text="Places on a flat picture, for looking only: of each theme, and of some comments."
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = AnalysisRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("analysis run")
        verbose_name_plural = _("analysis runs")
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [("start_analysis", "Can start an analysis")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(progress__range=(0, 100)), name="run_progress_0_to_100"),
            models.UniqueConstraint(
                Coalesce("service_id", 0),
                condition=models.Q(state__in=["queued", "running"]),
                name="one_open_run_per_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or _('All services')} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Say whether a worker still has to finish it."""
        return self.state in OPEN
