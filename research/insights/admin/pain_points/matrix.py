"""Which pain point comes first: how bad beside how often."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.models import Service
from research.insights.admin.pain_points.record import due_words, who_words
from research.insights.admin.screens import Screen
from research.insights.felt import Felt, felt_of
from research.insights.models import PainPoint
from research.insights.models.pain_points import PainStatus
from research.insights.priorities import Pin, matrix_of

WAITING, ALL = "waiting", "all"
STATES = [
    (WAITING, gettext_lazy("still to be solved")),
    *((value, label) for value, label in PainStatus.choices),
    (ALL, gettext_lazy("all")),
]


class MatrixView(Screen):
    """/admin/insights/pain-points/matrix/: a picture, a table and a sentence."""

    permission = "insights.view_painpoint"
    header_icon = "warning"
    template_name = "insights/admin/matrix.html"
    page_title = gettext_lazy("Which pain point comes first?")

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of pain points."""
        return [(reverse("insights_pain_points:index"), _("Pain points"))]

    def chosen(self) -> tuple[str, str]:
        """Return the service and the status that were chosen, as far as they can be."""
        asked, state = self.request.GET.get("service", ""), self.request.GET.get("status", "")
        return asked, state if state in dict(STATES) else WAITING

    def points(self, service: str, state: str) -> list[PainPoint]:
        """Return the pain points that were chosen."""
        found = PainPoint.objects.visible_to(self.request.user)
        found = found.filter(service__slug=service) if service else found
        if state == WAITING:
            found = found.waiting()
        elif state != ALL:
            found = found.filter(status=state)
        return list(found.select_related("theme", "service", "step", "owner"))

    def address(self, point: PainPoint) -> str:
        """Return where a point leads: to its form, or for who may only look to its theme."""
        if self.request.user.has_perm("insights.change_painpoint"):
            return reverse("insights_pain_points:edit", args=[point.pk])
        return reverse("insights_themes:theme", args=[point.theme.uuid])

    def pins(self, points: Sequence[PainPoint], felt: dict[int, Felt]) -> list[Pin]:
        """Return the pain points as they are placed."""
        return [
            Pin(
                key=one.pk,
                title=one.name,
                service=one.service.title,
                severity=one.severity,
                n=felt[one.pk].voices.comments if felt[one.pk].is_told else None,
                out_of=felt[one.pk].out_of,
                url=self.address(one),
            )
            for one in points
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the picture, the table and what can be chosen."""
        services = list(Service.objects.all())
        service, state = self.chosen()
        service = service if service in {one.slug for one in services} else ""
        points = self.points(service, state)
        felt, by_key = felt_of(points), {one.pk: one for one in points}
        matrix = matrix_of(self.pins(points, felt))
        more = {
            "matrix": matrix,
            "rows": [
                (line, felt[line.pin.key], who_words(by_key[line.pin.key]), due_words(by_key[line.pin.key]))
                for line in matrix.lines
            ],
            "services": [(one.slug, one.title, one.slug == service) for one in services],
            "states": [(value, label, value == state) for value, label in STATES],
        }
        return {**super().get_context_data(**kwargs), **more}
