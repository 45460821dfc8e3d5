"""Methods take turns, each in a process of its own, and their answers are read back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from research.analysis.evaluation import LabelledSet
from research.benchmark.child import measure, peak, processor, read_set, shuffled
from research.benchmark.methods import METHODS
from research.benchmark.rounds import Measured, Turn, measured, prepare, record, remembered, turns
from tests.research.analysis.stand_ins import SAID, WordEncoder

MAIN = tuple(topic for topic, said in SAID.items() for _ in said)
ONE = LabelledSet(
    "said", tuple(text for said in SAID.values() for text in said), tuple((label,) for label in MAIN), (), False, MAIN
)


def test_each_method_has_its_turn_on_each_set_and_another_begins() -> None:
    plan = list(turns(METHODS, [ONE, replace(ONE, name="again")]))
    assert len(plan) == len(set(plan)) == 2 * len(METHODS)
    assert plan[0] == Turn(METHODS[0].key, "said")
    assert plan[len(METHODS)] == Turn(METHODS[1].key, "again")


def test_a_set_comes_back_from_its_folder(tmp_path: Path) -> None:
    one, store = read_set(prepare(ONE, WordEncoder(), tmp_path))
    assert one == ONE
    assert store is not None
    assert store.of(ONE.texts).shape == (24, WordEncoder.dimensions)


def test_each_seed_has_the_rows_in_another_order_with_their_own_labels() -> None:
    first, second = shuffled(ONE, 0), shuffled(ONE, 1)
    assert first.texts != second.texts
    assert sorted(first.texts) == sorted(ONE.texts)
    label_of = dict(zip(ONE.texts, MAIN, strict=True))
    assert first.main == tuple(label_of[text] for text in first.texts)
    assert first.labels == tuple((label_of[text],) for text in first.texts)


def test_what_a_process_measures_is_written_beside_its_task(tmp_path: Path) -> None:
    place = prepare(ONE, WordEncoder(), tmp_path)
    task = place / "task.json"
    task.write_text(json.dumps({"set": str(place), "method": "meaning", "seeds": 2, "labels": 4}))
    measure(task)
    first, later = json.loads(task.with_suffix(".answer").read_text())
    assert min(first["ari"], later["ari"]) > 0.9
    assert first["redundant"] == first["late"] == 0
    assert first["start"] == later["start"] > 0
    assert first["cpu"] >= 0


@pytest.mark.slow
def test_a_turn_runs_by_itself_and_is_remembered(tmp_path: Path) -> None:
    place = prepare(ONE, None, tmp_path)
    turn = Turn("words", "said")
    found = measured(turn, ONE, place, 2)
    assert [(one.seed, one.failure) for one in found] == [(0, ""), (1, "")]
    assert found[0].scores is not None
    assert found[0].scores.redundant is None
    assert remembered([record(one) for one in found]) == {turn: found}


@pytest.mark.parametrize(("program", "said"), [("import sys; sys.exit('too small')", "too small"), ("", "no answer")])
def test_a_method_that_fails_says_why_and_is_tried_again_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr("research.benchmark.rounds.PROGRAM", ("-c", program))
    (found,) = measured(Turn("words", "said"), ONE, prepare(ONE, None, tmp_path), 2)
    assert found.failure == said
    assert remembered([record(found)]) == {}


def test_a_method_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.benchmark.rounds.LONGEST", 0.001)
    turn = Turn("words", "said")
    assert measured(turn, ONE, prepare(ONE, None, tmp_path), 1) == [
        Measured(turn, failure="took more than 0.001 seconds")
    ]


def test_memory_and_time_are_read_where_there_is_no_status_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert peak() > 10
    monkeypatch.setattr("research.benchmark.child.STATUS", Path("/nowhere"))
    assert peak() > 10
    assert processor() > 0
