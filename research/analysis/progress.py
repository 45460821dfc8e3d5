"""How far a piece of work is: fractions that only rise, of parts of known weight."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from research.analysis.model import ReportProgress

Row = TypeVar("Row")

# What each part costs per comment, in units of reading one: measured on words only.
LEARNING, JOINING = 2.5, 0.15
SAMPLED = 0.03
OFTEN = 2_000


def rising(report: ReportProgress) -> ReportProgress:
    """The same report, except that what is said of an earlier point is said of the farthest one."""
    farthest = 0.0

    def tell(fraction: float, stage: str) -> None:
        nonlocal farthest
        farthest = min(1.0, max(farthest, fraction))
        report(farthest, stage)

    return tell


class Steps:
    """The steps of a whole analysis, told as one rising fraction."""

    def __init__(self, report: ReportProgress) -> None:
        """Begin at nought."""
        self._tell = rising(report)
        self._begin, self._total = SAMPLED, 1.0
        self._tell(0.0, "reading")

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows; now and then somebody may stop the work."""
        for number, row in enumerate(rows):
            if number % OFTEN == 0:
                self._tell(0.0, "reading")
            yield row

    def weigh(self, learners: int, comments: int) -> None:
        """Say how much there is to do."""
        self._learning = LEARNING * learners
        self._joining = JOINING * comments
        self._total = max(1.0, self._learning + comments + self._joining)

    def learning(self) -> ReportProgress:
        """How to report on learning."""
        return self._part(self._learning)

    def reading(self, comments: float) -> ReportProgress:
        """How to report on a shard of so many comments."""
        return self._part(comments)

    def joining(self) -> ReportProgress:
        """How to report on joining."""
        return self._part(self._joining)

    def _part(self, weight: float) -> ReportProgress:
        begin, share = self._begin, (1 - SAMPLED) * weight / self._total
        self._begin += share
        return lambda fraction, stage: self._tell(begin + share * fraction, stage)
