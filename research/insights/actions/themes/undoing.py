"""Taking a decision back: what was decided stays on record, and so does that it was undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.restoring import (
    Memory,
    fit_rows_to_states,
    put_back_anchors,
    put_back_points,
    put_back_readings,
    put_back_rows,
)
from research.insights.changes import told
from research.insights.models import AnalysisRun, Exclusion, PainPoint, Theme, ThemeEdit
from research.insights.models.themes import EditKind, ThemeState
from research.insights.pipeline.standing import settle


@dataclass(frozen=True)
class Undoing:
    """What would be taken back: all edits of one decision, first the one that remembers."""

    edits: tuple[ThemeEdit, ...]
    memory: Memory

    @property
    def themes(self) -> list[int]:
        """Return the themes that it is about."""
        return sorted({edit.theme_id for edit in self.edits} | {int(pk) for pk in self.memory["themes"]})

    @property
    def n(self) -> int:
        """Return how many comments would go back."""
        return len(self.memory["comments"])


@transaction.atomic
def undo(*, edit: ThemeEdit, by: User) -> Theme:
    """Take a decision back, in all that it did, and return its theme; later runs no longer heed it."""
    locked = {
        one.pk: one for one in Theme.objects.select_for_update().filter(pk__in=undoing(edit).themes).order_by("id")
    }
    whole = undoing(edit)
    check_may_undo(whole)
    themes = [_as_before(locked[edit.theme_id], edit) for edit in whole.edits if edit.details.get("created")]
    themes += [_as_it_was(locked[int(pk)], whole.memory) for pk in whole.memory["themes"]]
    _put_back(whole.memory, themes)
    _check_pain_points(themes)
    key = uuid4().hex
    for one in whole.edits:
        details = {"decision": key, "kind": one.kind, "n": whole.n}
        follows = {"follows": True} if one is not whole.edits[0] else {}
        ThemeEdit.objects.create(
            theme_id=one.theme_id, kind=EditKind.UNDO, undoes=one, by=by, details={**details, **follows}
        )
    return locked[whole.edits[0].theme_id]


@transaction.atomic
def undo_all(*, edits: Sequence[ThemeEdit], by: User) -> list[Theme]:
    """Take several decisions back, the newest first; all of them or none."""
    leads = {undoing(edit).edits[0].pk: edit for edit in edits}
    return [undo(edit=leads[pk], by=by) for pk in sorted(leads, reverse=True)]


def undoing(edit: ThemeEdit) -> Undoing:
    """Return all that belongs to the decision of this edit; refuse one that keeps no memory of what was before."""
    key = edit.details.get("decision")
    together = ThemeEdit.objects.filter(theme__service=edit.theme.service_id, details__decision=key) if key else ()
    edits = tuple(sorted(together, key=lambda one: (bool(one.details.get("follows")), one.pk)))
    memory = edits[0].details.get("memory") if edits else None
    if memory is None or edit.kind == EditKind.UNDO:
        raise RefusedError(_("This decision cannot be undone by itself. Decide anew instead."))
    return Undoing(edits, memory)


def check_may_undo(whole: Undoing) -> None:
    """Refuse what was undone already, and what later decisions stand on."""
    first = whole.edits[0]
    if done := ThemeEdit.objects.filter(undoes__in=whole.edits).select_related("theme", "by").first():
        raise RefusedError(_("This was undone already. %(told)s") % {"told": told(done, done.theme)})
    later = ThemeEdit.objects.filter(theme__in=whole.themes, pk__gt=max(one.pk for one in whole.edits), undone_by=None)
    later = later.exclude(kind=EditKind.UNDO).select_related("theme", "by").order_by("-id")
    if stands := later.first():
        words = {"told": told(stands, stands.theme), "title": first.theme.title}
        raise RefusedError(_("Something was decided since then. Undo that first: %(told)s") % words)


def _as_it_was(theme: Theme, memory: Memory) -> Theme:
    """Save the theme as it was remembered."""
    theme.title, theme.title_locked, theme.state, theme.merged_into_id = memory["themes"][str(theme.pk)]
    if words := memory.get("words", {}).get(str(theme.pk)):
        theme.keywords, theme.quotes = words
    theme.version += 1
    theme.save()
    return theme


def _as_before(theme: Theme, edit: ThemeEdit) -> Theme:
    """Put a theme away that this decision made; its address leads to where its comments came from."""
    theme.state, theme.merged_into_id = ThemeState.RETIRED, edit.details.get("origin")
    theme.anchors.all().delete()
    theme.version += 1
    theme.save()
    return theme


def _put_back(memory: Memory, themes: Sequence[Theme]) -> None:
    """Bring back pain points, comments left out, the word of people, and where comments stand."""
    put_back_points(memory)
    put_back_anchors(memory)
    Exclusion.objects.filter(comment__in=memory.get("left_out", ())).delete()
    put_back_readings(memory)
    for pk, theme in memory.get("merged", {}).items():
        Theme.objects.filter(pk=pk).update(merged_into=theme)
    run = AnalysisRun.objects.standing(themes[0].service) if themes else None
    if run:
        put_back_rows(run, memory, made=themes)
        fit_rows_to_states(run, themes)
        settle(run)


def _check_pain_points(themes: Sequence[Theme]) -> None:
    """Refuse to leave a pain point on a theme that nobody stands for."""
    loose = [theme.pk for theme in themes if theme.state != ThemeState.APPROVED]
    if point := PainPoint.objects.filter(theme__in=loose).first():
        raise RefusedError(_("The pain point “%(title)s” stands on this. Remove it first.") % {"title": point.title})
