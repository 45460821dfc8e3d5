"""Rows and columns out of delimited text and spreadsheets."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from research.analysis.formats import FileProblem

DELIMITERS = (",", ";", "\t")
LARGEST_CELL = 2_000_000


@dataclass(frozen=True)
class Sheet:
    """A header and rows of as many cells, each row with the line on which it ends (counted from 1)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def position(self, column: str) -> int:
        """Where the column is. Raises ValueError when it is not."""
        return self.header.index(column)


def read_delimited(name: str, text: str, suffix: str) -> Sheet:
    """A sheet from text with commas, semicolons or tabs; quoted cells may hold line breaks. Raises FileProblem."""
    header_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = (
        "\t" if suffix in {".tsv", ".tab"} else max(DELIMITERS, key=lambda sign: _outside_quotes(header_line, sign))
    )
    if delimiter == "\t":
        # Tab-separated files seldom quote: a text may simply begin with a quotation mark.
        try:
            return _parse(name, text, delimiter, quoted=True)
        except FileProblem:
            return _parse(name, text, delimiter, quoted=False)
    return _parse(name, text, delimiter, quoted=True)


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _parse(name: str, text: str, delimiter: str, *, quoted: bool) -> Sheet:
    csv.field_size_limit(LARGEST_CELL)
    lines = io.StringIO(text, newline="")
    if quoted:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    header: list[str] | None = None
    rows = []
    try:
        for cells in reader:
            if not cells or (header is None and not any(cell.strip() for cell in cells)):
                continue
            if header is None:
                header = _header(name, cells)
                continue
            rows.append((reader.line_num, _fitted(name, cells, header, reader.line_num)))
    except csv.Error as problem:
        raise FileProblem(f"{name}, line {reader.line_num}: {_explained(problem)}") from problem
    if header is None:
        raise FileProblem(f"{name} is empty.")
    return Sheet(tuple(header), tuple(rows))


def _explained(problem: csv.Error) -> str:
    if "field larger" in str(problem):
        return f"a cell holds more than {LARGEST_CELL} characters. Is a closing quotation mark missing?"
    return "the quotation marks do not match. A mark inside a text must be written twice."


def _header(name: str, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise FileProblem(f"{name} has no header.")
    return header


def _fitted(name: str, cells: list[str], header: list[str], line: int) -> tuple[str, ...]:
    """The cells of a row, as many as the header has."""
    if any(cell.strip() for cell in cells[len(header) :]):
        raise FileProblem(
            f"{name}, line {line} has {len(cells)} cells and the header has {len(header)}. "
            "Are quotation marks missing around a text that holds the separator?"
        )
    return tuple([*cells, *[""] * len(header)][: len(header)])


def read_spreadsheet(name: str, data: bytes) -> Sheet:
    """The first sheet with anything in it of an XLSX, XLS or ODS file. Raises FileProblem."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [book.get_sheet_by_index(number).to_python() for number in range(len(book.sheet_names))]
    except (CalamineError, ValueError, OSError) as problem:
        raise FileProblem(f"{name} is not a spreadsheet that we can read; it may be damaged or protected.") from problem
    for table in tables:
        filled = [(number, [_shown(cell) for cell in row]) for number, row in enumerate(table, start=1)]
        filled = [(number, cells) for number, cells in filled if any(cell.strip() for cell in cells)]
        if filled:
            header = _header(name, filled[0][1])
            return Sheet(
                tuple(header), tuple((number, _fitted(name, cells, header, number)) for number, cells in filled[1:])
            )
    raise FileProblem(f"{name} is empty.")


def _shown(cell: object) -> str:
    """A cell as a person sees it: 12 and not 12.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell)
