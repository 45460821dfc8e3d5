"""The screens of insights in Wagtail's menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import PageQuerySet

from research.insights.admin.home import add_desks
from research.insights.admin.pain_points import Answers, PainPoints
from research.insights.admin.runs import Runs
from research.insights.admin.themes import Themes
from research.insights.admin.trends import Trends
from research.insights.models import ReportPage


class Insights(ViewSetGroup):
    """Insights: analyses, themes, pain points, answers."""

    menu_label = _("Insights")
    menu_icon = "view"
    menu_order = 210
    items = (Runs, Themes, PainPoints, Answers)


@hooks.register("register_admin_viewset")
def insights() -> Insights:
    """Return the group; its lines show for who may see what is behind them."""
    return Insights()


@hooks.register("register_admin_viewset")
def trends() -> Trends:
    """Return the trends; one comes there from the themes of a service."""
    return Trends()


@hooks.register("construct_page_chooser_queryset")
def without_reports_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave reports out of the chooser of pages for who may not read them: Wagtail itself names every page there."""
    return pages.exclude(pk__in=ReportPage.objects.hidden_from(request.user).values("pk"))


hooks.register("construct_homepage_panels", add_desks)
