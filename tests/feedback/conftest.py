"""What the tests about feedback share."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from feedback.models import Comment
from journeys.models import Service
from tests.factories import ServiceFactory


@pytest.fixture
def committed_service(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Service]:
    """Return a service that other threads see too; afterwards it and its comments go, and nothing else."""
    with django_db_blocker.unblock():
        service = ServiceFactory(slug="voor-alle-draden")
        try:
            yield service
        finally:
            Comment.objects.of(service).delete()
            service.delete()
