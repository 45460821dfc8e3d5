"""What a visitor sees when something breaks: the database is away, or we made a mistake."""

import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.template.loader import render_to_string

WAIT = 30  # seconds after which a visitor, or a machine, may well try again
UNREADABLE = (UnreadablePostError, RawPostDataException, MultiPartParserError, SuspiciousOperation)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 503 with Retry-After when the database is away, else 500. Neither page asks anything of the database."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return closed_for_a_moment(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def closed_for_a_moment(request: HttpRequest) -> HttpResponse:
    """Return the 503 page; a citizen who just sent words finds them there, ready to be sent again."""
    sent = feedback_in(request)
    context: dict[str, object] = {"resend": sent is not None, "address": request.get_full_path()}
    if sent is not None:
        others = [(name, value) for name, values in sent.lists() if name != "text" for value in values]
        context |= {"words": sent.get("text", ""), "others": others}
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(WAIT)
    response["Cache-Control"] = "no-store"
    return response


def feedback_in(request: HttpRequest) -> QueryDict | None:
    """Return what a citizen sent by the feedback form, or None: no other form, such as a log-in, is shown again."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.url_name != "feedback":
        return None
    try:
        return request.POST
    except UNREADABLE:
        return None
