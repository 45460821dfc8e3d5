"""Fewer or more proposals, from the tree that the run kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from journeys.models import Service
from research.insights.actions.refusals import ChangedMeanwhileError, RefusedError
from research.insights.models import AnalysisRun, Theme
from research.insights.pipeline.recutting import Plan, plan, put_in_force


@transaction.atomic
def recut_proposals(*, service: Service, wanted: int, stamp: str, by: User) -> Plan:
    """Cut the proposals of a service again, into about this many, and return what was done. No new run is needed.

    `stamp` says what the person looked at. Themes that a person decided about stay as they are.
    """
    list(Theme.objects.select_for_update().filter(service=service).order_by("id").values_list("pk", flat=True))
    run = AnalysisRun.objects.select_related("tree", "service").filter(service=service).done().first()
    planned = plan(run, wanted) if run else None
    if planned is None:
        raise RefusedError(_("Analyse this service once more; from then on its proposals can be cut again."))
    if planned.stamp != stamp:
        raise ChangedMeanwhileError(_("Something changed while you were looking. Look again and decide."))
    if planned.moves:
        put_in_force(planned)
        audit.note(action="insights.recut", of=planned.run, by=by, result=f"{len(planned.proposals)}")
    return planned
