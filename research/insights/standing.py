"""What the runs that stand say about the comments of a period: which run counts for whom, what became of each."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max

from feedback.models import Comment, State
from journeys.models import Service
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Assignment
from research.insights.models.themes import AssignmentQuerySet, ThemeState
from research.insights.models.verdicts import Status
from research.insights.small_numbers import together

WAITING = "not_analysed"
# The reasons of machine and moderator as a report names them.
NAMES = {"no_words": "empty", "spam": "spam", "empty": "empty", "gibberish": "gibberish", "abuse": "abuse"}
NAMES |= {"not_ours": "not_ours"} | {f"unusable_{name}": name for name in ("spam", "empty", "abuse", "not_ours")}


@dataclass(frozen=True)
class Heard:
    """How many comments on a theme, of how many that could be read."""

    n: int
    out_of: int


def standing_runs() -> dict[int, int]:
    """Return the run that stands for each service: the newest finished one about it, or about all. Two queries."""
    newest = dict(AnalysisRun.objects.done().order_by().values_list("service_id").annotate(newest=Max("pk")))
    overall = newest.get(None, 0)
    services = Service.objects.values_list("pk", flat=True)
    return {pk: run for pk in services if (run := max(newest.get(pk, 0), overall))}


def waiting_proposals() -> dict[int, int]:
    """Return how many proposals wait in the run that stands, for each service that has any. Three queries."""
    rows = Assignment.objects.filter(
        run__in=set(standing_runs().values()), status=Status.ASSIGNED, theme__state=ThemeState.DRAFT
    )
    own = rows.filter(theme__service=F("run__service")).order_by().values_list("theme__service")
    return dict(own.annotate(n=Count("theme", distinct=True)))


def assignments(runs: dict[int, int], period: Period) -> AssignmentQuerySet:
    """Return what the standing runs say about the usable comments of a period; see `counts_for` for runs over all."""
    said = Comment.objects.usable().between(period.start, period.end)
    return Assignment.objects.filter(run__in=set(runs.values()), comment__in=said).order_by()


def became(runs: dict[int, int], period: Period) -> dict[int, Counter[tuple[str, str]]]:
    """Return for each service how many comments of a period came to which status and reason. One query."""
    rows = assignments(runs, period).primary().values_list("comment__service_id", "run_id", "status", "reason")
    found: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for service, run, status, reason, n in rows.annotate(n=Count("pk")):
        if runs.get(service) == run:  # a run over all services does not count where a newer one of the service stands
            found[service][status, reason] += n
    return found


def heard(themes: Collection[int], runs: dict[int, int], period: Period) -> dict[int, Heard]:
    """Return for each theme how many comments of a period are about it, of how many of its service. Two queries."""
    readable = {
        service: sum(n for (status, _), n in counts.items() if status != Status.EXCLUDED)
        for service, counts in became(runs, period).items()
    }
    rows = (
        assignments(runs, period)
        .filter(theme__in=themes, status=Status.ASSIGNED)
        .values_list("theme_id", "comment__service_id", "run_id")
        .annotate(n=Count("comment", distinct=True))
    )
    return {theme: Heard(n, readable.get(service, 0)) for theme, service, run, n in rows if runs.get(service) == run}


def conservation(period: Period) -> dict[str, Any]:
    """Return what became of every comment of a period, in parts that add up to what was received, or this raises.

    Parts under five are put together, so that none of them can be read or worked out. Five queries.
    """
    received = Comment.objects.between(period.start, period.end)
    set_aside = received.filter(state=State.UNUSABLE).order_by().values_list("unusable_reason").annotate(n=Count("pk"))
    excluded: Counter[str] = Counter()
    for reason, n in set_aside:
        excluded[NAMES.get(reason, "other")] += n
    parts: Counter[str] = Counter()
    for counts in became(standing_runs(), period).values():
        for (status, reason), n in counts.items():
            if status == Status.EXCLUDED:
                excluded[NAMES.get(reason, "other")] += n
            else:
                parts[status] += n
    total = received.count()
    parts[Status.EXCLUDED] = excluded.total()
    parts[WAITING] = total - parts.total()
    if parts[WAITING] < 0:
        raise AssertionError(f"{-parts[WAITING]} comments are counted twice")
    return printable(total, parts, excluded)


def printable(total: int, parts: Counter[str], excluded: Counter[str]) -> dict[str, Any]:
    """Return the parts in the order in which they are read, the small ones together; nothing for a total under five."""
    order = [Status.ASSIGNED, Status.OTHER, Status.UNDECIDED, Status.EXCLUDED, WAITING]
    groups = together({str(kind): parts[kind] for kind in order})
    alone = any(group.keys == (Status.EXCLUDED,) for group in groups)
    return {
        "received": total if groups else None,
        "parts": [
            {"kinds": sorted(group.keys, key=order.index), "n": group.n}
            for group in sorted(groups, key=lambda group: min(order.index(key) for key in group.keys))
        ],
        "reasons": [{"reasons": list(group.keys), "n": group.n} for group in together(excluded)] if alone else [],
    }
