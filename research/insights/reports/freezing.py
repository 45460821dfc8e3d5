"""Fixes the figures of a report in the transaction in which it first goes live.

The project's one hidden receiver. A report goes live by the editor, a schedule, a copy, a translation or a script; only
the saved row sees them all, and models cannot count, because the reports stand above them (docs/decisions/0006).
"""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from research.insights import reports
from research.insights.measures import Period
from research.insights.models import ReportPage


@receiver(post_save, sender=ReportPage, dispatch_uid="a live report has its figures")
def fix_figures(instance: ReportPage, raw: bool = False, **kwargs: Any) -> None:
    """Keep the figures of a report that is live; those that are kept already stay as they are."""
    if instance.live and not raw:
        period = Period(instance.period_start, instance.period_end)
        reports.freeze(report_key=instance.translation_key, period=period)
