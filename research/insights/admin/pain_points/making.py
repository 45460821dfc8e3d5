"""An approved theme becomes a pain point, with its figures in view."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import RedirectView
from wagtail.admin import messages

from journeys.models import Service
from research.insights.actions import RefusedError, make_pain_point
from research.insights.admin.screens import Permitted, Screen
from research.insights.felt import Felt, felt_by_theme
from research.insights.forms import PainPointForm
from research.insights.models import AnalysisRun, Theme
from research.insights.models.themes import ThemeState
from research.insights.reviews import Card, cards_of


class MakePainPointView(Screen):
    """An approved theme becomes a pain point, with its figures in view."""

    permission = "insights.add_painpoint"
    header_icon = "warning"
    template_name = "insights/admin/make_pain_point.html"

    @cached_property
    def theme(self) -> Theme:
        """Return the theme of this address."""
        themes = Theme.objects.visible_to(self.request.user).select_related("pain_point")
        return get_object_or_404(themes, uuid=self.kwargs["uuid"])

    @cached_property
    def service(self) -> Service:
        """Return whose theme it is; a theme over all services is nobody's pain point."""
        return get_object_or_404(Service, pk=self.theme.service_id)

    @cached_property
    def card(self) -> Card:
        """Return the theme with its figures."""
        return cards_of(AnalysisRun.objects.standing(self.service), [self.theme], self.request.user)[0]

    @cached_property
    def felt(self) -> Felt:
        """Return how often it is felt and how bad it seems."""
        return felt_by_theme([self.theme], [self.service])[self.theme.pk]

    def get_page_title(self) -> str:
        """Return what is being made."""
        return _("Make a pain point")

    def trail(self) -> list[tuple[str, str]]:
        """Return the board and the theme."""
        theme = reverse("insights_themes:theme", args=[self.theme.uuid])
        return [
            (reverse("insights_themes:board", args=[self.service.slug]), self.service.name),
            (theme, self.theme.title),
        ]

    def form(self, data: Any = None) -> PainPointForm:
        """Return the form, filled in as far as the figures allow."""
        here = self.card.steps[0].step if self.card.steps else None
        initial = {"title": self.theme.title, "step": here, "department": self.service.owner_department}
        return PainPointForm(data, initial=initial, service=self.service)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add form and figures."""
        form = kwargs.pop("form", None) or self.form()
        approved = self.theme.state == ThemeState.APPROVED
        more = {"form": form, "card": self.card, "theme": self.theme, "service": self.service, "approved": approved}
        if approved and not hasattr(self.theme, "pain_point"):
            more["felt"] = self.felt
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it, or show what is missing."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            point = make_pain_point(theme=self.theme, judgement=form.judgement(), by=self.person)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("“%(title)s” is now a pain point.") % {"title": point.title})
        return HttpResponseRedirect(reverse("insights_themes:board", args=[self.service.slug]))


class ChooseThemeView(Permitted, RedirectView):
    """A pain point rests on a theme, so making one begins there."""

    permission = "insights.add_painpoint"

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """Lead to the themes, with a sentence that says why."""
        messages.info(self.request, _("Choose an approved theme first, and then “Make a pain point”."))
        return reverse("insights_themes:index")
