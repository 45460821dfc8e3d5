"""Files as people bring them: read right, or refused in a sentence."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from research.analysis.files import Comments, read_comments
from research.analysis.formats import FileProblem

POLIS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1,x,41,7,1,0,1,"Meer\nbomen, graag"\n'
    "2,x,40,7,1,0,1,Minder verkeer\n"
)


def read(folder: Path, name: str, data: bytes | str, **columns: str) -> Comments:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_comments(path, **columns)


def test_a_known_export_brings_its_own_columns_and_ids(tmp_path: Path) -> None:
    found = read(tmp_path, "comments.csv", POLIS)
    assert found.format == "Polis"
    assert [(row.id, row.text, row.person) for row in found.rows] == [
        ("41", "Meer\nbomen, graag", "7"),
        ("40", "Minder verkeer", "7"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f'nr{delimiter}opmerking\r\n1{delimiter}"Eén, twee; drie"\r\n2{delimiter}"zei ""ja"""\r\n'
    found = read(tmp_path, "reacties.csv", text.encode(encoding))
    assert [row.text for row in found.rows] == ["Eén, twee; drie", 'zei "ja"']
    assert [row.id for row in found.rows] == ["1", "2"]
    assert found.text_column == "opmerking"


def test_a_quotation_mark_that_opens_a_text_between_tabs_is_just_a_mark(tmp_path: Path) -> None:
    found = read(tmp_path, "set.tsv", 'text\tlabel\n"Ja zei hij\ta\nNee\tb\n')
    assert [row.text for row in found.rows] == ['"Ja zei hij', "Nee"]


def test_empty_comments_still_count(tmp_path: Path) -> None:
    assert [row.text for row in read(tmp_path, "a.csv", 'id,text\n1,\n2,"  "\n3,ja\n').rows] == ["", "  ", "ja"]


def test_json_lines_and_lists_are_read(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"response_id": number, "response": f"tekst {number}"}) for number in (5, 6))
    assert [(row.id, row.text) for row in read(tmp_path, "a.jsonl", lines).rows] == [("5", "tekst 5"), ("6", "tekst 6")]
    assert [row.text for row in read(tmp_path, "a.json", '[{"text": "een"}, {"text": null}]').rows] == ["een", ""]


def test_a_spreadsheet_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("leeg")
        sheet = book.add_worksheet("reacties")
        for number, row in enumerate([("ID", "Comment", "Reply to Comment"), (12, "Mooi plan", ""), (13, "=1+1", "")]):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell) if isinstance(cell, int) else sheet.write_string(number, column, cell)
    found = read_comments(tmp_path / "a.xlsx")
    assert found.format == "adhocracy+"
    assert [(row.id, row.text) for row in found.rows] == [("12", "Mooi plan"), ("13", "=1+1")]


def test_columns_can_be_named(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "Vraag,Nummer\nWaarom?,x9\n", text_column="vraag", id_column="Nummer")
    assert [(row.id, row.text) for row in found.rows] == [("x9", "Waarom?")]


def test_repeated_ids_of_a_known_export_give_way_to_row_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "comment-id,comment-body\n1,a\n1,b\n")
    assert [row.id for row in found.rows] == ["1", "2"]
    assert found.id_column == ""


def test_a_cell_of_fifty_thousand_characters_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a.csv", f"text\n{'a' * 500_000}\n").rows[0].text) == 500_000


@pytest.mark.parametrize(
    ("name", "data", "columns", "sentence"),
    [
        ("a.csv", b"", {}, "is empty"),
        ("a.csv", b" \n\n", {}, "is empty"),
        ("a.csv", b"id,text\n", {}, "no comments"),
        ("a.csv", b"x,y\n1,2\n", {}, "The columns are: x, y"),
        ("a.csv", b"x,text\n1,2\n", {"text_column": "z"}, "no column 'z'. The columns are: x, text"),
        ("a.csv", b"x,text\n1,2\n1,3\n", {"id_column": "x"}, "'1' occurs 2 times, on lines 2 and 3"),
        ("a.csv", b"x,text\n,2\n", {"id_column": "x"}, "line 2: the column x is empty"),
        ("a.csv", b"x,text\n1,een, twee\n", {}, "line 2 has 3 cells and the header has 2"),
        ("a.csv", b'x,text\n1,"een\n', {}, "quotation marks do not match"),
        ("a.csv", "text\né\nà\nö\n".encode() + b"\xff\xfe\n", {}, "line 5 holds a character that is not UTF-8"),
        ("a.csv", b"text\nhallo \x81\x8d\n", {}, "an encoding that we cannot read"),
        ("a.csv", b"text\nhal\0lo met nog veel meer tekst\n", {}, "not a text file"),
        ("a.csv", b"\xff\xfet\0e\0x\0\n", {}, "UTF-16 and is broken"),
        ("a.xlsx", b"PK\x03\x04 no", {}, "not a spreadsheet that we can read"),
        ("a.jsonl", b'{"text": "a"}\n{broken\n', {}, "line 2 is not valid JSON"),
        ("a.jsonl", b"[1, 2]", {}, "an object such as"),
        ("a.jsonl", b"{}", {}, "holds no fields"),
    ],
)
def test_a_problem_is_told_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, columns: dict[str, str], sentence: str
) -> None:
    with pytest.raises(FileProblem, match=sentence.replace("(", r"\(")):
        read(tmp_path, name, data, **columns)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="There is no file"):
        read_comments(tmp_path / "nowhere.csv")
