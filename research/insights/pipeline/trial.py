"""What a trial leaves behind: findings beside the run that stands. No theme and no row of a comment changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from research import analysis
from research.insights.models import AnalysisRun, Theme
from research.insights.models.runs import RunState
from research.insights.models.themes import ThemeState
from research.insights.models.verdicts import Status
from research.insights.pipeline.attempt import Attempt, StoppedError
from research.insights.pipeline.comparison import Comparison, Finding, Kind
from research.insights.pipeline.identity import Group
from research.insights.pipeline.places import members_by_score, places_of_quotes
from research.insights.pipeline.question import Question, members_of

MOST_MEMBERS = 500  # of a part; more would make the row heavy, and a person reads no more
PLACES_OF_GONE = 3


@dataclass(frozen=True)
class Fresh:
    """The groups of a trial that say something new: `groups` beside the themes of the result that they are."""

    themes: Sequence[analysis.Theme]
    members: Mapping[int, list[int]]
    groups: Sequence[Group]


@transaction.atomic
def write_trial(
    attempt: Attempt, run: AnalysisRun, question: Question, result: analysis.Result, seconds: float
) -> None:
    """Keep what a fresh look would change, and change nothing. Raises StoppedError when the run is no longer ours."""
    if not attempt.rows().move(RunState.DONE, progress=100, stage="", finished_at=timezone.now(), seconds=seconds):
        raise StoppedError
    run.input_hash = question.digest()
    run.fingerprint = dict(result.fingerprint)
    run.notices = [{**asdict(notice), "code": str(notice.code)} for notice in result.notices]
    run.counts = _counts(question, result)
    run.findings = _findings(run, result)
    run.save(update_fields=["input_hash", "fingerprint", "notices", "counts", "findings"])


def _counts(question: Question, result: analysis.Result) -> dict[str, Any]:
    """Return received = assigned + other + undecided + excluded, with what people set aside."""
    counts = result.counts
    excluded = dict(counts.excluded)
    for reason in question.set_aside.values():
        excluded[reason] = excluded.get(reason, 0) + 1
    parts = {"assigned": counts.assigned, "other": counts.other, "undecided": counts.undecided}
    if question.received != sum(parts.values()) + sum(excluded.values()):
        raise AssertionError(f"{question.received} comments came in and others came out.")
    return {"received": question.received, **parts, "excluded": excluded}


def _findings(run: AnalysisRun, result: analysis.Result) -> dict[str, Any]:
    """Return the differences with the run that stands, as the screen needs them."""
    standing = AnalysisRun.objects.standing(run.service)
    members = members_of(standing) if standing else {}
    themes = Theme.objects.in_bulk(members)
    retired = frozenset(
        comment for pk, group in members.items() if themes[pk].state == ThemeState.RETIRED for comment in group
    )
    shown = {pk: frozenset(group) for pk, group in members.items() if themes[pk].state != ThemeState.RETIRED}
    fresh = _fresh(result, retired)
    comparison = Comparison(
        standing=shown,
        fresh=fresh.groups,
        centroids=np.array([theme.centroid for theme in fresh.themes], dtype=np.float64),
        seen=_seen(standing) - retired,
        firm=frozenset(pk for pk in shown if themes[pk].state == ThemeState.APPROVED),
    )
    places = places_of_quotes(result)
    listed = [_kept(finding, fresh, themes, comparison, places) for finding in comparison.findings()]
    return {"standing": standing and standing.pk, "would_move": comparison.moved(), "list": listed}


def _seen(standing: AnalysisRun | None) -> Group:
    """Return the comments that could have a theme in the run that stands."""
    if standing is None:
        return frozenset()
    rows = standing.assignments.primary().exclude(status=Status.EXCLUDED)
    return frozenset(rows.values_list("comment_id", flat=True))


def _fresh(result: analysis.Result, retired: Group) -> Fresh:
    """Return the groups found, without the comments of themes that people put away, and without their groups."""
    members = members_by_score(result)
    kept = [
        theme
        for theme in result.themes
        if 2 * len(retired.intersection(found := members.get(theme.index, []))) < len(found)
    ]
    return Fresh(kept, members, [frozenset(members[theme.index]) - retired for theme in kept])


def _kept(
    finding: Finding,
    fresh: Fresh,
    themes: Mapping[int, Theme],
    comparison: Comparison,
    places: Mapping[int, list[dict[str, Any]]],
) -> dict[str, Any]:
    """Return a finding as it is kept: numbers and machine words; the words of people stay in their comments."""
    groups = list(finding.groups) or _goes_to(finding, comparison)
    with_members = finding.kind in (Kind.SPLIT, Kind.NEW)
    parts = []
    for group in groups:
        theme = fresh.themes[group]
        found = fresh.members[theme.index] if with_members else []
        own = comparison.standing[finding.themes[0]] if finding.kind is Kind.SPLIT else fresh.groups[group]
        chosen = [comment for comment in found if comment in own]
        parts.append(
            {
                "label": theme.label,
                "keywords": list(theme.keywords),
                "quotes": places[theme.index],
                "members": chosen[:MOST_MEMBERS],
                "n": _in_common(finding, comparison, group) if finding.themes else len(fresh.groups[group]),
            }
        )
    uuids = [str(themes[pk].uuid) for pk in finding.themes]
    return {"kind": str(finding.kind), "themes": uuids, "parts": parts, "would_move": finding.moves}


def _goes_to(finding: Finding, comparison: Comparison) -> list[int]:
    """Return the groups to which most comments of a theme that is gone would go."""
    shared = comparison.shared[comparison.keys.index(finding.themes[0])]
    order: Iterable[int] = np.argsort(-shared, kind="stable").tolist()
    return [group for group in order if shared[group]][:PLACES_OF_GONE]


def _in_common(finding: Finding, comparison: Comparison, group: int) -> int:
    """Return how many comments the themes of a finding and a group have in common."""
    rows = [comparison.keys.index(pk) for pk in finding.themes]
    return int(comparison.shared[rows, group].sum())
