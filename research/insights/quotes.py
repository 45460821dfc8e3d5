"""Words of citizens that may be shown: agreed to, checked by a moderator, verbatim, one for each person.

A place says where words stand; the words stay in the comment. So consent that is taken back, a comment that is set
aside and a person who is erased also leave the reports that stand; words that were changed since are not shown.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from feedback.models import Comment, CommentQuerySet, Outcome, State
from research.analysis.language import UNKNOWN, detect
from research.analysis.words import stems
from research.insights.measures import Period
from research.insights.models import Assignment
from research.insights.models.verdicts import Status

LONGEST = 220
SHORTEST = 15
BEST_LENGTH = range(40, 181)  # shorter says too little, longer is not read
GOOD = 7  # a grade from here on says what is fine
WENT_WELL = Q(comment__outcome=Outcome.YES) | Q(comment__grade__gte=GOOD)
SPARE = 60  # candidates looked at for each quote wanted: many are too long, too short or masked
CHOSEN_BY_ANALYSIS = {"central": 2.0, "diverse": 1.0, "dissenting": -2.0}
MOST_WORDS_SHARED = 3
SALUTATIONS = ("beste", "geacht", "hallo", "dag ", "dear", "hello", "mijne heren", "l.s.")


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


def quotes_of_each(themes: Iterable[int], *, period: Period, most: int = 1) -> dict[int, list[Quote]]:
    """Return the words that show best what goes wrong, for each theme (by its id), in one query for all of them."""
    chosen = pieces_of_each(themes, period=period, most=most)
    return {theme: [as_quote(row.comment, words_of(row)) for row in rows] for theme, rows in chosen.items()}


def places_of_each(themes: Iterable[int], *, period: Period, most: int) -> dict[int, list[Place]]:
    """Return where the words that show best what goes wrong stand, to be read again later. One query."""
    chosen = pieces_of_each(themes, period=period, most=most)
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


def pieces_of_each(themes: Iterable[int], *, period: Period, most: int) -> dict[int, list[Assignment]]:
    """Return the pieces that show each theme best, of those in its newest run that can be shown.

    Words of people for whom it worked out come last: they say what is fine.
    """
    order = [F("run_id").desc(), F("well").asc(), F("score").desc(), F("comment_id").asc()]
    rows = (
        candidates(period)
        .filter(theme__in=list(themes), run__state="done")
        .annotate(well=Case(When(WENT_WELL, then=1), default=0))
        .annotate(rank=Window(RowNumber(), partition_by=F("theme_id"), order_by=order))
        .filter(rank__lte=most * SPARE)
        .order_by("theme_id", "rank")
    )
    by_theme: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        if row.theme_id and (not by_theme[row.theme_id] or by_theme[row.theme_id][0].run_id == row.run_id):
            by_theme[row.theme_id].append(row)
    return {theme: best(found)[:most] for theme, found in by_theme.items()}


def best(rows: list[Assignment]) -> list[Assignment]:
    """Return the pieces of one theme that can be shown, best first; between equals the order stays.

    Who is content and says nothing of the subject was put here for another sentence: that would mislead.
    """
    if (theme := rows[0].theme) is None:
        return []
    subject = frozenset(stems(" ".join([theme.title, *theme.keywords]), "nl"))
    chosen = {(one["comment"], one["start"]): CHOSEN_BY_ANALYSIS.get(one["kind"], 0.0) for one in theme.quotes}
    telling = [row for row in rows if not went_well(row) or shared(words_of(row), subject)]
    return allowed(sorted(telling, key=lambda row: (went_well(row), -worth(row, subject, chosen))))


def went_well(row: Assignment) -> bool:
    """Say whether it worked out for who wrote this; the database orders by the same rule."""
    return row.comment.outcome == Outcome.YES or (row.comment.grade or 0) >= GOOD


def worth(row: Assignment, subject: frozenset[str], chosen: Mapping[tuple[int, int], float]) -> float:
    """Return how well a piece shows its theme: it is about it, says enough, in a whole sentence that many can read."""
    words = words_of(row)
    signs = [
        chosen.get((row.comment_id, row.unit_start), 0.0),
        min(shared(words, subject), MOST_WORDS_SHARED),
        2 * (len(words) in BEST_LENGTH),
        2 * (words[:1].isupper() and words[-1:] in ".!?"),
        -2 * words.lower().startswith(SALUTATIONS),
        1 * (spoken_in(words, row.comment) == settings.LANGUAGE_CODE),
    ]
    return row.score + sum(signs)


def shared(words: str, subject: frozenset[str]) -> int:
    """Return how many words of the subject are in a piece."""
    return len(subject & set(stems(words, "nl")))


def spoken_in(words: str, comment: Comment) -> str:
    """Return the language of words; somebody may write Polish in a Dutch form."""
    found = detect(words)
    return comment.language if found == UNKNOWN else found


def candidates(period: Period) -> QuerySet[Assignment]:
    """Return pieces of comments of a period that may be quoted."""
    comments = may_be_quoted().between(period.start, period.end)
    return Assignment.objects.filter(status=Status.ASSIGNED, comment__in=comments).select_related("comment", "theme")


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
    return Quote(words, comment.pk, comment.said_on.isoformat(), spoken_in(words, comment), comment.channel)


def digest(words: str) -> str:
    """Return a short fingerprint of words."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
