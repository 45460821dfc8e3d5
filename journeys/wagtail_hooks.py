"""The screens of services and personas in Wagtail's menu."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from journeys.forms import ServiceForm
from journeys.home_panel import add_drafts
from journeys.models import Persona, Service, Step


class ServicesView(IndexView):
    """The list of services, each with the number of its published journeys."""

    def get_base_queryset(self) -> QuerySet[Service]:
        """Return the services with what the columns need, in one query."""
        live = Count("journeys", filter=Q(journeys__live=True, journeys__locale__language_code="nl"))
        services: QuerySet[Service] = super().get_base_queryset().select_related("owner").annotate(journey_count=live)
        return services


class Services(ModelViewSet):
    """/admin/journeys/services/: what a citizen can arrange, who owns it, what happened to it."""

    model = Service
    name = "journeys_services"
    url_prefix = "journeys/services"
    menu_label = _("Services")
    icon = "list-ul"
    index_view_class = ServicesView
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = (
        "name",
        "owner_department",
        Column("owner", label=_("Owner"), sort_key="owner__last_name"),
        Column("get_phase_display", label=_("Phase"), sort_key="phase"),
        Column("get_digital_status_display", label=_("Digital"), sort_key="digital_status"),
        Column("target_grade", label=_("Target grade"), sort_key="target_grade"),
        Column("journey_count", label=_("Journeys")),
    )
    list_filter = ("phase", "digital_status", "owner_department")
    search_fields = ("name", "name_en", "citizen_goal", "upl_label", "owner_department")
    search_backend_name = None
    ordering = ("position", "name")
    inspect_view_fields = (
        "name", "name_en", "slug", "citizen_goal", "upl_label", "owner_department", "owner", "phase", "digital_status",
        "help_phone", "counter", "target_grade",
    )  # fmt: skip
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
                    FieldPanel("slug", help_text=_("The last part of the address: /diensten/…/")),
                    FieldPanel("citizen_goal"),
                    FieldPanel("citizen_goal_en"),
                    FieldRowPanel([FieldPanel("target_grade"), FieldPanel("position")]),
                    MultiFieldPanel([FieldPanel("upl_label"), FieldPanel("upl_uri")], heading=_("Name in the UPL")),
                ],
                heading=_("What it is"),
            ),
            ObjectList(
                [
                    FieldPanel("channels"),
                    FieldPanel("help_phone"),
                    FieldPanel("counter"),
                    FieldPanel("counter_en"),
                    FieldRowPanel([FieldPanel("phase"), FieldPanel("digital_status")]),
                    FieldRowPanel([FieldPanel("owner_department"), FieldPanel("owner")]),
                ],
                heading=_("How and by whom"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "marks",
                        [FieldRowPanel([FieldPanel("on"), FieldPanel("label"), FieldPanel("label_en")])],
                        heading=_("What happened"),
                        label=_("Event"),
                        help_text=_("Drawn as a line in the charts, so that one sees whether the grade followed."),
                    )
                ],
                heading=_("What happened"),
            ),
        ],
        base_form_class=ServiceForm,
    )


class Personas(ModelViewSet):
    """/admin/journeys/personas/: for whom journeys are drawn."""

    model = Persona
    name = "journeys_personas"
    url_prefix = "journeys/personas"
    menu_label = _("Personas")
    icon = "user"
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = (
        "name",
        "age_band",
        Column("get_digital_skill_display", label=_("Digital skill"), sort_key="digital_skill"),
    )
    list_filter = ("digital_skill",)
    search_fields = ("name", "summary", "quote")
    search_backend_name = None
    panels = (
        FieldPanel("name"),
        FieldPanel("summary", help_text=_("Invented, and true for many. No real person's story or name.")),
        FieldPanel("summary_en"),
        FieldRowPanel([FieldPanel("age_band"), FieldPanel("digital_skill")]),
        FieldPanel("quote"),
    )


class ServicesAndJourneys(ViewSetGroup):
    """Services and journeys: what we design."""

    menu_label = _("Services and journeys")
    menu_icon = "list-ul"
    menu_order = 200
    items = (Services, Personas)


@hooks.register("register_admin_viewset")
def services_and_journeys() -> Any:
    """Return the group; its lines show for who may see what is behind them."""
    return ServicesAndJourneys()


hooks.register("construct_homepage_panels", add_drafts)


# Wagtail's screens delete the plain page, so the journey's own delete() is not called there; nor for pages below it.
@hooks.register("after_delete_page")
def steps_follow_a_deleted_page(request: HttpRequest, page: Page) -> None:
    """Mark the steps of journeys that went with a page as removed; they stay, with all that was said about them."""
    Step.objects.take_off_deleted_maps()


@hooks.register("after_bulk_action")
def steps_follow_deleted_pages(
    request: HttpRequest, action_type: str, objects: Any, action_class_instance: Any
) -> None:
    """Do the same when several pages are deleted at once."""
    if action_type == "delete":
        Step.objects.take_off_deleted_maps()
