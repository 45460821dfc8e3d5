"""Taking over what a trial found."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Comment
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes import add_comments, new_theme
from research.insights.models import AnalysisRun, Anchor, Theme
from research.insights.pipeline.comparison import Kind


@transaction.atomic
def adopt_finding(*, run: AnalysisRun, number: int, title: str, by: User) -> Theme:
    """Return a theme of a person's own with the comments that a trial put together; the trial notes that it is made.

    Comments that a person gave a place stay there.
    """
    run = AnalysisRun.objects.select_for_update().get(pk=run.pk)
    finding = _adoptable(run, number)
    if run.service is None:
        raise RefusedError(_("Take this over in the analysis of one service."))
    members = [pk for part in finding["parts"] for pk in part["members"]]
    said = Anchor.objects.filter(comment__in=members, belongs=True, theme__service=run.service).values("comment")
    theme = new_theme(service=run.service, title=title, by=by)
    add_comments(
        comments=Comment.objects.filter(pk__in=members).exclude(pk__in=said), to=theme, version=theme.version, by=by
    )
    finding["adopted"] = str(theme.uuid)
    run.save(update_fields=["findings"])
    theme.refresh_from_db()
    return theme


def _adoptable(run: AnalysisRun, number: int) -> dict[str, Any]:
    """Return a finding that nobody took over yet, or refuse."""
    listed = run.findings.get("list", [])
    if not 0 <= number < len(listed) or listed[number]["kind"] != Kind.NEW:
        raise RefusedError(_("Only a new group can become a theme."))
    if listed[number].get("adopted"):
        raise RefusedError(_("A colleague made a theme of this group already."))
    found: dict[str, Any] = listed[number]
    return found
