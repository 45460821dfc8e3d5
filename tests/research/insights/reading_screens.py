"""How tests read the screens of insights: in the language of the code, by who is logged in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches, reverse

from accounts.models import User
from journeys.models import Service
from research.insights.models import Theme


@pytest.fixture
def in_english(settings: Any) -> Iterator[None]:
    """Read the screens in the language of the code. Addresses made meanwhile lack /en/: forget them."""
    settings.LANGUAGE_CODE = "en"
    yield
    clear_url_caches()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(name: str, theme: Theme) -> str:
    return reverse(f"insights_themes:{name}", args=[theme.uuid])


def of(name: str, service: Service) -> str:
    return reverse(f"insights_themes:{name}", args=[service.slug])


def ticks(response: Any) -> list[str]:
    return re.findall(r'name="comment" value="(\d+)"', response.content.decode())
