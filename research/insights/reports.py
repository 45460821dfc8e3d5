"""What a report says: figures of one period as plain data, made once and then frozen; pages, files and the API only draw it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from feedback.models import Comment, State
from journeys.models import Service
from research.analysis.statistics import Difference, Interval
from research.insights import measures
from research.insights.measures import Figures, Period
from research.insights.models import AnalysisRun, Assignment, PainPoint, ReportSnapshot
from research.insights.quotes import quotes_of

VERSION = 1
TOP_PAIN_POINTS = 8
MIN_REPORTED = 20  # a service with fewer grades in a period has no grade in a report


@dataclass(frozen=True)
class Words:
    """The same words in Dutch and English; a frozen report can be read in both."""

    nl: str
    en: str


def freeze(*, report_key: Any, period: Period) -> ReportSnapshot:
    """Keep the figures of a period for a report; figures that are kept already stay as they are."""
    snapshot, _ = ReportSnapshot.objects.get_or_create(report_key=report_key, defaults={"figures": figures(period)})
    return snapshot


def figures(period: Period) -> dict[str, Any]:
    """Return all that a report over a period shows, as data that JSON can hold."""
    services = list(Service.objects.all())
    now = measures.of_services(period)
    changes = measures.change_of_services(period, period.a_year_earlier())
    pains = list(
        PainPoint.objects.select_related("service", "step", "owner", "theme").order_by("-severity", "-frequency")
    )
    rows = [service_row(one, now.get(one.pk, measures.NOTHING), changes.get(one.pk), pains) for one in services]
    star = remarkable(rows)
    return {
        "version": VERSION,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "comments": sum(one.comments for one in now.values()),
        "people": sum(one.people for one in now.values()),
        "channels": [{"channel": channel, "n": n} for channel, n in measures.channel_shares(period)],
        "services": rows,
        "course": course_of(services, star, period) if star else None,
        "pain_points": [pain_row(one, period) for one in pains[:TOP_PAIN_POINTS]],
        "owned": {"with_owner": sum(has_owner(one) for one in pains), "all": len(pains)},
        "steps": [row for one in services for row in step_rows(one, period)],
        "by_channel": [row for one in services for row in channel_rows(one, period)],
        "conservation": conservation(period),
        "method": method(),
    }


def service_row(service: Service, now: Figures, change: Difference | None, pains: list[PainPoint]) -> dict[str, Any]:
    """Return one line of the table: a service beside its goal."""
    enough = now.grade.n >= MIN_REPORTED
    worst = next((one for one in pains if one.service_id == service.pk), None)
    return {
        "slug": service.slug,
        "name": asdict(Words(service.name, service.name_en or service.name)),
        "department": service.owner_department,
        "target": float(service.target_grade),
        "enough": enough,
        "comments": now.comments,
        "grade": interval(now.grade) if enough else {"n": now.grade.n},
        "succeeded": interval(now.succeeded) if enough else None,
        "referrals": interval(now.referrals) if enough else None,
        "change": difference(change) if enough and change else None,
        "pain_point": asdict(Words(worst.title, worst.title_en or worst.title)) if worst else None,
        "who": worst.department if worst else service.owner_department,
    }


def interval(found: Interval) -> dict[str, Any]:
    """Return mean, 95 % interval and n, rounded to what may be printed."""
    return {
        "mean": rounded(found.mean),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "n": found.n,
    }


def rounded(number: float | None) -> float | None:
    """Return a figure with three decimals: enough for every way it is printed, and the same on every machine."""
    return None if number is None else round(number, 3)


def difference(found: Difference) -> dict[str, Any]:
    """Return a change with its interval and whether it is larger than chance."""
    return {
        "change": rounded(found.change),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "larger_than_chance": found.larger_than_chance,
    }


def remarkable(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the service whose grade changed most among those that changed more than chance; else the one with most grades."""
    changed = [row for row in rows if row["change"] and row["change"]["larger_than_chance"]]
    if changed:
        return max(changed, key=lambda row: abs(row["change"]["change"]))
    enough = [row for row in rows if row["enough"]]
    return max(enough, key=lambda row: row["grade"]["n"], default=None)


