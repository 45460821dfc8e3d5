"""What happens around every request."""

from collections.abc import Callable

from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


def policy_for_staff(get_response: Respond) -> Respond:
    """Give Wagtail's own screens the content security policy that they need, and no other page."""
    with_policy = csp(settings.CSP_STAFF_DIRECTIVES)(get_response)

    def respond(request: HttpRequest) -> HttpResponseBase:
        staff = request.path.startswith("/admin/")
        return with_policy(request) if staff else get_response(request)

    return respond
