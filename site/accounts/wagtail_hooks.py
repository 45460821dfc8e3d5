"""The audit trail in Wagtail's reports menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import audit
from accounts.employees import check_may_change
from accounts.models import User
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


@hooks.register("before_bulk_action")
def leave_superusers_alone(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Refuse many at once what is refused one by one."""
    if isinstance(request.user, User):
        check_may_change([one for one in objects if isinstance(one, User)], by=request.user)


@hooks.register("after_create_user")
def note_new_account(request: HttpRequest, user: User) -> None:
    """Leave a trace of who made an account."""
    audit.note(action="accounts.create", of=user, by=request.user if isinstance(request.user, User) else None)


@hooks.register("after_edit_user")
def note_changed_account(request: HttpRequest, user: User) -> None:
    """Leave a trace of who changed an account or its roles."""
    audit.note(action="accounts.change", of=user, by=request.user if isinstance(request.user, User) else None)
