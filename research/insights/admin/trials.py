"""Trials: what a fresh look would change, and taking over one thing of it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from research.insights.actions import adopt_finding
from research.insights.admin.screens import Verb
from research.insights.admin.theme_frame import number
from research.insights.findings import sections
from research.insights.models import AnalysisRun


def found_by(run: AnalysisRun, user: Any) -> dict[str, Any]:
    """Return what a screen shows of a trial that is done."""
    return {
        "sections": sections(run, user),
        "would_move": run.findings.get("would_move", 0),
        "compared_with": AnalysisRun.objects.filter(pk=run.findings.get("standing")).first(),
        "may_decide": user.has_perm("insights.approve_theme"),
    }


class AdoptView(Verb):
    """Make a theme of a group that a trial found."""

    permission = "insights.approve_theme"

    def act(self) -> str:
        """Make it."""
        posted = self.request.POST
        theme = adopt_finding(
            run=get_object_or_404(AnalysisRun.objects.visible_to(self.request.user), pk=self.kwargs["pk"]),
            number=number(posted.get("number", "")),
            title=posted.get("title", ""),
            by=self.person,
        )
        return _("“%(title)s” is a theme now. No analysis changes that.") % {"title": theme.title}

    def back(self) -> str:
        """Return the page of the trial."""
        return reverse("insights_runs:run", args=[self.kwargs["pk"]])
