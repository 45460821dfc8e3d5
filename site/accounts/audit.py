"""Leaving a trace."""

from django.db.models import Model

from accounts.models import AuditEvent, User


def note(*, action: str, of: Model, by: User | None, origin: str = "", result: str = "ok") -> AuditEvent:
    """Add one event about an object to the trail and return it."""
    return AuditEvent.objects.create(
        action=action, object_label=of._meta.label_lower, object_id=str(of.pk), actor=by, origin=origin, result=result
    )
