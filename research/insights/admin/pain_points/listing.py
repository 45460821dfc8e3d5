"""The list of pain points: how bad, how often, which way, who acts, and what is late."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from accounts.models import User
from journeys.models import Service
from research.insights.admin.pain_points.record import due_words, who_words
from research.insights.felt import Felt, felt_of
from research.insights.models import PainPoint
from research.insights.models.pain_points import PainStatus, Severity

SOON = timedelta(days=30)
WHO = [("nobody", gettext_lazy("nobody yet")), ("me", gettext_lazy("me"))]
DUE = [
    ("late", gettext_lazy("late")),
    ("soon", gettext_lazy("within 30 days")),
    ("none", gettext_lazy("no day agreed")),
]


def owners(request: Any) -> QuerySet[User]:
    """Return who owns a pain point."""
    return User.objects.filter(pain_points__isnull=False).distinct()


def departments() -> list[tuple[str, str]]:
    """Return the departments that act on a pain point."""
    named = PainPoint.objects.exclude(department="").order_by("department").values_list("department", flat=True)
    return [(name, name) for name in named.distinct()]


class PainPointFilters(WagtailFilterSet):
    """Service, severity, status, who acts, owner, department, due."""

    service = django_filters.ModelChoiceFilter(label=gettext_lazy("Service"), queryset=Service.objects.all())
    severity = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Severity"), choices=Severity.choices, widget=forms.CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=PainStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    who = django_filters.ChoiceFilter(label=gettext_lazy("Who acts"), choices=WHO, method="by_who")
    owner = django_filters.ModelChoiceFilter(label=gettext_lazy("Owner"), queryset=owners)
    department = django_filters.ChoiceFilter(label=gettext_lazy("Department"), choices=departments)
    due = django_filters.ChoiceFilter(label=gettext_lazy("Due"), choices=DUE, method="by_day")

    class Meta:
        model = PainPoint
        fields: ClassVar[list[str]] = []

    def by_who(self, points: Any, name: str, who: str) -> Any:
        """Return what nobody acts on, or what the reader owns."""
        return points.filter(owner=self.request.user) if who == "me" else points.filter(owner=None, department="")

    def by_day(self, points: Any, name: str, due: str) -> Any:
        """Return what is late, due soon, or has no day; of what is still to be solved."""
        today = timezone.localdate()
        return {
            "late": points.overdue(),
            "soon": points.waiting().filter(due__range=(today, today + SOON)),
            "none": points.waiting().filter(due=None),
        }[due]


class LinesColumn(Column):
    """A cell of a few short lines, the first one large, and perhaps a link."""

    cell_template_name = "insights/admin/lines_cell.html"

    def __init__(self, name: str, *, link: Any = None, **options: Any) -> None:
        super().__init__(name, **options)
        self.link = link

    def get_cell_context_data(self, instance: PainPoint, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the lines and the link that this reader may follow."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["lines"] = [line for line in self.get_value(instance) if line]
        may = self.link and parent_context["request"].user.has_perm("insights.change_painpoint")
        context["link"] = self.link(instance) if may else None
        return context


def figures(point: PainPoint) -> Felt:
    """Return how a pain point is felt, as the list has put it there."""
    felt: Felt = point.felt  # type: ignore[attr-defined]
    return felt


def where_lines(point: PainPoint) -> list[str]:
    """Return the service and the step."""
    return [point.service.title, str(point.step or "")]


def severity_lines(point: PainPoint) -> list[str]:
    """Return a person's judgement, and beside it what the comments suggest."""
    return [f"{point.severity}: {point.get_severity_display()}", figures(point).beside(point.severity)]


def often_lines(point: PainPoint) -> list[str]:
    """Return how often, how many people, and which way it goes."""
    felt = figures(point)
    return [felt.often, felt.reach, felt.verdict if felt.is_told else ""]


def who_lines(point: PainPoint) -> list[str]:
    """Return who acts."""
    return [who_words(point) or _("nobody yet")]


def how_far_lines(point: PainPoint) -> list[str]:
    """Return the status, and when it is due."""
    return [str(point.get_status_display()), due_words(point)]


def upkeep_link(point: PainPoint) -> dict[str, str]:
    """Return the way to the short form."""
    address = reverse("insights_pain_points:upkeep", args=[point.pk])
    return {"url": address, "label": _("Change"), "about": point.name}


class PainPointList(IndexView):
    """Pain points, worst first, with their figures of the last year."""

    filterset_class = PainPointFilters
    table_classname = "listing d8-stack"
    list_display: ClassVar = [
        "title",
        LinesColumn("service", label=gettext_lazy("Service"), accessor=where_lines),
        LinesColumn("severity", label=gettext_lazy("Severity"), accessor=severity_lines, sort_key="severity"),
        LinesColumn("often", label=gettext_lazy("How often, last year"), accessor=often_lines, sort_key="frequency"),
        LinesColumn("how_far", label=gettext_lazy("How far it is"), accessor=how_far_lines, sort_key="due"),
        LinesColumn("who", label=gettext_lazy("Who acts"), accessor=who_lines, link=upkeep_link),
    ]

    def get_base_queryset(self) -> Any:
        """Return the pain points with what their figures need."""
        return super().get_base_queryset().select_related("service", "step", "owner", "theme")

    def get_table(self, object_list: Any) -> Any:
        """Return the table, with the figures of the pain points on this page."""
        points = list(object_list)
        felt = felt_of(points)
        for point in points:
            point.felt = felt[point.pk]
        return super().get_table(points)

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the priority matrix."""
        label, address = _("Which comes first?"), reverse("insights_pain_points:matrix")
        return [*super().header_buttons, HeaderButton(label, url=address, icon_name="view")]
