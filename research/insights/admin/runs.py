"""Analyses: one row for each service, a button to start, a page with true progress."""

import hashlib
from collections import Counter
from functools import cached_property
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from feedback.models import Comment
from journeys.models import Service
from research.analysis import Parameters
from research.insights import wording
from research.insights.actions import RefusedError, cancel_run, retry_run, start_run
from research.insights.admin.screens import Permitted, Screen, Verb
from research.insights.admin.trials import AdoptView, found_by
from research.insights.models import AnalysisRun
from research.insights.models.runs import RunState
from research.insights.pipeline.recutting import choices_again
from research.insights.run_facts import facts

RECENT = 20
AS_LAST_TIME = "same"
GRANULARITIES = {
    AS_LAST_TIME: gettext_lazy("as last time"),
    "normal": gettext_lazy("normal"),
    "coarse": gettext_lazy("fewer, broader themes"),
    "fine": gettext_lazy("more, finer themes"),
}


class RunsView(Screen):
    """What was analysed when, and the button to do it again."""

    permission = "insights.view_analysisrun"
    page_title = gettext_lazy("Analyses")
    header_icon = "cogs"
    template_name = "insights/admin/runs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one row for each service, and the newest runs."""
        runs = AnalysisRun.objects.visible_to(self.request.user).select_related("service", "started_by")
        rank = Window(RowNumber(), partition_by=F("service_id"), order_by=F("id").desc())
        newest = {run.service_id: run for run in runs.annotate(rank=rank).filter(rank=1)}
        services = list(Service.objects.all())
        said = Counter(dict(Comment.objects.order_by().values_list("service").annotate(n=Count("pk"))))
        standing = set(runs.done().order_by().values_list("service_id", flat=True))
        rows = [
            {"service": one, "comments": said[one.pk], "run": newest.get(one.pk), "standing": one.pk in standing}
            for one in services
        ]
        may_start = self.request.user.has_perm("insights.start_analysis")
        more = {"rows": rows, "runs": described(runs[:RECENT]), "granularities": GRANULARITIES, "may_start": may_start}
        return {**super().get_context_data(**kwargs), **more}


class RunView(Screen):
    """One run: how far it is, or what came out."""

    permission = "insights.view_analysisrun"
    header_icon = "cogs"
    template_name = "insights/admin/run.html"

    @cached_property
    def run(self) -> AnalysisRun:
        """Return the run of this address."""
        return find_run(self.request, self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return which run this is."""
        if self.run.shadow:
            return _("Trial analysis of %(scope)s") % {"scope": self.run.service or _("all services")}
        return _("Analysis of %(scope)s") % {"scope": self.run.service or _("all services")}

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of runs."""
        return [(reverse("insights_runs:index"), _("Analyses"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the run in words."""
        may_start = self.request.user.has_perm("insights.start_analysis")
        told = wording.notices(self.run, may_read=self.request.user.has_perm("feedback.view_comment"))
        words = {"told": progress(self.run), "error": wording.error(self.run), "notices": told}
        more = {"run": self.run, "conservation": wording.conservation(self.run), "may_start": may_start, **words}
        if self.run.shadow and self.run.state == RunState.DONE:
            more |= found_by(self.run, self.request.user)
        return {**super().get_context_data(**kwargs), "facts": list(facts(self.run)), **more}


class ProgressView(Permitted, View):
    """How far a run is, for the script that keeps its page up to date; 304 when nothing changed."""

    permission = "insights.view_analysisrun"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return progress and words."""
        response = JsonResponse(progress(find_run(request, pk)))
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request, etag=etag, response=response) or response


class StartView(Verb):
    """Start an analysis of one service, or a trial beside the one that stands."""

    permission = "insights.start_analysis"
    run: AnalysisRun | None = None

    def act(self) -> str:
        """Queue a run; one that is busy already is shown instead."""
        posted = self.request.POST
        service = get_object_or_404(Service, slug=posted.get("service", ""))
        trial = "trial" in posted
        self.run = start_run(service=service, by=self.person, parameters=choices(service, posted), shadow=trial)
        if self.run.shadow != trial:
            raise RefusedError(_("Another analysis of this service is busy. Wait until it is done; you see it here."))
        if trial:
            return _("The trial analysis of %(service)s has been asked for.") % {"service": service}
        return _("The analysis of %(service)s has been asked for.") % {"service": service}

    def back(self) -> str:
        """Return the page of the run, or the list when there is none."""
        return reverse("insights_runs:run", args=[self.run.pk]) if self.run else reverse("insights_runs:index")


class RunVerb(Verb):
    """Something done to one run."""

    permission = "insights.start_analysis"

    @cached_property
    def run(self) -> AnalysisRun:
        """Return the run of this address."""
        return find_run(self.request, self.kwargs["pk"])

    def back(self) -> str:
        """Return the page of the run."""
        return reverse("insights_runs:run", args=[self.kwargs["pk"]])


class CancelView(RunVerb):
    """Stop a run."""

    def act(self) -> str:
        """Stop it."""
        cancel_run(run=self.run, by=self.person)
        return _("The analysis was stopped. The earlier result stands.")


class RetryView(RunVerb):
    """Try a failed run again."""

    def act(self) -> str:
        """Queue it again."""
        retry_run(run=self.run, by=self.person)
        return _("The analysis will be tried again.")


def choices(service: Service, posted: QueryDict) -> Parameters:
    """Return how fine the themes should be; what was not offered counts as normal."""
    wanted = posted.get("granularity", "normal")
    if wanted == AS_LAST_TIME:
        return Parameters(**choices_again(service))
    return Parameters(granularity=wanted if wanted in GRANULARITIES else "normal")  # type: ignore[arg-type]


def find_run(request: HttpRequest, pk: int) -> AnalysisRun:
    """Return a run that this person may see, or raise 404."""
    return get_object_or_404(
        AnalysisRun.objects.visible_to(request.user).select_related("service", "started_by"), pk=pk
    )


def described(runs: QuerySet[AnalysisRun]) -> list[dict[str, Any]]:
    """Return runs with their counts in words."""
    return [{"run": run, "conservation": wording.conservation(run)} for run in runs]


def progress(run: AnalysisRun) -> dict[str, Any]:
    """Return how far a run is: a number for the bar, and the same in words."""
    doing = wording.stage(run) if run.is_open else run.get_state_display()
    words = f"{run.progress} %: {doing}" if run.state == RunState.RUNNING else doing
    return {"state": run.state, "progress": run.progress, "words": words, "ended": not run.is_open}


class PermittedItem(MenuItem):
    """A line of the menu for who may see what is behind it."""

    permission = ""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether this person may see it."""
        return bool(request.user.has_perm(self.permission))


class RunsItem(PermittedItem):
    permission = "insights.view_analysisrun"


class Runs(ViewSet):
    """/admin/insights/runs/"""

    name = "insights_runs"
    url_prefix = "insights/runs"
    menu_label = gettext_lazy("Analyses")
    icon = "cogs"
    menu_item_class = RunsItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of analyses."""
        return [
            path("", RunsView.as_view(), name="index"),
            path("start/", StartView.as_view(), name="start"),
            path("<int:pk>/", RunView.as_view(), name="run"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:pk>/cancel/", CancelView.as_view(), name="cancel"),
            path("<int:pk>/retry/", RetryView.as_view(), name="retry"),
            path("<int:pk>/adopt/", AdoptView.as_view(), name="adopt"),
        ]
