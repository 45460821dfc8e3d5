"""What researchers and managers find on the first screen: what waits for a decision of theirs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from journeys.models import Service
from research.insights import wording
from research.insights.models import AnalysisRun, PainPoint, ReportPage
from research.insights.standing import waiting_proposals

MOST = 6


class Desk(Component):
    """A panel with a heading, a sentence, lines and a way on."""

    template_name = "components/desk.html"


class ProposalsPanel(Desk):
    """How many proposals wait for a person, per service."""

    name = "proposals"
    order = 130

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the panel in words."""
        waiting = proposals()
        lines = [
            {
                "url": reverse("insights_themes:board", args=[service.slug]),
                "label": service.title,
                "note": ngettext("%(n)d proposal", "%(n)d proposals", n) % {"n": n},
            }
            for service, n in waiting
        ]
        return {
            "name": self.name,
            "title": _("Proposals of the machine"),
            "sentence": _("Read, name, merge or approve them.") if lines else _("No proposals wait for you."),
            "lines": lines,
            "more": {"url": reverse("insights_themes:index"), "label": _("All themes")},
        }


class RunningPanel(Desk):
    """The analyses that are waiting or running."""

    name = "running"
    order = 140

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the panel in words."""
        runs = AnalysisRun.objects.visible_to(parent_context["request"].user).open().select_related("service")
        lines = [
            {
                "url": reverse("insights_runs:run", args=[run.pk]),
                "label": run.service.title if run.service else _("all services"),
                "note": f"{run.progress} %: {wording.stage(run)}",
            }
            for run in runs[:MOST]
        ]
        return {
            "name": self.name,
            "title": _("Analyses"),
            "sentence": "" if lines else _("No analysis is running now."),
            "lines": lines,
            "more": {"url": reverse("insights_runs:index"), "label": _("To the analyses")},
        }


class UnownedPanel(Desk):
    """The pain points that nobody owns, worst first, and the report that came out last."""

    name = "unowned"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the panel in words."""
        user = parent_context["request"].user
        unowned = PainPoint.objects.visible_to(user).unowned().select_related("service")
        lines = [
            {
                "url": reverse("insights_pain_points:edit", args=[point.pk]),
                "label": point.name,
                "note": f"{point.service.title}: {point.get_severity_display()}",
            }
            for point in unowned[:MOST]
        ]
        report = latest_report(user)
        context: dict[str, Any] = {"name": self.name, "title": _("Pain points without an owner"), "lines": lines}
        context["sentence"] = (
            _("Choose who acts. The worst come first.") if lines else _("Every open pain point has an owner.")
        )
        if report:
            label = _("Report: %(title)s") % {"title": report.title}
            context["button"] = {"url": report.get_url(parent_context["request"]), "label": label}
        return {**context, "more": {"url": reverse("insights_pain_points:index"), "label": _("All pain points")}}


def latest_report(user: Any) -> ReportPage | None:
    """Return the report on the newest period, in the language of the reader when there is one."""
    reports = ReportPage.objects.visible_to(user).order_by("-period_end", "-first_published_at")
    found: ReportPage | None = reports.filter(locale__language_code=get_language()).first() or reports.first()
    return found


def proposals() -> list[tuple[Service, int]]:
    """Return the services with proposals in the run that stands, most first. Constantly many queries."""
    waiting = waiting_proposals()
    services = Service.objects.in_bulk(waiting)
    return sorted(((services[pk], n) for pk, n in waiting.items()), key=lambda one: (-one[1], one[0].name))


def add_desks(request: HttpRequest, panels: list[Any]) -> None:
    """Add to the first screen what this person decides about."""
    if request.user.has_perm("insights.approve_theme"):
        panels.append(ProposalsPanel())
    if request.user.has_perm("insights.start_analysis"):
        panels.append(RunningPanel())
    if decides_who_acts(request.user):
        panels.append(UnownedPanel())


def decides_who_acts(user: Any) -> bool:
    """Say whether somebody gives pain points an owner, and is not the one who writes them down."""
    answers = user.has_perm("insights.change_painpoint") and user.has_perm("insights.view_reportpage")
    return answers and (user.is_superuser or not user.has_perm("insights.add_painpoint"))
