"""The trends of the themes of services, judged together with the other approved themes of the same service."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from research.insights.models import Theme
from research.insights.models.themes import ThemeState
from research.insights.standing import standing_runs
from research.insights.trends.counting import MonthCounts, Span, month_counts
from research.insights.trends.judging import Trend, judged, trend


def trends_of(
    services: Collection[int], span: Span, *, also: Collection[int] = (), runs: Mapping[int, int] | None = None
) -> dict[int, Trend]:
    """Return the trend of each approved theme of these services by its id, and of some others. Five queries.

    The chances are adjusted over the themes of a service, so a theme reads the same on every screen.
    """
    standing = standing_runs() if runs is None else runs
    own = {service: run for service, run in standing.items() if service in services}
    wanted = Q(state=ThemeState.APPROVED) | Q(pk__in=also)
    themes = dict(Theme.objects.filter(wanted, service__in=services).order_by("pk").values_list("pk", "service_id"))
    return trends_from(month_counts(themes, own, span.counted), themes, span)


def trends_from(counts: MonthCounts, themes: Mapping[int, int], span: Span) -> dict[int, Trend]:
    """Return the trends of themes (each with its service) from counts, adjusted service by service."""
    found: dict[int, dict[int, Trend]] = defaultdict(dict)
    for theme, service in themes.items():
        shown = span.shown(counts.first(service))
        found[service][theme] = trend(counts.on_theme[theme], counts.readable[service], shown, span.today)
    return {theme: one for trends in found.values() for theme, one in judged(trends).items()}
