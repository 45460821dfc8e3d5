from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Role, User
from tests.factories import PASSWORD, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return member_of(Role.ADMINISTRATOR, username="sjoerd")


@pytest.fixture
def desk(administrator: User) -> Client:
    """Return a browser in which an administrator is logged in."""
    client = Client()
    client.force_login(administrator)
    return client


def filled_in(username: str, *roles: Role, **more: Any) -> dict[str, Any]:
    """Return what somebody fills in about an account."""
    groups = list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))
    names = {"username": username, "first_name": "Kim", "last_name": "de Boer", "email": f"{username}@example.org"}
    return {**names, "is_active": "on", "groups": groups, **more}


def test_an_administrator_makes_an_employee_with_a_role_and_it_is_noted(desk: Client, administrator: User) -> None:
    form = filled_in("kim", Role.RESEARCHER, password1=PASSWORD, password2=PASSWORD)
    assert desk.post(reverse("wagtailusers_users:add"), form).status_code == 302
    kim = User.objects.get(username="kim")
    assert [group.name for group in kim.groups.all()] == [Role.RESEARCHER]
    event = AuditEvent.objects.get(action="accounts.create")
    assert (event.actor, event.object_id) == (administrator, str(kim.pk))


def test_an_administrator_makes_nobody_a_superuser(desk: Client) -> None:
    form = filled_in("kim", password1=PASSWORD, password2=PASSWORD, is_superuser="on")
    desk.post(reverse("wagtailusers_users:add"), form)
    kim = User.objects.get(username="kim")
    assert not kim.is_superuser
    desk.post(reverse("wagtailusers_users:edit", args=[kim.pk]), filled_in("kim", is_superuser="on"))
    kim.refresh_from_db()
    assert not kim.is_superuser


def test_an_administrator_does_not_take_over_the_account_of_a_superuser(desk: Client) -> None:
    chief = UserFactory(username="chief", is_superuser=True)
    before = chief.password
    address = reverse("wagtailusers_users:edit", args=[chief.pk])
    assert desk.get(address).status_code in {302, 403}
    desk.post(address, filled_in("chief", password1=PASSWORD + "x", password2=PASSWORD + "x"))
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"]) + f"?id={chief.pk}"
    desk.post(bulk, {"mark_as_active": ""})
    chief.refresh_from_db()
    assert (chief.password, chief.is_superuser, chief.is_active) == (before, True, True)


def test_a_superuser_still_makes_another_and_edits_them() -> None:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    form = filled_in("kim", password1=PASSWORD, password2=PASSWORD, is_superuser="on")
    client.post(reverse("wagtailusers_users:add"), form)
    kim = User.objects.get(username="kim")
    assert kim.is_superuser
    client.post(reverse("wagtailusers_users:edit", args=[kim.pk]), filled_in("kim", Role.MANAGER))
    kim.refresh_from_db()
    assert not kim.is_superuser
    assert AuditEvent.objects.filter(action="accounts.change").count() == 1


def test_the_form_offers_our_roles_and_what_somebody_has_already(desk: Client) -> None:
    offered = desk.get(reverse("wagtailusers_users:add")).context["form"].fields["groups"].queryset
    assert {group.name for group in offered} == set(Role.values)
    kim = UserFactory(username="kim")
    kim.groups.add(Group.objects.create(name="Iets anders"))
    page = desk.get(reverse("wagtailusers_users:edit", args=[kim.pk]))
    assert "Iets anders" in {group.name for group in page.context["form"].fields["groups"].queryset}
