"""python3 manage.py analyse: a run in the foreground, with a progress bar."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from tqdm import tqdm

from feedback.models import Comment
from journeys.models import Service
from research.analysis import Parameters
from research.insights.actions import run_now
from research.insights.management.choices import quiet_when_stopped, seed
from research.insights.models import AnalysisRun
from research.insights.models.runs import RunState
from research.insights.models.themes import ThemeState
from research.insights.models.verdicts import Status
from research.insights.wording import STAGES, conservation, error, notices


class Command(BaseCommand):
    """Groups what was said about a service, or about each service in turn, into themes, and prints them."""

    help = "Group the comments on a service (or on every service, one by one) into themes, and show what came out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the choices of a run."""
        parser.add_argument("--service", metavar="SLUG", help="only this service")
        parser.add_argument("--backend", choices=["auto", "semantic", "lexical"], default="auto")
        parser.add_argument("--granularity", choices=["coarse", "normal", "fine"], default="normal")
        parser.add_argument("--themes", type=int, metavar="K", help="so many themes, instead of as many as fit")
        parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same result")

    def handle(self, **options: Any) -> None:
        """Do the runs; leave with an error when one did not succeed."""
        try:
            parameters = Parameters(**{name: options[name] for name in ("backend", "granularity", "themes", "seed")})
        except ValueError as trouble:
            raise CommandError(str(trouble)) from trouble
        with quiet_when_stopped(_("Stopped. The earlier result stands.")):
            for service in services(options["service"]):
                self.analyse(service, parameters, quiet=options["verbosity"] == 0)

    def analyse(self, service: Service, parameters: Parameters, *, quiet: bool) -> None:
        """Run once, in this process; the row on record is the same as that of a worker."""
        with tqdm(total=100, desc=service.name, unit="%", disable=quiet, leave=False, bar_format=BAR) as bar:

            def show(fraction: float, stage: str) -> None:
                bar.set_postfix_str(str(STAGES.get(stage, stage)), refresh=False)
                bar.update(round(100 * fraction) - bar.n)

            run = run_now(service=service, by=None, parameters=parameters, watch=show)
        if run.state != RunState.DONE:
            raise CommandError(f"{service.name}: {why_not(run)}")
        if not quiet:
            self.stdout.write("\n".join(summary(run)))


def summary(run: AnalysisRun) -> Iterator[str]:
    """Yield what came out of a run: a line for each theme, and the one that shows that nothing got lost."""
    yield f"{run.service}: {run.seconds:.1f} s, {run.fingerprint.get('backend', '')}"
    rows = run.assignments.filter(status=Status.ASSIGNED).order_by().values("theme__title", "theme__state")
    themes = rows.annotate(main=Count("pk", filter=Q(primary=True)), touched=Count("comment", distinct=True))
    for row in themes.order_by("-main", "theme__title"):
        state = ThemeState(row["theme__state"]).label
        yield f"  {row['main']:>6} {row['touched']:>6}  {row['theme__title']}  ({state})"
    yield "  " + conservation(run)
    yield from (f"  {notice}" for notice in notices(run))


BAR = "{desc}: {percentage:3.0f}% |{bar}| {elapsed} {postfix}"


def services(slug: str | None) -> list[Service]:
    """Return the service with that slug, or each service about which something was said."""
    if slug is None:
        return list(Service.objects.filter(pk__in=Comment.objects.values("service")))
    found = list(Service.objects.filter(slug=slug))
    if not found:
        slugs = ", ".join(Service.objects.values_list("slug", flat=True)) or _("none yet")
        raise CommandError(_("There is no service “%(slug)s”. There are: %(slugs)s.") % {"slug": slug, "slugs": slugs})
    return found


def why_not(run: AnalysisRun) -> str:
    """Return the sentence that says why a run has no result."""
    if run.state == RunState.RUNNING:
        return _("A worker is busy with this analysis already; it is at %(progress)s %%.") % {"progress": run.progress}
    return error(run) or _("The analysis was stopped.")
