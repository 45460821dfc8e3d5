"""Proposals that stay as they are: a run that is asked for with the same choices only adds comments to them."""

from collections.abc import Collection
from dataclasses import replace

from research.analysis import KnownTheme, Parameters
from research.analysis.clusters import smallest_theme
from research.insights.models import AnalysisRun, MergeTree, Theme
from research.insights.pipeline.question import Question
from research.insights.pipeline.recutting import choices_again

KEPT = "proposals_kept"
MOST_GROWN = 0.5  # of the comments from which the proposals were made: beyond that they are made afresh


def with_proposals(question: Question, run: AnalysisRun) -> Question:
    """Return the question with the proposals of the run that stands as known themes, where these are to stay.

    They are made afresh for other choices, when half as many comments came since they were made, in a trial, and when
    nothing changed at all: then the answer is the one that stands, by the same way.
    """
    standing = AnalysisRun.objects.select_related("tree").about(run.service).done().exclude(pk=run.pk).first()
    if run.shadow or standing is None or not _same_choices(run, standing):
        return question
    here = {int(document.id) for document in question.documents}
    if _has_grown(question, standing, here) or _is_the_same(question, standing):
        return question
    smallest = smallest_theme(len(here))
    themes = Theme.objects.in_bulk(question.earlier)
    kept = {
        pk: KnownTheme(
            str(themes[pk].uuid), themes[pk].title, members=tuple(str(comment) for comment in sorted(members))
        )
        for pk, group in sorted(question.earlier.items())
        if len(members := group & here) >= smallest
    }
    return replace(question, known=(*question.known, *kept.values()), kept=frozenset(kept))


def _same_choices(run: AnalysisRun, standing: AnalysisRun) -> bool:
    """Say whether a run is as fine as the one that stands, as it was cut since, and compares in the same way."""
    asked, had = Parameters(**run.parameters), Parameters(**standing.parameters)
    again = Parameters(**choices_again(run.service))
    return replace(asked, seed=0) == replace(again, backend=had.backend) and asked.seed == had.seed


def _has_grown(question: Question, standing: AnalysisRun, here: Collection[int]) -> bool:
    """Say whether too much was said since the proposals were made to go on with them."""
    tree: MergeTree | None = getattr(standing, "tree", None)
    if tree is None:
        return True
    held = {int(comment) for theme in question.known for comment in theme.members}
    made_from = {int(comment) for comment in tree.leaves}
    return len(set(here) - made_from - held) > MOST_GROWN * len(made_from)


def _is_the_same(question: Question, standing: AnalysisRun) -> bool:
    """Say whether the run that stands answered exactly this."""
    return standing.counts["received"] == question.received and standing.input_hash == question.digest()
