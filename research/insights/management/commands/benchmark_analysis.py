"""Compares our themes with those of other methods, on the same vectors, in one run, without a database."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from research.analysis.evaluation import LabelledSet, labelled_sets
from research.analysis.formats import FileProblem
from research.analysis.semantic import shipped_embedder
from research.analysis.tables import versions
from research.benchmark.material import with_mixtures
from research.benchmark.methods import METHODS, Method
from research.benchmark.report import PACKAGES, as_json, as_markdown, circumstances
from research.benchmark.rounds import Measured, Turn, measured, prepare, remembered, turns
from research.insights.management.choices import quiet_when_stopped

INSTALL = ".venv/bin/uv pip install --group bench --constraint constraints.txt"


class Command(BaseCommand):
    """`benchmark_analysis DIR`: a table per labelled file, as Markdown and JSON."""

    help = "Compare our themes with BERTopic's and others' on labelled files (columns: text, label or topics, lang)."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the choices."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder with labelled TSV or CSV files")
        parser.add_argument("--sets", default="", metavar="NAME,..", help="only files whose names begin so")
        parser.add_argument("--methods", default="", metavar="KEY,..", help=", ".join(one.key for one in METHODS))
        parser.add_argument("--seeds", type=int, default=3, help="how many times, with another seed each")
        parser.add_argument("--out", type=Path, default=None, metavar="PATH", help="writes PATH.md and PATH.json")
        parser.add_argument("--resume", action="store_true", help="go on with PATH.json; versions must be the same")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, and write what came of it after each turn, so that a run that was stopped can be resumed."""
        with quiet_when_stopped("Stopped; --resume goes on from here."):
            try:
                self.measure(options)
            except (FileProblem, OSError) as problem:
                raise CommandError(str(problem)) from problem

    def measure(self, options: dict[str, Any]) -> None:
        """Let the methods take turns and write the two files."""
        if options["seeds"] < 1:
            raise CommandError("At least one seed is needed.")
        out: Path = options["out"] or settings.VAR / "benchmark" / "analysis"
        out.parent.mkdir(parents=True, exist_ok=True)
        sets = _sets(options["folder"], _listed(options["sets"]))
        methods = self._methods(_listed(options["methods"]))
        known = _before(out) if options["resume"] else {}
        told = circumstances(timezone.localdate().isoformat(), options["seeds"])
        found: list[Measured] = []
        with TemporaryDirectory(prefix="dikke8-benchmark-") as folder:
            places = {one.name: prepare(one, shipped_embedder(), Path(folder)) for one in sets}
            by_name = {one.name: one for one in sets}
            for turn in tqdm(list(turns(methods, sets)), unit="turn", file=self.stderr):
                done = known.get(turn, [])
                enough = len(done) == options["seeds"]
                found += done if enough else measured(turn, by_name[turn.set], places[turn.set], options["seeds"])
                out.with_suffix(".json").write_text(as_json(told, found), "utf-8")
        out.with_suffix(".md").write_text(as_markdown(told, sets, found), "utf-8")
        self.stdout.write(as_markdown(told, sets, found))
        self.stdout.write(f"Written: {out.with_suffix('.md')} and {out.with_suffix('.json')}")

    def _methods(self, wanted: Sequence[str]) -> list[Method]:
        """The methods that can run here; says of the others what they need."""
        if strange := sorted(set(wanted) - {method.key for method in METHODS}):
            raise CommandError(f"There is no method {strange[0]}. There are: {', '.join(one.key for one in METHODS)}.")
        chosen = [method for method in METHODS if not wanted or method.key in wanted]
        if lacking := [method for method in chosen if method.missing]:
            names = ", ".join(method.title for method in lacking)
            self.stderr.write(f"Left out, because the group bench is not installed: {names}. To install it: {INSTALL}")
        if shipped_embedder() is None:
            self.stderr.write("No sentence encoder is installed: only methods that go by words can run.")
            chosen = [method for method in chosen if not method.vectors]
        able = [method for method in chosen if not method.missing]
        if not able:
            raise CommandError("None of these methods can run here.")
        return able


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _sets(folder: Path, wanted: Sequence[str]) -> list[LabelledSet]:
    """The labelled sets and their mixtures; raises CommandError when there is none."""
    sets = [
        one
        for one in with_mixtures(list(labelled_sets(folder)))
        if not wanted or any(one.name.startswith(name) for name in wanted)
    ]
    if not sets:
        raise CommandError(f"{folder} holds no such file with the columns text and label or topics.")
    return sets


def _before(out: Path) -> dict[Turn, list[Measured]]:
    """What an earlier run with the same versions measured."""
    path = out.with_suffix(".json")
    if not path.exists():
        return {}
    earlier = json.loads(path.read_text("utf-8"))
    return remembered(earlier["runs"]) if earlier["versions"] == versions(PACKAGES) else {}
