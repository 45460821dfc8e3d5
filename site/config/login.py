"""Guessing of passwords is slowed down: who tries too often, from one address and for one name, waits."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from feedback.throttle import client_address


def address(request: HttpRequest) -> str | None:
    """Return where a log-in comes from, with only our own proxies believed; None where nobody knows."""
    found = client_address(request)
    return None if found == "unknown" else found


def locked(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Say to wait. The sentence is the same for a name that exists and one that does not."""
    page = render(request, "accounts/locked.html", status=429)
    page["Retry-After"] = str(int(timedelta(hours=settings.AXES_COOLOFF_TIME).total_seconds()))
    return page
