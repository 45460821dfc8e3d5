"""What a person must have in view to judge a theme: size, people, grade, steps, and the words themselves.

The number of queries does not depend on the number of themes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, Max, Q

from feedback.models import Comment, CommentQuerySet
from journeys.models import Service
from research.insights.models import AnalysisRun, Assignment, Theme
from research.insights.models.themes import ThemeState
from research.insights.models.verdicts import Status

MAIN = Q(primary=True)
LONGEST = 320  # characters of a comment around the piece that is marked
STEPS = 3
ORDERS = ("size", "grade", "newest")
SHOWN = ("all", "proposed", "approved", "retired")


@dataclass(frozen=True)
class Piece:
    """A part of a comment, marked when it is what the theme is about."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Evidence:
    """A comment, verbatim, with the pieces marked that belong to the theme."""

    comment: Comment
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class StepCount:
    """How often a theme is mentioned at a step."""

    step: int
    title: str
    n: int


@dataclass(frozen=True)
class Card:
    """One theme with its figures and evidence: `size` by main theme, `mentions` all comments that touch it."""

    theme: Theme
    size: int = 0
    mentions: int = 0
    people: int = 0
    grade: float | None = None
    graded: int = 0
    steps: tuple[StepCount, ...] = ()
    quotes: tuple[Evidence, ...] = ()

    @property
    def anchor(self) -> str:
        """Return the place of this card on the board."""
        return f"#theme-{self.theme.pk}"


