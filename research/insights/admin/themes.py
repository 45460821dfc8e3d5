"""Themes of a service: proposals beside what was approved, with the evidence in view."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from feedback.models import Comment
from journeys.models import Service
from research.insights import wording
from research.insights.admin.pain_points import MakePainPointView
from research.insights.admin.readings import reading_addresses
from research.insights.admin.recut import CutView, RecutView
from research.insights.admin.runs import PermittedItem
from research.insights.admin.screens import Screen
from research.insights.admin.theme_bulk import BulkView
from research.insights.admin.theme_comments import AddView, LeftOutView
from research.insights.admin.theme_frame import ServiceScreen, ThemeScreen
from research.insights.admin.theme_history import HistoryView, UndoView
from research.insights.admin.theme_map import MapView
from research.insights.admin.theme_merge import MergeView
from research.insights.admin.theme_split import SplitView
from research.insights.admin.theme_verbs import (
    ApproveView,
    ExcludeView,
    MoveView,
    NewView,
    RenameView,
    RetireView,
)
from research.insights.histories import lines
from research.insights.models import Theme, ThemeEdit
from research.insights.models.themes import ThemeState
from research.insights.reviews import ORDERS, SHOWN, board, cards_of, comments_of, evidence
from research.insights.standing import waiting_proposals

ON_A_PAGE = 25
LAST_DECISIONS = 10
ORDER_WORDS = {
    "size": gettext_lazy("largest first"),
    "grade": gettext_lazy("lowest grade first"),
    "newest": gettext_lazy("newest first"),
}
SHOWN_WORDS = {
    "all": gettext_lazy("all"),
    "proposed": gettext_lazy("proposals"),
    "approved": gettext_lazy("approved"),
    "retired": pgettext_lazy("theme", "retired"),
}


class ServicesView(Screen):
    """Which services have themes to look at."""

    permission = "insights.view_theme"
    page_title = gettext_lazy("Themes")
    header_icon = "tag"
    template_name = "insights/admin/theme_services.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each service with how many themes were approved, and whether there is a result."""
        runs = Count("runs", filter=Q(runs__state="done", runs__shadow=False), distinct=True)
        approved = Count("themes", filter=Q(themes__state=ThemeState.APPROVED), distinct=True)
        services = Service.objects.annotate(approved=approved, finished_runs=runs)
        may_decide = self.request.user.has_perm("insights.approve_theme")
        waiting = waiting_proposals() if may_decide else {}
        rows = [(service, waiting.get(service.pk, 0)) for service in services]
        return {**super().get_context_data(**kwargs), "services": rows, "may_decide": may_decide}


class BoardView(ServiceScreen):
    """The themes of one service."""

    template_name = "insights/admin/theme_board.html"

    def get_page_title(self) -> str:
        """Return whose themes these are."""
        return _("Themes of %(service)s") % {"service": self.service}

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services."""
        return super().trail()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the board."""
        order, show = self.choice("order", ORDERS), self.choice("show", SHOWN)
        shown = board(self.service, self.request.user, order=order)
        more = {
            "board": shown,
            "conservation": wording.conservation(shown.run) if shown.run else "",
            "order": order,
            "show": show,
            "orders": ORDER_WORDS,
            "states": SHOWN_WORDS,
            "left_out": Comment.objects.of(self.service).exclude(exclusion=None).count(),
        }
        return {**super().get_context_data(**kwargs), **more}

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return what was chosen in the address, else the first."""
        asked = self.request.GET.get(name, "")
        return asked if asked in allowed else allowed[0]


class ThemeView(ThemeScreen):
    """One theme with all its comments, page by page."""

    template_name = "insights/admin/theme.html"

    def get_page_title(self) -> str:
        """Return the theme's title."""
        return self.theme.title

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services and the board."""
        return super().trail()[:2]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the theme's figures, one page of its comments, and where they can go."""
        theme, run, user = self.theme, self.run, self.request.user
        pages = Paginator(comments_of(theme, run, user), ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        last = ThemeEdit.objects.filter(theme=theme).order_by("-id").values_list("pk", flat=True)[:LAST_DECISIONS]
        more = {
            "theme": theme,
            "card": cards_of(run, [theme], user)[0],
            "others": self.others(),
            "page": page,
            "page_numbers": pages.get_elided_page_range(page.number),
            "evidence": evidence(theme, run, page.object_list),
            "lines": lines(ThemeEdit.objects.filter(pk__in=list(last)).order_by("-id")),
            "all_chosen": bool(self.request.GET.get("all")),
        }
        return {**super().get_context_data(**kwargs), **more}

    def others(self) -> list[Theme]:
        """Return the themes that comments of this one can move to."""
        shown = Q(state=ThemeState.APPROVED)
        if self.run:
            shown |= Q(state=ThemeState.DRAFT, pk__in=Theme.objects.in_run(self.run))
        return list(Theme.objects.of(self.service).filter(shown).exclude(pk=self.theme.pk).order_by("state", "title"))


class ThemesItem(PermittedItem):
    permission = "insights.view_theme"


class Themes(ViewSet):
    """/admin/insights/themes/"""

    name = "insights_themes"
    url_prefix = "insights/themes"
    menu_label = gettext_lazy("Themes")
    icon = "tag"
    menu_item_class = ThemesItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of themes."""
        return [
            path("", ServicesView.as_view(), name="index"),
            path("<uuid:uuid>/", ThemeView.as_view(), name="theme"),
            path("<uuid:uuid>/rename/", RenameView.as_view(), name="rename"),
            path("<uuid:uuid>/approve/", ApproveView.as_view(), name="approve"),
            path("<uuid:uuid>/retire/", RetireView.as_view(), name="retire"),
            path("<uuid:uuid>/merge/", MergeView.as_view(), name="merge"),
            path("<uuid:uuid>/split/", SplitView.as_view(), name="split"),
            path("<uuid:uuid>/move/", MoveView.as_view(), name="move"),
            path("<uuid:uuid>/add/", AddView.as_view(), name="add"),
            path("<uuid:uuid>/exclude/", ExcludeView.as_view(), name="exclude"),
            path("<uuid:uuid>/pain-point/", MakePainPointView.as_view(), name="make_pain_point"),
            path("decisions/undo/", UndoView.as_view(), name="undo"),
            path("<slug:slug>/new/", NewView.as_view(), name="new"),
            path("<slug:slug>/map/", MapView.as_view(), name="map"),
            path("<slug:slug>/cut/", CutView.as_view(), name="cut"),
            path("<slug:slug>/cut/confirm/", RecutView.as_view(), name="recut"),
            path("<slug:slug>/several/", BulkView.as_view(), name="bulk"),
            path("<slug:slug>/history/", HistoryView.as_view(), name="history"),
            path("<slug:slug>/left-out/", LeftOutView.as_view(), name="left_out"),
            *reading_addresses(),
            path("<slug:slug>/", BoardView.as_view(), name="board"),
        ]
