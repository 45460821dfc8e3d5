"""Who sits at the moderator's screens."""

import pytest
from django.test import Client

from accounts.models import Role, User
from tests.factories import member_of


@pytest.fixture
def moderator(db: None) -> User:
    return member_of(Role.MODERATOR)


@pytest.fixture
def desk(moderator: User) -> Client:
    """Return a browser in which the moderator is logged in."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(moderator)
    return client
