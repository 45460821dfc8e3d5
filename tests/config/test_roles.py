"""Every role has just its permissions."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask

from accounts.models import Role
from config.first_pages import lay_out
from config.roles import PAGE_PERMISSIONS, PERMISSIONS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_permissions_of_the_table_and_no_other(role: Role) -> None:
    has = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    assert {".".join(pair) for pair in has} == set(PERMISSIONS[role])


def test_the_first_pages_can_be_laid_out_twice() -> None:
    first, second = lay_out(name="Voorbeeldstad"), lay_out(name="Voorbeeldstad")
    assert first == second
    assert [page.slug for page in first["en"].get_children()] == ["services", "journeys", "reports"]
    assert all(page.live for page in first["en"].get_children())


@pytest.mark.parametrize("role", PAGE_PERMISSIONS)
def test_a_role_may_edit_below_its_own_pages_only(role: Role) -> None:
    lay_out(name="Voorbeeldstad")
    open_to = {
        page._meta.label for page in (row.page.specific for row in Group.objects.get(name=role).page_permissions.all())
    }
    assert open_to == set(PAGE_PERMISSIONS[role])


def test_there_are_no_groups_but_the_roles() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


def test_the_workflow_of_wagtail_asks_an_administrator() -> None:
    names = GroupApprovalTask.objects.values_list("groups__name", flat=True)
    assert set(names) == {Role.ADMINISTRATOR.value}
