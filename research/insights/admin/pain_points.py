"""Pain points and answers: making one from a theme, and keeping them up to date."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from journeys.models import Service
from research.insights.actions import RefusedError, make_pain_point
from research.insights.admin.screens import Permitted, Screen
from research.insights.forms import PainPointForm, PainPointUpkeepForm
from research.insights.models import AnalysisRun, Answer, PainPoint, Theme
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


class PainPoints(ModelViewSet):
    """/admin/insights/pain-points/: who acts, and how far it is. A new one is made from a theme."""

    model = PainPoint
    name = "insights_pain_points"
    url_prefix = "insights/pain-points"
    menu_label = gettext_lazy("Pain points")
    icon = "warning"
    add_view = staticmethod(ChooseThemeView.as_view())
    copy_view_enabled = False
    list_display = (
        "title",
        "service",
        "step",
        Column("get_severity_display", label=gettext_lazy("Severity"), sort_key="severity"),
        Column("frequency", label=gettext_lazy("Comments"), sort_key="frequency"),
        Column("get_status_display", label=gettext_lazy("Status"), sort_key="status"),
        "department",
        "due",
    )
    list_filter = ("service", "severity", "status")
    search_fields = ("title", "summary")
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("title_en"), FieldPanel("summary"), FieldPanel("summary_en")],
                heading=gettext_lazy("What goes wrong"),
            ),
            FieldPanel("step"),
            FieldPanel("severity"),
            FieldRowPanel([FieldPanel("department"), FieldPanel("owner")], heading=gettext_lazy("Who acts")),
            FieldRowPanel(
                [FieldPanel("status"), FieldPanel("since"), FieldPanel("due")], heading=gettext_lazy("How far it is")
            ),
        ],
        base_form_class=PainPointUpkeepForm,
    )


class NewAnswerView(CreateView):
    """An answer knows who wrote it; from a report one comes to it with the pain point chosen already."""

    def get_initial(self) -> dict[str, Any]:
        """Return the pain point of the address and its service."""
        initial: dict[str, Any] = super().get_initial()
        asked = self.request.GET.get("pain_point", "")
        if point := PainPoint.objects.filter(pk=asked).first() if asked.isdecimal() else None:
            initial |= {"service": point.service_id, "pain_point": point.pk}
        return initial

    def save_instance(self) -> Answer:
        """Save it with its writer."""
        self.form.instance.by = self.request.user
        answer: Answer = super().save_instance()
        return answer


class Answers(ModelViewSet):
    """/admin/insights/answers/: you said, we did."""

    model = Answer
    name = "insights_answers"
    url_prefix = "insights/answers"
    menu_label = gettext_lazy("Answers")
    icon = "comment"
    add_view_class = NewAnswerView
    copy_view_enabled = False
    list_display = ("you_said", "service", "pain_point", "on")
    list_filter = ("service",)
    search_fields = ("you_said", "we_did")
    search_backend_name = None
    panels = (
        FieldRowPanel(
            [FieldPanel("service"), FieldPanel("pain_point"), FieldPanel("on")], heading=gettext_lazy("About")
        ),
        MultiFieldPanel([FieldPanel("you_said"), FieldPanel("you_said_en")], heading=gettext_lazy("You said")),
        MultiFieldPanel([FieldPanel("we_did"), FieldPanel("we_did_en")], heading=gettext_lazy("We did")),
        MultiFieldPanel(
            [FieldPanel("we_wont_because"), FieldPanel("we_wont_because_en")],
            heading=gettext_lazy("Or: we will not do this, because"),
        ),
    )
