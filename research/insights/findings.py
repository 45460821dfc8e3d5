"""What a trial found, as a person judges it: which themes, which words, and the quotes beside each verb.

The number of queries does not depend on the number of findings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from research.insights.models import AnalysisRun, Theme
from research.insights.pipeline.comparison import Kind
from research.insights.reviews import Evidence, at_places
from research.insights.splits import LETTERS

QUOTES = 3
EXAMPLES = 5  # of each part, for the screen on which a theme is split

HEADINGS: dict[str, tuple[Promise, Promise]] = {
    Kind.SPLIT: (
        gettext_lazy("Themes that fall apart"),
        gettext_lazy("A fresh look makes several groups of one theme."),
    ),
    Kind.MERGE: (
        gettext_lazy("Themes that are one"),
        gettext_lazy("A fresh look puts most comments of these themes into one group."),
    ),
    Kind.NEW: (gettext_lazy("New groups"), gettext_lazy("A fresh look finds a group that is no theme yet.")),
    Kind.GONE: (
        gettext_lazy("Themes that are not found again"),
        gettext_lazy("A fresh look spreads the comments of these themes over other groups."),
    ),
    Kind.CONTINUE: (gettext_lazy("Themes that stay"), gettext_lazy("A fresh look finds these themes again.")),
}


@dataclass(frozen=True)
class PartShown:
    """A group that the trial found, with its words; `examples` are comments that typify it."""

    label: str
    keywords: tuple[str, ...]
    n: int
    quotes: tuple[Evidence, ...]
    examples: tuple[int, ...]


@dataclass(frozen=True)
class FindingShown:
    """One difference, with the themes as they are now."""

    number: int
    kind: str
    themes: tuple[Theme, ...]
    parts: tuple[PartShown, ...]
    would_move: int
    adopted: Theme | None

    @property
    def into(self) -> Theme | None:
        """Return the theme that a merge would keep: an approved one, else the one with most comments in the group."""
        return self.themes[0] if self.themes else None

    @property
    def others(self) -> tuple[Theme, ...]:
        """Return the themes that would become part of it and did not yet."""
        return tuple(theme for theme in self.themes[1:] if theme.merged_into_id is None)

    @property
    def split_query(self) -> str:
        """Return the parts with comments that typify each, as the screen takes them on which a theme is split."""
        lettered = list(zip(LETTERS, self.parts, strict=False))
        typical = [(f"typical-{pk}", letter) for letter, part in lettered for pk in part.examples]
        return urlencode([("parts", len(lettered)), *typical])


@dataclass(frozen=True)
class Section:
    """All findings of one kind."""

    kind: str
    heading: Promise
    sentence: Promise
    findings: tuple[FindingShown, ...]


def sections(run: AnalysisRun, user: Any) -> list[Section]:
    """Return what a trial found, by kind, for who may read comments: its titles are citizens' words. Three queries."""
    if not user.has_perm("feedback.view_comment"):
        return []
    listed = run.findings.get("list", [])
    shown = _shown(listed, user)
    by_kind = {kind: tuple(one for one in shown if one.kind == kind) for kind in HEADINGS}
    return [Section(kind, *HEADINGS[kind], found) for kind, found in by_kind.items() if found]


def _shown(listed: Sequence[Mapping[str, Any]], user: Any) -> list[FindingShown]:
    """Return the findings with their themes and quotes; a theme that is no longer there is left out."""
    uuids = {uuid for one in listed for uuid in (*one["themes"], one.get("adopted")) if uuid}
    themes = {
        str(theme.uuid): theme
        for theme in Theme.objects.visible_to(user).filter(uuid__in=uuids).select_related("merged_into")
    }
    told = [one for one in listed if one["kind"] != Kind.CONTINUE]
    quotes = at_places([quote for one in told for part in one["parts"] for quote in part["quotes"][:QUOTES]], user)
    return [
        FindingShown(
            number=number,
            kind=one["kind"],
            themes=tuple(themes[uuid] for uuid in one["themes"] if uuid in themes),
            parts=tuple(_part(part, quotes) for part in one["parts"]),
            would_move=one["would_move"],
            adopted=themes.get(one.get("adopted", "")),
        )
        for number, one in enumerate(listed)
    ]


def _part(part: Mapping[str, Any], quotes: Mapping[tuple[int, int, int], Evidence]) -> PartShown:
    places: Iterable[tuple[int, int, int]] = ((one["comment"], one["start"], one["end"]) for one in part["quotes"])
    return PartShown(
        label=part["label"],
        keywords=tuple(part["keywords"]),
        n=part["n"],
        quotes=tuple(quotes[place] for place in places if place in quotes),
        examples=tuple(part["members"][:EXAMPLES]),
    )
