"""Methods take turns, each in a process of its own, and their answers are read back."""

import json
from pathlib import Path

import pytest

from research.analysis.evaluation import LabelledSet
from research.benchmark.child import measure, peak, processor, read_set
from research.benchmark.methods import METHODS
from research.benchmark.rounds import Measured, Turn, measured, prepare, record, remembered, turns
from tests.research.analysis.stand_ins import SAID, WordEncoder

MAIN = tuple(topic for topic, said in SAID.items() for _ in said)
ONE = LabelledSet(
    "said", tuple(text for said in SAID.values() for text in said), tuple((label,) for label in MAIN), (), False, MAIN
)


def test_each_method_has_its_turn_on_each_set_and_another_begins_with_each_seed() -> None:
    plan = list(turns(METHODS, [ONE], 2))
    assert len(plan) == len(set(plan)) == 2 * len(METHODS)
    assert plan[0] == Turn(METHODS[0].key, "said", 0, twice=True)
    assert plan[len(METHODS)] == Turn(METHODS[1].key, "said", 1)


def test_a_set_comes_back_from_its_folder(tmp_path: Path) -> None:
    one, store = read_set(prepare(ONE, WordEncoder(), tmp_path))
    assert one == ONE
    assert store is not None
    assert store.of(ONE.texts).shape == (24, WordEncoder.dimensions)


def test_what_a_process_measures_is_written_beside_its_task(tmp_path: Path) -> None:
    place = prepare(ONE, WordEncoder(), tmp_path)
    task = place / "task.json"
    task.write_text(json.dumps({"set": str(place), "method": "meaning", "seed": 0, "labels": 4, "twice": True}))
    measure(task)
    answer = json.loads(task.with_suffix(".answer").read_text())
    assert answer["ari"] > 0.9
    assert answer["redundant"] == answer["late"] == 0
    assert answer["cpu"] >= answer["start"]
    assert answer["again"] >= 0


@pytest.mark.slow
def test_a_turn_runs_by_itself_and_is_remembered(tmp_path: Path) -> None:
    place = prepare(ONE, None, tmp_path)
    turn = Turn("words", "said", 1)
    found = measured(turn, ONE, place)
    assert found.failure == ""
    assert found.scores is not None
    assert found.scores.redundant is None
    assert remembered([record(found)]) == {turn: found}


@pytest.mark.parametrize(("program", "said"), [("import sys; sys.exit('too small')", "too small"), ("", "no answer")])
def test_a_method_that_fails_says_why_and_is_tried_again_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr("research.benchmark.rounds.PROGRAM", ("-c", program))
    found = measured(Turn("words", "said", 0), ONE, prepare(ONE, None, tmp_path))
    assert found.failure == said
    assert remembered([record(found)]) == {}


def test_a_method_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.benchmark.rounds.LONGEST", 0.001)
    turn = Turn("words", "said", 0)
    assert measured(turn, ONE, prepare(ONE, None, tmp_path)) == Measured(turn, failure="took more than 0.001 seconds")


def test_memory_and_time_are_read_where_there_is_no_status_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert peak() > 10
    monkeypatch.setattr("research.benchmark.child.STATUS", Path("/nowhere"))
    assert peak() > 10
    assert processor() > 0
