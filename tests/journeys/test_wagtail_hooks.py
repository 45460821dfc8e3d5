"""Services and personas in the admin: comfortable for a designer, to be looked at by others, closed to the rest."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from journeys.models import Persona, Service, ServiceMark
from tests.factories import PersonaFactory, ServiceFactory, make_home, make_journey, member_of

pytestmark = pytest.mark.django_db
MAY_CHANGE = {Role.SERVICE_DESIGNER, Role.ADMINISTRATOR}


def page(client: Client, name: str, *args: Any) -> str:
    """Return a screen of the admin."""
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def designer(client: Client) -> Client:
    """Return the browser of a service designer."""
    client.force_login(member_of(Role.SERVICE_DESIGNER))
    return client


@pytest.mark.parametrize("role", Role)
def test_who_may_change_a_service_is_who_may_add_one(client: Client, role: Role) -> None:
    service = ServiceFactory()
    client.force_login(member_of(role))
    for name, args in (("add", []), ("edit", [service.pk])):
        response = client.get(reverse(f"journeys_services:{name}", args=args))
        assert (response.status_code == 200) == (role in MAY_CHANGE)


@pytest.mark.parametrize("role", Role)
def test_only_the_administrator_deletes(client: Client, role: Role) -> None:
    persona = PersonaFactory()
    client.force_login(member_of(role))
    client.post(reverse("journeys_personas:delete", args=[persona.pk]))
    assert Persona.objects.filter(pk=persona.pk).exists() == (role != Role.ADMINISTRATOR)


def test_the_menu_leads_a_designer_to_services_and_personas(designer: Client) -> None:
    html = page(designer, "wagtailadmin_home")
    assert reverse("journeys_services:index") in html
    assert reverse("journeys_personas:index") in html


def test_the_menu_of_the_contact_centre_has_no_personas(client: Client) -> None:
    client.force_login(member_of(Role.KCC))
    assert reverse("journeys_personas:index") not in page(client, "wagtailadmin_home")


def test_the_list_of_services_says_who_owns_each_and_how_many_journeys_it_has(designer: Client) -> None:
    make_journey()
    html = page(designer, "journeys_services:index")
    assert "Trouwen" in html
    assert "Burgerzaken" in html
    assert re.search(r"<td[^>]*>\s*1\s*</td>", html)


def test_services_can_be_searched_and_filtered(designer: Client) -> None:
    ServiceFactory()
    ServiceFactory(passport=True, phase="alpha")
    results = reverse("journeys_services:index_results")
    assert "Paspoort" not in designer.get(results, {"q": "getting"}).content.decode()
    assert "Trouwen" not in designer.get(results, {"phase": "alpha"}).content.decode()


def service_fields(**changes: Any) -> dict[str, Any]:
    """Return what the editor of a service sends."""
    fields: dict[str, Any] = {
        "name": "Hond aanmelden",
        "slug": "hond",
        "phase": "live",
        "digital_status": "partly",
        "target_grade": "8",
        "position": "9",
        "channels": ["web", "phone"],
        "marks-TOTAL_FORMS": "1",
        "marks-INITIAL_FORMS": "0",
        "marks-MIN_NUM_FORMS": "0",
        "marks-MAX_NUM_FORMS": "1000",
        "marks-0-on": "2026-03-01",
        "marks-0-label": "alles digitaal",
        "marks-0-ORDER": "1",
    }
    return fields | changes


def test_a_designer_describes_a_service_with_its_channels_and_what_happened(designer: Client) -> None:
    make_home()
    assert designer.post(reverse("journeys_services:add"), service_fields()).status_code == 302
    service = Service.objects.get(slug="hond")
    assert service.channels == ["web", "phone"]
    assert str(ServiceMark.objects.get(service=service)) == "2026-03-01: alles digitaal"
    assert designer.get("/diensten/hond/").status_code == 200


def test_a_channel_that_does_not_exist_is_refused(designer: Client) -> None:
    response = designer.post(reverse("journeys_services:add"), service_fields(channels=["pigeon"]))
    assert response.status_code == 200
    assert not Service.objects.filter(slug="hond").exists()


def test_a_goal_above_ten_is_refused(designer: Client) -> None:
    designer.post(reverse("journeys_services:add"), service_fields(target_grade="11"))
    assert not Service.objects.filter(slug="hond").exists()


def test_the_editor_of_a_journey_opens_as_a_list_of_titles_with_help(designer: Client) -> None:
    journey = make_journey()
    html = page(designer, "wagtailadmin_pages:edit", journey.pk)
    assert "organisation" in html
    assert "collapsed" in html


def test_a_map_that_does_not_begin_with_a_stage_is_refused_with_a_sentence() -> None:
    journey = make_journey()
    journey.body = list(journey.body.get_prep_value())[1:]
    with pytest.raises(ValidationError) as refused:
        journey.clean()
    assert "body" in refused.value.message_dict
