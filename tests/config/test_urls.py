"""What machines ask for first, and what may be found by everybody."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from journeys.models import JourneyPage, Service
from journeys.models.services import Phase
from pages.models import ContentPage
from tests.factories import ServiceFactory, make_home, make_journey

pytestmark = pytest.mark.django_db


def found_in_the_map(client: Client) -> set[str]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return set(re.findall(r"<loc>http://testserver([^<]*)</loc>", response.text))


def test_the_map_names_every_public_page_in_both_languages(client: Client) -> None:
    journey = make_journey()
    assert found_in_the_map(client) >= {
        "/",
        "/en/",
        "/diensten/",
        "/en/services/",
        "/diensten/trouwen/",
        "/en/services/trouwen/",
        f"/klantreizen/{journey.slug}/",
    }


def test_the_map_does_not_name_what_is_not_for_everybody(client: Client) -> None:
    home = make_home()
    ServiceFactory(slug="oud", phase=Phase.RETIRED)
    draft = home.add_child(instance=ContentPage(title="Concept", slug="concept", body="<p>Tekst.</p>", live=False))
    private = home.add_child(instance=ContentPage(title="Besloten", slug="besloten", body="<p>Tekst.</p>"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    found = found_in_the_map(client)
    assert not found & {"/diensten/oud/", f"/{draft.slug}/", f"/{private.slug}/"}
    assert not [path for path in found if path.startswith(("/admin", "/health"))]


def test_every_address_in_the_map_answers(client: Client) -> None:
    make_journey()
    assert JourneyPage.objects.exists()
    assert Service.objects.exists()
    assert {path: client.get(path).status_code for path in found_in_the_map(client)} == dict.fromkeys(
        found_in_the_map(client), 200
    )


def test_robots_are_shown_the_map_and_kept_from_the_staffs_screens(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def security_txt(client: Client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.text.splitlines())


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("veilig@voorbeeldstad.example", "mailto:veilig@voorbeeldstad.example"),
        ("https://voorbeeldstad.example/veilig", "https://voorbeeldstad.example/veilig"),
        ("", "https://dikke8.voorbeeldstad.example"),
    ],
)
def test_who_finds_a_hole_reads_whom_to_tell(client: Client, settings: Settings, contact: str, shown: str) -> None:
    settings.SECURITY_CONTACT, settings.WAGTAILADMIN_BASE_URL = contact, "https://dikke8.voorbeeldstad.example"
    assert security_txt(client)["Contact"] == shown


def test_security_txt_lasts_less_than_a_year(client: Client) -> None:
    expires = datetime.fromisoformat(security_txt(client)["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_an_address_without_its_last_slash_is_led_on(client: Client) -> None:
    make_home()
    assert client.get("/diensten").headers["Location"] == "/diensten/"
