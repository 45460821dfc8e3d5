"""The commands that need no database: cluster and evaluate."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.research.analysis.stand_ins import SAID

TEXTS = [text for said in SAID.values() for text in said]


def run(*arguments: object) -> str:
    said = StringIO()
    call_command(*(str(argument) for argument in arguments), stdout=said, stderr=StringIO())
    return said.getvalue()


def test_cluster_writes_its_tables_without_a_database(tmp_path: Path) -> None:
    source = tmp_path / "reacties.csv"
    source.write_text("opmerking\n" + "".join(f'"{text}"\n' for text in TEXTS))
    said = run("cluster", source, "--out", tmp_path / "out", "--backend", "lexical", "--themes", 3, "--seed", 1)
    assert "24 comments received =" in said
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    assert record["parameters"] == {"themes": 3, "granularity": "normal", "backend": "lexical", "seed": 1}
    assert record["source"]["text_column"] == "opmerking"
    with (tmp_path / "out" / "assignments.csv").open() as table:
        primary = [row["comment_id"] for row in csv.DictReader(table) if row["primary"] == "1"]
    assert len(primary) == len(set(primary)) == record["counts"]["assigned"]


def test_cluster_masks_personal_data_before_it_reads_anything(tmp_path: Path) -> None:
    source = tmp_path / "reacties.csv"
    mail = "Mail mij op jan@example.org over de vergunning om te parkeren"
    source.write_text("text\n" + "".join(f"{mail} {number}\n" for number in range(12)))
    run("cluster", source, "--out", tmp_path / "out", "--backend", "lexical")
    assert "example" not in (tmp_path / "out" / "themes.csv").read_text()


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("", [], "is empty"),
        ("a,b\n1,2\n", [], "The columns are: a, b"),
        ("text\nja\n", ["--text-column", "c"], "no column 'c'"),
        ("text\nja\n", ["--themes", "0"], "at least 1"),
    ],
)
def test_cluster_says_what_is_wrong(tmp_path: Path, content: str, arguments: list[str], sentence: str) -> None:
    source = tmp_path / "a.csv"
    source.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        run("cluster", source, "--out", tmp_path / "out", *arguments)


def test_cluster_of_one_comment_is_a_right_result(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("text\nDe balie was dicht\n")
    assert "1 comment received = 0 assigned to 0 themes" in run(
        "cluster", source, "--out", tmp_path, "--backend", "lexical"
    )


def test_evaluate_prints_a_line_for_every_labelled_set(tmp_path: Path) -> None:
    lines = "".join(f"{text}\t{label}\tnl\n" for label, said in SAID.items() for text in said)
    (tmp_path / "set.tsv").write_text(f"text\tlabel\tlang\n{lines}")
    said = run("evaluate", tmp_path, "--backend", "lexical").splitlines()
    assert said[0].split()[:5] == ["set", "texts", "true", "found", "ARI"]
    assert said[1].split()[:3] == ["set.tsv", "24", "4"]


def test_evaluate_says_when_there_is_nothing_to_measure(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no file"):
        run("evaluate", tmp_path)
    with pytest.raises(CommandError, match="There is no folder"):
        run("evaluate", tmp_path / "nowhere")


def test_where_nothing_can_be_written_is_told_before_the_work_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "reacties.csv"
    source.write_text("text\n" + "".join(f'"{text}"\n' for text in TEXTS))
    monkeypatch.setattr("research.insights.management.commands.cluster.analyse", lambda *_a, **_o: pytest.fail("began"))
    with pytest.raises(CommandError, match="is a file"):
        run("cluster", source, "--out", source)
    with pytest.raises(CommandError, match="cannot be made"):
        run("cluster", source, "--out", source / "below")
    with pytest.raises(CommandError, match="is a folder"):
        run("cluster", tmp_path, "--out", tmp_path / "out")
    with pytest.raises(CommandError, match="seed"):
        run("cluster", source, "--out", tmp_path / "out", "--seed", "-1")


def test_ctrl_c_ends_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "reacties.csv"
    source.write_text("text\nEen reactie\n")

    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("research.insights.management.commands.cluster.analyse", stop)
    with pytest.raises(CommandError, match="Nothing was written") as told:
        run("cluster", source, "--out", tmp_path / "out")
    assert told.value.returncode == 130
