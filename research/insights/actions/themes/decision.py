"""One decision of a person: written down for each theme it touches, with all that is needed to take it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db.models import Q

from accounts.models import User
from research.insights.models import AnalysisRun, Anchor, Assignment, PainPoint, Theme, ThemeEdit
from research.insights.models.themes import EditKind
from research.insights.models.verdicts import RETIRED, Source

PRIMARY, PERSON, PUT_AWAY = 1, 2, 4


@dataclass
class Decision:
    """What one person decides at one moment. The first edit written carries the memory, the others follow it."""

    by: User
    memory: dict[str, Any]
    key: str = field(default_factory=lambda: uuid4().hex)
    written: list[ThemeEdit] = field(default_factory=list)

    def about(self, theme: Theme, kind: EditKind, **details: Any) -> Theme:
        """Save the theme as a new version, and who decided what about it."""
        theme.version += 1
        theme.save()
        more = {"follows": True} if self.written else {"memory": self.memory}
        kept = {**details, **more, "decision": self.key}
        self.written.append(ThemeEdit.objects.create(theme=theme, kind=kind, details=kept, by=self.by))
        return theme


def remember(themes: Sequence[Theme], comments: Collection[int] = (), *, all_anchors: bool = False) -> dict[str, Any]:
    """Return what is there now: these themes, where these comments stand, and what people said about them.

    Comments are named by number, so that a decision can be taken back after later runs too.
    """
    run = AnalysisRun.objects.standing(themes[0].service) if themes else None
    keys, asked = [theme.pk for theme in themes], sorted(set(comments))
    anchors = Anchor.objects.filter(theme__in=keys).order_by("id")
    if not all_anchors:
        anchors = anchors.filter(comment__in=asked)
    points = PainPoint.objects.filter(theme__in=keys)
    return {
        "themes": {str(one.pk): [one.title, one.title_locked, one.state, one.merged_into_id] for one in themes},
        "comments": asked,
        **_places(run, keys, asked),
        "all_anchors": all_anchors,
        "anchors": [list(row) for row in anchors.values_list("theme_id", "comment_id", "belongs", "by_id")],
        "points": {str(pk): theme for pk, theme in points.values_list("pk", "theme_id")},
    }


def _places(run: AnalysisRun | None, themes: Sequence[int], comments: Sequence[int]) -> dict[str, Any]:
    """Return the rows of comments under these themes or none, and the main theme of those that have another."""
    rows = Assignment.objects.filter(run=run, comment__in=comments).order_by("id")
    fields = ("comment_id", "theme_id", "unit_start", "unit_end", "score", "primary", "source", "reason")
    under = [
        [
            comment,
            theme,
            start,
            end,
            score,
            PRIMARY * main + PERSON * (by == Source.PERSON) + PUT_AWAY * (why == RETIRED),
        ]
        for comment, theme, start, end, score, main, by, why in rows.filter(theme__in=themes).values_list(*fields)
    ]
    none = rows.filter(theme=None).values_list("comment_id", "status", "reason", "source", "nearest_id", "unit_end")
    elsewhere = rows.filter(primary=True).exclude(Q(theme__in=themes) | Q(theme=None))
    others = elsewhere.values_list("comment_id", "theme_id", "unit_start", "unit_end", "score")
    return {
        "rows": under,
        "none": [list(row) for row in none],
        "elsewhere": {str(comment): [theme, start, end, score] for comment, theme, start, end, score in others},
    }


def comments_under(theme: Theme) -> list[int]:
    """Return every comment that touches the theme in the run that stands."""
    run = AnalysisRun.objects.standing(theme.service)
    rows = Assignment.objects.filter(run=run, theme=theme).order_by("comment_id")
    return list(rows.values_list("comment_id", flat=True).distinct())
