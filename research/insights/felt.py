"""How a pain point is felt: how often, by how many, which way it goes, and how bad it seems; over the last year.

The number of queries does not depend on the number of pain points.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.models import Service
from research.analysis.statistics import SMALLEST_SHOWN, Interval, wilson
from research.insights.measures import Period
from research.insights.models import PainPoint, Theme
from research.insights.models.verdicts import Status
from research.insights.severity import NOTHING_SAID, Mean, Suggestion, Voices, suggest
from research.insights.severity.voices import grades_of_services, voices_of
from research.insights.severity.wording import beside_judgement, part_words, suggestion_words
from research.insights.shown.fact_cards import percent
from research.insights.standing import became, standing_runs
from research.insights.trends import Span, Trend, trends_of
from research.insights.trends import wording as trend_words


@dataclass(frozen=True)
class Felt:
    """The figures of one theme that is, or becomes, a pain point."""

    voices: Voices
    out_of: int
    suggestion: Suggestion
    trend: Trend | None

    @property
    def share(self) -> Interval:
        """Return the share of all comments on the service, with Wilson's interval."""
        return wilson(min(self.voices.comments, self.out_of), self.out_of)

    @property
    def is_told(self) -> bool:
        """Say whether enough people spoke of it to give figures."""
        return self.voices.people >= SMALLEST_SHOWN and self.out_of >= SMALLEST_SHOWN

    @property
    def often(self) -> str:
        """Return how often: "52 van 369 reacties: 14 % (tussen 11 % en 18 %)"."""
        if not self.is_told:
            return _("Fewer than five people spoke of this in the last year.")
        share = self.share
        return _("%(n)s of %(all)s comments: %(share)s (between %(low)s and %(high)s)") % {
            "n": self.voices.comments,
            "all": self.out_of,
            "share": percent(share.mean),
            "low": percent(share.low),
            "high": percent(share.high),
        }

    @property
    def reach(self) -> str:
        """Return how many people spoke of it."""
        if not self.is_told:
            return ""
        return ngettext("%(n)s person", "%(n)s people", self.voices.people) % {"n": self.voices.people}

    @property
    def trend_sentence(self) -> str:
        """Return which way it goes."""
        return trend_words.sentence(self.trend) if self.trend else ""

    @property
    def recent_sentence(self) -> str:
        """Return the last months beside those of a year before."""
        return trend_words.recent_sentence(self.trend) if self.trend else ""

    @property
    def verdict(self) -> str:
        """Return which way it goes in two or three words."""
        return trend_words.verdict(self.trend) if self.trend else "–"

    @property
    def parts(self) -> list[str]:
        """Return each part of the suggested severity in words."""
        return [part_words(part) for part in self.suggestion.parts]

    @property
    def suggested(self) -> str:
        """Return the suggested severity in words."""
        return suggestion_words(self.suggestion)

    def beside(self, judged: int) -> str:
        """Return how a person's judgement stands beside the suggestion."""
        return beside_judgement(judged, self.suggestion)


def felt_by_theme(themes: Sequence[Theme], services: Sequence[Service]) -> dict[int, Felt]:
    """Return how each of these themes of these services is felt, by its id. Ten queries."""
    period, runs = Period.last_year(), standing_runs()
    targets = {one.pk: float(one.target_grade) for one in services}
    own = {pk: run for pk, run in runs.items() if pk in targets}
    wanted = [one.pk for one in themes]
    voices, grades = voices_of(wanted, own, period), grades_of_services(period)
    readable = {
        service: sum(n for (status, _reason), n in counts.items() if status != Status.EXCLUDED)
        for service, counts in became(own, period).items()
    }
    trends = trends_of(list(targets), Span(), also=wanted, runs=runs)
    found = {}
    for theme in themes:
        service = theme.service_id or 0
        said = voices.get(theme.pk, NOTHING_SAID)
        suggestion = suggest(said, goal=targets.get(service, 8.0), service_grade=grades.get(service, Mean()))
        found[theme.pk] = Felt(said, readable.get(service, 0), suggestion, trends.get(theme.pk))
    return found


def felt_of(points: Sequence[PainPoint]) -> dict[int, Felt]:
    """Return how each of these pain points is felt, by its id. Expects theme and service to be fetched."""
    themes, services = [one.theme for one in points], {one.service_id: one.service for one in points}
    found = felt_by_theme(themes, list(services.values()))
    return {one.pk: found[one.theme_id] for one in points}
