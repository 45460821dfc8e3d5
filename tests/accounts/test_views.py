"""The audit trail: read by administrators, changed by nobody."""

import pytest
from django.test import Client

from accounts import audit
from accounts.models import Role
from tests.factories import ServiceFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TRAIL = "/admin/reports/audit-trail/"


@pytest.fixture(name="administrator")
def a_browser_of_the_administrator(client: Client) -> Client:
    client.force_login(member_of(Role.ADMINISTRATOR))
    return client


def test_the_administrator_reads_who_did_what(administrator: Client) -> None:
    audit.note(action="feedback.reveal", of=ServiceFactory(), by=UserFactory(first_name="Karim", last_name="Aziz"))
    page = administrator.get(TRAIL).text
    assert "feedback.reveal" in page
    assert "Karim Aziz" in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_reads_it(client: Client, role: Role) -> None:
    audit.note(action="feedback.reveal", of=ServiceFactory(), by=None)
    client.force_login(member_of(role))
    for address in (TRAIL, f"{TRAIL}results/", f"{TRAIL}?export=csv"):
        response = client.get(address, follow=True)
        assert response.redirect_chain
        assert "feedback.reveal" not in response.text


def test_it_is_searched_by_action_and_person(administrator: Client) -> None:
    karim, service = UserFactory(first_name="Karim", last_name="Aziz"), ServiceFactory()
    audit.note(action="feedback.reveal", of=service, by=karim)
    audit.note(action="feedback.read", of=service, by=None)
    rows = administrator.get(f"{TRAIL}results/", {"action": "reveal", "actor": karim.pk}).text
    assert "feedback.reveal" in rows
    assert "feedback.read" not in rows


def test_it_is_handed_out_as_a_table(administrator: Client) -> None:
    audit.note(action="feedback.reveal", of=ServiceFactory(), by=UserFactory(first_name="=1+1", last_name="x"))
    table = administrator.get(TRAIL, {"export": "csv"}).getvalue().decode()  # type: ignore[attr-defined]
    assert "feedback.reveal" in table


def test_nothing_can_be_sent_to_it(administrator: Client) -> None:
    assert administrator.post(TRAIL, {}).status_code == 405


def test_a_long_trail_costs_no_more_questions(administrator: Client, django_assert_max_num_queries: object) -> None:
    service = ServiceFactory()
    for number in range(30):
        audit.note(action=f"feedback.reveal{number}", of=service, by=UserFactory())
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        administrator.get(TRAIL)
