"""Comments that a person leaves out of the analysis, and puts back."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.claims import claim
from research.insights.actions.themes.decision import Decision, remember
from research.insights.actions.themes.restoring import put_back_rows
from research.insights.models import AnalysisRun, Assignment, Exclusion, Theme, ThemeEdit
from research.insights.models.themes import EditKind
from research.insights.models.verdicts import Source, Status
from research.insights.pipeline.standing import settle

LEFT_OUT = "left_out"


@transaction.atomic
def exclude_comments(
    *, comments: Iterable[Comment], service: Service, by: User, seen: Mapping[Theme, int] | None = None
) -> int:
    """Leave comments out of the analysis, now and in every later run; return how many. They stay in the account.

    `seen` are the themes on the person's screen, in the versions that the person looked at.
    """
    claim(seen or {})
    asked = [comment.pk for comment in comments if comment.service_id == service.pk]
    already = set(Exclusion.objects.filter(comment__in=asked).values_list("comment_id", flat=True))
    chosen = sorted(set(asked) - already)
    if not chosen:
        raise RefusedError(_("Choose at least one comment."))
    run = AnalysisRun.objects.standing(service)
    rows = Assignment.objects.filter(run=run, comment__in=chosen)
    themes = list(Theme.objects.select_for_update().filter(pk__in=rows.values("theme")).order_by("id"))
    decision = Decision(by, {**remember(themes, chosen), "left_out": chosen})
    under = {theme.pk: sorted(set(rows.filter(theme=theme).values_list("comment_id", flat=True))) for theme in themes}
    Exclusion.objects.bulk_create((Exclusion(comment_id=pk, by=by) for pk in chosen), ignore_conflicts=True)
    if run:
        _out_of_the_run(run, chosen)
    for theme in themes:
        decision.about(theme, EditKind.EXCLUDE, comments=under[theme.pk], n=len(under[theme.pk]))
    return len(chosen)


@transaction.atomic
def put_back_comments(*, comments: Iterable[Comment], service: Service, by: User) -> int:
    """Let comments that a person left out take part again, where they stood; return how many.

    One that stood nowhere, or whose theme is gone, is undecided until the next run.
    """
    out = Exclusion.objects.filter(comment__in=[one.pk for one in comments], comment__service=service)
    chosen = sorted(out.values_list("comment_id", flat=True))
    if not chosen:
        raise RefusedError(_("Choose at least one comment."))
    out.delete()
    decision = Decision(by, {**remember([], chosen), "put_back": chosen})
    if run := AnalysisRun.objects.standing(service):
        _back_in_the_run(run, chosen, decision)
    return len(chosen)


def _out_of_the_run(run: AnalysisRun, comments: list[int]) -> None:
    """Count the comments of the run that stands as left out by a person."""
    rows = Assignment.objects.filter(run=run, comment__in=comments)
    here = sorted(rows.primary().values_list("comment_id", flat=True))
    rows.delete()
    said = {"status": Status.EXCLUDED, "reason": LEFT_OUT, "primary": True, "source": Source.PERSON}
    Assignment.objects.bulk_create(Assignment(run=run, comment_id=pk, **said) for pk in here)
    settle(run)


def _back_in_the_run(run: AnalysisRun, comments: list[int], decision: Decision) -> None:
    """Show the comments where they stood when they were left out, as far as these themes are there still."""
    edits = ThemeEdit.objects.filter(theme__service=run.service, kind=EditKind.EXCLUDE, undone_by=None).order_by("-id")
    waiting = set(comments)
    for edit in edits.select_related("theme"):
        memory = edit.details.get("memory") or {}
        now = waiting & set(memory.get("left_out", ()))
        if now:
            put_back_rows(run, memory, now)
            waiting -= now
    rows = Assignment.objects.filter(run=run, comment__in=comments)
    rows.filter(reason=LEFT_OUT).update(status=Status.UNDECIDED, reason="")
    for theme in Theme.objects.select_for_update().filter(pk__in=rows.values("theme")).order_by("id"):
        here = sorted(set(rows.filter(theme=theme).values_list("comment_id", flat=True)))
        decision.about(theme, EditKind.EXCLUDE, comments=here, back=True, n=len(here))
    settle(run)
