"""What a run leaves behind, written in one transaction: either all of it can be seen, or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import chain, groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from journeys.models import Service
from research import analysis
from research.insights.models import AnalysisRun, Anchor, Assignment, MergeTree, PainPoint, Theme, ThemeEdit
from research.insights.models.runs import RunState
from research.insights.models.themes import ThemeState
from research.insights.models.verdicts import RETIRED, Source, Status
from research.insights.pipeline.attempt import Attempt, StoppedError
from research.insights.pipeline.identity import continued
from research.insights.pipeline.keeping import KEPT
from research.insights.pipeline.pictures import picture_of
from research.insights.pipeline.places import members_by_score, places_of_quotes
from research.insights.pipeline.question import Question, in_scope, last_edit
from research.insights.pipeline.recutting import tree_of
from research.insights.pipeline.returning import forgotten, notice, remember, spoken_of_again
from research.insights.pipeline.rows import write_rows
from research.insights.pipeline.standing import settle

TITLE = 120


class OvertakenError(Exception):
    """A person decided something, or words were erased, while the machine was thinking: think again."""


@transaction.atomic
def write(attempt: Attempt, run: AnalysisRun, question: Question, result: analysis.Result, seconds: float) -> None:
    """Make the result the one that stands. Raises StoppedError or OvertakenError, and then has changed nothing.

    The earlier run keeps its rows beside the new ones, so that a reader who found it a moment ago still finds it whole.
    """
    if not attempt.rows().move(RunState.DONE, progress=100, stage="", finished_at=timezone.now(), seconds=seconds):
        raise StoppedError
    themes = {str(theme.uuid): theme for theme in Theme.objects.of(run.service).select_for_update().order_by("id")}
    if last_edit(run.service) != question.last_edit or not _all_there(run.service, question):
        raise OvertakenError
    standing = AnalysisRun.objects.about(run.service).done().exclude(pk=run.pk).first()
    again = _again(question, result)
    last_seen = {theme.pk: theme.seen_at or theme.created_at for theme in themes.values()}
    chosen = _themes(run, result, themes, again)
    write_rows(chain(_found(run, result, chosen, question), _left_out(run, question)))
    run.input_hash = question.digest()
    run.fingerprint = dict(result.fingerprint)
    run.picture = picture_of(result, chosen)
    run.notices = [
        *(
            [{"code": KEPT, "text": "Proposals were kept.", "values": {"n": len(question.kept)}}]
            if question.kept
            else []
        ),
        *({**asdict(told), "code": str(told.code)} for told in result.notices),
        *(notice(chosen[index], last_seen[pk].date()) for index, pk in again.items() if pk in question.remembered),
        *spoken_of_again(run, standing),
    ]
    run.save(update_fields=["input_hash", "fingerprint", "picture", "notices"])
    _keep_tree(run, tree_of(standing) if question.kept else result.tree)
    settle(run)
    if run.counts["received"] != question.received:
        raise AssertionError(f"{question.received} comments came in and {run.counts['received']} came out.")
    _clear_away(run, standing)


def _keep_tree(run: AnalysisRun, tree: analysis.MergeTree | None) -> None:
    """Save how the proposals came about, so that they can be cut coarser or finer later."""
    if tree:
        shape = {"merges": [list(pair) for pair in tree.merges], "heights": list(tree.heights), "cut": tree.cut}
        MergeTree.objects.create(run=run, leaves=dict(tree.leaves), **shape)


def _all_there(service: Service | None, question: Question) -> bool:
    """Say whether no comment that the answer names was erased meanwhile."""
    return question.comment_ids <= set(in_scope(service).values_list("pk", flat=True))


def _again(question: Question, result: analysis.Result) -> dict[int, int]:
    """Return which proposal each new group of the result is again, by its index: one that stood, or one from before."""
    members = members_by_score(result)
    new = [theme.index for theme in result.themes if theme.uuid is None]
    groups = [frozenset(members.get(index, ())) for index in new]
    seen = frozenset(comment for group in question.earlier.values() for comment in group)
    earlier = {pk: group for pk, group in question.earlier.items() if pk not in question.kept}
    return {new[place]: pk for place, pk in continued(groups, earlier, seen, question.remembered).items()}


def _themes(
    run: AnalysisRun, result: analysis.Result, themes: Mapping[str, Theme], again: Mapping[int, int]
) -> dict[int, Theme]:
    """Return the row of each theme of the result: one that a person holds, the proposal it is again, or a new one."""
    places, members = places_of_quotes(result), members_by_score(result)
    by_key = {theme.pk: theme for theme in themes.values()}
    chosen: dict[int, Theme] = {}
    for theme in result.themes:
        if theme.uuid is not None:
            row = themes[theme.uuid]
        else:
            pk = again.get(theme.index)
            row = Theme(service=run.service, created_run=run) if pk is None else by_key[pk]
            row.title = theme.label[:TITLE]
        chosen[theme.index] = _described(row, theme, places[theme.index], members.get(theme.index, []))
    return chosen


def _described(row: Theme, theme: analysis.Theme, quotes: list[dict[str, Any]], members: list[int]) -> Theme:
    """Save what the machine may say of a theme; a proposal that reads differently now is a new version."""
    before = (row.keywords, row.quotes)
    row.keywords, row.quotes = list(theme.keywords), quotes
    differs = row.state == ThemeState.DRAFT and before != (row.keywords, row.quotes)
    if row.pk and (theme.uuid is None or differs):
        row.version += 1
    if members:
        remember(row, members, timezone.now())
    row.save()
    return row


def _found(
    run: AnalysisRun, result: analysis.Result, chosen: Mapping[int, Theme], question: Question
) -> Iterator[Assignment]:
    """Yield the rows of what was read. A retired theme takes its comments out of sight, not out of the count."""
    required = {(theme.uuid, comment) for theme in question.known for comment in theme.required}
    for comment, said in groupby(result.assignments, key=lambda one: one.document_id):
        rows = []
        for one in said:
            theme = None if one.theme is None else chosen[one.theme]
            retired = theme is not None and theme.state == ThemeState.RETIRED
            by_person = theme is not None and (str(theme.uuid), comment) in required
            row = Assignment(
                run=run,
                comment_id=int(comment),
                theme=theme,
                status=Status.OTHER if retired else str(one.status),
                reason=RETIRED if retired else str(one.reason or ""),
                primary=one.primary,
                unit_start=one.unit_start,
                unit_end=one.unit_end,
                score=one.score,
                source=Source.PERSON if by_person else Source.MACHINE,
                nearest=None if one.nearest is None else chosen[one.nearest],
            )
            rows.append(row)
        yield from _with_a_main_theme(rows)


def _with_a_main_theme(rows: list[Assignment]) -> list[Assignment]:
    """Return the rows of one comment; what else it says comes first where its main theme is retired."""
    first = next(row for row in rows if row.primary)
    others = [row for row in rows if not row.primary and row.status == Status.ASSIGNED]
    if first.reason == RETIRED and others:
        first.primary, max(others, key=lambda row: row.score).primary = False, True
    return rows


def _left_out(run: AnalysisRun, question: Question) -> Iterator[Assignment]:
    """Yield a row for each comment that a moderator left out, with the reason."""
    said = {"status": Status.EXCLUDED, "source": Source.PERSON, "primary": True}
    return (Assignment(run=run, comment_id=pk, reason=reason, **said) for pk, reason in question.set_aside.items())


def _clear_away(run: AnalysisRun, standing: AnalysisRun | None) -> None:
    """Drop rows of runs before the last two, and proposals that no run found for two years and nobody decided about."""
    kept = [run.pk] if standing is None else [run.pk, standing.pk]
    Assignment.objects.filter(run__in=AnalysisRun.objects.about(run.service)).exclude(run__in=kept).delete()
    named = [Exists(model.objects.filter(theme=OuterRef("pk"))) for model in (Assignment, ThemeEdit, Anchor, PainPoint)]
    stale = forgotten(run.service, timezone.now()).filter(merged_from=None)
    for question in named:
        stale = stale.filter(~question)
    stale.delete()
