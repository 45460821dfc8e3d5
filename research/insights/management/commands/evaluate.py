"""Measures the analysis on sets that people have labelled, without a database."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from research.analysis import Parameters
from research.analysis.evaluation import Quality, evaluate, labelled_sets
from research.analysis.formats import FileProblem
from research.insights.management.choices import quiet_when_stopped, seed

HEADER = ("set", "texts", "true", "found", "ARI", "NMI", "F1", "leak", "assigned", "seconds")


class Command(BaseCommand):
    """`evaluate DIR`: a table with one line per labelled file."""

    help = "Compare the themes found with labels that people gave (columns: text, label, lang). Needs no database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the choices."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder with labelled TSV or CSV files")
        parser.add_argument(
            "--backend", choices=("auto", "semantic", "lexical"), default="auto", help="which vectors to compare"
        )
        parser.add_argument(
            "--granularity", choices=("coarse", "normal", "fine"), default="normal", help="fewer or more themes"
        )
        parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same result")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure every set and print the table; a problem with a file is a sentence."""
        with quiet_when_stopped("Stopped."):
            self.measure(options)

    def measure(self, options: dict[str, Any]) -> None:
        """Print a line for each set, as soon as it is known."""
        try:
            parameters = Parameters(None, options["granularity"], options["backend"], options["seed"])
            sets = list(labelled_sets(options["folder"]))
            if not sets:
                raise CommandError(f"{options['folder']} holds no file with the columns text and label.")
            self._line(HEADER)
            for one in sets:
                with tqdm(total=100, unit="%", desc=one.name, leave=False, file=self.stderr) as bar:
                    quality = evaluate(one, parameters, report_progress=partial(_show, bar))
                self._line(_cells(quality))
        except (FileProblem, ValueError, LookupError) as problem:
            raise CommandError(str(problem)) from problem

    def _line(self, cells: tuple[str, ...]) -> None:
        self.stdout.write(f"{cells[0]:<34}" + "".join(f"{cell:>9}" for cell in cells[1:]))


def _show(bar: "tqdm[Any]", done: float, stage: str) -> None:
    bar.update(round(100 * done) - bar.n)


def _cells(quality: Quality) -> tuple[str, ...]:
    figures = (quality.ari, quality.nmi, quality.sample_f1, quality.leak, quality.assigned)
    return (
        quality.name,
        str(quality.texts),
        str(quality.themes_true),
        str(quality.themes_found),
        *("-" if figure is None else f"{figure:.3f}" for figure in figures),
        f"{quality.seconds:.1f}",
    )
