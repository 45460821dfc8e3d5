"""The figures that follow from the rows of the run that stands: brought up to date by each run and each decision."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from research.insights.models import AnalysisRun, PainPoint
from research.insights.models.verdicts import Status

YEAR = timedelta(days=364)


def settle(run: AnalysisRun) -> None:
    """Save the run's counts and the frequency of its pain points."""
    run.counts = counts_of(run)
    run.save(update_fields=["counts"])
    refresh_pain_points(run)


def counts_of(run: AnalysisRun) -> dict[str, Any]:
    """Return received = assigned + other + undecided + excluded (by reason), from the rows themselves."""
    rows = run.assignments.primary().order_by().values_list("status", "reason").annotate(n=Count("pk"))
    counts: Counter[str] = Counter()
    excluded: dict[str, int] = {}
    for status, reason, n in sorted(rows):
        counts[status] += n
        if status == Status.EXCLUDED:
            excluded[reason] = n
    parts = {status: counts[status] for status in (Status.ASSIGNED, Status.OTHER, Status.UNDECIDED)}
    return {"received": counts.total(), **{str(status): n for status, n in parts.items()}, "excluded": excluded}


def refresh_pain_points(run: AnalysisRun) -> None:
    """Set how often each pain point is felt: comments on its theme, of all that could be read, in the last 365 days."""
    points = list(PainPoint.objects.filter(theme__service=run.service))
    if not points:
        return
    today = timezone.localdate()
    rows = run.assignments.filter(comment__said_on__range=(today - YEAR, today)).order_by()
    out_of = rows.primary().exclude(status=Status.EXCLUDED).count()
    on_theme = rows.filter(status=Status.ASSIGNED).values("theme").annotate(n=Count("comment", distinct=True))
    frequency = dict(on_theme.values_list("theme", "n"))
    for point in points:
        point.frequency, point.out_of = frequency.get(point.theme_id, 0), out_of
    PainPoint.objects.bulk_update(points, ["frequency", "out_of"])
