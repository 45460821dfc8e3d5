"""What people decide about themes. Every decision is kept, takes effect at once, and holds in every later run."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions.refusals import RefusedError
from research.insights.models import AnalysisRun, Anchor, Assignment, PainPoint, Theme, ThemeEdit
from research.insights.models.themes import RETIRED, EditKind, Source, Status, ThemeState
from research.insights.pipeline.standing import settle

TYPICAL = 50


@transaction.atomic
def new_theme(*, service: Service, title: str, by: User) -> Theme:
    """Return a theme of a person's own, approved and still empty: comments are moved to it, later runs add more."""
    title = _checked(title)
    if Theme.objects.of(service).exclude(state=ThemeState.RETIRED).filter(title__iexact=title).exists():
        raise RefusedError(_("There is a theme “%(title)s” already. Choose that one.") % {"title": title})
    theme = Theme(service=service, title=title, title_locked=True, state=ThemeState.APPROVED)
    return _decided(theme, EditKind.APPROVE, by)


@transaction.atomic
def rename_theme(*, theme: Theme, title: str, version: int, by: User) -> Theme:
    """Give the theme a title of a person, which no run replaces."""
    title = _checked(title)
    [theme] = _claim({theme: version})
    before, theme.title, theme.title_locked = theme.title, title, True
    return _decided(theme, EditKind.RENAME, by, before=before, after=theme.title)


@transaction.atomic
def approve_theme(*, theme: Theme, version: int, by: User) -> Theme:
    """Stand for a theme: from now on runs only add to it. Approving it again changes nothing."""
    [theme] = _claim({theme: version})
    if theme.state == ThemeState.APPROVED:
        return theme
    _check_not_merged(theme)
    if theme.state == ThemeState.RETIRED:
        _restore(theme)
    theme.state, theme.title_locked = ThemeState.APPROVED, True
    return _decided(theme, EditKind.APPROVE, by)


@transaction.atomic
def retire_theme(*, theme: Theme, version: int, by: User) -> Theme:
    """Put a theme away: it is no longer shown or proposed; its comments count as "other" until somebody moves them."""
    [theme] = _claim({theme: version})
    if theme.state == ThemeState.RETIRED:
        return theme
    if PainPoint.objects.filter(theme=theme).exists():
        raise RefusedError(_("This theme carries a pain point. Merge the theme, or remove the pain point first."))
    typical = _typical(theme)
    theme.state = ThemeState.RETIRED
    if run := AnalysisRun.objects.standing(theme.service):
        rows = Assignment.objects.filter(run=run, theme=theme)
        without = set(rows.primary().values_list("comment_id", flat=True))
        rows.update(status=Status.OTHER, reason=RETIRED)
        _give_main_themes(run, without)
        settle(run)
    return _decided(theme, EditKind.RETIRE, by, typical=typical)


@transaction.atomic
def merge_themes(*, source: Theme, into: Theme, versions: tuple[int, int], by: User) -> Theme:
    """Move everything of one theme into another and return that one; the old address of the first leads there."""
    if source.pk == into.pk or source.service_id != into.service_id:
        raise RefusedError(_("Choose another theme of the same service to merge with."))
    source, into = _claim({source: versions[0], into: versions[1]})
    _check_not_merged(source)
    if into.state == ThemeState.RETIRED:
        raise RefusedError(
            _("“%(title)s” is retired. Approve it first, or choose another theme.") % {"title": into.title}
        )
    _hand_over_pain_point(source, into)
    typical = _typical(source)
    _hand_over_anchors(source, into)
    Assignment.objects.filter(theme=source, run__in=AnalysisRun.objects.about(source.service)).update(
        theme=into, status=Status.ASSIGNED, reason=""
    )
    Theme.objects.filter(merged_into=source).update(merged_into=into)
    kept = _typical(into)
    _settle(into)
    source.state, source.merged_into = ThemeState.RETIRED, into
    _decided(source, EditKind.MERGE, by, into=str(into.uuid), typical=typical)
    return _decided(into, EditKind.MERGE, by, source=str(source.uuid), typical=kept)


@transaction.atomic
def move_comments(*, comments: Iterable[Comment], theme: Theme, to: Theme | None, version: int, by: User) -> int:
    """Take comments out of a theme, into another or none; return how many moved. Every later run obeys."""
    claims = {theme: version} | ({to: to.version} if to else {})
    if to and (to.pk == theme.pk or to.service_id != theme.service_id or to.state == ThemeState.RETIRED):
        raise RefusedError(_("Choose another theme of the same service that is not retired."))
    claimed = {one.pk: one for one in _claim(claims)}
    theme, to = claimed[theme.pk], claimed[to.pk] if to else None
    run = AnalysisRun.objects.standing(theme.service)
    chosen = [comment.pk for comment in comments]
    rows = Assignment.objects.filter(run=run, theme=theme, comment__in=chosen)
    here = sorted(set(rows.values_list("comment_id", flat=True)))
    if run is None or not here:
        raise RefusedError(_("Choose at least one comment of this theme."))
    _anchor(theme, here, belongs=False, by=by)
    if to:
        _anchor(to, here, belongs=True, by=by)
        _to_another(run, theme, to, here)
        _decided(to, EditKind.MOVE, by, source=str(theme.uuid), comments=here, belongs=True)
    else:
        _out_of(run, theme, here)
    settle(run)
    _decided(theme, EditKind.MOVE, by, into=str(to.uuid) if to else "", comments=here, belongs=False)
    return len(here)


