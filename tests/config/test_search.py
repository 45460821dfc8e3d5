import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory, make_journey


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sought", ['"', 'zo "gaat', '"<b>"', "%_'\"<script>", '" "', 'zo"', "NEAR(", "a:b*", "\\", "AND"]
)
@pytest.mark.parametrize("screen", ["wagtailadmin_explore_root", "wagtailadmin_choose_page_search"])
def test_no_question_breaks_the_search_for_pages(screen: str, sought: str) -> None:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse(screen), {"q": sought}).status_code == 200


@pytest.mark.django_db
def test_words_beside_a_loose_quotation_mark_are_found() -> None:
    journey = make_journey()
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    for sought in (journey.title.split()[0], f'"{journey.title.split()[0]}'):
        assert journey.title in client.get(reverse("wagtailadmin_choose_page_search"), {"q": sought}).content.decode()
