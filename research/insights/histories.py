"""Who did what to the themes of a service, and when, in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeys.models import Service
from research.insights.models import Theme, ThemeEdit
from research.insights.models.themes import EditKind

KEPT = (
    "before", "after", "n", "source_title", "into_title", "into_titles", "created", "belongs", "back", "kind",
    "decision",
)  # fmt: skip
SENTENCES: dict[str, Promise] = {
    EditKind.RENAME: gettext_lazy("renamed “%(before)s” to “%(after)s”"),
    EditKind.MERGE: gettext_lazy("merged “%(source_title)s” into “%(into_title)s”"),
    EditKind.APPROVE: gettext_lazy("approved “%(title)s”"),
    EditKind.RETIRE: gettext_lazy("retired “%(title)s”"),
    EditKind.MOVE: gettext_lazy("moved comments from “%(source_title)s” to “%(into_title)s”"),
    EditKind.SPLIT: gettext_lazy("split “%(source_title)s”: %(parts)s"),
    EditKind.CONFIRM: gettext_lazy("confirmed comments of “%(title)s”"),
    EditKind.EXCLUDE: gettext_lazy("left out comments of “%(title)s”"),
    EditKind.RECUT: gettext_lazy("cut the proposals coarser or finer: “%(title)s”"),
    EditKind.UNDO: gettext_lazy("took back about “%(title)s”: %(what)s"),
}
MADE = gettext_lazy("made the theme “%(title)s”")
TAKEN_OUT = gettext_lazy("took comments out of “%(title)s”")
ADDED = gettext_lazy("added comments to “%(title)s”")
PUT_BACK = gettext_lazy("put back comments of “%(title)s”")


@dataclass(frozen=True)
class Line:
    """One decision: who, when, what in words, and whether it is the last one about its theme that still stands."""

    edit: ThemeEdit
    who: str
    what: str
    undone: bool
    may_undo: bool


def edits_of(service: Service | None) -> QuerySet[ThemeEdit]:
    """Return the decisions about the themes of a service, newest first; one edit for each decision."""
    return ThemeEdit.objects.filter(Q(theme__service=service), ~Q(details__has_key="follows")).order_by("-id")


def lines(edits: QuerySet[ThemeEdit]) -> list[Line]:
    """Return these edits in words, without what each keeps to be undone. Three queries."""
    found = list(
        edits.select_related("theme", "by", "undone_by")
        .defer("details", "undone_by__details")
        .annotate(**{f"kept_{key}": KeyTransform(key, "details") for key in KEPT})
    )
    newest = _newest({edit.theme_id for edit in found})
    return [_line(edit, newest) for edit in found]


def _newest(themes: Iterable[int]) -> Mapping[int, str]:
    """Return for each theme which decision about it was the last that still stands."""
    standing = ThemeEdit.objects.filter(theme__in=themes, undone_by=None).exclude(kind=EditKind.UNDO).order_by()
    last = standing.values("theme").annotate(last=Max("pk")).values("last")
    return dict(ThemeEdit.objects.filter(pk__in=last).values_list("theme_id", "details__decision"))


def _line(edit: Any, newest: Mapping[int, str]) -> Line:
    kept = {key: getattr(edit, f"kept_{key}") for key in KEPT}
    undone = getattr(edit, "undone_by", None) is not None
    last = kept["decision"] is not None and newest.get(edit.theme_id) == kept["decision"]
    may_undo = last and not undone and edit.kind != EditKind.UNDO
    who = str(edit.by) if edit.by else _("Somebody")
    return Line(edit, who, what(edit.kind, edit.theme, kept), undone, may_undo)


def what(kind: str, theme: Theme, kept: Mapping[str, Any]) -> str:
    """Return what was decided, as it follows a name; with how many comments it was about."""
    words = {key: value if isinstance(value, str) else "" for key, value in kept.items()}
    words |= {"title": theme.title, "parts": _quoted(kept.get("into_titles") or [])}
    words["source_title"] = words["source_title"] or theme.title
    words["what"] = str(EditKind(kept["kind"]).label) if kept.get("kind") else ""
    told = str(_sentence(kind, kept)) % words
    n = kept.get("n")
    return f"{told} ({ngettext('%(n)s comment', '%(n)s comments', n) % {'n': n}})" if isinstance(n, int) and n else told


def _sentence(kind: str, kept: Mapping[str, Any]) -> Promise:
    if kept.get("created") and kind == EditKind.APPROVE:
        return MADE
    if kept.get("back"):
        return PUT_BACK
    if kind == EditKind.MOVE and not kept.get("into_title") and not kept.get("source_title"):
        return ADDED if kept.get("belongs") else TAKEN_OUT
    return SENTENCES[kind]


def _quoted(titles: Iterable[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)