@transaction.atomic
def move_to_new_theme(*, comments: Iterable[Comment], theme: Theme, title: str, version: int, by: User) -> int:
    """Take comments out of a theme into one that is made for them; return how many moved. Makes none when none move."""
    if theme.service is None:
        raise RefusedError(_("A theme over all services cannot be divided."))
    to = new_theme(service=theme.service, title=title, by=by)
    return move_comments(comments=comments, theme=theme, to=to, version=version, by=by)


def _checked(title: str) -> str:
    """Return the title in one line of at most 120 characters; refuse an empty one."""
    title = " ".join(title.split())
    if not title:
        raise RefusedError(_("Give the theme a title."))
    return title[:120]


def _claim(seen: dict[Theme, int]) -> Sequence[Theme]:
    """Return the themes, locked, as given; refuse when one is no longer the version that the person looked at."""
    wanted = {theme.pk: version for theme, version in seen.items()}
    locked = {theme.pk: theme for theme in Theme.objects.select_for_update().filter(pk__in=wanted).order_by("id")}
    for pk, version in wanted.items():
        if pk not in locked or locked[pk].version != version:
            raise RefusedError(_("Somebody changed this theme while you were looking at it. Look again and decide."))
    return [locked[pk] for pk in wanted]


def _decided(theme: Theme, kind: EditKind, by: User, **details: Any) -> Theme:
    """Save the theme as a new version and keep who decided what."""
    theme.version += 1
    theme.save()
    if kind in (EditKind.RENAME, EditKind.APPROVE):
        details["typical"] = _typical(theme)
    ThemeEdit.objects.create(theme=theme, kind=kind, details=details, by=by)
    return theme


def _typical(theme: Theme) -> list[int]:
    """Return the comments that this theme is most clearly about now; the examples of what is being decided."""
    run = AnalysisRun.objects.standing(theme.service)
    rows = Assignment.objects.filter(run=run, theme=theme).primary().order_by("-score", "comment_id")
    return list(rows.values_list("comment_id", flat=True)[:TYPICAL])


def _settle(theme: Theme) -> None:
    """Bring the figures of the run that stands up to date."""
    if run := AnalysisRun.objects.standing(theme.service):
        settle(run)


def _check_not_merged(theme: Theme) -> None:
    if theme.merged_into is not None:
        raise RefusedError(_("This theme was merged into “%(title)s”.") % {"title": theme.merged_into.title})


def _restore(theme: Theme) -> None:
    """Show the comments of a theme that comes back from retirement again."""
    Assignment.objects.filter(theme=theme, reason=RETIRED).update(status=Status.ASSIGNED, reason="")
    _settle(theme)


def _hand_over_pain_point(source: Theme, into: Theme) -> None:
    """Let the pain point follow its comments; two pain points cannot become one by themselves."""
    points = PainPoint.objects.filter(theme__in=[source, into])
    if points.count() > 1:
        raise RefusedError(_("Both themes carry a pain point. Remove one of them first."))
    points.filter(theme=source).update(theme=into)
    if PainPoint.objects.filter(theme=into).exists():
        into.state, into.title_locked = ThemeState.APPROVED, True


def _hand_over_anchors(source: Theme, into: Theme) -> None:
    """Join what people said about single comments; what they said of the theme that stays weighs more."""
    said = Anchor.objects.filter(theme=into).values("comment")
    here = Assignment.objects.filter(theme=into).values("comment")
    anchors = Anchor.objects.filter(theme=source)
    anchors.exclude(comment__in=said).exclude(belongs=False, comment__in=here).update(theme=into)
    anchors.delete()


def _anchor(theme: Theme, comments: Sequence[int], *, belongs: bool, by: User) -> None:
    """Keep the word of a person about these comments; the last word counts."""
    Anchor.objects.filter(theme=theme, comment__in=comments).delete()
    Anchor.objects.bulk_create(Anchor(theme=theme, comment_id=pk, belongs=belongs, by=by) for pk in comments)


def _to_another(run: AnalysisRun, theme: Theme, to: Theme, comments: Sequence[int]) -> None:
    """Show the comments under the other theme now."""
    Assignment.objects.filter(run=run, theme=theme, comment__in=comments).update(
        theme=to, status=Status.ASSIGNED, reason="", source=Source.PERSON
    )


def _out_of(run: AnalysisRun, theme: Theme, comments: Sequence[int]) -> None:
    """Show the comments no longer under the theme: under what else they say, or as taken out."""
    rows = Assignment.objects.filter(run=run, theme=theme, comment__in=comments)
    main = set(rows.primary().values_list("comment_id", flat=True))
    rows.filter(primary=False).delete()
    rows.update(theme=None, status=Status.OTHER, reason="moved_out", source=Source.PERSON)
    _give_main_themes(run, main)


def _give_main_themes(run: AnalysisRun, comments: Iterable[int]) -> None:
    """Where a comment lost its main theme and says something else too, let that come first."""
    rows = Assignment.objects.filter(run=run, comment__in=list(comments), status=Status.ASSIGNED, primary=False)
    others = dict(rows.order_by("score", "-pk").values_list("comment_id", "pk"))
    lost = Assignment.objects.filter(run=run, comment__in=others, primary=True)
    lost.filter(theme=None).delete()
    lost.update(primary=False)
    Assignment.objects.filter(pk__in=others.values()).update(primary=True)
