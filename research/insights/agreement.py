"""How often the machine gives the themes that people give, on comments drawn by lot and read blind.

Only readings that say something of the machine as it is now count: those of comments that were first read against a run
of the same code, backend and model as the run that stands. Readings against its earlier runs do count, or the figure
would begin anew every night; as the machine learns from each reading it is then, if anything, a little too low.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.models import Service
from research.analysis.agreement import Hits, hits, kappa
from research.analysis.statistics import Interval
from research.insights.models import AnalysisRun, Reading, Theme
from research.insights.models.decisions import Queue
from research.insights.models.themes import ThemeState
from research.insights.reading_queues import ENOUGH

Said = frozenset[int]


@dataclass(frozen=True)
class BetweenPeople:
    """How far two people agree who read the same comments."""

    f1: Interval
    kappa: float | None


@dataclass(frozen=True)
class Agreement:
    """`read` comments count; the rest is there from thirty on."""

    read: int
    machine: Hits | None = None
    people: BetweenPeople | None = None

    @property
    def missing(self) -> int:
        """Return how many comments must still be read before anything can be said."""
        return max(0, ENOUGH - self.read)

    @property
    def sentences(self) -> list[str]:
        """Return what a person reads of it."""
        if self.machine is None:
            return [_still_to_read(self.missing)]
        return [_of_machine(self.machine), _of_parts(self.machine), *([_of_people(self.people)] if self.people else [])]


@dataclass(frozen=True)
class One:
    """One reading: by whom, and what the machine and the person gave the comment."""

    by: int | None
    machine: Said
    person: Said


def agreement_of(service: Service) -> Agreement:
    """Return how far machine and people agree about a service. Constantly many queries."""
    read = list(_by_comment(service).values())
    if len(read) < ENOUGH:
        return Agreement(len(read))
    against = hits([[(one.machine, one.person) for one in together] for together in read])
    return Agreement(len(read), against, _between_people(read))


def _by_comment(service: Service) -> Mapping[int, list[One]]:
    """Return the readings that count, by comment, the first one first."""
    methods = Methods(service)
    places = _places(service)
    rows = Reading.objects.filter(comment__service=service).order_by("id")
    found: dict[int, list[One]] = {}
    first: dict[int, bool] = {}
    for comment, queue, by, at, machine, person in rows.values_list(
        "comment_id", "queue", "by_id", "at", "machine", "person"
    ):
        if first.setdefault(comment, methods.same_at(at)) and queue == Queue.SAMPLE:
            found.setdefault(comment, []).append(One(by, _now(machine, places), _now(person, places)))
    return found


class Methods:
    """Knows of every run of a service when it ended and how it was made."""

    def __init__(self, service: Service) -> None:
        """Look them up, once."""
        runs = AnalysisRun.objects.about(service).done().exclude(finished_at=None).order_by("finished_at", "id")
        rows = list(runs.values_list("finished_at", "fingerprint"))
        self.ends = [end for end, _made in rows if end]
        self.made = [made for _end, made in rows]

    def same_at(self, at: datetime) -> bool:
        """Say whether the run that stood at a moment was made as the run that stands now."""
        place = bisect_right(self.ends, at)
        return bool(place) and self.made[place - 1] == self.made[-1]


def _places(service: Service) -> Mapping[int, int]:
    """Return under which theme each theme is known now: merged ones elsewhere, retired ones nowhere."""
    rows = Theme.objects.of(service).values_list("pk", "state", "merged_into_id")
    return {pk: into or pk for pk, state, into in rows if into or state != ThemeState.RETIRED}


def _now(themes: Iterable[int], places: Mapping[int, int]) -> Said:
    return frozenset(places[pk] for pk in themes if pk in places)


def _between_people(read: Sequence[Sequence[One]]) -> BetweenPeople | None:
    """Return how far the two people agree who read most of the same comments; None when these are under thirty."""
    shared: Counter[tuple[int, int]] = Counter()
    said: dict[tuple[int, int], list[tuple[Said, Said]]] = defaultdict(list)
    for together in read:
        by = {one.by: one.person for one in together if one.by is not None}
        for pair in combinations(sorted(by), 2):
            shared[pair] += 1
            said[pair].append((by[pair[0]], by[pair[1]]))
    if not shared:
        return None
    pair = max(sorted(shared), key=lambda one: shared[one])
    if shared[pair] < ENOUGH:
        return None
    return BetweenPeople(hits([[one] for one in said[pair]]).f1, kappa(said[pair]))


def _still_to_read(n: int) -> str:
    return ngettext(
        "Read %(n)s more comment; then you see how often the machine is right.",
        "Read %(n)s more comments; then you see how often the machine is right.",
        n,
    ) % {"n": n}


def _of_machine(found: Hits) -> str:
    return _(
        "The machine and the readers fully agree on %(same)s of %(n)s comments drawn by lot "
        "(F1 %(f1)s, between %(low)s and %(high)s, n = %(n)s)."
    ) % {"same": found.same, **_figures(found.f1)}


def _of_parts(found: Hits) -> str:
    words = {"precision": _percent(found.precision), "recall": _percent(found.recall)}
    told = _(
        "Of the themes that the machine gave, %(precision)s %% is right. "
        "Of those that readers gave, it found %(recall)s %%."
    )
    return told % words


def _of_people(found: BetweenPeople) -> str:
    words = _figures(found.f1)
    if found.kappa is None:
        return _("Two people who both read %(n)s of them: F1 %(f1)s, between %(low)s and %(high)s.") % words
    return _("Two people who both read %(n)s of them: F1 %(f1)s, between %(low)s and %(high)s; kappa %(kappa)s.") % {
        **words,
        "kappa": _two(found.kappa),
    }


def _figures(found: Interval) -> dict[str, object]:
    return {"f1": _two(found.mean), "low": _two(found.low), "high": _two(found.high), "n": found.n}


def _two(figure: float | None) -> str:
    return number_format(round(figure or 0, 2), decimal_pos=2)


def _percent(share: float) -> str:
    return number_format(round(100 * share), decimal_pos=0)
