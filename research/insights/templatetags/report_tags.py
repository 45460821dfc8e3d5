"""What the report pages show. Templates may know everybody, so that the pages' models need not know the reports."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from research.insights.models import ReportPage, ReportSnapshot
from research.insights.reports import words
from research.insights.reports.lines import PainLine
from research.insights.reports.sentences import headline
from research.insights.reports.view import ReportView, view_of

register = template.Library()

register.filter("day", words.day)
register.filter("channel_words", lambda channel: words.channels([channel]))
register.filter("month_of", words.month)


@register.filter
def period_in_words(page: ReportPage) -> str:
    """Return the period of a report in words."""
    return words.span({"start": page.period_start.isoformat(), "end": page.period_end.isoformat()})


@register.simple_tag(takes_context=True)
def report_of(context: template.Context, page: ReportPage) -> ReportView:
    """Return all that a report page shows: what is fixed, else what would be fixed now. Made once for a rendering."""
    made = context.render_context
    if "report" not in made:
        made["report"] = view_of(page)
    view: ReportView = made["report"]
    return view


@register.simple_tag
def report_cards(pages: Iterable[ReportPage]) -> list[tuple[ReportPage, str]]:
    """Return each report with its first sentence. One query for all of them."""
    listed = list(pages)
    kept = ReportSnapshot.objects.filter(report_key__in=[page.translation_key for page in listed])
    first = {snapshot.report_key: headline(snapshot.figures).first for snapshot in kept}
    return [(page, first.get(page.translation_key, "")) for page in listed]


@register.simple_tag(takes_context=True)
def owner_address(context: template.Context, pain: PainLine) -> str:
    """Return where an owner is chosen; from there one comes back to this pain point in this report."""
    return f"{reverse('insights_pain_points:upkeep', args=[pain.pk])}?{urlencode({'next': way_back(context, pain)})}"


@register.simple_tag(takes_context=True)
def answer_address(context: template.Context, pain: PainLine) -> str:
    """Return where an answer to a pain point is written; from there one comes back too."""
    asked = urlencode({"pain_point": str(pain.pk), "next": way_back(context, pain)})
    return f"{reverse('insights_answers:add')}?{asked}"


def way_back(context: template.Context, pain: PainLine) -> str:
    """Return the place of a pain point in the report that is being read."""
    request = context.get("request")
    return f"{request.path if request else ''}#knelpunt-{pain.pk}"
