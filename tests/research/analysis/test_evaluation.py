"""Measuring against labels: a perfect answer scores one, and files without labels are passed over."""

from pathlib import Path

import pytest

from research.analysis import Parameters
from research.analysis.evaluation import evaluate, labelled_sets, sample_f1
from research.analysis.formats import FileProblem
from tests.research.analysis.stand_ins import SAID

PARAMETERS = Parameters(backend="lexical")


def test_sets_are_found_by_their_columns(tmp_path: Path) -> None:
    lines = "".join(f"{text}\t{label}\tnl\n" for label, said in SAID.items() for text in said)
    (tmp_path / "b.tsv").write_text(f"text\tlabel\tlang\n{lines}")
    (tmp_path / "a.csv").write_text("response_id,text,topics\n1,een,A;B\n2,twee,A\n")
    (tmp_path / "c.csv").write_text("x,y\n1,2\n")
    (tmp_path / "d.md").write_text("no table")
    found = list(labelled_sets(tmp_path))
    assert [(one.name, one.several) for one in found] == [("a.csv", True), ("b.tsv", False)]
    quality = evaluate(found[1], PARAMETERS)
    assert (quality.texts, quality.themes_true) == (24, 4)
    assert quality.ari is not None
    assert -1 <= quality.ari <= 1
    assert quality.sample_f1 is None
    assert evaluate(found[0], PARAMETERS).ari is None


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="There is no folder"):
        list(labelled_sets(tmp_path / "nowhere"))


def test_a_perfect_answer_scores_one_whatever_the_themes_are_called() -> None:
    assert sample_f1(
        [("a",), ("b", "a"), ("b",)], [frozenset({7}), frozenset({3, 7}), frozenset({3})]
    ) == pytest.approx(1.0)
    assert sample_f1([("a",), ("b",)], [frozenset({1}), frozenset()]) == pytest.approx(0.5)
    assert sample_f1([], []) == 0.0
