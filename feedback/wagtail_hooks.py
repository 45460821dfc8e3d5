"""The moderator's screens in Wagtail's menu."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from feedback.admin.bulk import VERDICTS
from feedback.admin.home import add_waiting
from feedback.admin.listing import CommentList
from feedback.admin.queue import Queue
from feedback.admin.screens import waiting_list_url
from feedback.admin.single import CommentScreen


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Return the addresses of the screens, below /admin/feedback/."""
    screens = [
        path("", CommentList.as_view(), name="index"),
        path("results/", CommentList.as_view(results_only=True), name="index_results"),
        path("queue/", Queue.as_view(), name="queue"),
        path("<int:pk>/", CommentScreen.as_view(), name="comment"),
    ]
    return [path("feedback/", include((screens, "feedback_admin"), namespace="feedback_admin"))]


class CommentsItem(MenuItem):
    """The line in the menu, for who may read comments."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may read comments."""
        return request.user.has_perm("feedback.view_comment")


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return the line that opens the list on what waits."""
    return CommentsItem(_("Feedback"), waiting_list_url(), name="comments", icon_name="comment", order=200)


def _register_verdicts() -> None:
    for verdict in VERDICTS:
        hooks.register("register_bulk_action", verdict)


hooks.register("construct_homepage_panels", add_waiting)
_register_verdicts()
