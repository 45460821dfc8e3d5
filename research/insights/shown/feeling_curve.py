"""The feeling along a journey as lines in a picture: what was assumed, dashed, and what was measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils import formats

COLUMN = 100  # width of a step
MIDDLE = 89
TOP, BOTTOM = 20, 150
LOW = 5.5  # a grade below this is a fail


@dataclass(frozen=True)
class Point:
    """What stands above one step; `x` is a per cent of the width, `grade` as the reader writes it."""

    x: float
    assumed_y: float | None
    measured_y: float | None
    grade: str
    is_low: bool


@dataclass(frozen=True)
class Curve:
    """The two lines over so many steps; each line is a list of points as SVG writes them."""

    steps: int
    points: tuple[Point, ...]
    assumed: str
    measured: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def width(self) -> int:
        """Return the width of all columns."""
        return self.steps * COLUMN


def draw(assumed: Sequence[int | None], grades: Sequence[float | None]) -> Curve:
    """Return the curve over steps with an assumed feeling (-2 to 2) and a measured grade (1 to 10), where there is one.

    The measured line stops before a step without a grade and begins again behind it: nothing is drawn that nobody said.
    """
    points = tuple(
        Point(
            x=round((at + 0.5) / len(grades) * 100, 3),
            assumed_y=None if feeling is None else MIDDLE - feeling * 34.0,
            measured_y=None if grade is None else height(grade),
            grade="" if grade is None else formats.number_format(f"{grade:.1f}", 1),
            is_low=grade is not None and grade < LOW,
        )
        for at, (feeling, grade) in enumerate(zip(assumed, grades, strict=True))
    )
    runs = unbroken([point.measured_y for point in points])
    return Curve(
        steps=len(points),
        points=points,
        assumed=line([(at, point.assumed_y) for at, point in enumerate(points) if point.assumed_y is not None]),
        measured=tuple(line(run) for run in runs if len(run) > 1),
        gaps=tuple(gaps(points)),
    )


def height(grade: float) -> float:
    """Return how far below the top a grade stands; the best and worst keep room for their figure."""
    return round(min(BOTTOM, max(TOP, 163 - (grade - 1) / 9 * 138)), 1)


def unbroken(heights: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """Return the stretches of neighbouring steps that all have a height."""
    runs: list[list[tuple[float, float]]] = [[]]
    for at, y in enumerate(heights):
        if y is None:
            runs.append([])
        else:
            runs[-1].append((at, y))
    return [run for run in runs if run]


def gaps(points: Sequence[Point]) -> Iterator[str]:
    """Yield the areas where the measured line runs below the assumed one: it hurts more there than was thought."""
    for at, (left, right) in enumerate(pairwise(points)):
        if None in (left.assumed_y, left.measured_y, right.assumed_y, right.measured_y):
            continue
        top = [(at, left.assumed_y or 0.0), (at + 1, right.assumed_y or 0.0)]
        bottom = [(at, left.measured_y or 0.0), (at + 1, right.measured_y or 0.0)]
        before, after = bottom[0][1] - top[0][1], bottom[1][1] - top[1][1]
        if before <= 0 and after <= 0:
            continue
        if before * after >= 0:
            yield line([*top, *reversed(bottom)])
            continue
        share = before / (before - after)
        crossing = (at + share, top[0][1] + share * (top[1][1] - top[0][1]))
        yield line([crossing, top[1], bottom[1]] if after > 0 else [top[0], crossing, bottom[0]])


def line(places: Sequence[tuple[float, float | None]]) -> str:
    """Return places (step, height) as SVG writes points."""
    return " ".join(f"{(at + 0.5) * COLUMN:.1f},{y:.1f}" for at, y in places if y is not None)
