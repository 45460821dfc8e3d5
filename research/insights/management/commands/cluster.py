"""Groups the comments of a file into themes, without a database."""

import hashlib
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from feedback.redaction import redact
from research.analysis import Document, Parameters, analyse
from research.analysis.files import Comments, read_comments
from research.analysis.formats import FileProblem
from research.analysis.tables import write_record, write_tables
from research.insights.management.choices import quiet_when_stopped, seed


class Command(BaseCommand):
    """`cluster FILE --out DIR`: writes themes.csv, assignments.csv, unassigned.csv and run.json."""

    help = "Group the comments of a CSV, TSV, XLSX or JSON Lines file into themes. Needs no database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the choices."""
        parser.add_argument("file", type=Path, help="the file with comments")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the tables go")
        parser.add_argument(
            "--text-column", default="", metavar="C", help="column with the comments (else: found by its name)"
        )
        parser.add_argument(
            "--id-column", default="", metavar="C", help="column with ids (else: the number of the row, from 1)"
        )
        parser.add_argument(
            "--backend", choices=("auto", "semantic", "lexical"), default="auto", help="which vectors to compare"
        )
        parser.add_argument("--themes", type=int, metavar="K", help="how many themes (else: chosen by the data)")
        parser.add_argument(
            "--granularity", choices=("coarse", "normal", "fine"), default="normal", help="fewer or more themes"
        )
        parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same result")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, mask personal data, analyse, write; a problem with the file or the choices is a sentence."""
        with quiet_when_stopped("Stopped. Nothing was written."):
            self.group(options)

    def group(self, options: dict[str, Any]) -> None:
        """Do it, and say what came out."""
        begun = time.monotonic()
        try:
            if options["file"].is_dir():
                raise CommandError(f"{options['file']} is a folder. Name a file in it.")
            parameters = Parameters(options["themes"], options["granularity"], options["backend"], options["seed"])
            comments = read_comments(
                options["file"], text_column=options["text_column"], id_column=options["id_column"]
            )
            make_room(options["out"])
            with tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", file=self.stderr) as bar:
                result = analyse(
                    _documents(comments), parameters, report_progress=lambda done, stage: _show(bar, done, stage)
                )
            write_tables(result, options["out"])
            seconds = time.monotonic() - begun
            write_record(result, parameters, options["out"], seconds=seconds, source=_source(options["file"], comments))
        except (FileProblem, ValueError, LookupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        counts = result.counts
        excluded = sum(counts.excluded.values())
        comments_word = "comment" if counts.received == 1 else "comments"
        self.stdout.write(
            f"{counts.received} {comments_word} received = {counts.assigned} assigned to {len(result.themes)} themes"
            f" + {counts.other} other + {counts.undecided} undecided + {excluded} excluded."
        )
        for notice in result.notices:
            self.stdout.write(notice.text)
        self.stdout.write(f"Written to {options['out']}.")


def make_room(folder: Path) -> None:
    """Make the folder for the tables before the work begins; raise CommandError when nothing can be written there."""
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is a file. Name a folder for the tables.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise CommandError(f"The folder {folder} cannot be made: {trouble.strerror}.") from trouble
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CommandError(f"Nothing can be written in {folder}.")


def _documents(comments: Comments) -> list[Document]:
    """The rows, with personal data masked before anything else reads them."""
    return [Document(row.id, redact(row.text).text, person=row.person) for row in comments.rows]


def _show(bar: "tqdm[Any]", done: float, stage: str) -> None:
    bar.set_description_str(stage, refresh=False)
    bar.update(round(100 * done) - bar.n)


def _source(path: Path, comments: Comments) -> dict[str, object]:
    """Which file this was, and which columns were read."""
    return {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "format": comments.format,
        "text_column": comments.text_column,
        "id_column": comments.id_column,
    }
