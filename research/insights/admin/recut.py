"""Fewer or more proposals: a preview, and the decision."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.models import Service
from research.insights.actions import recut_proposals
from research.insights.admin.screens import Verb
from research.insights.admin.theme_frame import ServiceScreen, number
from research.insights.cuts import preview


class CutView(ServiceScreen):
    """What fewer or more proposals would be."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_cut.html"

    def get_page_title(self) -> str:
        """Return whose proposals these are."""
        return _("Fewer or more proposals for %(service)s") % {"service": self.service}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the preview of the number asked for."""
        asked = self.request.GET
        shown = preview(self.service, number(asked.get("n", "")), asked.get("step", ""))
        return {**super().get_context_data(**kwargs), "cut": shown, "service": self.service}


class RecutView(Verb):
    """Cut the proposals again, as the preview showed."""

    permission = "insights.approve_theme"

    @cached_property
    def service(self) -> Service:
        """Return the service of this address."""
        return get_object_or_404(Service, slug=self.kwargs["slug"])

    def act(self) -> str:
        """Cut."""
        posted = self.request.POST
        done = recut_proposals(
            service=self.service,
            wanted=max(1, number(posted.get("n", ""))),
            stamp=posted.get("stamp", ""),
            by=self.person,
        )
        words = {"n": len(done.proposals), "moved": done.moves}
        return (
            ngettext(
                "There is %(n)s proposal now; %(moved)s comments moved.",
                "There are %(n)s proposals now; %(moved)s comments moved.",
                words["n"],
            )
            % words
        )

    def back(self) -> str:
        """Return the board."""
        return reverse("insights_themes:board", args=[self.service.slug])
