"""What the demo's people did after the analysis: themes, pain points and who acts, answers and a report."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from config.demo import content
from config.demo.content import ServiceContent
from config.demo.pages import in_, put
from config.demo.review import leave_out, leave_out_and_put_back, split_off, stand_for, teach
from journeys.models import Service, Step
from research.insights.actions import keep_up, make_pain_point
from research.insights.judgement import Judgement, Upkeep
from research.insights.measures import Period
from research.insights.models import Answer, PainPoint, ReportIndexPage, ReportPage, Theme
from research.insights.models.pain_points import PainStatus
from research.insights.models.reports import Audience

PATHS = {
    PainStatus.OPEN: (PainStatus.OPEN,),
    PainStatus.RESEARCH: (PainStatus.RESEARCH,),
    PainStatus.BEING_SOLVED: (PainStatus.RESEARCH, PainStatus.BEING_SOLVED),
    PainStatus.SOLVED: (PainStatus.RESEARCH, PainStatus.BEING_SOLVED, PainStatus.SOLVED),
    PainStatus.WONT: (PainStatus.RESEARCH, PainStatus.WONT),
}  # what a pain point goes through before it is where it is now


def review(written: ServiceContent, service: Service, *, by: User, colleague: User, manager: User) -> int:
    """Approve and teach the themes about what was written, and return how many became pain points."""
    points = written.about.get("pain_points", [])
    waiting = [one for one in points if not PainPoint.objects.filter(service=service, title=one["title"]).exists()]
    leave_out(written, service, by=colleague)
    leave_out_and_put_back(written, service, hasty=colleague, by=by)
    for wanted in written.about.get("themes", []):
        praise(wanted, written, service, by=colleague)
    for wanted in waiting:
        theme = learned(wanted["title"], wanted["topic"], written, service, by=by)
        judge(theme, wanted, service, written, by=by, manager=manager)
    return len(waiting)


def learned(title: str, topic: str, written: ServiceContent, service: Service, *, by: User) -> Theme:
    """Return the approved theme about a topic, with examples for the next run."""
    ids = written.numbers_of(topic)
    theme = stand_for(service, title, ids, by=by)
    teach(theme, ids, by=by)
    theme.refresh_from_db()
    return theme


def praise(wanted: dict[str, Any], written: ServiceContent, service: Service, *, by: User) -> None:
    """Approve a theme about what goes well; where it is about two things, split it."""
    if Theme.objects.of(service).approved().filter(title=wanted["title"]).exists():
        return
    ids, other = written.numbers_of(wanted["topic"]), wanted.get("split_off")
    theme = stand_for(service, wanted["title"], ids, by=by)
    if other:
        others = written.numbers_of(other["topic"])
        part = split_off(theme, ids, other["title"], others, by=by)
        theme.refresh_from_db()
        if part:
            teach(part, others, by=by)
    teach(theme, ids, by=by)


def judge(
    theme: Theme, wanted: dict[str, Any], service: Service, written: ServiceContent, *, by: User, manager: User
) -> None:
    """Make the pain point as the researcher judged it; a manager then says who acts, and how far it is."""
    point = make_pain_point(
        theme=theme,
        judgement=Judgement(
            title=wanted["title"],
            title_en=wanted["title_en"],
            summary=wanted["summary"],
            summary_en=wanted["summary_en"],
            severity=wanted["severity"],
            step=Step.objects.of(service).filter(key=written.block_id(wanted["step"])).first(),
        ),
        by=by,
    )
    point.since = timezone.localdate() - timedelta(days=wanted["since_days_ago"])
    point.save(update_fields=["since"])
    own = wanted["owner_department"] == service.owner_department
    for status in PATHS[wanted["status"]]:
        keep_up(point=point, upkeep=upkeep(wanted, status, manager if own else None), by=manager)


def upkeep(wanted: dict[str, Any], status: PainStatus, manager: User | None) -> Upkeep:
    """Return who acts and until when; what her own people solve, the manager answers for."""
    due = wanted.get("due_in_days")
    return Upkeep(
        department=wanted["owner_department"],
        owner=manager if status in (PainStatus.BEING_SOLVED, PainStatus.SOLVED) else None,
        status=status,
        due=timezone.localdate() + timedelta(days=due) if due else None,
    )


def answer(written: ServiceContent, service: Service, *, by: User) -> None:
    """Write what was done, or why not."""
    pain_by_topic = {one["topic"]: one["title"] for one in written.about.get("pain_points", [])}
    for one in written.about.get("answers", []):
        words = {key: value for key, value in one.items() if key not in ("topic", "days_ago")}
        title = pain_by_topic.get(one["topic"])
        Answer.objects.get_or_create(
            service=service,
            you_said=words.pop("you_said"),
            defaults={**words, "by": by, "pain_point": PainPoint.objects.filter(service=service, title=title).first()},
        )


def last_quarter(today: date) -> Period:
    """Return the last calendar quarter that has ended."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    end = first - timedelta(days=1)
    return Period(date(end.year, end.month - 2, 1), end)


def report(today: date) -> None:
    """Publish the report of the last quarter for everybody, in both languages; its figures are frozen then."""
    period = last_quarter(today)
    place = {"quarter": (period.end.month - 1) // 3 + 1, "year": period.end.year}
    for index in ReportIndexPage.objects.order_by("-locale__language_code").select_related("locale"):
        language, words = index.locale.language_code, content.site()["report"]
        fields = {
            "title": in_(language, words, "title").format(**place),
            "slug": in_(language, words, "slug").format(**place),
            "limitations": in_(language, words, "limitations"),
            "management_response": in_(language, words, "management_response"),
            "period_start": period.start,
            "period_end": period.end,
            "audience": Audience.PUBLIC,
        }
        put(ReportPage, index, f"report/{period.end.isoformat()}", fields)
