"""One theme becomes several: look at the parts first, tick what is typical, look again, then decide."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from research.insights.actions import ChangedMeanwhileError, RefusedError, split_theme
from research.insights.actions.themes import Part
from research.insights.admin.theme_frame import ThemeScreen, last_edit, number, tell
from research.insights.models.themes import ThemeState
from research.insights.splits import LETTERS, PartShown, Preview, preview

FEWEST_COMMENTS = 4
PARTS = range(2, 7)


class SplitView(ThemeScreen):
    """The preview, and the button that makes it so."""

    permission = "insights.approve_theme"
    template_name = "insights/admin/theme_split.html"
    refusal = ""

    def get_page_title(self) -> str:
        """Return what would be split."""
        return _("Split “%(title)s”") % {"title": self.theme.title}

    @cached_property
    def asked(self) -> Any:
        """Return what was sent: by the form, or by the address."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def parts(self) -> int:
        """Return how many parts are asked for, between two and six."""
        return min(max(number(self.asked.get("parts", "")) or PARTS[0], PARTS[0]), PARTS[-1])

    @cached_property
    def letters(self) -> str:
        """Return the names of the parts."""
        return LETTERS[: self.parts]

    @property
    def examples(self) -> dict[int, str]:
        """Return the letter that the person gave to comments."""
        said = {number(name.removeprefix("typical-")): self.asked[name] for name in self.asked if "typical-" in name}
        return {pk: letter for pk, letter in said.items() if pk and letter and letter in self.letters}

    @property
    def stays(self) -> str:
        """Return the letter of the part that keeps the theme's name."""
        kept = self.asked.get("stays", "A")
        return kept if kept and kept in self.letters else "A"

    @cached_property
    def preview(self) -> Preview | None:
        """Return what would come of it; None where there is too little to divide."""
        known = preview(self.theme, self.parts, self.examples, self.request.user) if self.may_split else None
        return known if known and sum(part.size for part in known.parts) >= FEWEST_COMMENTS else None

    @property
    def may_split(self) -> bool:
        """Say whether this theme has comments to divide."""
        return self.run is not None and self.theme.state != ThemeState.RETIRED

    def titles(self) -> dict[str, str]:
        """Return what each part would be called: as typed, else a draft."""
        shown = self.preview.parts if self.preview else ()
        return {part.letter: self.asked.get(f"title-{part.letter}") or part.suggestion for part in shown}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the preview."""
        titles = self.titles()
        shown = self.preview.parts if self.preview else ()
        parts = [self.shown(part, titles[part.letter]) for part in shown]
        more = {
            "theme": self.theme,
            "shown": parts,
            "preview": self.preview,
            "letters": self.letters,
            "choices": PARTS,
            "moves": sum(part.size for part in shown if part.letter != self.stays),
            "version": self.asked.get("version") or self.theme.version,
            "refusal": self.refusal,
        }
        return {**super().get_context_data(**kwargs), **more}

    def shown(self, part: PartShown, title: str) -> dict[str, Any]:
        """Return one part for the screen, its comments with the letter that the person gave them."""
        said = self.examples
        return {
            "part": part,
            "title": title,
            "stays": part.letter == self.stays,
            "typical": [{"one": one, "said": said.get(one.comment.pk, "")} for one in part.typical],
            "doubtful": [{"one": one, "said": ""} for one in part.doubtful],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look again, or split."""
        if "split" not in request.POST:
            return self.get(request, *args, **kwargs)
        since = last_edit(self.service)
        try:
            sentence = self.split()
        except RefusedError as refusal:
            self.refusal = str(refusal)
            return self.render_to_response(self.get_context_data(**kwargs), status=409)
        tell(request, sentence, self.service, since)
        return HttpResponseRedirect(f"{self.board_address}#theme-{self.theme.pk}")

    def split(self) -> str:
        """Make the parts that the person looked at; refuse when they are no longer what they were."""
        if self.preview is None:
            raise RefusedError(_("Only a theme with comments that is not retired can be split."))
        if self.preview.digest != self.asked.get("digest"):
            raise ChangedMeanwhileError(_("The parts are not those that you looked at. Look again and decide."))
        titles = self.titles()
        ordered = sorted(self.preview.parts, key=lambda part: part.letter != self.stays)
        parts = [as_part(part, titles[part.letter]) for part in ordered]
        made = split_theme(theme=self.theme, parts=parts, version=number(self.asked.get("version", "")), by=self.person)
        names = ", ".join(f"“{theme.title}”" for theme in made)
        return _("“%(title)s” is split. New: %(names)s.") % {"title": self.theme.title, "names": names}


def as_part(shown: PartShown, title: str) -> Part:
    """Return a part as the decision takes it."""
    return Part(title, shown.ids, shown.examples, shown.keywords, shown.places)
