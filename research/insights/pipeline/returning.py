"""Themes that were away and are back: what a run remembers of each, and how it says so."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.db.models.functions import Coalesce

from journeys.models import Service
from research.insights.models import AnalysisRun, Theme
from research.insights.models.themes import ThemeQuerySet
from research.insights.models.verdicts import Status
from research.insights.pipeline.identity import REMEMBERED

BACK = "theme_back"
AWAY = timedelta(days=365)
KEPT = timedelta(days=2 * 365)


def remember(theme: Theme, members: Sequence[int], now: datetime) -> None:
    """Set what is needed to know the theme again if it leaves and returns: an even choice of its comments."""
    step = max(1, -(-len(members) // REMEMBERED))
    theme.remembered, theme.seen_at = sorted(members[::step]), now


def forgotten(service: Service | None, now: datetime) -> ThemeQuerySet:
    """Return the proposals that no run found for two years."""
    drafts = Theme.objects.of(service).proposed()
    return drafts.alias(last=Coalesce("seen_at", "created_at")).filter(last__lt=now - KEPT)


def notice(theme: Theme, last: date) -> dict[str, Any]:
    """Return what a reader of the run is told about a theme that is back, with the month when it was last there.

    The title of a draft may be words of a citizen: it is told to who may read comments.
    """
    text = f"Theme “{theme.title}” is back (last seen in {last:%B %Y})."
    values = {"title": theme.title, "last": last.isoformat(), "draft": not theme.title_locked}
    return {"code": BACK, "text": text, "values": values}


def spoken_of_again(run: AnalysisRun, standing: AnalysisRun | None) -> Iterable[dict[str, Any]]:
    """Yield a notice for each approved theme that nobody spoke of during a year, and somebody does now."""
    if standing is None:
        return
    until = standing.assignments.aggregate(last=Max("comment__said_on"))["last"]
    before, now = _last_spoken_of(standing), _last_spoken_of(run)
    away = {pk: last for pk, last in before.items() if until - last >= AWAY and now.get(pk, date.min) > until - AWAY}
    for theme in Theme.objects.approved().filter(pk__in=away).order_by("title"):
        yield notice(theme, away[theme.pk])


def _last_spoken_of(run: AnalysisRun) -> Mapping[int, date]:
    """Return for each theme of a run the day of its newest comment."""
    rows = run.assignments.filter(status=Status.ASSIGNED).order_by().values_list("theme")
    return dict(rows.annotate(last=Max("comment__said_on")))
