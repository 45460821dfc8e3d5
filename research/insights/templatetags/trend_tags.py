"""The trend of one theme, for the page of that theme."""

from django import template
from django.shortcuts import get_object_or_404

from journeys.models import Service
from research.insights.models import Theme
from research.insights.trends import Span
from research.insights.trends.view import ThemeTrend, trends_of_service

register = template.Library()


@register.simple_tag
def trend_of(theme: Theme) -> ThemeTrend | None:
    """Return the trend of a theme over the last year, judged beside the approved themes of its service."""
    if theme.service_id is None:
        return None
    service = get_object_or_404(Service, pk=theme.service_id)
    shown = trends_of_service(service, Span(), theme=theme)
    return next((one for one in shown.themes if one.theme == theme), None)
