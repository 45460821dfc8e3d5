"""The lines of a report's tables, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from research.insights.models import AnalysisRun, PainPoint
from research.insights.models.pain_points import PainStatus
from research.insights.priorities import Pin
from research.insights.quotes import Quote
from research.insights.reports import charts, sentences, words
from research.insights.reports.pains import who_acts
from research.insights.run_facts import facts
from research.insights.shown.feeling_curve import LOW

STATUS_KINDS = {
    PainStatus.OPEN: "attention",
    PainStatus.RESEARCH: "wait",
    PainStatus.BEING_SOLVED: "",
    PainStatus.SOLVED: "done",
    PainStatus.WONT: "neutral",
}


@dataclass(frozen=True)
class ServiceLine:
    """One line of the table of services."""

    name: str
    slug: str
    enough: bool
    grade: str
    n: str
    dot: charts.Dot | None
    change: str
    direction: str
    succeeded: str
    succeeded_n: str
    referrals: str
    referrals_n: str
    pain: str
    who: str


@dataclass(frozen=True)
class PainLine:
    """One pain point, as it was when the figures were fixed; `now` tells what changed, `to_do` what may be done."""

    pk: int
    title: str
    summary: str
    service: str
    severity: int
    frequency: str
    status: str
    status_kind: str
    who: str
    since: str
    due: str
    quotes: tuple[Quote, ...]
    now: str
    to_do: str


@dataclass(frozen=True)
class GradeCell:
    """A grade with its n, and what it is the grade of where the column does not say so."""

    grade: str
    n: str
    of: str = ""


@dataclass(frozen=True)
class StepLine:
    """One line of the table of steps."""

    step: str
    is_dutch: bool
    service: str
    grade: str
    is_low: bool
    interval: str
    n: str


@dataclass(frozen=True)
class RunLine:
    """One run behind the themes."""

    service: str
    analysis: str
    finished: str
    facts: tuple[tuple[str, str], ...]


def service_line(row: Mapping[str, Any], scale: charts.Scale) -> ServiceLine:
    """Return a service as one line of the table."""
    enough, moved = row["enough"], row["enough"] and sentences.has_moved(row)
    change, grade = row["change"], row["grade"]
    printed = words.grade(grade["mean"]) if enough else _("too few")
    succeeded, referrals = row["succeeded"], row["referrals"]
    return ServiceLine(
        name=words.words(row["name"]),
        slug=row["slug"],
        enough=enough,
        grade=printed,
        n=words.count_of(grade["n"]),
        dot=charts.dot(row, scale, moved=moved, in_words=f"{printed}, {between(grade)}") if enough else None,
        change=words.change(change["from"], grade["mean"]) if moved else _("the same") if change else words.NONE,
        direction=("up" if change["change"] > 0 else "down") if moved else "",
        succeeded=words.bounded_share(succeeded),
        succeeded_n=words.count_of(succeeded["n"]) if succeeded else "",
        referrals=words.grade(referrals["mean"]) if referrals else words.NONE,
        referrals_n=words.count_of(referrals["n"]) if referrals else "",
        pain=words.words(row["pain_point"]) or words.NONE,
        who=row["who"] or ("" if row["pain_point"] else words.NONE),
    )


def between(found: Mapping[str, Any]) -> str:
    """Return an interval in words."""
    return _("between %(low)s and %(high)s") % {"low": words.grade(found["low"]), "high": words.grade(found["high"])}


def pain_line(row: Mapping[str, Any], point: PainPoint | None, quotes: Iterable[Quote]) -> PainLine:
    """Return a pain point as it was, beside what became of it."""
    return PainLine(
        pk=row["id"],
        title=words.words(row["title"]),
        summary=words.words(row["summary"]),
        service=words.words(row["service"]),
        severity=row["severity"],
        frequency=heard(row),
        status=str(PainStatus(row["status"]).label),
        status_kind=STATUS_KINDS[PainStatus(row["status"])],
        who=row["who"],
        since=words.day(row["since"]),
        due=words.day(row["due"]) if row["due"] else "",
        quotes=tuple(quotes),
        now=became(row, point),
        to_do=to_do(point),
    )


def heard(row: Mapping[str, Any]) -> str:
    """Return how often it was heard and whether that changed: "46 of 187 comments, rising"."""
    if row["frequency"] is None:
        return _("too few comments for a figure")
    told = {"n": words.number(row["frequency"]), "all": words.number(row["out_of"])}
    heard = _("%(n)s of %(all)s comments") % told
    if not row["change"]:
        return heard
    moved = row["change"]["larger_than_chance"]
    way = (_("rising") if row["change"]["change"] > 0 else _("falling")) if moved else _("the same")
    return f"{heard}, {way}"


def became(row: Mapping[str, Any], point: PainPoint | None) -> str:
    """Return what changed since the figures were fixed: another state, somebody who acts."""
    if point is None:
        return ""
    news = [str(PainStatus(point.status).label)] if point.status != row["status"] else []
    who = who_acts(point)
    if who != row["who"]:
        news.append(who or _("nobody acts"))
    return " · ".join(news)


def to_do(point: PainPoint | None) -> str:
    """Return what a manager can do about it now: "owner" or "answer"; nothing when all is done."""
    if point is None:
        return ""
    if not who_acts(point):
        return "owner"
    return "" if point.answers.all() else "answer"


def grade_cell(row: Mapping[str, Any]) -> GradeCell:
    """Return the grade of one channel, or of some together."""
    merged = words.channels(row["channels"]) if len(row["channels"]) > 1 else ""
    return GradeCell(words.grade(row["grade"]["mean"]), words.count_of(row["grade"]["n"]), merged)


def step_line(row: Mapping[str, Any]) -> StepLine:
    """Return one step, or the rest of a service."""
    rest = {"whole": _("The service as a whole"), "other": _("Other steps together")}
    untranslated = row["kind"] == "step" and get_language() != "nl" and row["step"]["en"] == row["step"]["nl"]
    return StepLine(
        step=rest.get(row["kind"]) or words.words(row["step"]),
        is_dutch=untranslated,
        service=words.words(row["service"]),
        grade=words.grade(row["grade"]["mean"]),
        is_low=row["grade"]["mean"] < LOW,
        interval=between(row["grade"]),
        n=words.number(row["grade"]["n"]),
    )


def run_line(row: Mapping[str, Any]) -> RunLine:
    """Return one run in words; figures from before its number was kept have its day only."""
    finished = words.day(row["finished"]) if row["finished"] else words.NONE
    made = AnalysisRun(parameters=row["parameters"], fingerprint=row["fingerprint"])
    return RunLine(
        service=words.words(row["service"]) or _("All services"),
        analysis=_("no. %(number)s") % {"number": row["number"]} if "number" in row else "",
        finished=finished,
        facts=tuple(facts(made)),
    )


def pin(row: Mapping[str, Any]) -> Pin:
    """Return one pain point as the priority matrix places it; its point leads to its line in the table."""
    return Pin(
        key=row["id"],
        title=words.words(row["title"]),
        service=words.words(row["service"]),
        severity=row["severity"],
        n=row["frequency"],
        out_of=row["out_of"],
        url=f"#prioriteit-{row['id']}",
    )
