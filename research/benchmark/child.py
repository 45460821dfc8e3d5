"""Measures one method on one set, seed after seed, in a process of its own: `python -m research.benchmark.child FILE`.

FILE is a task in JSON; the answers are written beside it. A process of its own, because memory and the time that a
library takes to load and compile can only be told apart so: the first seed pays for compiling, the later ones do not.
"""

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path

import numpy as np

from research.analysis.evaluation import LabelledSet
from research.analysis.tables import peak_memory
from research.benchmark.material import Material, StoredVectors
from research.benchmark.methods import METHODS, Method
from research.benchmark.scores import scores

STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Cost:
    """Processor seconds of the call (`cpu`) and of the process before its first call (`start`).

    `seconds` is the call by the clock, `memory` the peak of the process so far in MB, `late` the number of texts whose
    encoding could not be kept out.
    """

    cpu: float
    start: float
    seconds: float
    memory: int
    late: int


def measure(task: Path) -> None:
    """Do the task that is described in this file, and write the answers beside it."""
    told = json.loads(task.read_text("utf-8"))
    one, store = read_set(Path(told["set"]))
    method = next(method for method in METHODS if method.key == told["method"])
    for module in method.modules:
        import_module(module)
    start = processor()
    answers = [
        _answer(shuffled(one, seed), method, told["labels"], seed, store, start) for seed in range(told["seeds"])
    ]
    task.with_suffix(".answer").write_text(json.dumps(answers), "utf-8")


def shuffled(one: LabelledSet, seed: int) -> LabelledSet:
    """The set in an order of its own for each seed: files are often sorted, and some answers depend on that."""
    order = np.random.default_rng(seed).permutation(len(one.texts)).tolist()
    return replace(
        one,
        texts=tuple(one.texts[row] for row in order),
        labels=tuple(one.labels[row] for row in order),
        languages=tuple(one.languages[row] for row in order) if one.languages else (),
        main=None if one.main is None else tuple(one.main[row] for row in order),
    )


def _answer(
    one: LabelledSet, method: Method, labels: int, seed: int, store: StoredVectors | None, start: float
) -> dict[str, float | None]:
    """Scores and costs of one call."""
    material = Material(one.texts, labels, seed, store)
    begun, before = time.monotonic(), processor()
    found = method.group(material)
    seconds, cpu, memory = time.monotonic() - begun, processor() - before, peak()
    late = material.store.late if material.store else 0
    vectors = material.vectors if material.store else None
    return asdict(scores(one, found, vectors)) | asdict(Cost(cpu, start, seconds, memory, late))


def read_set(folder: Path) -> tuple[LabelledSet, StoredVectors | None]:
    """A set with its vectors, as `rounds.prepare` wrote them."""
    told = json.loads((folder / "set.json").read_text("utf-8"))
    one = LabelledSet(
        told["name"],
        tuple(told["texts"]),
        tuple(map(tuple, told["labels"])),
        tuple(told["languages"]),
        told["several"],
        None if told["main"] is None else tuple(told["main"]),
    )
    vectors = folder / "vectors.npz"
    return one, StoredVectors.read(vectors) if vectors.exists() else None


def processor() -> float:
    """Processor seconds of this process and of what it started, so far."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak() -> int:
    """The most memory that this program has held, in MB.

    Linux's own figure for a process also knows what its parent held when it was started; the status file does not.
    """
    if STATUS.exists():
        lines = dict(line.split(":", 1) for line in STATUS.read_text("ascii", "replace").splitlines() if ":" in line)
        if "VmHWM" in lines:
            return round(int(lines["VmHWM"].split()[0]) / 1024)
    return peak_memory()


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
