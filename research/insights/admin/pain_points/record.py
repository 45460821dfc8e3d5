"""What was done about a pain point, in words: who changed what, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AuditEvent
from research.insights.models import PainPoint
from research.insights.models.pain_points import PainStatus, Severity

MOST = 20
DEEDS: dict[str, Promise] = {
    "made": gettext_lazy("made, severity %(value)s"),
    "severity": gettext_lazy("severity became %(value)s"),
    "status": gettext_lazy("status became “%(value)s”"),
    "due": gettext_lazy("due became %(value)s"),
}
CHOSEN: dict[str, Promise] = {
    "step": gettext_lazy("another step"),
    "owner": gettext_lazy("another owner"),
    "department": gettext_lazy("another department"),
}
TAKEN_AWAY: dict[str, Promise] = {
    "step": gettext_lazy("no step any more"),
    "owner": gettext_lazy("no owner any more"),
    "department": gettext_lazy("no department any more"),
    "due": gettext_lazy("no due day any more"),
}


@dataclass(frozen=True)
class Deed:
    """One change."""

    at: datetime
    who: str
    what: str


def record_of(point: PainPoint) -> list[Deed]:
    """Return the last changes of a pain point, newest first. One query."""
    events = AuditEvent.objects.filter(object_label=PainPoint._meta.label_lower, object_id=str(point.pk))
    return [
        Deed(event.created_at, str(event.actor or _("the system")), in_words(event.action, event.result))
        for event in events.select_related("actor")[:MOST]
    ]


def in_words(action: str, result: str) -> str:
    """Return what was done."""
    field = action.rpartition(".")[2]
    if result == "taken_away":
        return str(TAKEN_AWAY.get(field, field))
    if result == "chosen":
        return str(CHOSEN.get(field, field))
    return str(DEEDS.get(field, field)) % {"value": value_of(field, result)}


def value_of(field: str, result: str) -> str:
    """Return what something became."""
    if field == "status" and result in PainStatus.values:
        return str(PainStatus(result).label)
    if field in {"severity", "made"} and result.isdecimal() and int(result) in Severity.values:
        return f"{result}: {Severity(int(result)).label}"
    day = parse_date(result) if field == "due" else None
    return date_format(day, "SHORT_DATE_FORMAT") if day else result


def due_words(point: PainPoint) -> str:
    """Return when it is due, and how late it is: "6 januari 2027", "22 september 2026, 61 dagen te laat"."""
    if point.due is None:
        return _("no day agreed")
    day = date_format(point.due, "SHORT_DATE_FORMAT")
    if not point.days_late:
        return day
    late = ngettext("%(n)s day late", "%(n)s days late", point.days_late) % {"n": point.days_late}
    return f"{day}, {late}"


def who_words(point: PainPoint) -> str:
    """Return who acts: the department, the owner, or both."""
    return ", ".join(str(one) for one in (point.department, point.owner) if one)
