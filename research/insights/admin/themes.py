"""Themes of a service: proposals beside what was approved, with the evidence in view."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from journeys.models import Service
from research.insights import wording
from research.insights.admin.pain_points import MakePainPointView
from research.insights.admin.runs import PermittedItem
from research.insights.admin.screens import Screen
from research.insights.admin.theme_verbs import (
    ApproveView,
    MergeView,
    MoveView,
    NewView,
    RenameView,
    RetireView,
)
from research.insights.models import AnalysisRun, Theme
from research.insights.models.themes import ThemeState
from research.insights.reviews import board, cards_of, comments_of, evidence

ON_A_PAGE = 25


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
        return {**super().get_context_data(**kwargs), "services": services}


class BoardView(Screen):
    """The themes of one service."""

    permission = "insights.view_theme"
    header_icon = "tag"
    template_name = "insights/admin/theme_board.html"

    @cached_property
    def service(self) -> Service:
        """Return the service of this address."""
        return get_object_or_404(Service, slug=self.kwargs["slug"])

    def get_page_title(self) -> str:
        """Return whose themes these are."""
        return _("Themes of %(service)s") % {"service": self.service}

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services."""
        return [(reverse("insights_themes:index"), _("Themes"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the board."""
        shown = board(self.service, self.request.user)
        line = wording.conservation(shown.run) if shown.run else ""
        more = {"board": shown, "service": self.service, "conservation": line, **permissions(self.request)}
        return {**super().get_context_data(**kwargs), **more}


class ThemeView(Screen):
    """One theme with all its comments, page by page."""

    permission = "insights.view_theme"
    header_icon = "tag"
    template_name = "insights/admin/theme.html"

    @cached_property
    def theme(self) -> Theme:
        """Return the theme of this address; one that was merged leads to the theme it became part of."""
        found = Theme.objects.visible_to(self.request.user).select_related("merged_into", "pain_point")
        return get_object_or_404(found, uuid=self.kwargs["uuid"])

    @cached_property
    def service(self) -> Service:
        """Return whose theme it is."""
        return get_object_or_404(Service, pk=self.theme.service_id)

    def get_page_title(self) -> str:
        """Return the theme's title."""
        return self.theme.title

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services and the board."""
        above = (reverse("insights_themes:board", args=[self.service.slug]), self.service.title)
        return [(reverse("insights_themes:index"), _("Themes")), above]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the theme's figures, one page of its comments, and where they can go."""
        theme, user = self.theme, self.request.user
        run = AnalysisRun.objects.standing(self.service)
        pages = Paginator(comments_of(theme, run, user), ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        shown = board(self.service, user)
        own = next((card for card in shown.cards if card.theme == theme), None) or cards_of(run, [theme], user)[0]
        others = [card for card in shown.cards if card.theme != theme]
        more = {
            "theme": theme,
            "card": own,
            "others": others,
            "page": page,
            "page_numbers": pages.get_elided_page_range(page.number),
            "evidence": evidence(theme, run, page.object_list),
            "edits": theme.edits.select_related("by").order_by("-id")[:10],
            **permissions(self.request),
        }
        return {**super().get_context_data(**kwargs), **more}


def permissions(request: HttpRequest) -> dict[str, bool]:
    """Return what this person may do with a theme."""
    return {
        "may_decide": request.user.has_perm("insights.approve_theme"),
        "may_make_pain_point": request.user.has_perm("insights.add_painpoint"),
    }


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
            path("<uuid:uuid>/move/", MoveView.as_view(), name="move"),
            path("<uuid:uuid>/pain-point/", MakePainPointView.as_view(), name="make_pain_point"),
            path("<slug:slug>/new/", NewView.as_view(), name="new"),
            path("<slug:slug>/", BoardView.as_view(), name="board"),
        ]
