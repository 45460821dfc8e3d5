"""People with an account, and the trail of what they looked up."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # of Service.owner: its page library has no types
    """An employee with one or more roles. Citizens never have an account."""

    personal_fields: ClassVar = frozenset({"username", "first_name", "last_name", "email", "last_login", "password"})
    safe_fields: ClassVar = frozenset({"is_superuser", "is_staff", "is_active", "date_joined", "job_title"})

    job_title = models.CharField(_("function"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Role(models.TextChoices):
    """The roles; each is a group of the same name with just its own permissions (config.roles)."""

    SERVICE_DESIGNER = "service designer", _("Service designer")
    RESEARCHER = "researcher", _("Researcher")
    FACILITATOR = "facilitator", _("Facilitator")
    KCC = "KCC employee", _("Contact centre employee")
    MODERATOR = "moderator", _("Moderator")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """Events are read; by the handful they are no more changed than one by one."""

    def update(self, **kwargs: object) -> int:
        """Refuse: an event that stands cannot be changed."""
        raise TypeError("An audit event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: the trail only grows."""
        raise TypeError("An audit event is never deleted.")


class AuditEvent(models.Model):
    """One look at, or change of, something that is not for everybody. Rows are added, never changed."""

    personal_fields: ClassVar = frozenset({"actor", "origin"})
    safe_fields: ClassVar = frozenset({"action", "object_label", "object_id", "result", "created_at"})

    action = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    result = models.CharField(max_length=20, default="ok")
    origin = models.CharField(max_length=60, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["object_label", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label} {self.object_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the event; an event that stands cannot be changed."""
        if self.pk is not None:
            raise TypeError("An audit event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: the trail only grows."""
        raise TypeError("An audit event is never deleted.")
