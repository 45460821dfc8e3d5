"""What the demo's researchers decided about themes: name, merge, split, teach, leave out, and take one thing back."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from accounts.models import User
from config.demo.catalogue import SOURCE
from config.demo.content import ServiceContent
from feedback.models import Comment
from journeys.models import Service
from research.insights import cuts, splits
from research.insights.actions import (
    add_comments,
    approve_theme,
    confirm_comments,
    exclude_comments,
    merge_themes,
    move_comments,
    new_theme,
    put_back_comments,
    recut_proposals,
    rename_theme,
    split_theme,
    undo,
)
from research.insights.actions.themes import Part
from research.insights.models import AnalysisRun, Assignment, Exclusion, Theme, ThemeEdit
from research.insights.models.themes import EditKind, ThemeState
from research.insights.models.verdicts import Status

FITS = 0.4  # a theme is about a topic when this share of its comments was written about it
CONFIRMED = 10  # five to ten examples make a clear difference
MOST_MOVED = 40  # what a researcher puts right by hand in one sitting
OF_A_PART = 5  # comments that say what a part of a theme is about
LEAST_OF_A_PART = 4  # with fewer it is no part, but a few strays


def stand_for(service: Service, title: str, ids: Collection[str], *, by: User) -> Theme:
    """Return the approved theme of this title: the proposals about these comments made one, or a new one."""
    if known := Theme.objects.of(service).approved().filter(title=title).first():
        return known
    themes = themes_about(service, ids)
    if not themes:
        return new_theme(service=service, title=title, by=by)
    theme, *others = themes
    for other in others:
        theme = merge_themes(source=other, into=theme, versions=(other.version, theme.version), by=by)
    theme = rename_theme(theme=theme, title=title, version=theme.version, by=by)
    return approve_theme(theme=theme, version=theme.version, by=by)


def themes_about(service: Service, ids: Collection[str]) -> list[Theme]:
    """Return the proposed themes of the run that stands that are mostly about these comments, largest first."""
    rows = standing(service).filter(theme__state=ThemeState.DRAFT)
    sizes = Counter(rows.values_list("theme_id", flat=True))
    about = Counter(rows.filter(comment__source_id__in=ids).values_list("theme_id", flat=True))
    fitting = [pk for pk, n in about.most_common() if n / sizes[pk] >= FITS]
    themes = Theme.objects.in_bulk(fitting)
    return [themes[pk] for pk in fitting]


def standing(service: Service | None) -> Any:
    """Return where the demo's comments stand now, what fits its theme best first."""
    run = AnalysisRun.objects.standing(service)
    rows = Assignment.objects.primary().filter(run=run, comment__source=SOURCE)
    return rows.exclude(status=Status.EXCLUDED).select_related("comment").order_by("-score", "comment_id")


def teach(theme: Theme, ids: Collection[str], *, by: User) -> None:
    """Confirm the clearest comments of a theme, take out what is not meant, and bring what stands elsewhere.

    The next run learns from the examples what else is about it: what is new, other or undecided. What it keeps in a
    proposal about something else it hardly lets go for examples alone, so a person brings that.
    """
    rows = standing(theme.service)
    here = rows.filter(theme=theme)
    clear = [row.comment for row in here.filter(comment__source_id__in=ids)[:CONFIRMED]]
    strays = [row.comment for row in here.exclude(comment__source_id__in=ids)[:MOST_MOVED]]
    loose = rows.exclude(theme__state=ThemeState.APPROVED).exclude(theme=theme).filter(comment__source_id__in=ids)
    more = [row.comment for row in loose.exclude(theme=None)[:MOST_MOVED]]
    if clear:
        confirm_comments(theme=theme, comments=clear, version=theme.version, by=by)
    if strays:
        theme.refresh_from_db()
        move_comments(comments=strays, theme=theme, to=None, version=theme.version, by=by)
    if more:
        theme.refresh_from_db()
        add_comments(comments=more, to=theme, version=theme.version, by=by)


def split_off(theme: Theme, ids: Collection[str], title: str, others: Collection[str], *, by: User) -> Theme | None:
    """Return the theme that was made of those of its comments that are about something else; None when these are few.

    As on the screen: a few comments say what each part is about, the preview divides the rest.
    """
    if known := Theme.objects.of(theme.service).approved().filter(title=title).first():
        return known
    rows = standing(theme.service).filter(theme=theme)
    kept = rows.filter(comment__source_id__in=ids).exclude(comment__source_id__in=others)
    off = rows.filter(comment__source_id__in=others).exclude(comment__source_id__in=ids)
    if min(kept.count(), off.count()) < LEAST_OF_A_PART:
        return None
    examples = {row.comment_id: "A" for row in kept[:OF_A_PART]} | {row.comment_id: "B" for row in off[:OF_A_PART]}
    parts = [
        Part(name, part.ids, part.examples, part.keywords, part.places)
        for part, name in zip(splits.preview(theme, 2, examples, by).parts, (theme.title, title), strict=True)
    ]
    return split_theme(theme=theme, parts=parts, version=theme.version, by=by)[0]


def leave_out(written: ServiceContent, service: Service, *, by: User) -> None:
    """Leave out what is about nothing that the municipality does."""
    chosen = comments_of(service, written.about.get("off_topic", [])).filter(exclusion=None)
    if chosen:
        exclude_comments(comments=chosen, service=service, by=by)


def leave_out_and_put_back(written: ServiceContent, service: Service, *, hasty: User, by: User) -> None:
    """Let a colleague leave out what many people sent in, and take that back: it is a campaign, and a voice as well."""
    topic = written.about.get("left_out_by_mistake")
    chosen = comments_of(service, [said.id for said in written.comments if topic in said.topics])
    edits = ThemeEdit.objects.filter(theme__service=service, kind=EditKind.EXCLUDE).order_by("id")
    if not chosen or edits.filter(undone_by__isnull=False):
        return
    if not Exclusion.objects.filter(comment__in=chosen):
        exclude_comments(comments=chosen, service=service, by=hasty)
    if last := edits.last():
        undo(edit=last, by=by)
    else:  # they stood under no theme, so there is no decision about one
        put_back_comments(comments=chosen, service=service, by=by)


def cut_again(written: ServiceContent, service: Service, *, by: User) -> None:
    """Ask for as many proposals as a person can look through; when there are so many, nothing changes."""
    wanted: int = written.about.get("proposals", 0)
    planned = cuts.preview(service, wanted).plan if wanted else None
    if planned and planned.moves:
        recut_proposals(service=service, wanted=wanted, stamp=planned.stamp, by=by)


def comments_of(service: Service, ids: Collection[str]) -> Any:
    """Return these comments of the demo."""
    return Comment.objects.filter(service=service, source=SOURCE, source_id__in=ids).usable()
