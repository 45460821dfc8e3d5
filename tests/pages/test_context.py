"""The frame of every page: menu, languages, organisation, foot."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from pages.context import frame
from pages.models import ContentPage, HomePage, Organisation
from tests.factories import ServiceFactory, make_home, make_journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    """Return the home page of a site with a page in the foot."""
    home = make_home()
    home.add_child(instance=ContentPage(title="Privacy", slug="privacy", body="<p>Tekst.</p>", in_footer=True))
    home.add_child(instance=ContentPage(title="Los", slug="los", body="<p>Tekst.</p>"))
    return HomePage.objects.get(pk=home.pk)


def test_the_menu_names_the_first_pages_and_marks_where_one_is(home: HomePage, client: Client) -> None:
    found = client.get("/diensten/").context
    assert [(link.label, link.current) for link in found["main_menu"]] == [
        ("Diensten", True),
        ("Klantreizen", False),
        ("Rapporten", False),
    ]


def test_only_pages_that_ask_for_it_stand_in_the_foot(home: HomePage, client: Client) -> None:
    assert [link.label for link in client.get("/").context["footer_links"]] == ["Privacy"]


def test_a_page_in_draft_is_in_no_menu(home: HomePage, client: Client) -> None:
    home.get_children().get(slug="klantreizen").unpublish()
    assert "Klantreizen" not in [link.label for link in client.get("/").context["main_menu"]]


def test_in_english_menu_and_home_are_english(home: HomePage, client: Client) -> None:
    found = client.get("/en/").context
    assert found["home_url"] == "/en/"
    assert [link.url for link in found["main_menu"]] == ["/en/services/", "/en/journeys/", "/en/reports/"]


def test_the_other_language_is_the_same_page_where_it_is_translated(home: HomePage, client: Client) -> None:
    ServiceFactory()
    links = client.get("/diensten/trouwen/").context["language_links"]
    assert [(link.code, link.url, link.current) for link in links] == [
        ("nl", "/diensten/trouwen/", True),
        ("en", "/en/services/trouwen/", False),
    ]


def test_what_was_chosen_stays_chosen_in_the_other_language(home: HomePage, client: Client) -> None:
    ServiceFactory()
    links = client.get("/diensten/trouwen/?stap=7&x=%22%3E").context["language_links"]
    assert [link.url for link in links] == [
        "/diensten/trouwen/?stap=7&x=%22%3E",
        "/en/services/trouwen/?stap=7&x=%22%3E",
    ]


def test_the_other_language_is_its_home_where_a_page_is_not_translated(client: Client) -> None:
    page = make_journey()
    links = client.get(f"/klantreizen/{page.slug}/").context["language_links"]
    assert [link.url for link in links] == [f"/klantreizen/{page.slug}/", "/en/"]


def test_the_organisation_speaks_the_language_of_the_page(home: HomePage, client: Client) -> None:
    Organisation.objects.create(name="Voorbeeldstad", hours="elke dag", hours_en="every day", counter="Markt 1")
    assert client.get("/").context["organisation"]["hours"] == "elke dag"
    english = client.get("/en/").context["organisation"]
    assert (english["hours"], english["counter_text"]) == ("every day", "Markt 1")


def test_a_missing_page_still_has_its_frame(home: HomePage, client: Client) -> None:
    response = client.get("/bestaat-niet/")
    assert response.status_code == 404
    assert 'href="/klantreizen/"' in response.content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/"])
def test_the_admin_and_the_api_ask_for_no_frame(path: str, django_assert_num_queries: object) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert frame(RequestFactory().get(path)) == {}
    assert len(captured) == 0


def test_the_frame_costs_at_most_four_queries_and_none_the_second_time(home: HomePage, client: Client) -> None:
    client.get("/diensten/")
    request = client.get("/diensten/").wsgi_request
    del request._frame
    with CaptureQueriesContext(connection) as captured:
        frame(request)
    assert len(captured) <= 4
    with CaptureQueriesContext(connection) as captured:
        frame(request)
    assert len(captured) == 0
