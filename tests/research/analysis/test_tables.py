"""The tables say exactly what the result says, and no spreadsheet runs them."""

import csv
import json
from pathlib import Path

import pytest

from research.analysis import Document, Parameters, analyse
from research.analysis.tables import safe, write_record, write_tables
from tests.research.analysis.stand_ins import WordEncoder, comments


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("=1+1", "'=1+1"), ("+31 6", "'+31 6"), ("-x", "'-x"), ("@a", "'@a"), (" =1", "' =1"), ("＝1", "'＝1"),
     ("\tx", "'\tx"), ("-5", "-5"), ("-0.25", "-0.25"), ("balie", "balie"), (12, "12")],
)  # fmt: skip
def test_a_cell_is_never_a_formula_and_a_number_stays_one(cell: object, shown: str) -> None:
    assert safe(cell) == shown


def test_every_comment_has_one_primary_row_or_is_counted_apart(tmp_path: Path) -> None:
    documents = [*comments(), Document("leeg", ""), Document("ver", "Xylofoon ukelele trombone klarinet")]
    result = analyse(documents, embedder=WordEncoder())
    write_tables(result, tmp_path / "new")
    write_record(result, Parameters(), tmp_path / "new", seconds=1.23456, source={"file": "a.csv"})
    main = [row["comment_id"] for row in rows(tmp_path / "new" / "assignments.csv") if row["primary"] == "1"]
    apart = [row["comment_id"] for row in rows(tmp_path / "new" / "unassigned.csv")]
    assert sorted(main + apart) == sorted(document.id for document in documents)
    record = json.loads((tmp_path / "new" / "run.json").read_text())
    counts = record["counts"]
    assert counts["received"] == len(documents)
    assert counts["assigned"] == len(main)
    assert counts["other"] + counts["undecided"] + sum(counts["excluded"].values()) == len(apart)
    assert record["seconds"] == 1.23
    assert record["versions"]["scikit-learn"]
    assert record["peak_memory_mb"] > 0


def test_themes_point_at_a_comment_that_shows_them(tmp_path: Path) -> None:
    result = analyse(comments(), embedder=WordEncoder())
    write_tables(result, tmp_path)
    written = rows(tmp_path / "themes.csv")
    assert [row["theme_id"] for row in written] == [str(number + 1) for number in range(len(result.themes))]
    assert {row["quote_comment_id"] for row in written} <= {document.id for document in comments()}
    assert sum(int(row["size"]) for row in written) == result.counts.assigned


def test_the_same_run_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_tables(analyse(comments(), embedder=WordEncoder()), tmp_path / name)
    for table in ("themes.csv", "assignments.csv", "unassigned.csv"):
        assert (tmp_path / "a" / table).read_bytes() == (tmp_path / "b" / table).read_bytes()
    assert not list(tmp_path.glob("*/*.part"))
