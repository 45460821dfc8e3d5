"""/admin/insights/pain-points/: who acts, and how far it is. A new one is made from a theme."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from research.insights.admin.pain_points.keeping import EditPainPointView, UpkeepView
from research.insights.admin.pain_points.listing import PainPointFilters, PainPointList
from research.insights.admin.pain_points.making import ChooseThemeView
from research.insights.admin.pain_points.matrix import MatrixView
from research.insights.forms import PainPointUpkeepForm
from research.insights.models import PainPoint


class PainPoints(ModelViewSet):
    """The list, the forms and the priority matrix."""

    model = PainPoint
    name = "insights_pain_points"
    url_prefix = "insights/pain-points"
    menu_label = gettext_lazy("Pain points")
    icon = "warning"
    add_view = staticmethod(ChooseThemeView.as_view())
    index_view_class = PainPointList
    edit_view_class = EditPainPointView
    copy_view_enabled = False
    list_display = tuple(PainPointList.list_display)
    filterset_class = PainPointFilters
    search_fields = ("title", "summary")
    search_backend_name = None
    index_template_name = "insights/admin/pain_point_list.html"
    edit_template_name = EditPainPointView.template_name
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

    def get_urlpatterns(self) -> list[Any]:
        """Return Wagtail's addresses, the short form and the matrix."""
        own = [
            path("matrix/", MatrixView.as_view(), name="matrix"),
            path("<int:pk>/upkeep/", UpkeepView.as_view(), name="upkeep"),
        ]
        return [*own, *super().get_urlpatterns()]
