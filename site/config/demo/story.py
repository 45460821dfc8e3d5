"""What the demo's researcher did after the analysis: name, move, approve; then pain points, answers and a report."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from config.demo import content
from config.demo.catalogue import SOURCE
from config.demo.content import ServiceContent
from config.demo.pages import in_, put
from feedback.models import Comment
from journeys.models import Service, Step
from research.insights.actions import (
    approve_theme,
    make_pain_point,
    merge_themes,
    move_comments,
    new_theme,
    rename_theme,
)
from research.insights.actions.pain_points import Judgement
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Answer, Assignment, PainPoint, ReportIndexPage, ReportPage, Theme
from research.insights.models.reports import Audience

FITS = 0.4  # a theme is about a topic when this share of its comments was written about it
MOST_MOVED = 40  # what a researcher puts right by hand in one sitting


def review(written: ServiceContent, service: Service, *, by: User) -> int:
    """Name and approve the themes about the pain points that were written; return how many became one.

    Where the machine proposed nothing that fits, the researcher makes a theme and gives it examples.
    """
    made = 0
    for wanted in written.about.get("pain_points", []):
        if PainPoint.objects.filter(service=service, title=wanted["title"]).exists():
            continue
        theme = take_up(service, [said.id for said in written.comments if wanted["topic"] in said.topics], by=by)
        if theme is None:
            theme = new_theme(service=service, title=wanted["title"], by=by)
        else:
            theme = rename_theme(theme=theme, title=wanted["title"], version=theme.version, by=by)
            theme = approve_theme(theme=theme, version=theme.version, by=by)
        put_right(theme, [said.id for said in written.comments if wanted["topic"] in said.topics], by=by)
        theme.refresh_from_db()
        judge(theme, wanted, service, written, by=by)
        made += 1
    return made


def take_up(service: Service, ids: list[str], *, by: User) -> Theme | None:
    """Return the proposal about these comments, with the others about them merged into it; None without one."""
    themes = themes_about(service, ids)
    if not themes:
        return None
    theme = themes[0]
    for other in themes[1:]:
        theme = merge_themes(source=other, into=theme, versions=(other.version, theme.version), by=by)
    return theme


def themes_about(service: Service, ids: list[str]) -> list[Theme]:
    """Return the proposed themes of the newest run that are mostly about these comments, largest first."""
    run = AnalysisRun.objects.standing(service)
    rows = Assignment.objects.primary().filter(run=run, theme__state="draft")
    sizes = Counter(rows.values_list("theme_id", flat=True))
    about = Counter(rows.filter(comment__source=SOURCE, comment__source_id__in=ids).values_list("theme_id", flat=True))
    fitting = [pk for pk, n in about.most_common() if n / sizes[pk] >= FITS]
    themes = Theme.objects.in_bulk(fitting)
    return [themes[pk] for pk in fitting]


def put_right(theme: Theme, ids: list[str], *, by: User) -> None:
    """Take comments out of the theme that are about something else, and bring in those that stand elsewhere."""
    run = AnalysisRun.objects.standing(theme.service)
    rows = (
        Assignment.objects.primary()
        .filter(run=run, comment__source=SOURCE)
        .select_related("comment", "theme")
        .order_by("-score", "comment_id")
    )
    strangers = [row.comment for row in rows.filter(theme=theme).exclude(comment__source_id__in=ids)]
    elsewhere: dict[Theme, list[Comment]] = {}
    for row in rows.filter(theme__state="draft", comment__source_id__in=ids)[:MOST_MOVED]:
        if row.theme:
            elsewhere.setdefault(row.theme, []).append(row.comment)
    if strangers:
        move_comments(comments=strangers[:MOST_MOVED], theme=theme, to=None, version=theme.version, by=by)
    for other, comments in elsewhere.items():
        theme.refresh_from_db()
        move_comments(comments=comments, theme=other, to=theme, version=other.version, by=by)


def judge(theme: Theme, wanted: dict[str, Any], service: Service, written: ServiceContent, *, by: User) -> None:
    """Make the pain point, as the researcher judged it."""
    due = wanted.get("due_in_days")
    point = make_pain_point(
        theme=theme,
        judgement=Judgement(
            title=wanted["title"],
            title_en=wanted["title_en"],
            summary=wanted["summary"],
            summary_en=wanted["summary_en"],
            severity=wanted["severity"],
            step=Step.objects.of(service).filter(key=written.block_id(wanted["step"])).first(),
            department=wanted["owner_department"],
            status=wanted["status"],
            due=timezone.localdate() + timedelta(days=due) if due else None,
        ),
        by=by,
    )
    point.since = timezone.localdate() - timedelta(days=wanted["since_days_ago"])
    point.save(update_fields=["since"])


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
