"""What a person does to a theme, as plain POSTs that work without scripts."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import Comment, CommentQuerySet
from journeys.models import Service
from research.insights.actions import (
    RefusedError,
    approve_theme,
    merge_themes,
    move_comments,
    move_to_new_theme,
    new_theme,
    rename_theme,
    retire_theme,
)
from research.insights.admin.screens import Verb
from research.insights.models import Theme

NEW = "new"  # what the form sends instead of a theme for one that is still to be made


class ThemeVerb(Verb):
    """Something done to one theme, in the version that the person looked at."""

    permission = "insights.approve_theme"

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

    def back(self) -> str:
        """Return the screen that the person came from, else the board."""
        wanted = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()}):
            return wanted
        service = self.theme.service
        return reverse("insights_themes:board", args=[service.slug]) if service else reverse("insights_themes:index")


class RenameView(ThemeVerb):
    """Give a theme a title."""

    def act(self) -> str:
        """Rename it."""
        title = self.request.POST.get("title", "")
        theme = rename_theme(theme=self.theme, title=title, version=self.version, by=self.person)
        return _("The theme is now called “%(title)s”. No analysis changes that.") % {"title": theme.title}


class ApproveView(ThemeVerb):
    """Stand for a theme."""

    def act(self) -> str:
        """Approve it."""
        theme = approve_theme(theme=self.theme, version=self.version, by=self.person)
        return _("“%(title)s” is approved.") % {"title": theme.title}


class RetireView(ThemeVerb):
    """Put a theme away."""

    def act(self) -> str:
        """Retire it."""
        theme = retire_theme(theme=self.theme, version=self.version, by=self.person)
        return _("“%(title)s” is retired. Its comments count as “other”.") % {"title": theme.title}


class MergeView(ThemeVerb):
    """Put a theme into another."""

    def act(self) -> str:
        """Merge."""
        into, version = self.other()
        if into is None:
            raise RefusedError(_("Choose a theme to merge with."))
        merge_themes(source=self.theme, into=into, versions=(self.version, version), by=self.person)
        return _("“%(source)s” is now part of “%(into)s”.") % {"source": self.theme.title, "into": into.title}


class MoveView(ThemeVerb):
    """Move the ticked comments."""

    def act(self) -> str:
        """Move them to another theme, to a new one, or out of this one."""
        chosen = [number(value) for value in self.request.POST.getlist("comment")]
        comments = Comment.objects.visible_to(self.request.user).filter(pk__in=chosen)
        if self.request.POST.get("other") == NEW:
            return self.to_new(comments)
        to, version = self.other()
        if to is not None:
            to.version = version
        moved = move_comments(comments=comments, theme=self.theme, to=to, version=self.version, by=self.person)
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


def number(value: str) -> int:
    """Return a number sent by a form, 0 for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def is_uuid(value: str) -> bool:
    """Say whether this is how a theme's identity is written."""
    digits = value.replace("-", "")
    return len(digits) == 32 and all(letter in "0123456789abcdefABCDEF" for letter in digits)
