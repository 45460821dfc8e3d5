"""Comments of a service: found to add to a theme, and those that were left out."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from feedback.models import Comment, CommentQuerySet
from journeys.models import Channel, Step
from research.insights.actions import RefusedError, put_back_comments
from research.insights.admin.theme_frame import ServiceScreen, ThemeScreen, number, numbers
from research.insights.admin.theme_verbs import AddVerb
from research.insights.models import Assignment
from research.insights.models.verdicts import Status
from research.insights.reviews import cards_of

ON_A_PAGE = 25


class AddView(ThemeScreen):
    """Search the comments of the service, tick, and give them this theme."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_add.html"

    def get_page_title(self) -> str:
        """Return where comments would be added."""
        return _("Add comments to “%(title)s”") % {"title": self.theme.title}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Add what was ticked."""
        return AddVerb.as_view()(request, *args, **kwargs)

    def found(self) -> CommentQuerySet:
        """Return the comments of the run that stands which this theme does not have, as asked for."""
        asked = self.request.GET
        rows = Assignment.objects.filter(run=self.run).order_by()
        here = rows.filter(theme=self.theme, status=Status.ASSIGNED).values("comment")
        readable = Comment.objects.visible_to(self.request.user).of(self.service).usable().filter(exclusion=None)
        known = readable.filter(pk__in=rows.primary().values("comment")).exclude(pk__in=here)
        comments = known.select_related("step").order_by("-said_on", "-pk")
        if asked.get("without"):
            lost = [Status.OTHER, Status.UNDECIDED, Status.EXCLUDED]
            comments = comments.filter(pk__in=rows.primary().filter(status__in=lost).values("comment"))
        if asked.get("channel") in Channel.values:
            comments = comments.filter(channel=asked["channel"])
        if step := number(asked.get("step", "")):
            comments = comments.filter(step=step)
        for word in asked.get("words", "")[:120].split():
            comments = comments.filter(redacted_text__icontains=word)
        return comments

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of what was found, with the theme that each comment has now."""
        asked = self.request.GET
        pages = Paginator(self.found(), ON_A_PAGE)
        page = pages.get_page(asked.get("p"))
        query = asked.copy()
        query.pop("p", None)
        more = {
            "theme": self.theme,
            "card": cards_of(self.run, [self.theme], self.request.user)[0],
            "asked": asked,
            "query": query.urlencode(),
            "channels": Channel.choices,
            "steps": Step.objects.filter(service=self.service).order_by("title", "pk"),
            "page": page,
            "page_numbers": pages.get_elided_page_range(page.number),
            "rows": self.rows(list(page.object_list)),
        }
        return {**super().get_context_data(**kwargs), **more}

    def rows(self, comments: list[Comment]) -> list[dict[str, Any]]:
        """Return the comments with the theme that they have now."""
        main = Assignment.objects.primary().filter(run=self.run, comment__in=comments).select_related("theme")
        has = {row.comment_id: row for row in main}
        return [{"comment": comment, "row": has.get(comment.pk)} for comment in comments]


class LeftOutView(ServiceScreen):
    """What people left out of the analysis, with the way back in."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_left_out.html"

    def get_page_title(self) -> str:
        """Return what is shown."""
        return _("Comments left out: %(service)s") % {"service": self.service}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of them, the newest first."""
        out = Comment.objects.visible_to(self.request.user).of(self.service).exclude(exclusion=None)
        pages = Paginator(out.select_related("exclusion__by", "step").order_by("-exclusion__at", "-pk"), ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        numbers_shown = pages.get_elided_page_range(page.number)
        more = {"page": page, "page_numbers": numbers_shown}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put back what was ticked."""
        ticked = numbers(request.POST.getlist("comment"))
        comments = Comment.objects.visible_to(request.user).filter(pk__in=ticked)
        try:
            n = put_back_comments(comments=comments, service=self.service, by=self.person)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            words = ngettext("%(n)s comment takes part again.", "%(n)s comments take part again.", n)
            messages.success(request, words % {"n": n})
        return HttpResponseRedirect(request.path)
