"""The way back: who came from a report to choose an owner returns to the report."""

from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.admin.utils import get_valid_next_url_from_request


def with_next(address: str, request: HttpRequest) -> str:
    """Return an address that keeps where the person came from, as far as that is on this site."""
    back: str = get_valid_next_url_from_request(request)
    return f"{address}?{urlencode({'next': back})}" if back else address
