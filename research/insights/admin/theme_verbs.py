"""What a person does to a theme, as plain POSTs that work without scripts."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from feedback.models import Comment, CommentQuerySet
from journeys.models import Service
from research.insights.actions import (
    ChangedMeanwhileError,
    RefusedError,
    add_comments,
    approve_theme,
    exclude_comments,
    merge_themes,
    move_comments,
    move_to_new_theme,
    new_theme,
    rename_theme,
    retire_theme,
)
from research.insights.admin.screens import Verb
from research.insights.admin.theme_conflict import ConflictScreen
from research.insights.admin.theme_frame import is_uuid, last_edit, number, numbers, safe_next, tell
from research.insights.models import Theme

NEW = "new"  # what the form sends instead of a theme for one that is still to be made


class ThemeVerb(Verb):
    """Something done to one theme, in the version that the person looked at."""

    permission = "insights.approve_theme"
    name = ""

    @cached_property
    def theme(self) -> Theme:
        """Return the theme of this address."""
        return get_object_or_404(Theme.objects.select_related("service"), uuid=self.kwargs["uuid"])

    @property
    def version(self) -> int:
        """Return the version on the person's screen."""
        return number(self.request.POST.get("version", ""))

    def other(self) -> tuple[Theme | None, int]:
        """Return the theme chosen in the form and its version there, sent as "uuid:version"; None for no theme."""
        uuid, _colon, version = self.request.POST.get("other", "").partition(":")
        if not uuid:
            return None, 0
        found = Theme.objects.filter(service=self.theme.service, uuid=uuid).first() if is_uuid(uuid) else None
        if found is None:
            raise RefusedError(_("The theme that you chose is no longer there. Look again and decide."))
        return found, number(version)

    def chosen(self) -> CommentQuerySet:
        """Return the ticked comments that this person may read."""
        ticked = numbers(self.request.POST.getlist("comment"))
        return Comment.objects.visible_to(self.request.user).filter(pk__in=ticked)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Act and tell, with a way to undo it; keep what was typed when somebody else was first."""
        since = last_edit(self.theme.service)
        try:
            tell(request, self.act(), self.theme.service, since)
        except ChangedMeanwhileError as refusal:
            return self.conflict(str(refusal))
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.back())

    def conflict(self, refusal: str) -> HttpResponseBase:
        """Show who was first, and the form again."""
        return ConflictScreen.as_view(refusal=refusal, verb=self.name, back=self.back())(self.request, **self.kwargs)

    def back(self) -> str:
        """Return the screen that the person came from, else the board."""
        service = self.theme.service
        home = reverse("insights_themes:index")
        return safe_next(self.request, reverse("insights_themes:board", args=[service.slug]) if service else home)


class RenameView(ThemeVerb):
    """Give a theme a title."""

    name = "rename"

    def act(self) -> str:
        """Rename it."""
        title = self.request.POST.get("title", "")
        theme = rename_theme(theme=self.theme, title=title, version=self.version, by=self.person)
        return _("The theme is now called “%(title)s”. No analysis changes that.") % {"title": theme.title}


class ApproveView(ThemeVerb):
    """Stand for a theme."""

    name = "approve"

    def act(self) -> str:
        """Approve it."""
        theme = approve_theme(theme=self.theme, version=self.version, by=self.person)
        return _("“%(title)s” is approved.") % {"title": theme.title}


class RetireView(ThemeVerb):
    """Put a theme away."""

    name = "retire"

    def act(self) -> str:
        """Retire it."""
        theme = retire_theme(theme=self.theme, version=self.version, by=self.person)
        return _("“%(title)s” is retired. Its comments count as “other”.") % {"title": theme.title}


class MergeVerb(ThemeVerb):
    """Put a theme into another."""

    name = "merge"

    def act(self) -> str:
        """Merge."""
        into, version = self.other()
        if into is None:
            raise RefusedError(_("Choose a theme to merge with."))
        merge_themes(source=self.theme, into=into, versions=(self.version, version), by=self.person)
        return _("“%(source)s” is now part of “%(into)s”.") % {"source": self.theme.title, "into": into.title}


class MoveView(ThemeVerb):
    """Move the ticked comments."""

    name = "move"

    def act(self) -> str:
        """Move them to another theme, to a new one, or out of this one."""
        if self.request.POST.get("other") == NEW:
            return self.to_new(self.chosen())
        to, version = self.other()
        if to is not None:
            to.version = version
        moved = move_comments(comments=self.chosen(), theme=self.theme, to=to, version=self.version, by=self.person)
        if to is None:
            return ngettext("%(n)s comment taken out.", "%(n)s comments taken out.", moved) % {"n": moved}
        return moved_words(moved, to.title)

    def to_new(self, comments: CommentQuerySet) -> str:
        """Move them to a theme that is made for them."""
        title = self.request.POST.get("title", "")
        moved = move_to_new_theme(
            comments=comments, theme=self.theme, title=title, version=self.version, by=self.person
        )
        return moved_words(moved, title)


class AddVerb(ThemeVerb):
    """Give the ticked comments this theme."""

    name = "add"

    def act(self) -> str:
        """Add them."""
        n = add_comments(comments=self.chosen(), to=self.theme, version=self.version, by=self.person)
        words = {"n": n, "title": self.theme.title}
        return ngettext("%(n)s comment added to “%(title)s”.", "%(n)s comments added to “%(title)s”.", n) % words


class ExcludeView(ThemeVerb):
    """Leave the ticked comments out of the analysis."""

    name = "exclude"

    def act(self) -> str:
        """Leave them out; they stay in the account."""
        service = self.theme.service
        if service is None:
            raise RefusedError(_("Choose at least one comment."))
        seen = {self.theme: self.version}
        n = exclude_comments(comments=self.chosen(), service=service, by=self.person, seen=seen)
        return ngettext(
            "%(n)s comment is left out of the analysis.", "%(n)s comments are left out of the analysis.", n
        ) % {"n": n}


class NewView(Verb):
    """Make a theme of a person's own."""

    permission = "insights.approve_theme"

    @cached_property
    def service(self) -> Service:
        """Return the service of this address."""
        return get_object_or_404(Service, slug=self.kwargs["slug"])

    def act(self) -> str:
        """Make it; it is empty until comments are moved to it."""
        theme = new_theme(service=self.service, title=self.request.POST.get("title", ""), by=self.person)
        return _("“%(title)s” is there, still empty. Move comments to it.") % {"title": theme.title}

    def back(self) -> str:
        """Return the board."""
        return reverse("insights_themes:board", args=[self.service.slug])


def moved_words(n: int, title: str) -> str:
    """Return the sentence that says how many comments went where."""
    words = {"n": n, "title": " ".join(title.split())}
    return ngettext("%(n)s comment moved to “%(title)s”.", "%(n)s comments moved to “%(title)s”.", n) % words


__all__ = [
    "AddVerb",
    "ApproveView",
    "ExcludeView",
    "MergeVerb",
    "MoveView",
    "NewView",
    "RenameView",
    "RetireView",
    "ThemeVerb",
    "number",
]
