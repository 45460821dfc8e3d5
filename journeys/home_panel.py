"""What a service designer finds on the first screen of the admin: the journeys that are not finished."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from journeys.models import JourneyIndexPage, JourneyPage

MOST = 6


class DraftsPanel(Component):
    """The journeys with changes that nobody can read yet, newest first, and the way to all of them."""

    name = "drafts"
    template_name = "components/desk.html"
    order = 110

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the panel in words."""
        lines = [
            {
                "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                "label": page.draft_title,
                "note": _("changed after publishing") if page.live else _("not published yet"),
            }
            for page in drafts(parent_context["request"].user)
        ]
        index = JourneyIndexPage.objects.order_by("path").first()
        return {
            "name": self.name,
            "title": _("Journeys that are not published"),
            "sentence": "" if lines else _("Every journey is published as you last saved it."),
            "lines": lines,
            "more": index and {"url": reverse("wagtailadmin_explore", args=[index.pk]), "label": _("All journeys")},
        }


def drafts(user: Any) -> list[JourneyPage]:
    """Return the journeys with unpublished changes that this person may edit, newest first."""
    mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    unfinished = JourneyPage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), pk__in=mine.values("pk"))
    return list(unfinished.order_by("-latest_revision_created_at", "-pk")[:MOST])


def add_drafts(request: HttpRequest, panels: list[Any]) -> None:
    """Add the journeys in the making for who designs them."""
    if request.user.has_perm("journeys.change_service"):
        panels.append(DraftsPanel())