@dataclass(frozen=True)
class Board:
    """The proposals of a service beside what was approved, largest first."""

    service: Service | None
    run: AnalysisRun | None
    proposed: tuple[Card, ...] = ()
    approved: tuple[Card, ...] = ()
    retired: tuple[Theme, ...] = field(default=())

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return every theme that can be merged into."""
        return self.approved + self.proposed


def board(service: Service | None, user: Any, *, order: str = "size") -> Board:
    """Return the themes of a service as the run that stands found them; quotes for who may read comments.

    Largest first; or with the lowest grade, or the newest, first.
    """
    run = AnalysisRun.objects.standing(service)
    themes = Theme.objects.visible_to(user).of(service).select_related("pain_point")
    shown = [*themes.approved(), *(themes.proposed().in_run(run) if run else [])]
    cards = in_order(cards_of(run, shown, user), order)
    return Board(
        service=service,
        run=run,
        proposed=tuple(card for card in cards if card.theme.state == ThemeState.DRAFT),
        approved=tuple(card for card in cards if card.theme.state == ThemeState.APPROVED),
        retired=tuple(themes.filter(state=ThemeState.RETIRED, merged_into=None)),
    )


def cards_of(run: AnalysisRun | None, themes: Sequence[Theme], user: Any) -> list[Card]:
    """Return a card for each theme, largest first."""
    figures = _figures(run, themes)
    steps = _steps(run, themes)
    quotes = _quotes(themes, user)
    cards = [
        Card(
            theme,
            steps=tuple(steps.get(theme.pk, ())),
            quotes=tuple(quotes.get(theme.pk, ())),
            **figures.get(theme.pk, {}),
        )
        for theme in themes
    ]
    return sorted(cards, key=lambda card: (-card.mentions, card.theme.title))


def in_order(cards: Sequence[Card], order: str) -> list[Card]:
    """Return the cards, which come largest first, in another order."""
    if order == "grade":
        return sorted(cards, key=lambda card: (card.grade is None, card.grade or 0))
    return sorted(cards, key=lambda card: card.theme.created_at, reverse=True) if order == "newest" else list(cards)


def comments_of(theme: Theme, run: AnalysisRun | None, user: Any) -> CommentQuerySet:
    """Return the comments on a theme that this person may read, the most typical first."""
    rows = Assignment.objects.filter(run=run, theme=theme, status=Status.ASSIGNED).order_by()
    best = rows.values("comment").annotate(best=Max("score"))
    return (
        Comment.objects.visible_to(user)
        .usable()
        .filter(pk__in=best.values("comment"))
        .annotate(typical=Max("assignments__score", filter=Q(assignments__run=run, assignments__theme=theme)))
        .select_related("step")
        .order_by("-typical", "pk")
    )


def evidence(theme: Theme, run: AnalysisRun | None, comments: Iterable[Comment]) -> list[Evidence]:
    """Return the comments with the pieces marked that belong to the theme."""
    comments = list(comments)
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = Assignment.objects.filter(run=run, theme=theme, comment__in=comments)
    for comment, start, end in rows.values_list("comment_id", "unit_start", "unit_end"):
        spans[comment].append((start, end))
    return [Evidence(comment, tuple(pieces(comment.redacted_text, spans[comment.pk]))) for comment in comments]


def at_places(places: Iterable[Mapping[str, Any]], user: Any) -> dict[tuple[int, int, int], Evidence]:
    """Return the words at these places (comment, start, end), as far as this person may read them. One query."""
    wanted = {(place["comment"], place["start"], place["end"]) for place in places}
    comments = Comment.objects.visible_to(user).usable().in_bulk({comment for comment, _, _ in wanted})
    return {place: _around(comments[place[0]], *place[1:]) for place in wanted if place[0] in comments}


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterable[Piece]:
    """Yield the text in order, cut at the edges of the spans; together the pieces are the text, letter for letter.

    >>> [piece.text for piece in pieces("Snel. Maar duur.", [(6, 16)])]
    ['Snel. ', 'Maar duur.']
    """
    at = 0
    for start, end in sorted(spans):
        if at < start:
            yield Piece(text[at:start], marked=False)
        if max(at, start) < min(end, len(text)):
            yield Piece(text[max(at, start) : end], marked=True)
        at = max(at, start, end)
    if text[at:]:
        yield Piece(text[at:], marked=False)


def _figures(run: AnalysisRun | None, themes: Sequence[Theme]) -> Mapping[int, dict[str, Any]]:
    rows = Assignment.objects.filter(run=run, theme__in=themes, status=Status.ASSIGNED).order_by().values("theme")
    named = Count("comment__person_key", distinct=True, filter=~Q(comment__person_key=""))
    unnamed = Count("comment", distinct=True, filter=Q(comment__person_key=""))
    found = rows.annotate(
        size=Count("pk", filter=MAIN),
        mentions=Count("comment", distinct=True),
        people=named + unnamed,
        grade=Avg("comment__grade", filter=MAIN),
        graded=Count("comment__grade", filter=MAIN),
    )
    names = ("size", "mentions", "people", "grade", "graded")
    return {theme: dict(zip(names, row, strict=True)) for theme, *row in found.values_list("theme", *names)}


def _steps(run: AnalysisRun | None, themes: Sequence[Theme]) -> Mapping[int, list[StepCount]]:
    """Return the steps where each theme is mentioned most, at most three."""
    rows = Assignment.objects.filter(run=run, theme__in=themes, status=Status.ASSIGNED).exclude(comment__step=None)
    counted = rows.order_by().values_list("theme", "comment__step", "comment__step__title")
    found: dict[int, list[StepCount]] = defaultdict(list)
    for theme, step, title, n in sorted(
        counted.annotate(n=Count("comment", distinct=True)), key=lambda row: (-row[3], row[1])
    ):
        if len(found[theme]) < STEPS:
            found[theme].append(StepCount(step, title, n))
    return found


def _quotes(themes: Sequence[Theme], user: Any) -> Mapping[int, list[Evidence]]:
    """Return the quotes of each theme, cut from the comments as they are now."""
    wanted = {quote["comment"] for theme in themes for quote in theme.quotes}
    comments = Comment.objects.visible_to(user).usable().in_bulk(wanted)
    return {
        theme.pk: [
            _around(comments[quote["comment"]], quote["start"], quote["end"])
            for quote in theme.quotes
            if quote["comment"] in comments
        ]
        for theme in themes
    }


def _around(comment: Comment, start: int, end: int) -> Evidence:
    """Return the piece with as much of its comment around it as fits."""
    text = comment.redacted_text
    spare = max(0, LONGEST - (end - start)) // 2
    first = 0 if start <= spare else text.find(" ", start - spare, start) + 1 or start
    last = len(text) if len(text) - end <= spare else max(text.rfind(" ", end, end + spare), end)
    shown = list(pieces(text[first:last], [(start - first, end - first)]))
    if first:
        shown.insert(0, Piece("… ", marked=False))
    if last < len(text):
        shown.append(Piece(" …", marked=False))
    return Evidence(comment, tuple(shown))
