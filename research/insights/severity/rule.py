"""The rule that suggests a severity from 0 to 4. It knows no database; a person decides.

Four parts give points, each part only where at least five people answered that question:

- the mean grade beside the goal: one grade or more below it 1 point, two and a half or more 2 points;
- the mean grade beside that of the whole service: one grade or more below it 1 point;
- how it ended, where a "no" counts whole and a "partly" half: a quarter or more 1 point, half or more 2 points;
- how often people were sent on: once or more on average 1 point.

0 points suggest 0, 1 point 1, 2 or 3 points 2, 4 points 3, and 5 or 6 points 4. So a lower grade, more who did not get
there and more who were sent on can only raise the suggestion. A part without figures adds nothing, and that is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from research.analysis.statistics import SMALLEST_SHOWN
from research.insights.models.pain_points import Severity

BELOW_GOAL = (1.0, 2.5)
BELOW_SERVICE = (1.0,)
NOT_SUCCEEDED = (0.25, 0.5)
SENT_ON = (1.0,)
HALF = 0.5
SUGGESTED = (
    Severity.NONE,
    Severity.COSMETIC,
    Severity.MINOR,
    Severity.MINOR,
    Severity.MAJOR,
    Severity.SEVERE,
    Severity.SEVERE,
)


class Kind(StrEnum):
    """What a part of the suggestion looks at."""

    GOAL = "goal"
    SERVICE = "service"
    OUTCOME = "outcome"
    SENT_ON = "sent_on"


@dataclass(frozen=True)
class Mean:
    """A mean over so many values; no mean of a group under five."""

    value: float | None = None
    n: int = 0


@dataclass(frozen=True)
class Voices:
    """What the people who spoke of one theme said, counted."""

    comments: int = 0
    people: int = 0
    grade: Mean = Mean()
    no: int = 0
    partly: int = 0
    answered: int = 0
    sent_on: Mean = Mean()


NOTHING_SAID = Voices()


@dataclass(frozen=True)
class Part:
    """One part: the figure, what it stands beside, how many said so, and the points; `value` is None under five."""

    kind: Kind
    value: float | None
    n: int
    points: int
    most: int
    beside: float | None = None
    no: float | None = None
    partly: float | None = None


@dataclass(frozen=True)
class Suggestion:
    """What the comments suggest, with the parts it is made of; None where no part has enough people."""

    parts: tuple[Part, ...]

    @property
    def known(self) -> tuple[Part, ...]:
        """Return the parts that have a figure."""
        return tuple(part for part in self.parts if part.value is not None)

    @property
    def points(self) -> int:
        """Return all points together."""
        return sum(part.points for part in self.known)

    @property
    def severity(self) -> Severity | None:
        """Return the suggested severity."""
        return SUGGESTED[self.points] if self.known else None

    @property
    def is_partial(self) -> bool:
        """Say whether some parts had too few answers; then it may be worse than the suggestion says."""
        return 0 < len(self.known) < len(self.parts)


def suggest(voices: Voices, *, goal: float, service_grade: Mean) -> Suggestion:
    """Return the suggestion for what people said of one theme, beside the goal and the grade of its service."""
    return Suggestion(
        (
            below(Kind.GOAL, voices.grade, goal, BELOW_GOAL),
            below(Kind.SERVICE, voices.grade, enough(service_grade), BELOW_SERVICE),
            not_succeeded(voices),
            sent_on(voices.sent_on),
        )
    )


def enough(mean: Mean) -> float | None:
    """Return a mean that at least five people stand behind."""
    return mean.value if mean.n >= SMALLEST_SHOWN else None


def points_for(value: float, steps: Sequence[float]) -> int:
    """Return how many steps a value reaches; a hair below, by the way computers round, is there too."""
    return sum(value >= step - 1e-9 for step in steps)


def below(kind: Kind, grade: Mean, beside: float | None, steps: Sequence[float]) -> Part:
    """Return the part for a grade below another figure."""
    value = enough(grade)
    if value is None or beside is None:
        return Part(kind, None, grade.n, 0, len(steps), beside)
    return Part(kind, value, grade.n, points_for(beside - value, steps), len(steps), beside)


def not_succeeded(voices: Voices) -> Part:
    """Return the part for those who did not, or only partly, get what they came for."""
    if voices.answered < SMALLEST_SHOWN:
        return Part(Kind.OUTCOME, None, voices.answered, 0, len(NOT_SUCCEEDED))
    no, partly = voices.no / voices.answered, voices.partly / voices.answered
    value = no + HALF * partly
    points = points_for(value, NOT_SUCCEEDED)
    return Part(Kind.OUTCOME, value, voices.answered, points, len(NOT_SUCCEEDED), no=no, partly=partly)


def sent_on(times: Mean) -> Part:
    """Return the part for being sent from pillar to post."""
    value = enough(times)
    points = 0 if value is None else points_for(value, SENT_ON)
    return Part(Kind.SENT_ON, value, times.n, points, len(SENT_ON))
