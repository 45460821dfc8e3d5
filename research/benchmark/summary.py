"""Medians over the seeds, ratios between methods, and where ours comes off worse."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from research.benchmark.methods import METHODS, OURS, RIVAL, WORDS_ONLY
from research.benchmark.rounds import Measured

TITLES = {method.key: method.title + (" (told the number)" if method.told else "") for method in METHODS}
# Smaller differences between medians of a few seeds say nothing.
NOTHING = 0.01
NOTHING_OF_COSTS = 0.1


@dataclass(frozen=True)
class Line:
    """One method on one set: medians over the seeds.

    `cpu` is a fresh process from its start to its first answer; `warm` a later call, when all is loaded and compiled
    (None after a single seed).
    """

    set: str
    method: str
    seeds: int
    ari: float | None
    ari_assigned: float | None
    f1: float | None
    nmi: float | None
    leak: float | None
    themes: float
    assigned: float
    redundant: float | None
    cpu: float
    warm: float | None
    memory: float

    @property
    def quality(self) -> float:
        """The ARI where each text has a main label, else the sample-F1."""
        return self.ari if self.ari is not None else self.f1 or 0.0


@dataclass(frozen=True)
class Measure:
    """A figure that can be compared: its name, how to read it, whether less is better, and how it is written."""

    name: str
    read: Callable[[Line], float | None]
    less: bool
    form: str
    cost: bool = False


MEASURES = (
    Measure("ARI", lambda line: line.ari, less=False, form=".2f"),
    Measure("ARI of the texts that have a theme", lambda line: line.ari_assigned, less=False, form=".2f"),
    Measure("NMI", lambda line: line.nmi, less=False, form=".2f"),
    Measure("sample-F1", lambda line: line.f1, less=False, form=".2f"),
    Measure("theme follows the language (NMI)", lambda line: line.leak, less=True, form=".2f"),
    Measure("themes that are as good as the same, pairs", lambda line: line.redundant, less=True, form=".0f"),
    Measure("processor seconds, whole process", lambda line: line.cpu, less=True, form=".1f", cost=True),
    Measure("processor seconds, a later call", lambda line: line.warm, less=True, form=".1f", cost=True),
    Measure("memory, MB", lambda line: line.memory, less=True, form=".0f", cost=True),
)


def lines(found: Sequence[Measured]) -> list[Line]:
    """A line for each method on each set, in the order of the sets and of the methods."""
    together: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in found:
        if one.scores and one.cost:
            together[one.turn.set, one.turn.method].append(one)
    sets = list(dict.fromkeys(one.turn.set for one in found))
    keys = [method.key for method in METHODS]
    return [_line(name, key, together[name, key]) for name in sets for key in keys if together[name, key]]


def _line(name: str, method: str, found: Sequence[Measured]) -> Line:
    scores = [one.scores for one in found if one.scores]
    costs = [one.cost for one in found if one.cost]
    return Line(
        set=name,
        method=method,
        seeds=len(found),
        ari=middle([one.ari for one in scores]),
        ari_assigned=middle([one.ari_assigned for one in scores]),
        f1=middle([one.sample_f1 for one in scores]),
        nmi=middle([one.nmi for one in scores]),
        leak=middle([one.leak for one in scores]),
        themes=median(one.themes for one in scores),
        assigned=median(one.assigned for one in scores),
        redundant=middle([one.redundant for one in scores]),
        cpu=costs[0].start + costs[0].cpu,
        warm=middle([cost.cpu for cost in costs[1:]]),
        memory=costs[0].memory,
    )


def middle(figures: Sequence[float | None]) -> float | None:
    """The median of the figures that are there, None when there is none."""
    there = [figure for figure in figures if figure is not None]
    return median(there) if there else None


def ratios(found: Sequence[Line], method: str, to: str = RIVAL) -> dict[str, float]:
    """Per set the quality of a method as a ratio to another one's; sets where the other has nothing are left out."""
    by_set = _by_set(found)
    return {
        name: both[method].quality / both[to].quality
        for name, both in by_set.items()
        if method in both and to in both and both[to].quality > 0
    }


def ratio_of_means(found: Sequence[Line], method: str, to: str = RIVAL) -> float | None:
    """The mean quality over the sets that both did, as a ratio; a set on which both are near nought weighs little."""
    both = [each for each in _by_set(found).values() if method in each and to in each]
    theirs = sum(each[to].quality for each in both)
    return sum(each[method].quality for each in both) / theirs if theirs > 0 else None


def losses(found: Sequence[Line]) -> list[str]:
    """A sentence for each measure and method by which ours is beaten somewhere: the sets, their figure to ours."""
    others = [method.key for method in METHODS if method.key not in (OURS, WORDS_ONLY)]
    return [
        f"{measure.name}: {TITLES[method]} on {', '.join(where)}."
        for measure in MEASURES
        for method in others
        if (where := _lost(measure, method, found))
    ]


def _lost(measure: Measure, method: str, found: Sequence[Line]) -> list[str]:
    """Each set on which that method has the better figure, with both figures."""
    where = []
    for name, both in _by_set(found).items():
        theirs, own = (measure.read(both[key]) if key in both else None for key in (method, OURS))
        if theirs is not None and own is not None and _worse(own, theirs, measure):
            where.append(f"{Path(name).stem} ({theirs:{measure.form}} to {own:{measure.form}})")
    return where


def _worse(own: float, theirs: float, measure: Measure) -> bool:
    """Whether ours is worse by more than says nothing: a hundredth, and of seconds or memory a tenth as well."""
    lead = own - theirs if measure.less else theirs - own
    return lead > max(NOTHING, NOTHING_OF_COSTS * own if measure.cost else 0.0)


def _by_set(found: Sequence[Line]) -> dict[str, dict[str, Line]]:
    by_set: dict[str, dict[str, Line]] = defaultdict(dict)
    for line in found:
        by_set[line.set][line.method] = line
    return dict(by_set)
