"""From an approved theme to a pain point, and who does something about it: every change is on record."""

from copy import copy

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from research.insights.actions.refusals import RefusedError
from research.insights.judgement import Judgement, Upkeep
from research.insights.models import AnalysisRun, PainPoint, Theme
from research.insights.models.themes import ThemeState
from research.insights.pipeline.standing import refresh_pain_points

RECORDED = ("severity", "step_id", "owner_id", "department", "status", "due")
TOLD = frozenset({"severity", "status", "due"})  # what they became is on record; of the others only that they changed


@transaction.atomic
def make_pain_point(*, theme: Theme, judgement: Judgement, by: User) -> PainPoint:
    """Return the new pain point of an approved theme of a service, with how often it is felt."""
    if theme.state != ThemeState.APPROVED or theme.service is None:
        raise RefusedError(_("Approve the theme first; only then can it become a pain point."))
    if judgement.step and judgement.step.service_id != theme.service_id:
        raise RefusedError(_("This step belongs to another service."))
    try:
        with transaction.atomic():
            point = PainPoint.objects.create(theme_id=theme.pk, service=theme.service, **vars(judgement))
    except IntegrityError as trouble:
        raise RefusedError(_("This theme is a pain point already.")) from trouble
    audit.note(action="pain_point.made", of=point, by=by, result=str(point.severity))
    if run := AnalysisRun.objects.standing(theme.service):
        refresh_pain_points(run)
        point.refresh_from_db()
    return point


@transaction.atomic
def keep_up(*, point: PainPoint, upkeep: Upkeep, by: User) -> PainPoint:
    """Return the pain point with who acts, how far it is and when it is due; the same again changes nothing."""
    standing = PainPoint.objects.select_for_update().get(pk=point.pk)
    before = copy(standing)
    for name, value in vars(upkeep).items():
        setattr(standing, name, value)
    standing.save(update_fields=list(vars(upkeep)))
    record_changes(before=before, after=standing, by=by)
    return standing


def record_changes(*, before: PainPoint, after: PainPoint, by: User) -> list[str]:
    """Put on record what changed about a pain point, by whom; return the names of what changed."""
    changed = [name for name in RECORDED if getattr(before, name) != getattr(after, name)]
    for name in changed:
        value = getattr(after, name)
        result = str(value) if name in TOLD and value is not None else "chosen" if value else "taken_away"
        audit.note(action=f"pain_point.{name.removesuffix('_id')}", of=after, by=by, result=result)
    return changed


__all__ = ["Judgement", "Upkeep", "keep_up", "make_pain_point", "record_changes"]
