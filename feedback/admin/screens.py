"""What the moderator's screens share: who gets in, where they lie, what they may show."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.models import User
from feedback.models import Comment, State, Unusable

# Only these leave the database for a screen; the text as written is not among them.
SHOWN = (
    *("reference", "redacted_text", "grade", "outcome", "referrals_count", "channel", "said_on", "state"),
    *("unusable_reason", "pii_state", "flags", "quote_consent", "language", "collection_method"),
    *("service__name", "service__name_en", "step__title"),
)


def comments_for(user: Any) -> QuerySet[Comment]:
    """Return the comments that somebody may see, without the text as written."""
    return Comment.objects.visible_to(user).select_related("service", "step").only(*SHOWN)


def employee(request: HttpRequest) -> User:
    """Return who is logged in; the screens let nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def is_moderator(user: Any) -> bool:
    """Say whether somebody may decide on comments."""
    return bool(user.has_perm("feedback.moderate_comment"))


def waiting_list_url() -> str:
    """Return the address of the list, narrowed to what waits for a decision."""
    return f"{reverse('feedback_admin:index')}?state={State.RECEIVED}"


class ForReaders:
    """Lets in who may read comments; everybody else gets a 403."""

    permission = "feedback.view_comment"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check before anything is looked up."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ForModerators(ForReaders):
    """Lets in who may decide on comments."""

    permission = "feedback.moderate_comment"


def verdict_in(value: str) -> tuple[State, str] | None:
    """Return verdict and reason from the value of a button such as "read" or "unusable:spam", or None."""
    verdict, _colon, reason = value.partition(":")
    if verdict not in State.values or (reason and reason not in Unusable.values):
        return None
    return State(verdict), reason
