"""One theme becomes several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.claims import check_not_merged, checked_new, claim
from research.insights.actions.themes.decision import Decision, comments_under, remember
from research.insights.actions.themes.rows import anchor, to_another
from research.insights.models import AnalysisRun, Anchor, Theme
from research.insights.models.themes import EditKind, ThemeState
from research.insights.models.verdicts import Source
from research.insights.pipeline.standing import settle

FEWEST_PARTS, MOST_PARTS = 2, 6
TYPICAL_OF_A_PART = 500


@dataclass(frozen=True)
class Part:
    """A part as a person saw it: its comments, most typical first, and the examples that the person chose."""

    title: str
    comments: tuple[int, ...]
    examples: tuple[int, ...] = ()
    keywords: tuple[str, ...] = ()
    quotes: tuple[Mapping[str, Any], ...] = ()


@transaction.atomic
def split_theme(*, theme: Theme, parts: Sequence[Part], version: int, by: User) -> list[Theme]:
    """Divide a theme and return the new ones; the first part keeps its identity, title and pain point.

    What no part names stays with the first. Every later run keeps to this.
    """
    [theme] = claim({theme: version})
    run = _check_may_split(theme, parts)
    first, *others = _within(parts, comments_under(theme))
    memory = remember([theme], [pk for part in parts for pk in part.comments])
    decision = Decision(by, {**memory, "words": {str(theme.pk): [theme.keywords, theme.quotes]}})
    made = [_made(decision, run, theme, part) for part in others]
    anchor(theme, first.examples, belongs=True, by=by)
    _describe(theme, first)
    settle(run)
    gone = sorted(pk for part in others for pk in part.comments)
    names = {"into": [str(one.uuid) for one in made], "into_titles": [one.title for one in made], "n": len(gone)}
    decision.about(theme, EditKind.SPLIT, gone=gone, typical=list(first.comments[:TYPICAL_OF_A_PART]), **names)
    for one, part in zip(made, others, strict=True):
        kept = {"created": True, "origin": theme.pk, "source_title": theme.title, "into_titles": [one.title]}
        examples = list(part.comments[:TYPICAL_OF_A_PART])
        decision.about(one, EditKind.SPLIT, typical=examples, n=len(part.comments), **kept)
    return made


def _check_may_split(theme: Theme, parts: Sequence[Part]) -> AnalysisRun:
    """Return the run that stands; refuse parts that cannot be."""
    check_not_merged(theme)
    run = AnalysisRun.objects.standing(theme.service)
    if run is None or theme.service is None or theme.state == ThemeState.RETIRED:
        raise RefusedError(_("Only a theme with comments that is not retired can be split."))
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        raise RefusedError(_("Choose 2 to 6 parts."))
    named = [pk for part in parts for pk in part.comments]
    if len(set(named)) < len(named) or not all(part.comments for part in parts):
        raise RefusedError(_("Each part needs comments of its own. Choose fewer parts, or other examples."))
    titles = [checked_new(part.title, theme.service).casefold() for part in parts[1:]]
    if len(set(titles)) < len(titles):
        raise RefusedError(_("Give each part a title of its own."))
    return run


def _within(parts: Sequence[Part], here: Sequence[int]) -> Sequence[Part]:
    """Return the parts; refuse when one names a comment that the theme does not have (any more)."""
    if not {pk for part in parts for pk in part.comments} <= set(here):
        raise RefusedError(_("An analysis changed which comments this theme has. Look again and decide."))
    return parts


def _made(decision: Decision, run: AnalysisRun, theme: Theme, part: Part) -> Theme:
    """Return a new theme with the comments of a part."""
    title = checked_new(part.title, run.service) if run.service else part.title
    made = Theme(service=run.service, title=title, title_locked=True, state=theme.state, created_run=run)
    _describe(made, part)
    made.save()
    examples = sorted(set(part.examples) & set(part.comments))
    Anchor.objects.filter(theme=theme, comment__in=part.comments, belongs=True).update(theme=made)
    anchor(theme, examples, belongs=False, by=decision.by)
    anchor(made, examples, belongs=True, by=decision.by)
    to_another(run, theme, made, examples, Source.PERSON)
    to_another(run, theme, made, set(part.comments) - set(examples), Source.MACHINE)
    return made


def _describe(theme: Theme, part: Part) -> None:
    """Show the theme with the words of its part."""
    if part.keywords:
        theme.keywords, theme.quotes = list(part.keywords), [dict(quote) for quote in part.quotes]
