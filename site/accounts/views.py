"""Screens about accounts: the trail of what employees looked up and decided."""

from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import AuditEvent


class AuditFilterSet(WagtailFilterSet):
    """By what was done, to what, by whom and when."""

    action = django_filters.CharFilter(label=_("Action"), lookup_expr="icontains")
    object_id = django_filters.CharFilter(label=_("Number of the object"))
    created_at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields: ClassVar = ["action", "object_id", "actor", "created_at"]


class AuditTrailView(ReportView):
    """Every event, newest first. It is read here and nowhere changed."""

    model = AuditEvent
    permission_policy = ModelPermissionPolicy(AuditEvent)  # without one, Wagtail lets everybody in
    permission_required = "view"
    page_title = _("Audit trail")
    header_icon = "history"
    index_url_name = "audit_trail"
    index_results_url_name = "audit_trail_results"
    filterset_class = AuditFilterSet
    default_ordering = "-id"
    columns: ClassVar = [
        DateColumn("created_at", label=_("When")),
        Column("actor", label=_("Who")),
        Column("action", label=_("Action")),
        Column("object_label", label=_("Kind")),
        Column("object_id", label=_("Number of the object")),
        Column("result", label=_("Result")),
        Column("origin", label=_("From where")),
    ]
    list_export: ClassVar = ["created_at", "actor", "action", "object_label", "object_id", "result", "origin"]

    def get_base_queryset(self) -> QuerySet[AuditEvent]:
        """Return the events with the people in them."""
        return AuditEvent.objects.select_related("actor").order_by("-id")
