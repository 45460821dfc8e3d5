"""Reads comments from the files that people have: CSV, TSV, XLSX, ODS, JSON Lines. Every problem is a sentence."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from research.analysis.formats import SPREADSHEETS, FileProblem, columns_of, known_format
from research.analysis.sheets import Sheet, read_delimited, read_spreadsheet


@dataclass(frozen=True)
class Row:
    """One comment of the file; `line` is where it stands, counted from 1 with the header."""

    id: str
    text: str
    person: str | None
    line: int


@dataclass(frozen=True)
class Comments:
    """All rows of a file, and where they were found. `id_column` is "" when row numbers serve."""

    rows: tuple[Row, ...]
    text_column: str
    id_column: str
    format: str


def read_comments(path: Path, *, text_column: str = "", id_column: str = "") -> Comments:
    """The comments in the file.

    Without `text_column` the column is found by the known formats and the usual names. Without `id_column` an id is
    that of the known format, or else the number of the row from 1. Raises FileProblem for anything that a person must
    repair.
    """
    sheet = read_sheet(path)
    found = known_format(sheet.header)
    text = columns_of(path.name, sheet, text_column, found.text if found else "")
    identifier = _id_column(path.name, sheet, id_column, found.id if found else "")
    person = sheet.position(found.person) if found and found.person else None
    rows = []
    for number, (line, cells) in enumerate(sheet.rows, start=1):
        own = cells[identifier].strip() if identifier is not None else str(number)
        rows.append(Row(own, cells[text], (cells[person].strip() or None) if person is not None else None, line))
    if id_column:
        _check_ids(path.name, id_column, rows)
    return Comments(
        tuple(rows),
        sheet.header[text],
        sheet.header[identifier] if identifier is not None else "",
        found.name if found else "",
    )


def read_sheet(path: Path) -> Sheet:
    """The header and rows of any file that we know how to read. Raises FileProblem."""
    if not path.is_file():
        raise FileProblem(f"There is no file {path}.")
    data = path.read_bytes()
    if not data.strip():
        raise FileProblem(f"{path.name} is empty.")
    suffix = path.suffix.casefold()
    if suffix in SPREADSHEETS or data[:4] == b"PK\x03\x04":
        sheet = read_spreadsheet(path.name, data)
    elif suffix in {".jsonl", ".ndjson", ".json"}:
        sheet = _read_objects(path.name, decode(path.name, data))
    else:
        sheet = read_delimited(path.name, decode(path.name, data), suffix)
    if not sheet.rows:
        raise FileProblem(f"{path.name} has a header ({', '.join(sheet.header)}) and no comments under it.")
    return sheet


def decode(name: str, data: bytes) -> str:
    """The text of a file in UTF-8 (with or without mark), UTF-16 or Windows-1252.

    Raises FileProblem when it is none of them.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _looks_like_utf16(data):
        return _decode_utf16(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        if _mostly_utf8(data):
            line = data[: problem.start].count(b"\n") + 1
            raise FileProblem(
                f"{name} is broken: line {line} holds a character that is not UTF-8, as the rest is. "
                "Save the file again as UTF-8."
            ) from problem
        text = _decode_windows(name, data)
    if "\0" in text:
        raise FileProblem(f"{name} is not a text file: it holds zero bytes.")
    return text


def _looks_like_utf16(data: bytes) -> bool:
    start = data[:400]
    return len(start) >= 4 and max(start[0::2].count(0), start[1::2].count(0)) * 3 > len(start)


def _decode_utf16(name: str, data: bytes) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    codec = "utf-16" if marked else ("utf-16-be" if data[:400:2].count(0) > data[1:400:2].count(0) else "utf-16-le")
    try:
        return data.decode(codec)
    except UnicodeDecodeError as problem:
        raise FileProblem(f"{name} looks like UTF-16 and is broken. Save the file again as UTF-8.") from problem


def _mostly_utf8(data: bytes) -> bool:
    """Whether letters beyond ASCII are written as UTF-8 more often than not."""
    lenient = data.decode("utf-8", "replace")
    wrong = lenient.count("\ufffd")
    return sum(1 for letter in lenient if letter > "\x7f") - wrong > wrong


def _decode_windows(name: str, data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise FileProblem(
            f"{name} is in an encoding that we cannot read (line {line}). Save the file as UTF-8 and try again."
        ) from problem


def _read_objects(name: str, text: str) -> Sheet:
    """JSON Lines, or one JSON list of objects."""
    if text.lstrip().startswith("["):
        whole = _parsed(name, 1, text)
        objects = list(enumerate(whole if isinstance(whole, list) else [], start=1))
    else:
        objects = [(n, _parsed(name, n, line)) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    fields = [(number, _fields(name, number, entry)) for number, entry in objects]
    header = list(dict.fromkeys(key for _, entry in fields for key in entry))
    if not header:
        raise FileProblem(f"{name} holds no fields.")
    return Sheet(tuple(header), tuple((n, tuple(_shown(entry.get(key)) for key in header)) for n, entry in fields))


def _fields(name: str, line: int, entry: object) -> dict[str, object]:
    if not isinstance(entry, dict):
        raise FileProblem(f'{name}, line {line}: an object such as {{"text": "..."}} was expected.')
    return {str(key): value for key, value in entry.items()}


def _parsed(name: str, line: int, text: str) -> object:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise FileProblem(f"{name}, line {line} is not valid JSON.") from problem


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _id_column(name: str, sheet: Sheet, asked: str, usual: str) -> int | None:
    """The column with ids that are all there and all different; one that a person asked for is checked later."""
    if asked:
        return columns_of(name, sheet, asked, "")
    if not usual:
        return None
    position = sheet.position(usual)
    values = [cells[position].strip() for _, cells in sheet.rows]
    return position if all(values) and len(set(values)) == len(values) else None


def _check_ids(name: str, column: str, rows: Sequence[Row]) -> None:
    for row in rows:
        if not row.id:
            raise FileProblem(f"{name}, line {row.line}: the column {column} is empty; every comment needs an id.")
    identifier, times = Counter(row.id for row in rows).most_common(1)[0]
    if times > 1:
        lines = [row.line for row in rows if row.id == identifier][:2]
        raise FileProblem(
            f"{name}: the id {identifier!r} occurs {times} times, on lines {lines[0]} and {lines[1]} among others."
        )
