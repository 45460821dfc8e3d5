"""Wagtail's screens for accounts, closed where an administrator could make themselves more than that."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from accounts.models import Role, User


def check_may_change(people: list[User], by: User) -> None:
    """Raise PermissionDenied when somebody who is no superuser would change one."""
    if not by.is_superuser and any(person.is_superuser for person in people):
        raise PermissionDenied


class RolesOnly:
    """A form of an account that gives roles; only a superuser makes another one."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Return the form with our roles; what only a superuser may tick is shown and cannot be changed."""
        form: Any = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if "is_superuser" in form.fields:
            form.fields["is_superuser"].disabled = not self.request.user.is_superuser
        offered = Q(name__in=Role.values) | Q(user=form.instance.pk or 0)
        form.fields["groups"].queryset = Group.objects.filter(offered).distinct().order_by("name")
        return form  # type: ignore[no-any-return]


class NewEmployee(RolesOnly, CreateView):
    """A new account."""


class EditEmployee(RolesOnly, EditView):
    """An account that stands; that of a superuser is for superusers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let nobody take over the account of somebody who may do more."""
        if isinstance(request.user, User):
            check_may_change([self.object], by=request.user)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class Employees(UserViewSet):
    """/admin/users/"""

    add_view_class = NewEmployee
    edit_view_class = EditEmployee
