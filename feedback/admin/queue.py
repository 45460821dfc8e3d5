"""One waiting comment after another, oldest first, with one key for each verdict: a queue that shrinks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import AuditEvent
from feedback.actions import moderate
from feedback.admin.listing import about, signs
from feedback.admin.screens import ForModerators, comments_for, employee, verdict_in, waiting_list_url
from feedback.models import Comment, State, Unusable


class Queue(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """Show the oldest waiting comment after the one that was skipped; a POST decides and goes on to the next."""

    template_name = "feedback/admin/queue.html"
    page_title = gettext_lazy("One after another")
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": waiting_list_url(), "label": _("Feedback")},
            {"url": "", "label": _("One after another")},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the verdict on the comment that was on the screen, also when somebody else was first."""
        user = employee(request)
        number = request.POST.get("comment", "")
        comment = comments_for(user).filter(pk=int(number) if number.isdecimal() else 0).first()
        decided = verdict_in(request.POST.get("verdict", ""))
        if comment and decided:
            verdict, reason = decided
            try:
                moderate(comments=[comment], verdict=verdict, reason=reason, by=user)
                messages.success(request, self.noted(comment, verdict))
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(queue_url(self.skipped()))

    def noted(self, comment: Comment, verdict: State) -> str:
        """Return what was decided, for the line on top of the next one."""
        return _("%(number)s: %(verdict)s.") % {"number": comment.spoken_reference, "verdict": verdict.label}

    def skipped(self) -> int:
        """Return the comment that was skipped last, 0 for none."""
        value = self.request.GET.get("after", "")
        return int(value) if value.isdecimal() and len(value) < 19 else 0

    def waiting(self) -> QuerySet[Comment]:
        """Return what waits, oldest first."""
        return comments_for(self.request.user).waiting().order_by("said_on", "id")  # type: ignore[attr-defined, no-any-return]

    def next_one(self) -> Comment | None:
        """Return the first that waits after the one that was skipped."""
        after = Comment.objects.filter(pk=self.skipped()).only("said_on").first() if self.skipped() else None
        if after is None:
            return self.waiting().first()
        later = Q(said_on__gt=after.said_on) | Q(said_on=after.said_on, pk__gt=after.pk)
        return self.waiting().filter(later).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comment on the screen, how many are left and how many were done today."""
        comment = self.next_one()
        left = Comment.objects.waiting().count()
        done = done_today(self.request.user)
        words = ngettext("%(n)s comment to go", "%(n)s comments to go", left) % {
            "n": number_format(left, force_grouping=True)
        }
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "about": about(comment) if comment else "",
            "signs": signs(comment) if comment else [],
            "left": left,
            "left_words": words,
            "done": done,
            "done_words": ngettext("You did %(n)d today.", "You did %(n)d today.", done) % {"n": done},
            "total": left + done,
            "reasons": [(key, value, label) for key, (value, label) in enumerate(Unusable.choices, 1)],
            "skip_url": queue_url(comment.pk) if comment else "",
            "start_url": queue_url(),
        }


def queue_url(after: int = 0) -> str:
    """Return the address of the queue, from the start or after a comment that was skipped."""
    return reverse("feedback_admin:queue") + (f"?{urlencode({'after': after})}" if after else "")


def done_today(user: Any) -> int:
    """Return on how many comments somebody decided today."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    deeds = [f"feedback.{verdict}" for verdict in (State.READ, State.UNUSABLE)]
    return AuditEvent.objects.filter(
        actor=user, action__in=deeds, created_at__gte=start, object_label=Comment._meta.label_lower
    ).count()
