"""Who guesses passwords must wait; who works here gets in."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Role
from config.login import address
from tests.factories import PASSWORD, UserFactory, make_home, member_of

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def guarded_door(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    make_home()


def try_to_log_in(client: Client, password: str, username: str = "noor", **headers: Any) -> int:
    return client.post(LOGIN, {"username": username, "password": password}, **headers).status_code


def test_an_employee_gets_in(client: Client) -> None:
    member_of(Role.MANAGER, username="noor")
    assert try_to_log_in(client, PASSWORD) == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("exists", [True, False])
def test_after_too_many_guesses_even_the_right_password_waits(client: Client, settings: Settings, exists: bool) -> None:
    if exists:
        UserFactory(username="noor")
    answers = [try_to_log_in(client, f"wrong {number}") for number in range(settings.AXES_FAILURE_LIMIT)]
    assert set(answers[:-1]) == {200}
    response = client.post(LOGIN, {"username": "noor", "password": PASSWORD})
    assert (answers[-1], response.status_code, response["Retry-After"]) == (429, 429, "900")
    assert "<h1" in response.text
    assert "unsafe-inline" not in response.text


def test_one_person_who_guesses_keeps_nobody_else_out(client: Client, settings: Settings) -> None:
    member_of(Role.MANAGER, username="noor")
    settings.TRUSTED_PROXIES = 1
    for number in range(settings.AXES_FAILURE_LIMIT):
        try_to_log_in(client, f"wrong {number}", headers={"X-Forwarded-For": "203.0.113.7"})
    assert try_to_log_in(client, PASSWORD, headers={"X-Forwarded-For": "203.0.113.7"}) == 429
    assert try_to_log_in(client, PASSWORD, headers={"X-Forwarded-For": "198.51.100.9"}) == 302


def test_an_address_that_nobody_knows_is_no_address(rf: Any) -> None:
    assert address(rf.get("/", REMOTE_ADDR="")) is None
    assert address(rf.get("/", REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"


def test_whoever_is_locked_out_is_not_told_whether_the_name_exists(client: Client) -> None:
    UserFactory(username="noor")
    there = client.post(LOGIN, {"username": "noor", "password": "wrong"}).text
    not_there = client.post(LOGIN, {"username": "nobody", "password": "wrong"}).text
    errors = [text.split('class="messages"')[-1].split("</li>")[0] for text in (there, not_there)]
    assert errors[0] == errors[1]
