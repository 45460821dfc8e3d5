"""Signed tokens: one in the form, that says when it was given out and for which service; one for the thanks page.

A form token carries no authority. It makes two sendings of one form recognisable as one, and it shows how long the form
stood open.
"""

import secrets
import time
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer, TimestampSigner

from feedback.models import Comment
from journeys.models import Service

FORM_LASTS = 24 * 60 * 60
THANKS_LAST = 2 * 60 * 60
QUICK = 2  # seconds; nobody reads and answers a question in less


@dataclass(frozen=True)
class Ticket:
    """What a form token says. One that is not ours says nothing: a new nonce and no age."""

    nonce: str
    age: float | None = None

    @property
    def in_time(self) -> bool:
        """Whether the form may still be sent."""
        return self.age is not None and self.age <= FORM_LASTS

    @property
    def quick(self) -> bool:
        """Whether the form came back sooner than a person can answer."""
        return self.age is not None and self.age < QUICK


def new_nonce() -> str:
    """Return 128 random bits."""
    return secrets.token_urlsafe(16)


def issue(service: Service, nonce: str | None = None) -> str:
    """Return a token for a form about a service, issued now; with a nonce, for the same form once more."""
    return _form_signer(service).sign_object({"n": nonce or new_nonce(), "t": int(time.time())})


def read(token: str, service: Service) -> Ticket:
    """Return what the token of a sent form says; an old form keeps its nonce, so it is still the same form."""
    try:
        said = _form_signer(service).unsign_object(token)
    except (BadSignature, ValueError):
        return Ticket(nonce=new_nonce())
    return Ticket(nonce=said["n"], age=max(0.0, time.time() - said["t"]))


def _form_signer(service: Service) -> Signer:
    return Signer(salt=f"feedback.form.{service.pk}")


def thanks_for(comment: Comment) -> str:
    """Return the token in the address of the thanks page."""
    return TimestampSigner(salt="feedback.thanks").sign(comment.reference)


def reference_in(token: str) -> str | None:
    """Return the number in the token of a thanks page, or None when it is not ours or too old."""
    try:
        return TimestampSigner(salt="feedback.thanks").unsign(token, max_age=THANKS_LAST)
    except BadSignature:
        return None
