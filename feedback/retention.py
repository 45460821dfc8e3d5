"""What is forgotten when it is old enough; the page about privacy promises these terms, a test holds it to them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from feedback.models import Comment, CommentQuerySet

AS_WRITTEN_YEARS = 1
WORDS_YEARS = 5
AT_ONCE = 2_000  # rows in one statement, so that nobody who is sending a comment has to wait long


@dataclass(frozen=True)
class Forgotten:
    """How many comments lost their text as written, and how many lost all their words."""

    as_written: int
    words: int


def forget(*, today: date) -> Forgotten:
    """Empty what is past its term, and say of how many comments; a second time on the same day there is nothing left.

    Grades, outcomes and the day stay: nobody can be known by them. The row stays too, so that a count of years ago
    does not change.
    """
    has_words = ~Q(text="", redacted_text="", person_key="")
    old = Comment.objects.filter(has_words, received_on__lte=years_before(today, WORDS_YEARS))
    words = in_pieces(old, text="", redacted_text="", person_key="", forgotten_on=today)
    written = Comment.objects.exclude(text="").filter(received_on__lte=years_before(today, AS_WRITTEN_YEARS))
    return Forgotten(as_written=in_pieces(written, text=""), words=words)


def in_pieces(comments: CommentQuerySet, **emptied: object) -> int:
    """Change these comments, so many at once; return how many. What was changed may not be in the question any more."""
    changed = 0
    while ids := list(comments.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            changed += Comment.objects.filter(pk__in=ids).update(**emptied)
    return changed


def years_before(day: date, years: int) -> date:
    """Return the same day so many years before; 29 February becomes the 28th."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)
