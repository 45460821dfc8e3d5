"""Home says in one breath what one can do here, then what is going on; plain pages read like plain pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from feedback.models import Comment
from pages.models import ContentPage
from research.insights.models import Answer
from tests.factories import CommentFactory, PainPointFactory, ServiceFactory, make_home, member_of

pytestmark = pytest.mark.django_db


def test_an_empty_installation_has_a_calm_home(client: Client) -> None:
    make_home()
    for path in ("/", "/diensten/", "/klantreizen/", "/en/", "/en/services/", "/en/journeys/"):
        assert client.get(path).status_code == 200


def test_home_shows_its_cards_what_hurts_most_and_the_newest_answer(client: Client) -> None:
    home = make_home()
    home.cards = [{"type": "card", "value": {"title": "Kijk mee", "text": "Zo gaat het.", "page": home.pk}}]
    home.save_revision().publish()
    pain = PainPointFactory()
    Answer.objects.create(service=pain.service, you_said="Ik wilde iemand spreken", we_did="De balie is terug.")
    html = client.get("/").content.decode()
    assert "Kijk mee" in html
    assert f'href="/diensten/trouwen/#pijn-{pain.pk}"' in html
    assert "Ik wilde iemand spreken" in html


def test_a_service_with_few_comments_has_words_instead_of_a_grade(client: Client) -> None:
    make_home()
    service = ServiceFactory()
    said = {"service": service, "said_on": timezone.localdate()}
    Comment.objects.bulk_create(CommentFactory.build(grade=9, **said) for _ in range(4))
    assert "d8-card__grade" not in client.get("/").content.decode()
    CommentFactory(grade=9, **said)
    assert "d8-card__grade" in client.get("/").content.decode()


def test_a_service_page_names_phone_and_counter_and_asks_how_it_went(client: Client) -> None:
    make_home()
    ServiceFactory()
    html = client.get("/diensten/trouwen/").content.decode()
    assert 'href="tel:140123"' in html
    assert "Stadhuis, Markt 1" in html
    assert 'id="reactie"' in html


@pytest.mark.parametrize(
    "path", ["/diensten/bestaat-niet/", "/en/services/nothing/", "/klantreizen/niets/", "/diensten/Trouwen!/"]
)
def test_what_is_missing_is_a_404_in_house_style(client: Client, path: str) -> None:
    make_home()
    response = client.get(path)
    assert response.status_code == 404
    assert "d8-header" in response.content.decode()


def test_a_plain_page_shows_its_text(client: Client) -> None:
    home = make_home()
    home.add_child(
        instance=ContentPage(title="Privacy", slug="privacy", lead="Kort.", body="<h2>Wat</h2><p>Tekst.</p>")
    )
    html = client.get("/privacy/").content.decode()
    assert "<h2" in html
    assert "Tekst." in html


def test_the_page_of_patterns_is_for_staff(client: Client) -> None:
    assert client.get(reverse("patterns")).status_code == 302
    client.force_login(member_of(Role.MODERATOR))
    response = client.get(reverse("patterns"))
    assert response.status_code == 200
    assert "d8-map__table" in response.content.decode()


def test_the_admin_bears_our_name_and_colour(client: Client) -> None:
    client.force_login(member_of(Role.MANAGER))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "css/admin.css" in html
    assert "- Dikke 8</title>" in html
    client.logout()
    assert "Dikke 8" in client.get(reverse("wagtailadmin_login")).content.decode()
