"""Runs all methods on all sets in turn, each in a process of its own, one thread each."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import research
from research.analysis.evaluation import LabelledSet, themes_true
from research.analysis.semantic import Embedder
from research.benchmark.child import Cost
from research.benchmark.material import StoredVectors
from research.benchmark.methods import Method
from research.benchmark.scores import Scores

ROOT = Path(research.__file__).resolve().parents[1]
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
PROGRAM = ("-m", "research.benchmark.child")
LONGEST = 1_800
Kind = TypeVar("Kind", Scores, Cost)


@dataclass(frozen=True)
class Turn:
    """Which method runs on which set."""

    method: str
    set: str


@dataclass(frozen=True)
class Measured:
    """What came of a turn with one seed: scores and costs, or the last line that the method said when it failed."""

    turn: Turn
    seed: int = 0
    scores: Scores | None = None
    cost: Cost | None = None
    failure: str = ""


def turns(methods: Sequence[Method], sets: Sequence[LabelledSet]) -> Iterator[Turn]:
    """Every method on every set. On each set the methods take turns, and another one begins."""
    for number, one in enumerate(sets):
        first = number % len(methods)
        for method in (*methods[first:], *methods[:first]):
            yield Turn(method.key, one.name)


def prepare(one: LabelledSet, encoder: Embedder | None, folder: Path) -> Path:
    """A folder with the set and the vectors of its texts and sentences, for the processes that measure."""
    place = folder / one.name
    place.mkdir()
    (place / "set.json").write_text(json.dumps(asdict(one)), "utf-8")
    if encoder is not None:
        StoredVectors.encoded(one.texts, encoder).write(place / "vectors.npz")
    return place


def measured(turn: Turn, one: LabelledSet, place: Path, seeds: int) -> list[Measured]:
    """What comes of this turn, seed after seed, in a process of its own."""
    task = place / "task.json"
    answer = task.with_suffix(".answer")
    answer.unlink(missing_ok=True)
    told = {"set": str(place), "method": turn.method, "seeds": seeds, "labels": max(1, themes_true(one))}
    task.write_text(json.dumps(told), "utf-8")
    quiet = os.environ | dict.fromkeys(THREADS, "1")
    command = [sys.executable, *PROGRAM, str(task)]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=quiet, capture_output=True, text=True, errors="replace", timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return [Measured(turn, failure=f"took more than {LONGEST} seconds")]
    if done.returncode or not answer.exists():
        return [Measured(turn, failure=(done.stderr.strip().splitlines() or ["no answer"])[-1])]
    return [understood(turn, seed, row) for seed, row in enumerate(json.loads(answer.read_text("utf-8")))]


def understood(turn: Turn, seed: int, answer: Mapping[str, Any]) -> Measured:
    """An answer of a process as scores and costs."""
    return Measured(turn, seed, _of(Scores, answer), _of(Cost, answer))


def _of(kind: type[Kind], answer: Mapping[str, Any]) -> Kind:
    return kind(**{field.name: answer[field.name] for field in fields(kind)})


def record(one: Measured) -> dict[str, object]:
    """A measurement as a flat row for JSON."""
    found = {"method": one.turn.method, "set": one.turn.set, "seed": one.seed}
    if one.scores is None or one.cost is None:
        return found | {"failure": one.failure}
    return found | asdict(one.scores) | asdict(one.cost)


def remembered(rows: Sequence[Mapping[str, Any]]) -> dict[Turn, list[Measured]]:
    """Measurements that were recorded before, by their turn; those that failed are left out, to be tried again."""
    found: dict[Turn, list[Measured]] = defaultdict(list)
    for row in rows:
        if "failure" not in row:
            turn = Turn(row["method"], row["set"])
            found[turn].append(understood(turn, row["seed"], row))
    return dict(found)
