"""Who did what when, and taking it back."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.models import User
from research.insights.actions import RefusedError, undo_all
from research.insights.actions.themes.undoing import check_may_undo, undoing
from research.insights.admin.screens import Screen
from research.insights.admin.theme_frame import ServiceScreen, number, numbers
from research.insights.histories import Line, edits_of, lines
from research.insights.models import ThemeEdit

ON_A_PAGE = 50


class HistoryView(ServiceScreen):
    """Every decision about the themes of a service, newest first."""

    template_name = "insights/admin/theme_history.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may read comments: a title from before a person named it may be a citizen's own words."""
        if not request.user.has_perm("feedback.view_comment"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return whose history this is."""
        return _("What people decided: %(service)s") % {"service": self.service}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of decisions, of everybody or of one person."""
        edits = edits_of(self.service)
        people = User.objects.filter(pk__in=edits.order_by().values("by")).order_by("first_name", "last_name", "pk")
        person = number(self.request.GET.get("by", ""))
        pages = Paginator((edits.filter(by=person) if person else edits).only("pk"), ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        more = {
            "people": people,
            "chosen": person,
            "query": f"by={person}" if person else "",
            "page": page,
            "page_numbers": pages.get_elided_page_range(page.number),
            "lines": lines(edits.filter(pk__in=[edit.pk for edit in page.object_list])),
        }
        return {**super().get_context_data(**kwargs), **more}


class UndoView(Screen):
    """What would be taken back, and the button."""

    permission = "insights.approve_theme"
    header_icon = "history"
    template_name = "insights/admin/theme_undo.html"

    def get_page_title(self) -> str:
        """Return what this screen does."""
        return _("Undo")

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services."""
        return [(reverse("insights_themes:index"), _("Themes"))]

    @cached_property
    def edits(self) -> list[ThemeEdit]:
        """Return the decisions that are asked for, the newest first."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = numbers(asked.getlist("edit"))[:100]
        return list(ThemeEdit.objects.filter(pk__in=keys).select_related("theme__service").order_by("-id"))

    def refusal(self) -> str:
        """Return why the newest of them cannot be undone, in words; nothing when it can."""
        try:
            check_may_undo(undoing(self.edits[0]))
        except RefusedError as refusal:
            return str(refusal)
        return ""

    def told(self) -> list[Line]:
        """Return the decisions in words."""
        return lines(ThemeEdit.objects.filter(pk__in=[edit.pk for edit in self.edits]).order_by("-id"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decisions, how many comments would go back, and where to go."""
        more: dict[str, Any] = {"edits": self.edits, "back": self.back()}
        if self.edits:
            refusal = self.refusal()
            n = 0 if refusal else sum(undoing(edit).n for edit in self.edits)
            more |= {"lines": self.told(), "refusal": refusal, "n": n}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it all back, or say why not."""
        try:
            if not self.edits:
                raise RefusedError(_("There is nothing to undo."))
            undo_all(edits=self.edits, by=self.person)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is undone. What was decided stays in the history."))
        return HttpResponseRedirect(self.back())

    def back(self) -> str:
        """Return the board, at the theme that it is about."""
        service = self.edits[0].theme.service if self.edits else None
        if service is None:
            return reverse("insights_themes:index")
        return f"{reverse('insights_themes:board', args=[service.slug])}#theme-{self.edits[-1].theme_id}"
