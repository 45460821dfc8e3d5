"""Machines ask whether the process lives and whether it can work."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def refuse(*args: Any) -> None:
    raise OperationalError("connection refused: secret-host")


def test_a_process_that_answers_is_alive_whatever_the_database_does(client: Client) -> None:
    with connection.execute_wrapper(refuse):
        assert client.get("/health/live").json() == {"status": "ok"}


def test_a_process_with_a_database_is_ready(client: Client) -> None:
    assert client.get("/health/ready").json() == {"status": "ok", "database": "ok"}


def test_a_process_without_a_database_is_not_ready_and_gives_no_address_away(client: Client) -> None:
    with connection.execute_wrapper(refuse):
        response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "OperationalError"}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_an_answer_about_health_is_never_kept(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_only_asked(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
