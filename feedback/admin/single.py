"""One comment: what was said, what was done with it, and the verdicts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import AuditEvent, User
from feedback.actions import hide_words, may_moderate, may_reveal, moderate, reveal
from feedback.admin.listing import about, signs, state_words
from feedback.admin.screens import ForReaders, comments_for, employee, is_moderator, verdict_in, waiting_list_url
from feedback.models import Comment, State, Unusable

DEEDS = {
    "feedback.read": gettext_lazy("read"),
    "feedback.unusable": gettext_lazy("set aside as unusable"),
    "feedback.received": gettext_lazy("put back in the queue"),
    "feedback.reveal": gettext_lazy("looked at the text as written"),
    "feedback.hide_words": gettext_lazy("hid words"),
    "feedback.checked": gettext_lazy("checked for personal data"),
}


class CommentScreen(ForReaders, WagtailAdminTemplateMixin, TemplateView):
    """Show one comment; a POST decides, hides words, or shows the text as written."""

    template_name = "feedback/admin/comment.html"
    header_icon = "comment"
    written: str | None = None

    @cached_property
    def comment(self) -> Comment:
        """Return the comment, if the reader may see it."""
        return get_object_or_404(comments_for(self.request.user), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the number as it is spoken."""
        return self.comment.spoken_reference

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": waiting_list_url(), "label": _("Feedback")},
            {"url": "", "label": self.comment.spoken_reference},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says; a refusal is a sentence on the page."""
        user = employee(request)
        try:
            if request.POST.get("deed") == "reveal":
                return self.show_as_written(user)
            if request.POST.get("deed") == "hide":
                self.hide(user)
            elif decided := verdict_in(request.POST.get("verdict", "")):
                self.decide(user, *decided)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("feedback_admin:comment", args=[self.comment.pk]))

    def show_as_written(self, user: User) -> HttpResponse:
        """Show the text as written once, in the answer to a POST that no cache keeps."""
        self.written = reveal(comment=self.comment, by=user)
        response = self.render_to_response(self.get_context_data())
        add_never_cache_headers(response)
        return response

    def hide(self, user: User) -> None:
        """Mask the words that were typed."""
        times = hide_words(comment=self.comment, words=self.request.POST.get("words", ""), by=user)
        done = ngettext("Hidden in %(n)d place.", "Hidden in %(n)d places.", times) % {"n": times}
        messages.success(self.request, done if times else _("Noted: a person has looked for personal data."))

    def decide(self, user: User, verdict: State, reason: str) -> None:
        """Take the verdict."""
        moderate(comments=[self.comment], verdict=verdict, reason=reason, by=user)
        messages.success(self.request, _("Noted: %(verdict)s.") % {"verdict": verdict.label})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comment in words, its history and what may be done."""
        comment, user = self.comment, self.request.user
        can_moderate = is_moderator(user)
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "about": about(comment),
            "state_words": state_words(comment),
            "signs": signs(comment),
            "written": self.written,
            "history": history(comment),
            "can_moderate": can_moderate,
            "can_reveal": may_reveal(user) and self.written is None and bool(comment.text),
            "may_read": can_moderate and comment.state != State.READ and may_moderate(comment, State.READ),
            "may_return": can_moderate and comment.state != State.RECEIVED and may_moderate(comment, State.RECEIVED),
            "reasons": Unusable.choices if can_moderate and may_moderate(comment, State.UNUSABLE) else [],
        }


def history(comment: Comment) -> list[dict[str, Any]]:
    """Return who did what with a comment and when, latest first. What was said is no part of it."""
    events = AuditEvent.objects.filter(object_label=Comment._meta.label_lower, object_id=str(comment.pk))
    return [
        {
            "when": event.created_at,
            "who": str(event.actor or _("the system")),
            "what": DEEDS.get(event.action, event.action),
            "why": dict(Unusable.choices).get(event.result, _("refused") if event.result == "refused" else ""),
        }
        for event in events.select_related("actor")[:50]
    ]
