"""The pain points of a report: how often each was heard in its period, who acts, and where citizens' words stand."""

from dataclasses import asdict, dataclass
from typing import Any

from research.analysis.statistics import SMALLEST_SHOWN, Difference, difference
from research.insights.measures import Period
from research.insights.models import PainPoint
from research.insights.models.pain_points import PainStatus
from research.insights.quotes import places_of_each
from research.insights.reports.parts import change, in_both, name_of
from research.insights.standing import Heard, heard, standing_runs

QUOTES = 1
SETTLED = (PainStatus.SOLVED, PainStatus.WONT)


@dataclass(frozen=True)
class Pain:
    """A pain point with what was heard of it in the period, and how that changed."""

    point: PainPoint
    heard: Heard
    change: Difference

    @property
    def weight(self) -> tuple[int, int]:
        """Return what it is ordered by: how bad it is, then how often it was heard."""
        return self.point.severity, self.heard.n


def pains_of(period: Period, earlier: Period) -> list[Pain]:
    """Return every pain point with what was heard of it, worst first."""
    points = list(PainPoint.objects.select_related("service", "step", "owner"))
    themes, runs = [one.theme_id for one in points], standing_runs()
    now, before = heard(themes, runs, period), heard(themes, runs, earlier)
    none = Heard(0, 0)
    pains = [
        Pain(one, now.get(one.theme_id, none), trend(before.get(one.theme_id, none), now.get(one.theme_id, none)))
        for one in points
    ]
    return sorted(pains, key=lambda one: one.weight, reverse=True)


def trend(before: Heard, now: Heard) -> Difference:
    """Return how the share of comments about something changed."""
    old, new = ([1] * one.n + [0] * (one.out_of - one.n) for one in (before, now))
    return difference(old, new)


def who_acts(pain: PainPoint) -> str:
    """Return which department acts, or the function of who does; never a name, as figures are kept for ever."""
    if pain.department or pain.owner is None:
        return pain.department
    return pain.owner.job_title or pain.service.owner_department or "–"


def pain_rows(pains: list[Pain], period: Period) -> list[dict[str, Any]]:
    """Return pain points with their figures, who acts, and where words stand that people agreed to share."""
    places = places_of_each([one.point.theme_id for one in pains], period=period, most=QUOTES)
    return [
        {**pain_row(one), "quotes": [asdict(place) for place in places.get(one.point.theme_id, [])]} for one in pains
    ]


def priority_row(pain: Pain) -> dict[str, Any]:
    """Return what the priority matrix needs of one pain point, by the same rule for small groups."""
    row = pain_row(pain)
    return {key: row[key] for key in ("id", "title", "service", "severity", "frequency", "out_of", "who")}


def pain_row(pain: Pain) -> dict[str, Any]:
    """Return one pain point. Without numbers when fewer than five comments were about it, or about something else."""
    point, n, out_of = pain.point, pain.heard.n, pain.heard.out_of
    told = SMALLEST_SHOWN <= n <= out_of - SMALLEST_SHOWN
    return {
        "id": point.pk,
        "title": in_both(point.title, point.title_en),
        "summary": in_both(point.summary, point.summary_en),
        "service": name_of(point.service),
        "step": point.step.title if point.step else "",
        "severity": point.severity,
        "frequency": n if told else None,
        "out_of": out_of if told else None,
        "change": change(pain.change) if told and pain.change.tested else None,
        "status": point.status,
        "who": who_acts(point),
        "since": point.since.isoformat(),
        "due": point.due.isoformat() if point.due else None,
    }
