"""Verdicts on many comments at once, each with one question in between."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.bulk_action import BulkAction

from feedback.actions import may_moderate, moderate
from feedback.admin.screens import comments_for, is_moderator
from feedback.models import Comment, State, Unusable

MOST = 500


class ReasonForm(forms.Form):
    """Why comments are unusable."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Unusable.choices, widget=forms.RadioSelect)


class Verdict(BulkAction):
    """What the three verdicts share."""

    models: ClassVar = [Comment]
    template_name = "feedback/admin/confirm.html"
    verdict: State
    question: Any
    button: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may decide."""
        if not is_moderator(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_actionable_objects(self) -> tuple[list[Comment], dict[str, list[Comment]]]:
        """Return the ticked comments that may get this verdict, and those that may not; "all" is never more."""
        ids = [int(one) for one in self.request.GET.getlist("id")[:MOST] if one.isdecimal() and len(one) < 19]
        ticked = list(comments_for(self.request.user).filter(pk__in=ids))
        able = [one for one in ticked if may_moderate(one, self.verdict)]
        return able, {"items_with_no_access": [one for one in ticked if one not in able]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question and the words on the buttons."""
        return {
            **super().get_context_data(**kwargs),
            "header_icon": "comment",
            "title": self.display_name,
            "question": self.question,
            "button": self.button,
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Take the verdict; when somebody else was quicker, say so and ask again."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)  # type: ignore[no-any-return]
        return response

    def get_execution_context(self) -> dict[str, Any]:
        """Hand over who decides and why."""
        reason = self.cleaned_form.cleaned_data.get("reason", "") if self.cleaned_form else ""
        return {"verdict": self.verdict, "by": self.request.user, "reason": reason}

    @classmethod
    def execute_action(cls, objects: Sequence[Comment], **kwargs: Any) -> tuple[int, int]:
        """Decide on all of them, or on none."""
        return moderate(comments=objects, **kwargs), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many changed."""
        return ngettext("%(n)d comment: %(verdict)s.", "%(n)d comments: %(verdict)s.", num_parent_objects) % {
            "n": num_parent_objects,
            "verdict": self.verdict.label,
        }


class Read(Verdict):
    """Mark as read."""

    verdict = State.READ
    action_type = State.READ.value
    action_priority = 10
    display_name = gettext_lazy("Read")
    aria_label = gettext_lazy("Mark the ticked comments as read")
    question = gettext_lazy("Mark these comments as read?")
    button = gettext_lazy("Yes, they have been read")


class SetAside(Verdict):
    """Set aside as unusable, with a reason."""

    verdict = State.UNUSABLE
    action_type = State.UNUSABLE.value
    action_priority = 20
    form_class = ReasonForm
    display_name = gettext_lazy("Unusable")
    aria_label = gettext_lazy("Set the ticked comments aside as unusable")
    question = gettext_lazy("Why are these comments unusable? They are kept and counted, but not analysed.")
    button = gettext_lazy("Set aside")


class PutBack(Verdict):
    """Put back in the queue."""

    verdict = State.RECEIVED
    action_type = State.RECEIVED.value
    action_priority = 30
    display_name = gettext_lazy("Back to the queue")
    aria_label = gettext_lazy("Put the ticked comments back in the queue")
    question = gettext_lazy("Put these comments back in the queue?")
    button = gettext_lazy("Yes, put back")


VERDICTS = (Read, SetAside, PutBack)
