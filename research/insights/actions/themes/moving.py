"""Single comments: to another theme, to a new one, to none, or added to one."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Comment
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.claims import checked_new, claim
from research.insights.actions.themes.decision import Decision, remember
from research.insights.actions.themes.rows import anchor, out_of, put_under, to_another
from research.insights.models import AnalysisRun, Assignment, Theme
from research.insights.models.themes import EditKind, ThemeState
from research.insights.models.verdicts import Source, Status
from research.insights.pipeline.standing import settle


@transaction.atomic
def move_comments(*, comments: Iterable[Comment], theme: Theme, to: Theme | None, version: int, by: User) -> int:
    """Take comments out of a theme, into another or none; return how many moved. Every later run obeys."""
    claims = {theme: version} | ({to: to.version} if to else {})
    if to and (to.pk == theme.pk or to.service_id != theme.service_id or to.state == ThemeState.RETIRED):
        raise RefusedError(_("Choose another theme of the same service that is not retired."))
    claimed = {one.pk: one for one in claim(claims)}
    theme, to = claimed[theme.pk], claimed[to.pk] if to else None
    here = _here(theme, comments)
    decision = Decision(by, remember([theme, *([to] if to else [])], here))
    return _move(decision, here, theme, to)


@transaction.atomic
def move_to_new_theme(*, comments: Iterable[Comment], theme: Theme, title: str, version: int, by: User) -> int:
    """Take comments out of a theme into one that is made for them; return how many moved. Makes none when none move."""
    if theme.service is None:
        raise RefusedError(_("A theme over all services cannot be divided."))
    title = checked_new(title, theme.service)
    [theme] = claim({theme: version})
    here = _here(theme, comments)
    decision = Decision(by, remember([theme], here))
    to = Theme(service=theme.service, title=title, title_locked=True, state=ThemeState.APPROVED)
    decision.about(to, EditKind.APPROVE, created=True, origin=theme.pk, typical=[], n=len(here))
    return _move(decision, here, theme, to)


@transaction.atomic
def add_comments(*, comments: Iterable[Comment], to: Theme, version: int, by: User) -> int:
    """Give comments this theme as their main one, wherever they stand; return how many. Every later run obeys."""
    [to] = claim({to: version})
    if to.state == ThemeState.RETIRED:
        raise RefusedError(
            _("“%(title)s” is retired. Approve it first, or choose another theme.") % {"title": to.title}
        )
    run = AnalysisRun.objects.standing(to.service)
    rows = Assignment.objects.filter(run=run, comment__in=[one.pk for one in comments]).exclude(reason="left_out")
    there = rows.filter(theme=to, status=Status.ASSIGNED).values("comment")
    added = sorted(set(rows.exclude(comment__in=there).values_list("comment_id", flat=True)))
    if run is None or not added:
        raise RefusedError(_("Choose at least one comment that this theme does not have yet."))
    decision = Decision(by, remember([to], added))
    anchor(to, added, belongs=True, by=by)
    put_under(run, to, added)
    settle(run)
    decision.about(to, EditKind.MOVE, comments=added, belongs=True, added=True, n=len(added))
    return len(added)


def _here(theme: Theme, comments: Iterable[Comment]) -> list[int]:
    """Return which of these comments stand under the theme now; refuse when none does."""
    run = AnalysisRun.objects.standing(theme.service)
    rows = Assignment.objects.filter(run=run, theme=theme, comment__in=[comment.pk for comment in comments])
    here = sorted(set(rows.values_list("comment_id", flat=True)))
    if run is None or not here:
        raise RefusedError(_("Choose at least one comment of this theme."))
    return here


def _move(decision: Decision, here: list[int], theme: Theme, to: Theme | None) -> int:
    """Do what was decided about these comments, now and for every later run."""
    run = AnalysisRun.objects.filter(service=theme.service).done()[0]
    names = {"comments": here, "n": len(here)}
    anchor(theme, here, belongs=False, by=decision.by)
    if to:
        anchor(to, here, belongs=True, by=decision.by)
        to_another(run, theme, to, here, Source.PERSON)
    else:
        out_of(run, theme, here)
    settle(run)
    into = {"into": str(to.uuid), "into_title": to.title} if to else {"into": "", "into_title": ""}
    decision.about(theme, EditKind.MOVE, belongs=False, **into, **names)
    if to:
        decision.about(to, EditKind.MOVE, source=str(theme.uuid), source_title=theme.title, belongs=True, **names)
    return len(here)
