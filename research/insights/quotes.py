"""Words of citizens that may be shown: agreed to, checked by a moderator, verbatim, one for each person."""

from dataclasses import dataclass

from feedback.models import State
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Assignment, Theme

LONGEST = 220
SHORTEST = 15


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
    rows = (
        Assignment.objects.filter(run=run, theme=theme, comment__quote_consent=True)
        .exclude(comment__state__in=[State.RECEIVED, State.UNUSABLE])
        .filter(comment__said_on__range=(period.start, period.end))
        .select_related("comment")
        .order_by("-score", "comment_id")[: most * 12]
    )
    quotes: list[Quote] = []
    people: set[str] = set()
    for row in rows:
        words = row.comment.redacted_text[row.unit_start : row.unit_end].strip()
        person = row.comment.person_key or f"comment {row.comment_id}"
        if person in people or "[" in words or not SHORTEST <= len(words) <= LONGEST:
            continue
        people.add(person)
        quotes.append(Quote(words, row.comment_id, row.comment.said_on.isoformat(), row.comment.language))
    return quotes[:most]
