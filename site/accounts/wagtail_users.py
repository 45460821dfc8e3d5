"""Wagtail's app of users, with our screens in it."""

from wagtail.users.apps import WagtailUsersAppConfig


class EmployeesConfig(WagtailUsersAppConfig):
    """Named in INSTALLED_APPS instead of wagtail.users."""

    user_viewset = "accounts.employees.Employees"
