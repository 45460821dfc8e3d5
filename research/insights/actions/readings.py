"""People read comments: what they say holds at once and in every later run, beside what the machine had said."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Comment
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.claims import check_not_merged, claim
from research.insights.actions.themes.decision import Decision, remember
from research.insights.actions.themes.rows import anchor, give_main_themes
from research.insights.models import AnalysisRun, Anchor, Assignment, Reading, Theme
from research.insights.models.decisions import Queue
from research.insights.models.themes import EditKind, ThemeState
from research.insights.models.verdicts import Source, Status
from research.insights.pipeline.standing import settle


@transaction.atomic
def read_comment(*, comment: Comment, queue: Queue, themes: Collection[Theme], by: User) -> Reading:
    """Keep which approved themes a person says that a comment is about; none is an answer too.

    Reading it again replaces one's own reading. What the machine had said stays as it was before anybody read it.
    """
    offered = {theme.pk: theme for theme in _offered(comment)}
    chosen = {theme.pk for theme in themes}
    if not chosen <= set(offered):
        raise RefusedError(_("A theme that you chose is no longer there. Look again and decide."))
    run = _run_with(comment)
    own = Reading.objects.filter(comment=comment, by=by).first()
    machine = machine_said(run, comment, queue, offered)
    earlier = set(own.person if own else ()) & set(offered)
    change = Change(comment.pk, chosen, (set(machine) & set(offered)) - chosen, earlier - chosen)
    touched = [offered[pk] for pk in sorted(change.touched)]
    memory = remember(touched, [comment.pk])
    kept = {"queue": queue, "machine": machine, "person": sorted(chosen)}
    reading, _new = Reading.objects.update_or_create(comment=comment, by=by, defaults=kept)
    decision = Decision(by, {**memory, "readings": [[reading.pk, own.person if own else None]]})
    before = [[comment.pk, _under(run, comment)]]
    _say(change, touched, by)
    _show(run, comment, change)
    settle(run)
    for theme in touched:
        words = {"comments": [comment.pk], "before": before, "belongs": theme.pk in chosen, "n": 1}
        decision.about(theme, EditKind.CONFIRM, reading=reading.pk, **words)
    return reading


@transaction.atomic
def confirm_comments(*, theme: Theme, comments: Iterable[Comment], version: int, by: User) -> int:
    """Say that comments belong under the theme where they stand; return how many. Every later run learns from them."""
    [theme] = claim({theme: version})
    check_not_merged(theme)
    if theme.state == ThemeState.RETIRED:
        raise RefusedError(_("This theme is retired. Approve it first."))
    run = AnalysisRun.objects.standing(theme.service)
    rows = Assignment.objects.filter(run=run, theme=theme, status=Status.ASSIGNED)
    rows = rows.filter(comment__in=[comment.pk for comment in comments])
    here = sorted(set(rows.values_list("comment_id", flat=True)))
    if run is None or not here:
        raise RefusedError(_("Choose at least one comment of this theme."))
    decision = Decision(by, remember([theme], here))
    anchor(theme, here, belongs=True, by=by)
    rows.update(source=Source.PERSON)
    settle(run)
    before = [[pk, [theme.pk]] for pk in here]
    decision.about(theme, EditKind.CONFIRM, comments=here, before=before, belongs=True, n=len(here))
    return len(here)


@dataclass(frozen=True)
class Change:
    """What a reading says of one comment: themes it is about, themes that the machine had wrong, and second thoughts.

    `dropped` are themes that the same person gave it before.
    """

    comment: int
    chosen: Collection[int]
    wrong: Collection[int]
    dropped: Collection[int]

    @property
    def touched(self) -> set[int]:
        """Return every theme that something is said about."""
        return {*self.chosen, *self.wrong, *self.dropped}


def machine_said(run: AnalysisRun, comment: Comment, queue: Queue, offered: Collection[int]) -> list[int]:
    """Return the approved themes that the machine gave a comment before anybody read it, as far as is known.

    For a comment that it could not decide on that is the theme that came closest, which the reader sees; to who draws
    that comment by lot it had said nothing.
    """
    if first := Reading.objects.filter(comment=comment).order_by("id").first():
        unseen = first.queue == Queue.UNDECIDED and queue == Queue.SAMPLE
        return [] if unseen else sorted(first.machine)
    rows = Assignment.objects.filter(run=run, comment=comment)
    found = set(rows.filter(status=Status.ASSIGNED).values_list("theme_id", flat=True))
    if queue == Queue.UNDECIDED:
        found |= set(rows.filter(theme=None).values_list("nearest_id", flat=True))
    return sorted(found & set(offered))


def _offered(comment: Comment) -> Sequence[Theme]:
    """Return the themes that a comment can be given, locked: the approved ones of its service."""
    return list(Theme.objects.of(comment.service).approved().select_for_update().order_by("id"))


def _run_with(comment: Comment) -> AnalysisRun:
    """Return the run that stands; refuse when the comment takes no part in it."""
    run = AnalysisRun.objects.standing(comment.service)
    rows = Assignment.objects.filter(run=run, comment=comment).primary().exclude(status=Status.EXCLUDED)
    if run is None or not rows.exists():
        raise RefusedError(_("This comment is not in the analysis that stands. Take the next one."))
    return run


def _under(run: AnalysisRun, comment: Comment) -> list[int]:
    rows = Assignment.objects.filter(run=run, comment=comment, status=Status.ASSIGNED).order_by("theme_id")
    return list(rows.values_list("theme_id", flat=True).distinct())


def _say(change: Change, touched: Sequence[Theme], by: User) -> None:
    """Keep the word of the person, theme by theme; about a theme that nobody named nothing is said."""
    for theme in touched:
        if theme.pk in change.chosen or theme.pk in change.wrong:
            anchor(theme, [change.comment], belongs=theme.pk in change.chosen, by=by)
        else:
            Anchor.objects.filter(theme=theme, comment=change.comment).delete()


def _show(run: AnalysisRun, comment: Comment, change: Change) -> None:
    """Show the comment under what the person chose, now."""
    rows = Assignment.objects.filter(run=run, comment=comment)
    gone = rows.filter(theme__in=change.touched - set(change.chosen), status=Status.ASSIGNED)
    if change.chosen:
        gone.delete()
        _put_under(run, comment, change.chosen)
    elif gone.exists():
        lost = gone.filter(primary=True).exists()
        gone.filter(primary=False).delete()
        gone.update(theme=None, status=Status.OTHER, reason="moved_out", source=Source.PERSON)
        if lost:
            give_main_themes(run, [comment.pk])


def _put_under(run: AnalysisRun, comment: Comment, chosen: Collection[int]) -> None:
    """Let the comment stand under each of the chosen themes; the one that fits best comes first."""
    rows = Assignment.objects.filter(run=run, comment=comment)
    rows.filter(theme=None).delete()
    there = set(rows.filter(theme__in=chosen, status=Status.ASSIGNED).values_list("theme_id", flat=True))
    rows.filter(theme__in=there).update(source=Source.PERSON)
    whole = {"unit_end": len(comment.redacted_text), "status": Status.ASSIGNED, "source": Source.PERSON, "score": 1}
    Assignment.objects.bulk_create(
        Assignment(run=run, comment=comment, theme_id=pk, **whole) for pk in sorted(set(chosen) - there)
    )
    main = rows.filter(theme__in=chosen, status=Status.ASSIGNED).order_by("-primary", "-score", "pk")
    best = main.values_list("pk", flat=True)[0]
    rows.exclude(pk=best).update(primary=False)
    rows.filter(pk=best).update(primary=True)
