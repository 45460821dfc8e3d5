"""Measures one method on one set with one seed, in a process of its own: `python -m research.benchmark.child FILE`.

FILE is a task in JSON; the answer is written beside it. A process of its own, because memory and the time that a
library takes to load and compile can only be told apart so.
"""

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from research.analysis.evaluation import LabelledSet
from research.analysis.tables import peak_memory
from research.benchmark.material import Material, StoredVectors
from research.benchmark.methods import METHODS, Method
from research.benchmark.scores import scores

STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Cost:
    """Processor seconds of a fresh process until the answer (`cpu`), of which `start` before the method was called.

    `again` is what the same call took when everything was loaded and compiled (measured once per set). `seconds` is by
    the clock, `memory` the peak in MB, `late` the number of texts whose encoding could not be kept out.
    """

    cpu: float
    start: float
    again: float | None
    seconds: float
    memory: int
    late: int


def measure(task: Path) -> None:
    """Do the task that is described in this file, and write the answer beside it."""
    told = json.loads(task.read_text("utf-8"))
    one, store = read_set(Path(told["set"]))
    method = next(method for method in METHODS if method.key == told["method"])
    material = Material(one.texts, told["labels"], told["seed"], store)
    for module in method.modules:
        import_module(module)
    begun, start = time.monotonic(), processor()
    found = method.group(material)
    seconds, cpu, memory = time.monotonic() - begun, processor(), peak()
    again = _again(method, material) if told["twice"] else None
    late = store.late if store else 0
    vectors = store.of(one.texts) if store else None
    answer = asdict(scores(one, found, vectors)) | asdict(Cost(cpu, start, again, seconds, memory, late))
    task.with_suffix(".answer").write_text(json.dumps(answer), "utf-8")


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


def _again(method: Method, material: Material) -> float:
    before = processor()
    method.group(material)
    return processor() - before


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
