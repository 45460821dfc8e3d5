"""The lines of a report's tables."""

from typing import Any

import pytest
from django.utils.translation import override

from research.insights.models import PainPoint
from research.insights.reports import lines as lines
from tests.factories import PainPointFactory


def pain(**fields: Any) -> dict[str, Any]:
    """Return a pain point as it is kept."""
    return {"frequency": 46, "out_of": 187, "change": None, "status": "open", "who": ""} | fields


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (None, "46 of 187 comments"),
        ({"change": 0.1, "larger_than_chance": True}, "46 of 187 comments, rising"),
        ({"change": -0.1, "larger_than_chance": True}, "46 of 187 comments, falling"),
        ({"change": 0.1, "larger_than_chance": False}, "46 of 187 comments, the same"),
    ],
)
def test_a_pain_point_says_how_often_and_which_way(change: dict[str, Any] | None, said: str) -> None:
    with override("en"):
        assert lines.heard(pain(change=change)) == said


def test_few_comments_have_no_number() -> None:
    with override("en"):
        assert lines.heard(pain(frequency=None, out_of=None)) == "too few comments for a figure"


@pytest.mark.django_db
def test_what_changed_since_is_told_and_nothing_else() -> None:
    point: PainPoint = PainPointFactory(department="Burgerzaken", status="being_solved")
    with override("en"):
        assert lines.became(pain(), point) == "being solved · Burgerzaken"
        assert lines.became(pain(status="being_solved", who="Burgerzaken"), point) == ""
        assert lines.became(pain(status="being_solved", who="Burgerzaken"), None) == ""


@pytest.mark.django_db
def test_an_owner_comes_before_an_answer() -> None:
    point: PainPoint = PainPointFactory(department="")
    assert lines.to_do(point) == "owner"
    point.department = "Burgerzaken"
    assert lines.to_do(point) == "answer"
    point.answers.create(service=point.service, you_said="Geen bericht.", we_did="U krijgt nu bericht.")
    assert lines.to_do(point) == ""
    assert lines.to_do(None) == ""


def test_a_step_without_an_english_name_is_marked_as_dutch() -> None:
    row = {
        "kind": "step",
        "step": {"nl": "Bevestiging", "en": "Bevestiging"},
        "service": {"nl": "Trouwen", "en": "Getting married"},
        "grade": {"mean": 5.4, "low": 5.0, "high": 5.8, "n": 12},
    }
    with override("en"):
        line = lines.step_line(row)
        assert (line.is_dutch, line.is_low, line.service, line.grade) == (True, True, "Getting married", "5.4")
        assert lines.step_line(row | {"kind": "whole", "step": None}).step == "The service as a whole"


def test_channels_together_say_which_they_are() -> None:
    row = {"channels": ["phone", "letter"], "grade": {"mean": 6.0, "low": 5.0, "high": 7.0, "n": 12}}
    with override("en"):
        assert lines.grade_cell(row).of == "phone and letter"
        assert lines.grade_cell(row | {"channels": ["phone"]}).of == ""


def test_a_run_says_with_what_it_was_made() -> None:
    row = {
        "service": None,
        "finished": "2026-10-06",
        "parameters": {"themes": None, "seed": 0},
        "fingerprint": {"backend": "semantic"},
    }
    with override("en"):
        line = lines.run_line(row)
        assert (line.service, line.analysis, line.finished) == ("All services", "", "6 October 2026")
        told = dict(lines.run_line(row | {"number": 12, "fingerprint": {"code": "1", "model": "tiny/3"}}).facts)
        assert lines.run_line(row | {"number": 12}).analysis == "no. 12"
    assert told["Version of the analysis"] == "1"
    assert "tiny, version 3" in told["How comments were compared"]
    assert "Seed 0" in told["Chance"]
