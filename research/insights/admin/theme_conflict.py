"""What the second of two colleagues sees: who was first, how the theme is now, and what they typed, kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from research.insights.admin.theme_frame import ThemeScreen, is_uuid
from research.insights.models import Theme
from research.insights.reviews import cards_of

NOT_KEPT = {"csrfmiddlewaretoken", "version", "other", "title"}
AGAIN: dict[str, Promise] = {
    "rename": gettext_lazy("Give it my title after all"),
    "approve": gettext_lazy("Approve it after all"),
    "retire": gettext_lazy("Retire it after all"),
    "merge": gettext_lazy("Merge after all"),
    "move": gettext_lazy("Move these comments after all"),
    "add": gettext_lazy("Add these comments after all"),
    "confirm": gettext_lazy("Confirm these comments after all"),
    "exclude": gettext_lazy("Leave these comments out after all"),
}


class ConflictScreen(ThemeScreen):
    """Shown instead of a decision about a theme that somebody changed meanwhile."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_conflict.html"
    http_method_names = ("post",)
    refusal = ""
    verb = ""
    back = ""

    def get_page_title(self) -> str:
        """Return the theme's title as it is now."""
        return self.theme.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the theme as it is now, and all that was in the form."""
        posted = self.request.POST
        kept = [(name, value) for name in posted if name not in NOT_KEPT for value in posted.getlist(name)]
        more = {
            "theme": self.theme,
            "card": cards_of(self.run, [self.theme], self.request.user)[0],
            "refusal": self.refusal,
            "back": self.back,
            "kept": [*kept, *self.other()],
            "typed": posted.get("title"),
            "chosen": len(posted.getlist("comment")),
            "again": AGAIN.get(self.verb, _("Do it after all")),
        }
        return {**super().get_context_data(**kwargs), **more}

    def other(self) -> list[tuple[str, str]]:
        """Return the other theme of the form, in the version that it has now."""
        uuid, _colon, _version = self.request.POST.get("other", "").partition(":")
        found = Theme.objects.filter(service=self.service, uuid=uuid).first() if is_uuid(uuid) else None
        return [("other", f"{uuid}:{found.version}" if found else uuid)] if uuid else []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; the status says that nothing was done."""
        return self.render_to_response(self.get_context_data(**kwargs), status=409)
