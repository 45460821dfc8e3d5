"""Tables from files as people bring them."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from feedback.imports.tables import Table, UnreadableFileError, encoding_of, read

CONTENT = 'id;reactie\n1;Één café\n2;"Twee\nregels"\n'


def file(folder: Path, name: str, content: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows(table: Table) -> list[tuple[int, str]]:
    return [(line.number, line.fault or line.cells["reactie"]) for line in table.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_encoding_gives_the_same_words(tmp_path: Path, encoding: str) -> None:
    assert rows(read(file(tmp_path, "a.csv", CONTENT, encoding))) == [(2, "Één café"), (3, "Twee\nregels")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(tmp_path: Path, separator: str) -> None:
    content = separator.join(["id", '"naam, of; iets"', "reactie"]) + "\n" + separator.join(["1", "x", "y"]) + "\n"
    table = read(file(tmp_path, "a.csv", content))
    assert table.header == ("id", "naam, of; iets", "reactie")
    assert rows(table) == [(2, "y")]


def test_a_row_is_named_by_the_line_it_begins_on_also_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    table = read(file(tmp_path, "a.csv", 'reactie\n"een\ntwee\ndrie"\n\nvier\n'))
    assert rows(table) == [(2, "een\ntwee\ndrie"), (6, "vier")]


def test_more_cells_than_columns_is_a_fault_and_fewer_is_not(tmp_path: Path) -> None:
    table = read(file(tmp_path, "a.csv", "id,reactie\n1,een,twee\n2\n3,drie,\n"))
    assert [bool(line.fault) for line in table.lines] == [True, False, False]


def test_of_two_columns_with_one_name_the_first_counts(tmp_path: Path) -> None:
    assert rows(read(file(tmp_path, "a.csv", "reactie,reactie\neen,twee\n"))) == [(2, "een")]


def test_characters_that_no_database_keeps_are_left_out(tmp_path: Path) -> None:
    assert rows(read(file(tmp_path, "a.csv", "reactie\na\x00b\n"))) == [(2, "ab")]


def test_a_spreadsheet_gives_what_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["cijfer", "reactie"], [8.0, "Goed"], ["", ""], [7, "Zo zo"]]):
            sheet.write_row(number, 0, row)
    table = read(path)
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, {"cijfer": "8", "reactie": "Goed"}),
        (4, {"cijfer": "7", "reactie": "Zo zo"}),
    ]


def test_json_lines_give_one_row_each_and_name_what_is_none(tmp_path: Path) -> None:
    good = json.dumps({"reactie": "Één", "cijfer": 8, "waar": True, "lijst": [1]})
    table = read(file(tmp_path, "a.jsonl", f"{good}\n\nniets\n[1]\n{good}\n"))
    assert table.header == ("reactie", "cijfer", "waar", "lijst")
    lines = list(table.lines)
    assert [(line.number, bool(line.fault)) for line in lines] == [(1, False), (3, True), (4, True), (5, False)]
    assert lines[0].cells == {"reactie": "Één", "cijfer": "8", "waar": "true", "lijst": "[1]"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n \n"),
        ("picture.csv", b"\x89PNG\x81\x8d\x8f\x90\x9d"),
        ("half.csv", b"\xff\xfea"),
        ("no-sheet.xlsx", b"PK not a sheet"),
        ("list.jsonl", b"[1, 2]\n"),
        ("empty.jsonl", b"\n\n"),
        ("deep.jsonl", b"[" * 100_000),
    ],
)
def test_what_is_no_table_gets_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"\.$"):
        read(file(tmp_path, name, content))


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"niets\.csv"):
        read(tmp_path / "niets.csv")


def test_a_quotation_mark_that_is_left_open_gets_a_sentence(tmp_path: Path) -> None:
    path = file(tmp_path, "a.csv", 'reactie\n"' + "x" * 2_100_000)
    with pytest.raises(UnreadableFileError, match="2"):
        list(read(path).lines)


def test_a_long_text_breaks_no_letter_in_two(tmp_path: Path) -> None:
    path = file(tmp_path, "a.csv", "é" * 1_500_001)
    assert encoding_of(path) == "utf-8-sig"
