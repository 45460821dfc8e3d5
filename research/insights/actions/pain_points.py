"""From an approved theme to a pain point: what the machine found becomes something that a person answers for."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from research.insights.actions.refusals import RefusedError
from research.insights.judgement import Judgement
from research.insights.models import AnalysisRun, PainPoint, Theme
from research.insights.models.themes import ThemeState
from research.insights.pipeline.standing import refresh_pain_points


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
    if run := AnalysisRun.objects.standing(theme.service):
        refresh_pain_points(run)
        point.refresh_from_db()
    return point


__all__ = ["Judgement", "make_pain_point"]
