"""What a moderator finds on the first screen: how much waits, and the way in."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from feedback.admin.screens import is_moderator, waiting_list_url
from feedback.models import Comment


class WaitingPanel(Component):
    """How many comments wait, since when, and the button to the queue."""

    name = "waiting_comments"
    template_name = "components/desk.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the panel in words. One question to the database."""
        waiting = Comment.objects.visible_to(parent_context["request"].user).waiting().order_by()
        n, oldest = waiting.aggregate(n=Count("pk"), oldest=Min("said_on")).values()
        desk = {"name": self.name, "title": _("Comments that wait")}
        if not n:
            return {**desk, "sentence": _("Nothing waits. Everything has been looked at.")}
        words = ngettext("%(n)s comment waits for you.", "%(n)s comments wait for you.", n)
        since = _("The oldest is of %(day)s.") % {"day": date_format(oldest)}
        return {
            **desk,
            "sentence": f"{words % {'n': number_format(n, force_grouping=True)}} {since}",
            "button": {"url": reverse("feedback_admin:queue"), "label": _("One after another")},
            "more": {"url": waiting_list_url(), "label": _("As a list")},
        }


def add_waiting(request: HttpRequest, panels: list[Any]) -> None:
    """Add what waits for who may decide on it."""
    if is_moderator(request.user):
        panels.append(WaitingPanel())
