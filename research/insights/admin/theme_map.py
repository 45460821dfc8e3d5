"""The themes of a service as a picture."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from journeys.models import Service
from research.insights.admin.screens import Screen
from research.insights.theme_map import theme_map


class OfService(Screen):
    """A screen below the board of one service."""

    permission = "insights.view_theme"
    header_icon = "tag"

    @cached_property
    def service(self) -> Service:
        """Return the service of this address."""
        return get_object_or_404(Service, slug=self.kwargs["slug"])

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services and the board."""
        above = (reverse("insights_themes:board", args=[self.service.slug]), self.service.title)
        return [(reverse("insights_themes:index"), _("Themes")), above]


class MapView(OfService):
    """What stands near what."""

    template_name = "insights/admin/theme_map.html"

    def get_page_title(self) -> str:
        """Return whose picture this is."""
        return _("Picture of the themes of %(service)s") % {"service": self.service}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the picture."""
        more = {"map": theme_map(self.service, self.request.user), "service": self.service}
        return {**super().get_context_data(**kwargs), **more}
