"""Medians, ratios and losses, told in tables."""

import json
from dataclasses import replace

import numpy as np
import pytest

from research.analysis.evaluation import LabelledSet
from research.benchmark.child import Cost
from research.benchmark.methods import one_each
from research.benchmark.report import as_json, as_markdown, circumstances
from research.benchmark.rounds import Measured, Turn
from research.benchmark.scores import Scores, redundant_pairs, scores
from research.benchmark.summary import lines, losses, ratio_of_means, ratios

ONE = LabelledSet("one", ("a", "b"), (("x",), ("y",)), (), False, ("x", "y"))
GOOD = Scores(0.6, 0.7, None, None, 0.7, 5, 0.9, 0)
CHEAP = Cost(1.0, 3.0, 1.0, 200, 0)


def turn(method: str, seed: int, ari: float, cost: Cost = CHEAP) -> Measured:
    return Measured(Turn(method, "one"), seed, replace(GOOD, ari=ari), cost)


FOUND = [
    turn("semantic", 0, 0.6),
    turn("semantic", 1, 0.5),
    turn("semantic", 2, 0.9),
    turn("bertopic", 0, 0.4, replace(CHEAP, cpu=37.0)),
    turn("bertopic", 1, 0.4, replace(CHEAP, cpu=2.0)),
    turn("kouchou", 0, 0.8),
    Measured(Turn("words", "one"), failure="ValueError: too small"),
]


def test_lines_are_medians_in_the_order_of_the_methods() -> None:
    found = lines(FOUND)
    assert [(line.method, line.ari, line.seeds) for line in found] == [
        ("semantic", 0.6, 3),
        ("bertopic", 0.4, 2),
        ("kouchou", 0.8, 1),
    ]
    assert [line.warm for line in found] == [1.0, 2.0, None]


def test_quality_is_told_as_a_ratio() -> None:
    found = lines(FOUND)
    assert ratios(found, "semantic")["one"] == pytest.approx(1.5)
    assert ratio_of_means(found, "semantic") == pytest.approx(1.5)
    assert ratios(found, "semantic", "reduced") == {}
    assert ratio_of_means(found, "semantic", "reduced") is None


def test_we_say_where_we_lose_and_to_whom() -> None:
    assert losses(lines(FOUND)) == ["ARI: kouchou-ai's way (told the number) on one (0.80 to 0.60)."]


def test_a_set_with_several_labels_is_compared_by_f1() -> None:
    several = replace(GOOD, ari=None, sample_f1=0.9)
    assert lines([Measured(Turn("semantic", "one"), 0, several, CHEAP)])[0].quality == 0.9


def test_the_report_holds_tables_ratios_losses_and_failures() -> None:
    text = as_markdown(circumstances("2026-11-22", 3), [ONE], FOUND)
    assert "one (2 texts, 2 labels)" in text
    assert "| set | Dikke 8, semantic | BERTopic | kouchou-ai's way ᵏ |" in text
    assert "| one | 0.60 (5) | 0.40 (5) | 0.80 (5) |" in text
    assert "| one | 4.0 / 1.0 | 40.0 / 2.0 | 4.0 / - |" in text
    assert "Sample-F1" not in text
    assert "mean of the ratios 1.50, ratio of the means 1.50; one 1.50." in text
    assert "**Where we lose**" in text
    assert "TF-IDF + KMeans (told the number), one: ValueError: too small" in text


def test_the_record_holds_every_single_measurement() -> None:
    told = json.loads(as_json(circumstances("2026-11-22", 3), FOUND))
    assert len(told["runs"]) == len(FOUND)
    assert told["runs"][0]["ari"] == 0.6
    assert told["versions"]["numpy"]


def test_two_themes_that_are_as_good_as_the_same_are_a_redundant_pair() -> None:
    vectors = np.array([[1, 0], [1, 0.01], [0, 1], [1, 0.02]], dtype=np.float32)
    assert redundant_pairs(one_each([0, 1, 2, 0]), vectors) == 1
    assert redundant_pairs(one_each([0, 0, 1, 0]), vectors) == 0
    assert redundant_pairs(one_each([-1, -1, -1, -1]), vectors) == 0


def test_a_grouping_is_scored_with_and_without_the_texts_that_have_no_theme() -> None:
    one = LabelledSet("s", tuple("abcd"), (("x",), ("x",), ("y",), ("y",)), (), False, ("x", "x", "y", "y"))
    found = scores(one, one_each([0, -1, 1, 1]), None)
    assert found.ari_assigned == 1.0
    assert found.ari is not None
    assert found.ari < 1
    assert (found.themes, found.assigned) == (2, 0.75)
