"""What a report says: figures of one period as plain data, made once and then frozen; pages and files only draw it.

Nothing in here counts a group under five: what is small is put with something else or left out before it is kept.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from journeys.models import Service
from research.analysis.statistics import SMALLEST_SHOWN, SMALLEST_TESTED, difference, mean_interval
from research.insights import measures
from research.insights.measures import NOTHING, Figures, Period
from research.insights.models import AnalysisRun, PainPoint, ReportSnapshot
from research.insights.reports.course import course_of
from research.insights.reports.pains import SETTLED, pain_rows, pains_of, priority_row, who_acts
from research.insights.reports.parts import (
    Grades,
    change,
    channel_rows,
    in_both,
    interval,
    name_of,
    rounded,
    share,
    step_rows,
)
from research.insights.small_numbers import hidden, together
from research.insights.standing import conservation, standing_runs

VERSION = 3  # 3: the priorities, and the number of each run; figures of 2 have neither and can still be read
TOP_PAIN_POINTS = 4
MIN_REPORTED = 20  # a service with fewer grades in a period has no grade in a report


def freeze(*, report_key: UUID, period: Period) -> ReportSnapshot:
    """Keep the figures of a period for a report; figures that are kept already stay as they are."""
    counted: dict[str, Callable[[], Any]] = {"figures": lambda: figures(period)}
    snapshot, _ = ReportSnapshot.objects.get_or_create(report_key=report_key, defaults=counted)
    return snapshot


def figures(period: Period) -> dict[str, Any]:
    """Return all that a report over a period shows, as data that JSON can hold, in a fixed number of queries."""
    services = list(Service.objects.prefetch_related("marks"))
    now, grades = measures.of_services(period), measures.grades_by(period, "service_id")
    span, earlier, before = comparison(period, grades)
    pains = pains_of(period, earlier)
    open_pains = [one for one in pains if one.point.status not in SETTLED]
    hurts = {one.point.service_id: one.point for one in reversed(open_pains)}  # the worst one is put in last
    balance = conservation(period)
    small = hidden({one.pk: len(grades.get((one.pk,), [])) for one in services}, balance["received"])
    rows = [
        service_row(one, now.get(one.pk, NOTHING), compare(before, grades, one.pk), hide=one.pk in small)
        | biggest_pain(one, hurts.get(one.pk))
        for one in services
    ]
    shown = [service for service, row in zip(services, rows, strict=True) if row["enough"]]
    star = remarkable(rows)
    people = measures.people(period)
    return {
        "version": VERSION,
        "period": days(period),
        "compared": {**days(earlier), "span": span},
        "comments": balance["received"],
        "people": people if people >= SMALLEST_SHOWN else None,
        "channels": [
            {"channels": list(group.keys), "n": group.n} for group in together(dict(measures.channel_shares(period)))
        ],
        "services": rows,
        "course": course_of(next(one for one in services if one.slug == star["slug"]), period) if star else None,
        "pain_points": pain_rows(open_pains[:TOP_PAIN_POINTS], period),
        "priorities": [priority_row(one) for one in open_pains],
        "owned": {"with_owner": sum(bool(who_acts(one.point)) for one in open_pains), "all": len(open_pains)},
        "steps": step_rows(shown, measures.grades_by(period, "service_id", "step_id")),
        "by_channel": channel_rows(shown, measures.grades_by(period, "service_id", "channel")),
        "conservation": balance,
        "method": method(),
    }


def days(period: Period) -> dict[str, str]:
    """Return the first and last day."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def comparison(period: Period, now: Grades) -> tuple[str, Period, Grades]:
    """Return with what a report compares, one thing for all services: "year" or "before", those days and their grades.

    A year earlier, as seasons matter; the period before where most services have too few grades of a year earlier.
    """
    earlier = period.a_year_earlier()
    grades = measures.grades_by(earlier, "service_id")
    tested = [key for key, found in now.items() if len(found) >= SMALLEST_TESTED]
    both = [key for key in tested if len(grades.get(key, [])) >= SMALLEST_TESTED]
    if both and 2 * len(both) >= len(tested):
        return "year", earlier, grades
    earlier = period.just_before()
    return "quarter" if earlier.is_quarter else "before", earlier, measures.grades_by(earlier, "service_id")


def compare(before: Grades, now: Grades, service: int) -> dict[str, Any] | None:
    """Return from which grade a service came and whether the change is more than chance; None when not tested."""
    old, new = before.get((service,), []), now.get((service,), [])
    found = difference(old, new)
    return {"from": rounded(mean_interval(old).mean), **change(found)} if found.tested else None


def service_row(service: Service, now: Figures, changed: dict[str, Any] | None, *, hide: bool) -> dict[str, Any]:
    """Return one line of the table: a service beside its goal."""
    enough, told = now.grade.n >= MIN_REPORTED and not hide, now.grade.n >= SMALLEST_SHOWN and not hide
    return {
        "slug": service.slug,
        "name": name_of(service),
        "department": service.owner_department,
        "target": float(service.target_grade),
        "enough": enough,
        "grade": interval(now.grade) if enough else {"n": now.grade.n if told else None},
        "succeeded": share(now.succeeded_count, now.succeeded.n) if enough else None,
        "referrals": interval(now.referrals) if enough and now.referrals.n >= SMALLEST_SHOWN else None,
        "change": changed if enough else None,
    }


def biggest_pain(service: Service, worst: PainPoint | None) -> dict[str, Any]:
    """Return the largest pain point of a service and who acts on it; without one, whose service it is."""
    if worst is None:
        return {"pain_point": None, "who": service.owner_department}
    return {"pain_point": in_both(worst.title, worst.title_en), "who": who_acts(worst)}


def remarkable(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the service whose grade changed most, by more than chance; else the one with most grades."""
    changed = [row for row in rows if row["change"] and row["change"]["larger_than_chance"]]
    if changed:
        return max(changed, key=lambda row: abs(row["change"]["change"]))
    enough = [row for row in rows if row["enough"]]
    return max(enough, key=lambda row: row["grade"]["n"], default=None)


def method() -> list[dict[str, Any]]:
    """Return which runs stand behind the themes: when, with which parameters, by which code and model."""
    runs = AnalysisRun.objects.filter(pk__in=standing_runs().values()).select_related("service").order_by("service")
    return [
        {
            "run": str(run.uuid),
            "number": run.pk,
            "service": name_of(run.service) if run.service else None,
            "finished": run.finished_at.date().isoformat() if run.finished_at else "",
            "parameters": run.parameters,
            "fingerprint": run.fingerprint,
        }
        for run in runs
    ]
