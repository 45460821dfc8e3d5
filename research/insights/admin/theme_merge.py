"""Two themes side by side: choose what to merge with, and see what would move before it does."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from research.insights.actions import RefusedError
from research.insights.actions.themes.merging import check_may_merge
from research.insights.admin.theme_frame import ThemeScreen, is_uuid
from research.insights.admin.theme_verbs import MergeVerb
from research.insights.models import Assignment, Theme
from research.insights.models.themes import ThemeQuerySet, ThemeState
from research.insights.reviews import cards_of, comments_of, evidence

MOST_FOUND = 50
SHOWN = 8


class MergeView(ThemeScreen):
    """Choose another theme by words of its title; then both with their evidence, and the button."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_merge.html"

    def get_page_title(self) -> str:
        """Return what would be merged."""
        return _("Merge “%(title)s”") % {"title": self.theme.title}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Merge."""
        return MergeVerb.as_view()(request, *args, **kwargs)

    @cached_property
    def candidates(self) -> ThemeQuerySet:
        """Return the themes that this one can become part of."""
        run = self.run
        shown = Q(state=ThemeState.APPROVED)
        if run:
            shown |= Q(state=ThemeState.DRAFT, pk__in=Theme.objects.in_run(run))
        return Theme.objects.of(self.service).filter(shown).exclude(pk=self.theme.pk).order_by("state", "title", "pk")

    def into(self) -> Theme | None:
        """Return the theme that was chosen, by its identity or by its exact title."""
        chosen = self.request.GET.get("other", "").partition(":")[0]
        if is_uuid(chosen):
            return self.candidates.filter(uuid=chosen).first()
        named = self.candidates.filter(title__iexact=" ".join(self.wanted.split()))
        return named.get() if self.wanted and named.count() == 1 else None

    @property
    def wanted(self) -> str:
        """Return the words that were typed."""
        return self.request.GET.get("words", "")[:120]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both themes, or what may be chosen."""
        into = self.into()
        more: dict[str, Any] = {"theme": self.theme, "wanted": self.wanted}
        if into is None:
            words = self.wanted.split()
            found = self.candidates
            for word in words:
                found = found.filter(title__icontains=word)
            cards = cards_of(self.run, list(found[:MOST_FOUND]), self.request.user)
            more |= {"found": cards, "titles": self.candidates.values_list("title", flat=True)[:500]}
        else:
            more |= {"sides": self.sides(into), "into": into, "refusal": self.refusal(into), **self.moves(into)}
        return {**super().get_context_data(**kwargs), **more}

    def sides(self, into: Theme) -> list[dict[str, Any]]:
        """Return both themes with their figures and most typical comments."""
        cards = {card.theme.pk: card for card in cards_of(self.run, [self.theme, into], self.request.user)}
        return [
            {
                "card": cards[theme.pk],
                "comments": evidence(theme, self.run, comments_of(theme, self.run, self.request.user)[:SHOWN]),
            }
            for theme in (self.theme, into)
        ]

    def moves(self, into: Theme) -> dict[str, int]:
        """Return how many comments would move, and how many are on both themes already."""
        rows = Assignment.objects.filter(run=self.run, theme=self.theme)
        both = rows.filter(comment__in=Assignment.objects.filter(run=self.run, theme=into).values("comment"))
        count = {"moves": rows, "both": both}
        return {name: found.values("comment").distinct().count() for name, found in count.items()}

    def refusal(self, into: Theme) -> str:
        """Return why these two cannot be merged, in words; nothing when they can."""
        try:
            check_may_merge(self.theme, into)
        except RefusedError as refusal:
            return str(refusal)
        return ""
