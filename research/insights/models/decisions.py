"""What people say about single comments: left out of the analysis, or read and given their themes."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models import Comment


class Exclusion(models.Model):
    """A person left a comment out of the analysis; it stays in the account, with this as the reason."""

    personal_fields: ClassVar = frozenset({"by"})
    safe_fields: ClassVar = frozenset({"comment", "at"})

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="exclusion")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")

    def __str__(self) -> str:
        return str(self.comment_id)


class Queue(models.TextChoices):
    """Why a comment was put before a person."""

    SAMPLE = "sample", _("drawn by lot")
    UNDECIDED = "undecided", _("the machine could not decide")


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Questions about what people read."""

    def visible_to(self, user: Any) -> Self:
        """Return readings to staff who may see themes, none to anybody else."""
        return self if user.is_active and user.has_perm("insights.view_theme") else self.none()


class Reading(models.Model):
    """A person read a comment and said which themes it is about; what the machine had said stands beside it."""

    personal_fields: ClassVar = frozenset({"by"})
    safe_fields: ClassVar = frozenset({"comment", "queue", "machine", "person", "at"})

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="readings")
    queue = models.CharField(max_length=9, choices=Queue)
    machine = models.JSONField(default=list, help_text="Keys of the themes that the machine gave, before the reading.")
    person = models.JSONField(default=list, help_text="Keys of the themes that the person gave.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "by"], name="one_reading_per_comment_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.get_queue_display()}"
