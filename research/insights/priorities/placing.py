"""Where pain points stand in the picture: one band for each severity, from left to right how often.

Points that would cover each other stand above each other in their band, which grows with them; so every point stands
where its share says, and none is hidden.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

BAD = 3  # from here on it goes wrong for some
OFTEN = 0.1  # one comment in ten
RADIUS = 13
GAP = 3
PADDING = 10
STRIP = 24  # room for the names of the corners
AXIS = 40
LOWEST_TOP = 0.2


class Corner(StrEnum):
    """A quarter of the picture."""

    FIRST = "first"
    PLAN = "plan"
    ALONG = "along"
    LEAVE = "leave"


ORDER = list(Corner)


@dataclass(frozen=True)
class Spot:
    """What is placed: its number, how bad, and the share of comments."""

    number: int
    severity: int
    share: float


@dataclass(frozen=True)
class Dot:
    """A point in the picture."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Band:
    """The strip of one severity."""

    severity: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Return where its name stands."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Tick:
    """A share under the picture."""

    x: float
    share: float


@dataclass(frozen=True)
class Picture:
    """The whole picture in units of its own."""

    width: int
    height: float
    left: int
    bands: tuple[Band, ...]
    dots: tuple[Dot, ...]
    often: float
    bad: float
    ticks: tuple[Tick, ...]
    radius: int = RADIUS

    @property
    def right(self) -> int:
        """Return the right edge of the bands."""
        return self.width - 2

    @property
    def top(self) -> float:
        """Return the upper edge of the bands."""
        return float(STRIP)

    @property
    def floor(self) -> float:
        """Return the lower edge of the bands."""
        return self.bands[-1].top + self.bands[-1].height


def corner_of(severity: int, share: float) -> Corner:
    """Return in which quarter something stands; a share counts as it is printed, in whole per cents."""
    share = round(share, 2)
    if severity >= BAD:
        return Corner.FIRST if share >= OFTEN else Corner.PLAN
    return Corner.ALONG if share >= OFTEN else Corner.LEAVE


def picture(spots: Sequence[Spot], *, width: int, left: int) -> Picture:
    """Return the picture of some points; severity 0 has a band only when something stands there."""
    highest = max((spot.share for spot in spots), default=0.0)
    top = max(LOWEST_TOP, math.ceil(highest * 10) / 10)
    start, end = left + RADIUS + 2, width - RADIUS - 4

    def x(share: float) -> float:
        return round(start + round(share, 2) / top * (end - start), 1)

    bands, dots, at = [], [], float(STRIP)
    for severity in range(4, -1 if any(spot.severity == 0 for spot in spots) else 0, -1):
        lanes = in_lanes([(x(spot.share), spot.number) for spot in spots if spot.severity == severity])
        height = 2 * PADDING + max(1, len(lanes)) * (2 * RADIUS + GAP)
        bands.append(Band(severity, at, height))
        for lane, placed in enumerate(lanes):
            y = at + PADDING + (lane + 0.5) * (2 * RADIUS + GAP)
            dots += [Dot(number, where, round(y, 1)) for where, number in placed]
        at += height
    return Picture(
        width=width,
        height=at + STRIP + AXIS,
        left=left,
        bands=tuple(bands),
        dots=tuple(sorted(dots, key=lambda dot: dot.number)),
        often=x(OFTEN),
        bad=next(band.top for band in bands if band.severity == BAD - 1),
        ticks=tuple(Tick(x(share), share) for share in (0.0, OFTEN, top)),
    )


def in_lanes(points: Iterable[tuple[float, int]]) -> list[list[tuple[float, int]]]:
    """Return points in as few rows as keep them from covering each other."""
    lanes: list[list[tuple[float, int]]] = []
    for x, number in sorted(points):
        free = next((lane for lane in lanes if x - lane[-1][0] >= 2 * RADIUS + GAP), None)
        if free is None:
            lanes.append([(x, number)])
        else:
            free.append((x, number))
    return lanes
