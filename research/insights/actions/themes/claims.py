"""What is asked of a theme before a decision: that it is what the person looked at, and may be decided about."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from journeys.models import Service
from research.insights.actions.refusals import ChangedMeanwhileError, RefusedError
from research.insights.changes import last_change
from research.insights.models import AnalysisRun, Theme
from research.insights.models.themes import ThemeState


def checked(title: str) -> str:
    """Return the title in one line of at most 120 characters; refuse an empty one."""
    title = " ".join(title.split())
    if not title:
        raise RefusedError(_("Give the theme a title."))
    return title[:120]


def checked_new(title: str, service: Service) -> str:
    """Return the title for a new theme of the service; refuse one that is taken by a theme that can be seen."""
    title = checked(title)
    run = AnalysisRun.objects.standing(service)
    taken = Theme.objects.of(service).exclude(state=ThemeState.RETIRED).filter(title__iexact=title)
    if taken.approved().exists() or (run and taken.in_run(run).exists()):
        raise RefusedError(_("There is a theme “%(title)s” already. Choose that one.") % {"title": title})
    return title


def claim(seen: Mapping[Theme, int]) -> Sequence[Theme]:
    """Return the themes, locked, as given; refuse when one is no longer the version that the person looked at."""
    wanted = {theme.pk: version for theme, version in seen.items()}
    locked = {theme.pk: theme for theme in Theme.objects.select_for_update().filter(pk__in=wanted).order_by("id")}
    for pk, version in wanted.items():
        if pk not in locked:
            raise ChangedMeanwhileError(_("This theme is no longer there. Look again and decide."))
        if locked[pk].version != version:
            told = last_change(locked[pk]) or _("Somebody changed this theme while you were looking at it.")
            raise ChangedMeanwhileError(f"{told} {_('Look again and decide.')}")
    return [locked[pk] for pk in wanted]


def check_not_merged(theme: Theme) -> None:
    """Refuse what became part of another theme."""
    if theme.merged_into is not None:
        raise RefusedError(_("This theme was merged into “%(title)s”.") % {"title": theme.merged_into.title})
