"""Writing an answer: from a report, and without the words of a database."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from research.insights.models import Answer
from tests.factories import PainPointFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fatima() -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(member_of(Role.MANAGER))
    return client


def test_from_a_report_the_pain_point_is_chosen_already(fatima: Client) -> None:
    point = PainPointFactory()
    form = fatima.get(reverse("insights_answers:add"), {"pain_point": point.pk}).context["form"]
    assert (form["pain_point"].value(), form["service"].value()) == (point.pk, point.service_id)


@pytest.mark.parametrize("odd", ["x", "0", "\u0663", "9" * 40])
def test_an_odd_address_gives_an_empty_form(fatima: Client, odd: str) -> None:
    response = fatima.get(reverse("insights_answers:add"), {"pain_point": odd})
    assert response.status_code == 200
    assert response.context["form"]["pain_point"].value() is None


@pytest.mark.parametrize("both", ["", "Gedaan."])
def test_two_answers_or_none_are_refused_in_words(fatima: Client, both: str) -> None:
    point = PainPointFactory()
    sent = {"service": point.service_id, "pain_point": point.pk, "on": "2026-11-01", "you_said": "Het duurt lang."}
    response = fatima.post(reverse("insights_answers:add"), sent | {"we_did": both, "we_wont_because": both})
    assert not Answer.objects.exists()
    assert list(response.context["form"].errors) == ["we_did"], "a sentence at the field, not the name of a constraint"
