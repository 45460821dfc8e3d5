"""A step of a journey as other apps know it: a row that outlives every edit of the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from journeys.models.services import Service


@dataclass(frozen=True)
class DrawnStep:
    """One step as it stands in the body of a journey page."""

    key: UUID
    title: str
    stage_title: str


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about steps."""

    def current(self) -> Self:
        """Return the steps that stand on their map today."""
        return self.filter(removed_at=None)

    def of(self, service: Service) -> Self:
        """Return the steps of one service."""
        return self.filter(service=service)

    @transaction.atomic
    def redraw(self, *, service: Service, journey_key: UUID, drawn: Iterable[DrawnStep]) -> None:
        """Make the rows follow the map: add, rename, move, bring back; a step that left is marked, never deleted."""
        wanted = {step.key: (position, step) for position, step in enumerate(drawn)}
        rows = [
            Step(
                journey_key=journey_key,
                key=key,
                service=service,
                title=step.title,
                stage_title=step.stage_title,
                position=position,
                removed_at=None,
            )
            for key, (position, step) in wanted.items()
        ]
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["journey_key", "key"],
            update_fields=["service", "title", "stage_title", "position", "removed_at"],
        )
        self.filter(journey_key=journey_key, removed_at=None).exclude(key__in=wanted).update(removed_at=timezone.now())

    def take_off_deleted_maps(self) -> int:
        """Mark the steps whose journey no longer stands anywhere as removed; return how many."""
        standing = Page.objects.filter(translation_key=models.OuterRef("journey_key"), live=True)
        return self.current().exclude(models.Exists(standing)).update(removed_at=timezone.now())


class Step(models.Model):
    """A step keeps its identity through edits, moves and renames; a removed step never takes comments with it.

    `key` is the id of the block in the page's body; `journey_key` is the page's translation key, so that the Dutch
    and the English page of one journey share their steps (docs/decisions/0003).
    """

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset(
        {"service", "journey_key", "key", "title", "stage_title", "position", "removed_at"}
    )

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="steps")
    journey_key = models.UUIDField()
    key = models.UUIDField()
    title = models.CharField(_("step"), max_length=80)
    stage_title = models.CharField(_("stage"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["service", "journey_key", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["journey_key", "key"], name="step_once_per_journey")]

    def __str__(self) -> str:
        return self.title