def course_of(services: Iterable[Service], star: dict[str, Any], period: Period) -> dict[str, Any]:
    """Return the grade of the remarkable service month by month, over fourteen months up to the end of the period."""
    service = next(one for one in services if one.slug == star["slug"])
    start = date(period.end.year - 1, period.end.month, 1)
    span = Period(min(start, period.start), period.end)
    return {
        "slug": service.slug,
        "name": star["name"],
        "target": star["target"],
        "points": [
            {"start": point.start.isoformat(), **interval(point.grade)}
            for point in measures.course(service, span, months=1)
        ],
        "marks": [
            {"on": mark.on.isoformat(), "label": asdict(Words(mark.label, mark.label_en or mark.label))}
            for mark in service.marks.filter(on__range=(span.start, span.end))
        ],
    }


def has_owner(pain: PainPoint) -> bool:
    """Say whether somebody acts: a person or a department."""
    return bool(pain.owner_id or pain.department)


def pain_row(pain: PainPoint, period: Period) -> dict[str, Any]:
    """Return one pain point with its figures, who acts, and words that people agreed to share."""
    return {
        "id": pain.pk,
        "title": asdict(Words(pain.title, pain.title_en or pain.title)),
        "summary": asdict(Words(pain.summary, pain.summary_en or pain.summary)),
        "service": asdict(Words(pain.service.name, pain.service.name_en or pain.service.name)),
        "step": pain.step.title if pain.step else "",
        "severity": pain.severity,
        "frequency": pain.frequency,
        "out_of": pain.out_of,
        "status": pain.status,
        "department": pain.department,
        "since": pain.since.isoformat(),
        "due": pain.due.isoformat() if pain.due else None,
        "quotes": [asdict(quote) for quote in quotes_of(pain.theme, period=period, most=2)],
    }


def step_rows(service: Service, period: Period) -> list[dict[str, Any]]:
    """Return grade and number of comments of each step of a service, in the order of its journey."""
    found = measures.by_step(service, period)
    steps = service.steps.current().order_by("position")
    return [
        {
            "service": asdict(Words(service.name, service.name_en or service.name)),
            "step": step.title,
            "stage": step.stage_title,
            "comments": found[step.pk].comments,
            "grade": interval(found[step.pk].grade),
        }
        for step in steps
        if step.pk in found
    ]


def channel_rows(service: Service, period: Period) -> list[dict[str, Any]]:
    """Return grade and number of comments of each channel of a service, most used first."""
    found = measures.by_channel(service, period)
    return [
        {
            "service": asdict(Words(service.name, service.name_en or service.name)),
            "channel": channel,
            "comments": one.comments,
            "grade": interval(one.grade),
        }
        for channel, one in sorted(found.items(), key=lambda pair: -pair[1].comments)
    ]


def newest_runs() -> QuerySet[AnalysisRun]:
    """Return the newest finished run of each service."""
    oldest_first = AnalysisRun.objects.done().order_by("id").values_list("service_id", "pk")
    newest = dict(oldest_first)  # a later one takes the place of an earlier one
    return AnalysisRun.objects.filter(pk__in=newest.values())


def conservation(period: Period) -> dict[str, Any]:
    """Return what became of every comment of a period. The parts add up to what was received, or this raises."""
    received = Comment.objects.between(period.start, period.end)
    rows = (
        Assignment.objects.primary()
        .filter(run__in=newest_runs(), comment__in=received.exclude(state=State.UNUSABLE))
        .values_list("status", "reason")
        .annotate(n=Count("pk"))
    )
    parts: Counter[str] = Counter()
    excluded: Counter[str] = Counter(
        dict(received.filter(state=State.UNUSABLE).order_by().values_list("unusable_reason").annotate(n=Count("pk")))
    )
    for status, reason, n in rows:
        if status == "excluded":
            excluded[reason] += n
        else:
            parts[status] += n
    total = received.count()
    waiting = total - sum(parts.values()) - sum(excluded.values())
    if waiting < 0:
        raise AssertionError(f"{-waiting} comments are counted twice")
    return {
        "received": total,
        "assigned": parts["assigned"],
        "other": parts["other"],
        "undecided": parts["undecided"],
        "excluded": sum(excluded.values()),
        "reasons": dict(sorted(excluded.items())),
        "not_analysed": waiting,
    }


def method() -> list[dict[str, Any]]:
    """Return which runs stand behind the themes: when, with which parameters, by which code and model."""
    return [
        {
            "run": str(run.uuid),
            "service": run.service.name if run.service else "",
            "finished": run.finished_at.date().isoformat() if run.finished_at else "",
            "parameters": run.parameters,
            "fingerprint": run.fingerprint,
        }
        for run in newest_runs().select_related("service")
    ]
