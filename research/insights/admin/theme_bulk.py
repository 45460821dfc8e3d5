"""The same decision about several themes: first what would come of it, then all of it or nothing."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from research.insights.actions import (
    RefusedError,
    RefusedTogetherError,
    approve_themes,
    merge_all,
    retire_themes,
)
from research.insights.admin.theme_frame import ServiceScreen, last_edit, seen_themes, tell
from research.insights.models import AnalysisRun, Theme
from research.insights.models.themes import ThemeState
from research.insights.reviews import Card, cards_of

VERBS = ("approve", "retire", "merge")


class BulkView(ServiceScreen):
    """What would become of the ticked themes, and the button."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_bulk.html"
    refusals: tuple[str, ...] = ()

    def get_page_title(self) -> str:
        """Return what would be done."""
        titles = {
            "approve": _("Approve several themes"),
            "retire": _("Retire several themes"),
            "merge": _("Merge several themes into one"),
        }
        return titles[self.verb]

    @property
    def verb(self) -> str:
        """Return what is asked."""
        asked = self.asked.get("do", "")
        return asked if asked in VERBS else VERBS[0]

    @cached_property
    def asked(self) -> Any:
        """Return what was sent: by the form, or by the address."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def seen(self) -> dict[Theme, int]:
        """Return the ticked themes, in the versions that the person looked at."""
        return seen_themes(self.asked.getlist("theme"), self.service)

    @cached_property
    def into(self) -> Theme | None:
        """Return which theme stays in a merge: the chosen one, else an approved one, else the largest."""
        chosen = self.asked.get("into", "")
        ranked = sorted(self.cards, key=lambda card: (card.theme.state != ThemeState.APPROVED, -card.mentions))
        return next((theme for theme in self.seen if str(theme.uuid) == chosen), ranked[0].theme if ranked else None)

    @cached_property
    def cards(self) -> list[Card]:
        """Return the ticked themes with their figures, largest first."""
        return cards_of(AnalysisRun.objects.standing(self.service), list(self.seen), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the themes, and how many comments would move."""
        moving = [card.mentions for card in self.cards if self.verb == "retire" or card.theme != self.into]
        rows = [{"card": card, "version": self.seen[card.theme]} for card in self.cards]
        more: dict[str, Any] = {
            "rows": rows,
            "verb": self.verb,
            "into": self.into,
            "back": self.board_address,
            "moves": 0 if self.verb == "approve" else sum(moving),
            "refusals": self.refusals,
        }
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say of each theme why not."""
        since = last_edit(self.service)
        try:
            sentence = self.act()
        except RefusedTogetherError as refusal:
            self.refusals = refusal.sentences
        except RefusedError as refusal:
            self.refusals = (str(refusal),)
        else:
            tell(request, sentence, self.service, since)
            return HttpResponseRedirect(self.board_address)
        if not self.seen:
            messages.error(request, self.refusals[0])
            return HttpResponseRedirect(self.board_address)
        return self.render_to_response(self.get_context_data(**kwargs), status=409)

    def act(self) -> str:
        """Do it to all and return the sentence."""
        n = len(self.seen)
        if self.verb == "merge" and self.into:
            stays = merge_all(seen=self.seen, into=self.into, by=self.person)
            words = {"n": n, "title": stays.title}
            return ngettext("%(n)s theme is now “%(title)s”.", "%(n)s themes are now “%(title)s”.", n) % words
        if self.verb == "retire":
            retire_themes(seen=self.seen, by=self.person)
            return ngettext("%(n)s theme is retired.", "%(n)s themes are retired.", n) % {"n": n}
        approve_themes(seen=self.seen, by=self.person)
        return ngettext("%(n)s theme is approved.", "%(n)s themes are approved.", n) % {"n": n}
