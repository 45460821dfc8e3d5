"""The priority matrix in words: what comes first, and every point with its number and figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from research.analysis.statistics import SMALLEST_SHOWN
from research.insights.models.pain_points import Severity
from research.insights.priorities.placing import ORDER, STRIP, Corner, Picture, Spot, corner_of, picture
from research.insights.shown.fact_cards import percent

WIDE, NARROW = (680, 204), (328, 22)


@dataclass(frozen=True)
class Pin:
    """A pain point to be placed; `n` is None where too few comments were about it to give a figure."""

    key: int
    title: str
    service: str
    severity: int
    n: int | None
    out_of: int | None
    url: str = ""

    @property
    def share(self) -> float | None:
        """Return the share of the comments on its service; None for a group under five."""
        if self.n is None or not self.out_of or min(self.n, self.out_of) < SMALLEST_SHOWN:
            return None
        return min(1.0, self.n / self.out_of)


@dataclass(frozen=True)
class Line:
    """One line of the table; without a number when there are too few comments to place it."""

    number: int | None
    pin: Pin

    @property
    def corner(self) -> Corner | None:
        """Return in which quarter it stands."""
        return None if self.pin.share is None else corner_of(self.pin.severity, self.pin.share)

    @property
    def corner_words(self) -> str:
        """Return what to do with it."""
        return corner_words(self.corner) if self.corner else _("too few comments")

    @property
    def severity_words(self) -> str:
        """Return how bad it is."""
        return f"{self.pin.severity}: {Severity(self.pin.severity).label}"

    @property
    def often(self) -> str:
        """Return how often it was heard."""
        if self.pin.share is None:
            return _("fewer than 5")
        told = {"share": percent(self.pin.share), "k": self.pin.n, "n": self.pin.out_of}
        return _("%(share)s (%(k)s of %(n)s)") % told

    @property
    def words(self) -> str:
        """Return the whole point in words, for who cannot see the picture."""
        told = [f"{self.pin.title} ({self.pin.service})", self.severity_words, self.often, self.corner_words]
        return f"{self.number}: {'; '.join(told)}"


@dataclass(frozen=True)
class Matrix:
    """Everything about the priorities: the lines of the table and the picture for a wide and a narrow screen."""

    lines: tuple[Line, ...]

    @property
    def placed(self) -> tuple[Line, ...]:
        """Return the lines that have a place in the picture."""
        return tuple(line for line in self.lines if line.number is not None)

    @property
    def wide(self) -> "Drawn | None":
        """Return the picture for a wide screen and paper."""
        return self._drawn(*WIDE)

    @property
    def narrow(self) -> "Drawn | None":
        """Return the picture for a phone."""
        return self._drawn(*NARROW)

    def _drawn(self, width: int, left: int) -> "Drawn | None":
        spots = [Spot(line.number or 0, line.pin.severity, line.pin.share or 0.0) for line in self.placed]
        return Drawn(picture(spots, width=width, left=left), self.placed, names=width == WIDE[0]) if spots else None

    @property
    def sentence(self) -> str:
        """Return how many come first."""
        first = [line for line in self.placed if line.corner == Corner.FIRST]
        if not self.placed:
            return _("Too few comments to say which pain point comes first.")
        if not first:
            return _("No pain point is both bad and often heard.")
        told = {"n": len(first), "all": len(self.placed), "title": first[0].pin.title}
        return (
            ngettext(
                "%(n)s of %(all)s pain points with enough comments comes first, as bad and often heard: “%(title)s”.",
                "%(n)s of %(all)s pain points with enough comments come first, as bad and often heard; on top "
                "“%(title)s”.",
                len(first),
            )
            % told
        )


@dataclass(frozen=True)
class Drawn:
    """A picture with its words."""

    picture: Picture
    lines: tuple[Line, ...]
    names: bool

    @property
    def points(self) -> list[tuple[float, float, Line]]:
        """Return each point with its place."""
        return [(dot.x, dot.y, line) for dot, line in zip(self.picture.dots, self.lines, strict=True)]

    @property
    def bands(self) -> list[tuple[float, float, str, bool]]:
        """Return top, middle and name of each band, and whether a line stands above it."""
        return [
            (band.top, band.middle, self._name(band.severity), at > 0) for at, band in enumerate(self.picture.bands)
        ]

    def _name(self, severity: int) -> str:
        return f"{severity}: {Severity(severity).label}" if self.names else str(severity)

    @property
    def shade(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the quarter that comes first."""
        at = self.picture
        return at.often, at.top, round(at.right - at.often, 1), at.bad - at.top

    @property
    def inner(self) -> float:
        """Return the width of the frame."""
        return self.picture.right - self.picture.left

    @property
    def depth(self) -> float:
        """Return the height of the frame."""
        return self.picture.floor - self.picture.top

    @property
    def below(self) -> float:
        """Return where the shares stand."""
        return self.picture.floor + STRIP

    @property
    def corners(self) -> list[tuple[float, float, str, str]]:
        """Return the name of each quarter with its place and on which side it begins."""
        left, right, over, under = self.picture.left + 4, self.picture.right - 4, STRIP - 8, self.picture.floor + 16
        return [
            (left, over, "start", corner_words(Corner.PLAN)),
            (right, over, "end", corner_words(Corner.FIRST)),
            (left, under, "start", corner_words(Corner.LEAVE)),
            (right, under, "end", corner_words(Corner.ALONG)),
        ]

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Return the shares under the picture."""
        return [(tick.x, percent(tick.share)) for tick in self.picture.ticks]


def corner_words(corner: Corner) -> str:
    """Return the name of a quarter."""
    return {
        Corner.FIRST: _("Do first"),
        Corner.PLAN: _("Plan it"),
        Corner.ALONG: _("Take along"),
        Corner.LEAVE: _("Leave for now"),
    }[corner]


def matrix_of(pins: Iterable[Pin]) -> Matrix:
    """Return the pain points in the order in which they come: first corner first, worst and most often first."""
    ranked = sorted(pins, key=rank)
    placed: Sequence[Pin] = [pin for pin in ranked if pin.share is not None]
    numbers = {pin.key: number for number, pin in enumerate(placed, start=1)}
    return Matrix(tuple(Line(numbers.get(pin.key), pin) for pin in ranked))


def rank(pin: Pin) -> tuple[int, int, float, str]:
    """Return what a pain point is ordered by; what cannot be placed comes last."""
    if pin.share is None:
        return len(ORDER), -pin.severity, 0.0, pin.title
    return ORDER.index(corner_of(pin.severity, pin.share)), -pin.severity, -pin.share, pin.title
