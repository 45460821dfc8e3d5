"""Keeping a pain point up to date: the whole form with its figures beside it, and a short one about who acts."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import EditView

from research.insights.actions import keep_up, record_changes
from research.insights.admin.pain_points.record import due_words, record_of, who_words
from research.insights.admin.pain_points.way_back import with_next
from research.insights.admin.screens import Screen
from research.insights.felt import felt_of
from research.insights.forms import UpkeepForm
from research.insights.measures import Period
from research.insights.models import PainPoint
from research.insights.quotes import quotes_of_each

QUOTES = 3


def beside(point: PainPoint) -> dict[str, Any]:
    """Return what stands beside a form about a pain point: figures, words that may be quoted, and what was done."""
    felt = felt_of([point])[point.pk]
    quotes = quotes_of_each([point.theme_id], period=Period.last_year(), most=QUOTES)
    return {
        "point": point,
        "felt": felt,
        "stands": felt.beside(point.severity),
        "quotes": quotes.get(point.theme_id, []),
        "record": record_of(point),
        "due_words": due_words(point),
        "who_words": who_words(point),
    }


class EditPainPointView(EditView):
    """Everything about a pain point, with its figures beside the form."""

    template_name = "insights/admin/pain_point_edit.html"

    def get_queryset(self) -> Any:
        """Return pain points with what their figures need."""
        return PainPoint.objects.select_related("theme", "service", "step", "owner")

    def get_edit_url(self) -> str:
        """Return the address that the form is sent to: it keeps where the person came from."""
        return with_next(super().get_edit_url(), self.request)

    def get_success_url(self) -> str:
        """Return where the person came from, a report for instance; else the list."""
        found: str = get_valid_next_url_from_request(self.request) or super().get_success_url()
        return found

    def save_instance(self) -> PainPoint:
        """Save it, and put on record what changed."""
        before = PainPoint.objects.get(pk=self.object.pk)
        saved: PainPoint = super().save_instance()
        record_changes(before=before, after=saved, by=self.request.user)
        return saved

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of the pain point as it stands."""
        standing = self.get_queryset().get(pk=self.object.pk)
        return {**super().get_context_data(**kwargs), **beside(standing)}


class UpkeepView(Screen):
    """/admin/insights/pain-points/<id>/upkeep/: who acts, how far it is, when it is to be done."""

    permission = "insights.change_painpoint"
    header_icon = "warning"
    template_name = "insights/admin/pain_point_upkeep.html"

    @cached_property
    def point(self) -> PainPoint:
        """Return the pain point of this address."""
        found = PainPoint.objects.visible_to(self.request.user).select_related("theme", "service", "step", "owner")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return what it is about."""
        return _("Who acts: %(title)s") % {"title": self.point.name}

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of pain points."""
        return [(reverse("insights_pain_points:index"), _("Pain points"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the figures and where to go afterwards."""
        form = kwargs.pop("form", None) or UpkeepForm(instance=self.point)
        more = {"form": form, "next": get_valid_next_url_from_request(self.request), **beside(self.point)}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it, tell, and go back to where the person was."""
        form = UpkeepForm(request.POST, instance=PainPoint(pk=self.point.pk, owner_id=self.point.owner_id))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        kept = keep_up(point=self.point, upkeep=form.upkeep(), by=self.person)
        told = {"title": kept.name, "status": kept.get_status_display(), "who": who_words(kept) or _("nobody yet")}
        messages.success(request, _("Kept: “%(title)s”: %(status)s, %(who)s.") % told)
        back = get_valid_next_url_from_request(request) or reverse("insights_pain_points:index")
        return HttpResponseRedirect(back)
