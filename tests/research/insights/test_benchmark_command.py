"""The command that compares our themes with those of other methods."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from research.analysis.evaluation import LabelledSet
from research.benchmark.child import Cost
from research.benchmark.methods import METHODS, Method, one_each
from research.benchmark.rounds import Measured, Turn
from research.benchmark.scores import Scores
from tests.research.analysis.stand_ins import SAID, WordEncoder

COMMAND = "research.insights.management.commands.benchmark_analysis"


@pytest.fixture(autouse=True)
def quick_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{COMMAND}.shipped_embedder", WordEncoder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "".join(f"{text}\t{label}\tnl\n" for label, said in SAID.items() for text in said)
    (tmp_path / "said.tsv").write_text(f"text\tlabel\tlang\n{lines}")
    return tmp_path


def run(*arguments: object, aside: StringIO | None = None) -> str:
    said = StringIO()
    given = [str(argument) for argument in arguments]
    call_command("benchmark_analysis", *given, stdout=said, stderr=aside or StringIO())
    return said.getvalue()


def invented(turn: Turn, one: LabelledSet, place: Path, seeds: int) -> list[Measured]:
    assert (place / "vectors.npz").exists()
    return [Measured(turn, 0, Scores(0.5, 0.6, None, None, 0.5, 4, 1.0, 0), Cost(1.0, 3.0, 1.0, 200, 0))] * seeds


def test_tables_are_written_and_a_run_can_be_resumed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{COMMAND}.measured", invented)
    arguments = [folder, "--methods", "words,meaning", "--seeds", 1, "--out", folder / "out" / "found"]
    said = run(*arguments)
    assert "said (24 texts, 4 labels)" in said
    assert (folder / "out" / "found.md").read_text() in said
    before = (folder / "out" / "found.json").read_text()
    assert [row["method"] for row in json.loads(before)["runs"]] == ["meaning", "words"]
    monkeypatch.setattr(f"{COMMAND}.measured", lambda *given: pytest.fail("measured again"))
    run(*arguments, "--resume")
    assert (folder / "out" / "found.json").read_text() == before


def test_methods_that_are_not_installed_are_left_out_with_the_command_that_installs_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = Method("absent", "Absent", lambda given: one_each([]), modules=("there_is_no_such_module",))
    monkeypatch.setattr(f"{COMMAND}.METHODS", (absent,))
    aside = StringIO()
    with pytest.raises(CommandError, match="can run here"):
        run(folder, "--out", folder / "found", aside=aside)
    assert "Left out, because the group bench is not installed: Absent" in aside.getvalue()
    assert "uv pip install --group bench" in aside.getvalue()


def test_without_an_encoder_only_words_are_compared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{COMMAND}.shipped_embedder", lambda: None)
    monkeypatch.setattr(f"{COMMAND}.METHODS", tuple(method for method in METHODS if method.key == "meaning"))
    aside = StringIO()
    with pytest.raises(CommandError, match="can run here"):
        run(folder, "--out", folder / "found", aside=aside)
    assert "only methods that go by words" in aside.getvalue()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--methods", "magic"], "no method magic"),
        (["--sets", "other"], "holds no such file"),
        (["--seeds", "0"], "At least one seed"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(folder: Path, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(folder, *arguments, "--out", folder / "found")


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        run(tmp_path / "nowhere", "--out", tmp_path / "found")
