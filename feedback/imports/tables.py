"""Reads a table from a file: CSV, TSV, XLSX, ODS or JSON Lines, in the encodings that people bring."""

import codecs
import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

CELL_LIMIT = 2_000_000  # characters; a longer cell is a quote that was never closed
CHUNK = 1 << 20


class UnreadableFileError(Exception):
    """Says in one sentence why a file cannot be read as a table."""


@dataclass(frozen=True)
class Line:
    """One row: the line on which it begins, its cells by column name, what is wrong with it, if anything."""

    number: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """The column names and the rows, which may be gone through once; `about` is how many rows there are at most."""

    header: tuple[str, ...]
    lines: Iterator[Line] = field(compare=False)
    about: int


def read(path: Path) -> Table:
    """Open a table; raise UnreadableFileError with a sentence when there is none."""
    try:
        if path.stat().st_size == 0:
            raise UnreadableFileError(_("%(file)s is empty.") % {"file": path.name})
        kind = path.suffix.lower()
        if kind in {".xlsx", ".ods", ".xlsm"}:
            return _sheet(path)
        if kind in {".jsonl", ".ndjson"}:
            return _json_lines(path)
        return _separated(path)
    except OSError as error:
        raise UnreadableFileError(
            _("%(file)s cannot be opened: %(why)s.") % {"file": path, "why": error.strerror or error}
        ) from error


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: what its first bytes say, else UTF-8 when all of it is, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _when_readable(path, "utf-16")
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFileError(_not_text(path))


def _when_readable(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise UnreadableFileError(_not_text(path))
    return encoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _not_text(path: Path) -> str:
    return _("%(file)s is not text in UTF-8, UTF-16 or Windows-1252.") % {"file": path.name}


def _separated(path: Path) -> Table:
    """Read CSV or TSV; the separator is the sign that the header has most of, outside quotes."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        about = 1 + sum(chunk.count("\n") for chunk in iter(lambda: file.read(CHUNK), ""))
    bare = "".join(first.split('"')[::2]) or first
    separator = max("\t;,", key=bare.count)
    rows = _csv_rows(path, encoding, separator)
    header, number = _first_row(path, rows)
    return Table(header, _lines(header, rows, number), about)


def _csv_rows(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on; a row may hold line breaks."""
    csv.field_size_limit(CELL_LIMIT)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        begins = 1
        try:
            for row in reader:
                yield begins, row
                begins = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableFileError(
                _("Line %(line)s cannot be read; is a quotation mark left open? (%(why)s)")
                % {"line": begins, "why": error}
            ) from error


def _sheet(path: Path) -> Table:
    """Read the first sheet of a spreadsheet."""
    try:
        workbook = python_calamine.load_workbook(path)
        found = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError) as error:
        raise UnreadableFileError(
            _("%(file)s is not a spreadsheet that can be read (%(why)s).") % {"file": path.name, "why": error}
        ) from error
    rows = ((number, [_as_text(cell) for cell in row]) for number, row in enumerate(found, 1))
    header, number = _first_row(path, rows)
    return Table(header, _lines(header, rows, number), len(found))


def _as_text(cell: Any) -> str:
    """Return a cell as a person would have typed it: 8.0 is 8, a day is 2026-09-01."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _json_lines(path: Path) -> Table:
    """Read one object a line; the columns are those of the first."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding) as file:
        about = sum(1 for _line in file)
    lines = _objects(path, encoding)
    first = next(lines, None)
    if first is None or first.fault:
        raise UnreadableFileError(_("%(file)s does not begin with a JSON object on one line.") % {"file": path.name})

    def all_lines() -> Iterator[Line]:
        yield first
        yield from lines

    return Table(tuple(first.cells), all_lines(), about)


def _objects(path: Path, encoding: str) -> Iterator[Line]:
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            if isinstance(found, dict):
                yield Line(number, {str(name): _clean(_json_text(value)) for name, value in found.items()})
            else:
                yield Line(number, {}, fault=_("this is not a JSON object"))


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return _as_text(value)


def _first_row(path: Path, rows: Iterable[tuple[int, list[str]]]) -> tuple[tuple[str, ...], int]:
    """Return the first row that is not blank as column names, and its line."""
    for number, row in rows:
        if any(cell.strip() for cell in row):
            return tuple(_clean(cell).strip() for cell in row), number
    raise UnreadableFileError(_("%(file)s has no header.") % {"file": path.name})


def _lines(header: tuple[str, ...], rows: Iterator[tuple[int, list[str]]], header_at: int) -> Iterator[Line]:
    """Yield the rows below the header; blank ones are no rows, one with more cells than columns is at fault."""
    for number, row in rows:
        if number <= header_at or not any(cell.strip() for cell in row):
            continue
        fault = ""
        if any(cell.strip() for cell in row[len(header) :]):
            fault = _("%(cells)d cells, but the header has %(columns)d columns") % {
                "cells": len(row),
                "columns": len(header),
            }
        # Of two columns with one name the first counts.
        cells = dict(zip(reversed(header), reversed([*row, *[""] * len(header)][: len(header)]), strict=True))
        yield Line(number, {name: _clean(cells[name]) for name in header}, fault)


def _clean(cell: str) -> str:
    """Return a cell without characters that no database keeps, line ends made equal."""
    return cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
