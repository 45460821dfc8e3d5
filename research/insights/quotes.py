"""Words of citizens that may be shown: agreed to, checked by a moderator, verbatim, one for each person.

A place says where words stand; the words stay in the comment. So consent that is taken back, a comment that is set
aside and a person who is erased also leave the reports that stand; words that were changed since are not shown.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Expression, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from feedback.models import Comment, CommentQuerySet, Outcome, State
from research.insights.measures import Period
from research.insights.models import Assignment, Theme
from research.insights.models.themes import Status

LONGEST = 220
SHORTEST = 15
WENT_WRONG = Case(When(Q(comment__outcome=Outcome.YES) | Q(comment__grade__gte=7), then=1), default=0)
SPARE = 12  # candidates looked at for each quote wanted: many are too long, too short or masked


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of a comment."""

    text: str
    comment: int
    said_on: str
    language: str
    channel: str = ""


@dataclass(frozen=True)
class Place:
    """Where a quote stands, and a digest of its words, so that other words never take their place."""

    comment: int
    start: int
    end: int
    digest: str


def quotes_of(theme: Theme, *, period: Period, most: int) -> list[Quote]:
    """Return the clearest words about a theme in a period, of people who agreed to be quoted."""
    return quotes_of_each([theme.pk], period=period, most=most).get(theme.pk, [])


def quotes_of_each(themes: Iterable[int], *, period: Period, most: int = 1) -> dict[int, list[Quote]]:
    """Return the clearest words about each theme (by its id), by the same rules, in one query for all of them."""
    chosen = pieces_of_each(themes, period=period, most=most)
    return {theme: [as_quote(row.comment, words_of(row)) for row in rows] for theme, rows in chosen.items()}


def places_of_each(themes: Iterable[int], *, period: Period, most: int) -> dict[int, list[Place]]:
    """Return where the clearest words about what goes wrong stand, to be read again later. One query.

    Words of people for whom it worked out come last: they say what is fine.
    """
    chosen = pieces_of_each(themes, period=period, most=most, first=WENT_WRONG)
    return {
        theme: [Place(row.comment_id, row.unit_start, row.unit_end, digest(words_of(row))) for row in rows]
        for theme, rows in chosen.items()
    }


def words_at(places: Iterable[Place]) -> dict[Place, Quote]:
    """Return the words at these places, as far as they stand there still and may be shown. One query."""
    wanted = list(places)
    comments = may_be_quoted().in_bulk([place.comment for place in wanted]) if wanted else {}
    return {place: quote for place in wanted if (quote := read_again(comments, place))}


def read_again(comments: Mapping[int, Comment], place: Place) -> Quote | None:
    """Return the words at one place, or None when they are not there any more."""
    comment = comments.get(place.comment)
    words = comment.redacted_text[place.start : place.end].strip() if comment else ""
    return as_quote(comment, words) if comment and digest(words) == place.digest else None


def pieces_of_each(
    themes: Iterable[int], *, period: Period, most: int, first: Expression | None = None
) -> dict[int, list[Assignment]]:
    """Return the clearest pieces under each theme in its newest run that can be shown."""
    order = [F("run_id").desc(), *([first] if first else []), F("score").desc(), F("comment_id").asc()]
    newest_first = Window(RowNumber(), partition_by=F("theme_id"), order_by=order)
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
    """Return pieces of comments of a period that may be quoted."""
    comments = may_be_quoted().between(period.start, period.end)
    return Assignment.objects.filter(status=Status.ASSIGNED, comment__in=comments).select_related("comment")


def may_be_quoted() -> CommentQuerySet:
    """Return comments of people who agreed to be quoted, that a moderator has read and kept."""
    return Comment.objects.filter(quote_consent=True).exclude(state__in=[State.RECEIVED, State.UNUSABLE])


def allowed(rows: Iterable[Assignment]) -> list[Assignment]:
    """Return the pieces whose words can be shown: not too short or long, nothing masked, one a person."""
    kept: list[Assignment] = []
    people: set[str] = set()
    for row in rows:
        words = words_of(row)
        person = row.comment.person_key or f"comment {row.comment_id}"
        if person not in people and "[" not in words and SHORTEST <= len(words) <= LONGEST:
            people.add(person)
            kept.append(row)
    return kept


def words_of(row: Assignment) -> str:
    """Return the words of one piece, personal data masked."""
    return row.comment.redacted_text[row.unit_start : row.unit_end].strip()


def as_quote(comment: Comment, words: str) -> Quote:
    """Return words as a quote."""
    return Quote(words, comment.pk, comment.said_on.isoformat(), comment.language, comment.channel)


def digest(words: str) -> str:
    """Return a short fingerprint of words."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
