"""Answers to citizens: you said, we did."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from research.insights.admin.pain_points.way_back import with_next
from research.insights.models import Answer, PainPoint


class NewAnswerView(CreateView):
    """An answer knows who wrote it; from a report one comes to it with the pain point chosen already."""

    def get_initial(self) -> dict[str, Any]:
        """Return the pain point of the address and its service."""
        initial: dict[str, Any] = super().get_initial()
        asked = self.request.GET.get("pain_point", "")
        if point := PainPoint.objects.filter(pk=asked).first() if asked.isdecimal() else None:
            initial |= {"service": point.service_id, "pain_point": point.pk}
        return initial

    def get_success_url(self) -> str:
        """Return where the person came from, a report for instance; else the list."""
        found: str = get_valid_next_url_from_request(self.request) or super().get_success_url()
        return found

    def get_add_url(self) -> str:
        """Return the address that the form is sent to: it keeps where the person came from."""
        return with_next(super().get_add_url(), self.request)

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
