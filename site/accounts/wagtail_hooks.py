"""The audit trail in Wagtail's reports menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.views import AuditTrailView


@hooks.register("register_admin_urls")
def audit_addresses() -> list[URLPattern]:
    """Return the addresses of the trail: the screen, and its rows alone for when a filter changes."""
    return [
        path("reports/audit-trail/", AuditTrailView.as_view(), name="audit_trail"),
        path("reports/audit-trail/results/", AuditTrailView.as_view(results_only=True), name="audit_trail_results"),
    ]


class AuditTrailItem(MenuItem):
    """Shown to who may read the trail."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether this person may read the trail."""
        return request.user.has_perm("accounts.view_auditevent")


@hooks.register("register_reports_menu_item")
def audit_item() -> AuditTrailItem:
    """Return the line in the menu."""
    return AuditTrailItem(_("Audit trail"), reverse("audit_trail"), name="audit-trail", icon_name="history", order=1100)
