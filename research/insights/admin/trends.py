"""Trends: every approved theme of a service over the months, with a table and a sentence."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from journeys.models import Service
from research.insights.admin.screens import Screen
from research.insights.trends import Span
from research.insights.trends.view import in_order, trends_of_service

SPANS = {
    "12": (12, gettext_lazy("the last 12 months")),
    "24": (24, gettext_lazy("the last 2 years")),
    "all": (None, gettext_lazy("as far back as there are comments")),
}
ORDERS = {
    "change": gettext_lazy("how much it changed"),
    "size": gettext_lazy("how many comments"),
    "title": gettext_lazy("title"),
}


class TrendsView(Screen):
    """/admin/insights/themes/<service>/trends/: small charts on one scale."""

    permission = "insights.view_theme"
    header_icon = "tag"
    template_name = "insights/admin/trends.html"

    @cached_property
    def service(self) -> Service:
        """Return the service of this address."""
        return get_object_or_404(Service, slug=self.kwargs["slug"])

    def get_page_title(self) -> str:
        """Return whose trends these are."""
        return _("Trends of %(service)s") % {"service": self.service.title}

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services and the board."""
        above = (reverse("insights_themes:board", args=[self.service.slug]), self.service.title)
        return [(reverse("insights_themes:index"), _("Themes")), above]

    def chosen(self, name: str, choices: dict[str, Any], default: str) -> str:
        """Return what was chosen in the address, as far as it can be chosen."""
        value = self.request.GET.get(name, "")
        return value if value in choices else default

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trends in the order and over the time that was chosen."""
        months, order = self.chosen("months", SPANS, "12"), self.chosen("sort", ORDERS, "change")
        shown = trends_of_service(self.service, Span(SPANS[months][0]))
        more = {
            "service": self.service,
            "trends": in_order(shown.themes, order),
            "happenings": shown.happenings,
            "spans": [(key, label, key == months) for key, (_months, label) in SPANS.items()],
            "orders": [(key, label, key == order) for key, label in ORDERS.items()],
        }
        return {**super().get_context_data(**kwargs), **more}


class Trends(ViewSet):
    """/admin/insights/themes/<service>/trends/, beside the other screens about themes."""

    name = "insights_trends"
    url_prefix = "insights/themes"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the address of the trends of a service."""
        return [path("<slug:slug>/trends/", TrendsView.as_view(), name="service")]
