"""The list of comments: what waits first, filters, search in the redacted text, many at once."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from feedback.actions import may_moderate
from feedback.admin.filters import CommentFilters
from feedback.admin.screens import ForReaders, comments_for, is_moderator
from feedback.models import Comment, State


class WordsColumn(Column):
    """What was said, redacted, with its number and what can be done with it."""

    cell_template_name = "feedback/admin/words_cell.html"

    def get_cell_context_data(self, instance: Comment, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the buttons that the state of the comment and the permissions of the reader allow."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        context["url"] = reverse("feedback_admin:comment", args=[instance.pk])
        context["buttons"] = (
            verdict_buttons(instance, back=request.get_full_path()) if is_moderator(request.user) else []
        )
        return context


def verdict_buttons(comment: Comment, *, back: str) -> list[Button]:
    """Return a button for each verdict that the comment's state allows; each asks once more."""
    labels = {State.READ: _("Read"), State.UNUSABLE: _("Unusable"), State.RECEIVED: _("Back to the queue")}
    query = urlencode({"id": str(comment.pk), "next": back})
    return [
        Button(
            label,
            url=f"{reverse('wagtail_bulk_action', args=['feedback', 'comment', verdict])}?{query}",
            classname="button button-small button-secondary",
            attrs={"aria-label": f"{label}: {comment.spoken_reference}"},
        )
        for verdict, label in labels.items()
        if verdict != comment.state and may_moderate(comment, verdict)
    ]


class CommentList(ForReaders, BaseListingView):
    """All comments that the reader may see; the menu opens it on what waits."""

    model = Comment
    page_title = gettext_lazy("Feedback")
    header_icon = "comment"
    template_name = "feedback/admin/list.html"
    results_template_name = "feedback/admin/list_results.html"
    index_url_name = "feedback_admin:index"
    index_results_url_name = "feedback_admin:index_results"
    filterset_class = CommentFilters
    is_searchable = True
    paginate_by = 25
    default_ordering = ("-said_on", "-id")
    verbose_name = gettext_lazy("comment")
    verbose_name_plural = gettext_lazy("comments")
    columns: ClassVar = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="comment"),
        WordsColumn("redacted_text", label=gettext_lazy("What was said")),
        Column("grade", label=gettext_lazy("Grade")),
        Column("about", label=gettext_lazy("About"), accessor=lambda comment: about(comment)),
        Column("channel", label=gettext_lazy("Channel"), accessor="get_channel_display"),
        Column(
            "said_on",
            label=gettext_lazy("Date"),
            accessor=lambda comment: date_format(comment.said_on, "SHORT_DATE_FORMAT"),
        ),
        Column("state", label=gettext_lazy("State"), accessor=lambda comment: state_words(comment)),
        Column("flags", label=gettext_lazy("Signs"), accessor=lambda comment: ", ".join(signs(comment))),
    ]

    def get_base_queryset(self) -> QuerySet[Comment]:
        """Return what the reader may see, without the text as written."""
        return comments_for(self.request.user)

    def get_ordering(self) -> tuple[str, ...]:
        """Newest first, always: the order that an index keeps."""
        return self.default_ordering

    def search_queryset(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Look for words in the redacted text, or for a number as it is spoken."""
        sought = self.search_query.strip()
        if not sought:
            return comments
        digits = sought.replace(" ", "")
        if digits.isdecimal() and len(digits) == 12:
            return comments.filter(reference=digits)
        return comments.filter(redacted_text__icontains=sought)

    @cached_property
    def waiting(self) -> int:
        """How many comments wait for a decision."""
        return Comment.objects.visible_to(self.request.user).waiting().count()

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the queue to who may decide."""
        if not is_moderator(self.request.user) or not self.waiting:
            return []
        label = _("One after another (%(n)s)") % {"n": number_format(self.waiting, force_grouping=True)}
        return [HeaderButton(label, url=reverse("feedback_admin:queue"), icon_name="check")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the bulk actions need, and whether anything waits."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["model_opts"] = Comment._meta
        context["can_moderate"] = is_moderator(self.request.user)
        context["waiting"] = self.waiting
        return context


def about(comment: Comment) -> str:
    """Return the service and the step in words."""
    return f"{comment.service.title}: {comment.step.title}" if comment.step else comment.service.title


def state_words(comment: Comment) -> str:
    """Return the state, with the reason when it is unusable."""
    words = str(comment.get_state_display())
    return f"{words}: {comment.get_unusable_reason_display()}" if comment.unusable_reason else words


def signs(comment: Comment) -> list[str]:
    """Return what a moderator should notice: signs, and that personal data were masked."""
    masked = [str(comment.get_pii_state_display())] if comment.pii_state != "none" else []
    return [*comment.flag_labels, *masked]
