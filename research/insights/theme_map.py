"""The themes of a service as a picture to look at, with its table. Nothing is counted or grouped by it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import hypot, sqrt
from statistics import fmean
from typing import Any

from journeys.models import Service
from research.insights.models import AnalysisRun
from research.insights.models.themes import ThemeState
from research.insights.models.verdicts import Status
from research.insights.reviews import Card, board

WIDTH, HEIGHT, EDGE = 480, 420, 44
SMALLEST, LARGEST = 15, 42  # radius: the smallest still holds two digits and is a target of 24 pixels on a phone
OVERLAP = 0.2  # of two radii: so much may one circle cover of another
ROUNDS = 40

Place = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A theme on the picture: `number` stands in its circle and in its row; without a place it has only a row."""

    number: int
    card: Card
    place: Place | None
    radius: float
    nearest: Card | None

    @property
    def approved(self) -> bool:
        """Say whether a person stands for it."""
        return self.card.theme.state == ThemeState.APPROVED

    @property
    def x(self) -> float:
        """Return the middle of its circle."""
        return self.place[0] if self.place else 0.0

    @property
    def y(self) -> float:
        """Return the middle of its circle."""
        return self.place[1] if self.place else 0.0


@dataclass(frozen=True)
class ThemeMap:
    """Themes, largest first, and some comments as dots; `share` of the differences is to be seen, in per cents."""

    run: AnalysisRun | None
    marks: tuple[Mark, ...]
    dots: tuple[Place, ...]
    share: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def drawn(self) -> tuple[Mark, ...]:
        """Return the themes that have a place."""
        return tuple(mark for mark in self.marks if mark.place)


def theme_map(service: Service, user: Any) -> ThemeMap:
    """Return the picture of the run that stands. The number of queries does not depend on the number of themes."""
    shown = board(service, user)
    kept = shown.run.picture if shown.run else {}
    cards = sorted((card for card in shown.cards if card.mentions), key=lambda card: -card.mentions)
    by_key = {card.theme.pk: card for card in cards}
    spots = {spot["theme"]: spot for spot in kept.get("spots", [])}
    dots = {dot["comment"]: on_paper(dot) for dot in kept.get("dots", [])}
    means = _means(shown.run, dots) if any(pk not in spots for pk in by_key) else {}
    most = max((card.mentions for card in cards), default=1)
    places = {pk: on_paper(spots[pk]) if pk in spots else means[pk] for pk in by_key if pk in spots or pk in means}
    sizes = {pk: radius(card.mentions / most) for pk, card in by_key.items()}
    places = apart(places, sizes)
    marks = [
        Mark(
            number=number,
            card=card,
            place=places.get(card.theme.pk),
            radius=sizes[card.theme.pk],
            nearest=by_key.get(spots.get(card.theme.pk, {}).get("nearest", 0)),
        )
        for number, card in enumerate(cards, start=1)
    ]
    return ThemeMap(shown.run, tuple(marks), tuple(dots.values()), round(100 * kept.get("share", 0)))


def on_paper(place: Mapping[str, Any]) -> Place:
    """Return a place from 0 to 1 in units of the drawing, with room at the edges."""
    return (
        round(EDGE + place["x"] * (WIDTH - 2 * EDGE), 1),
        round(EDGE + place["y"] * (HEIGHT - 2 * EDGE), 1),
    )


def radius(part: float) -> float:
    """Return the radius of a circle whose surface tells a part of the largest theme.

    >>> radius(1.0)
    42.0
    """
    return round(SMALLEST + (LARGEST - SMALLEST) * sqrt(part), 1)


def apart(places: Mapping[int, Place], sizes: Mapping[int, float]) -> dict[int, Place]:
    """Return the places pushed apart until circles hardly cover each other, in the same order each time.

    The distances are approximate anyway; a number that cannot be read says nothing.
    """
    found = dict(places)
    pairs = list(combinations(sorted(found), 2))
    for _ in range(ROUNDS):
        for one, other in pairs:
            (x, y), (right, low) = found[one], found[other]
            distance = hypot(right - x, low - y)
            missing = (1 - OVERLAP) * (sizes[one] + sizes[other]) - distance
            if missing > 0:
                across, down = ((right - x) / distance, (low - y) / distance) if distance else (1.0, 0.0)
                push = missing / 2
                found[one] = inside(x - across * push, y - down * push)
                found[other] = inside(right + across * push, low + down * push)
    return found


def inside(x: float, y: float) -> Place:
    """Return a place that is not over the edge."""
    return round(min(max(x, EDGE), WIDTH - EDGE), 1), round(min(max(y, EDGE), HEIGHT - EDGE), 1)


def _means(run: AnalysisRun | None, dots: Mapping[int, Place]) -> dict[int, Place]:
    """Return for each theme the middle of its comments that are drawn: for themes that people made since."""
    if run is None:
        return {}
    rows = run.assignments.primary().filter(status=Status.ASSIGNED, comment__in=list(dots))
    found: dict[int, list[Place]] = defaultdict(list)
    for theme, comment in rows.values_list("theme_id", "comment_id"):
        found[theme].append(dots[comment])
    return {
        theme: (round(fmean(x for x, _ in places), 1), round(fmean(y for _, y in places), 1))
        for theme, places in found.items()
    }
