"""Words of citizens that may be shown: agreed to, checked by a moderator, verbatim, one for each person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from feedback.models import State
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Assignment, Theme

LONGEST = 220
SHORTEST = 15
SPARE = 12  # candidates looked at for each quote wanted


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of a comment."""

    text: str
    comment: int
    said_on: str
    language: str


def quotes_of(theme: Theme, *, period: Period, most: int) -> list[Quote]:
    """Return the clearest words about a theme in a period, of people who agreed to be quoted.

    Only comments that a moderator has read, only pieces without masked personal data, and one for each person.
    """
    run = AnalysisRun.objects.done().filter(assignments__theme=theme).first()
    if run is None:
        return []
    rows = candidates(period).filter(run=run, theme=theme).order_by("-score", "comment_id")[: most * SPARE]
    return allowed(rows)[:most]


def quotes_of_each(themes: Iterable[int], *, period: Period, most: int = 1) -> dict[int, list[Quote]]:
    """Return the clearest words about each theme (by its id), by the same rules, in one query for all of them."""
    newest_first = Window(
        RowNumber(), partition_by=F("theme_id"), order_by=[F("run_id").desc(), F("score").desc(), F("comment_id").asc()]
    )
    rows = (
        candidates(period)
        .filter(theme__in=list(themes), run__state="done")
        .annotate(rank=newest_first)
        .filter(rank__lte=most * SPARE)
        .order_by("theme_id", "rank")
    )
    by_theme: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        if row.theme_id and (not by_theme[row.theme_id] or by_theme[row.theme_id][0].run_id == row.run_id):
            by_theme[row.theme_id].append(row)
    return {theme: allowed(found)[:most] for theme, found in by_theme.items()}


def candidates(period: Period) -> QuerySet[Assignment]:
    """Return pieces of comments of a period that may be quoted: the person agreed, and a moderator has read them."""
    return (
        Assignment.objects.filter(comment__quote_consent=True, comment__said_on__range=(period.start, period.end))
        .exclude(comment__state__in=[State.RECEIVED, State.UNUSABLE])
        .select_related("comment")
    )


def allowed(rows: Iterable[Assignment]) -> list[Quote]:
    """Return the words of these pieces that can be shown: not too short or long, nothing masked, one a person."""
    quotes: list[Quote] = []
    people: set[str] = set()
    for row in rows:
        words = row.comment.redacted_text[row.unit_start : row.unit_end].strip()
        person = row.comment.person_key or f"comment {row.comment_id}"
        if person in people or "[" in words or not SHORTEST <= len(words) <= LONGEST:
            continue
        people.add(person)
        quotes.append(Quote(words, row.comment_id, row.comment.said_on.isoformat(), row.comment.language))
    return quotes
