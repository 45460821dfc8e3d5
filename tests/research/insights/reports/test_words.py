"""Figures as people read them."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from research.insights.reports import words as words


@pytest.mark.parametrize(
    ("language", "grade", "number", "change"), [("nl", "7,4", "1.148", "+1,3"), ("en", "7.4", "1,148", "+1.3")]
)
def test_numbers_have_the_marks_of_the_language(language: str, grade: str, number: str, change: str) -> None:
    with override(language):
        assert words.grade(7.36) == grade
        assert words.number(1148) == number
        assert words.change(6.14, 7.36) == change


def test_a_change_is_that_of_the_figures_beside_it() -> None:
    with override("en"):
        assert words.change(6.25, 5.84) == "−0.5", "6.3 to 5.8, halves rounded up"


def test_a_goal_has_a_decimal_only_when_it_needs_one() -> None:
    with override("nl"):
        assert (words.target(8.0), words.target(7.5)) == ("8", "7,5")


@given(st.lists(st.integers(1, 500), min_size=1, max_size=8))
def test_shares_add_up_to_a_hundred(counts: list[int]) -> None:
    assert sum(words.hundredths(counts)) == 100


def test_a_period_does_not_say_its_year_twice() -> None:
    with override("en"):
        assert (
            words.span({"start": "2026-07-01", "end": "2026-09-30"}) == "1 July up to and including 30 September 2026"
        )
        assert words.span({"start": "2025-12-01", "end": "2026-01-31"}).startswith("1 December 2025")


def test_the_sum_of_all_comments_adds_up_in_words() -> None:
    balance = {
        "received": 1148,
        "parts": [
            {"kinds": ["assigned"], "n": 962},
            {"kinds": ["other", "undecided"], "n": 164},
            {"kinds": ["excluded"], "n": 22},
        ],
        "reasons": [{"reasons": ["spam"], "n": 17}, {"reasons": ["empty"], "n": 5}],
    }
    with override("en"):
        line = words.conservation(balance)
    assert line == "Received 1,148 = grouped 962 + other and undecided 164 + left out 22 (spam 17, without words 5)"


def test_the_sum_of_too_few_comments_has_no_figure() -> None:
    with override("en"):
        assert words.conservation({"received": None, "parts": [], "reasons": []}) == "Fewer than five comments came in."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"share": 0.605, "n": 40}, "61%"),
        ({"at_least": 0.9, "n": 40}, "≥ 90%"),
        ({"at_most": 0.1, "n": 40}, "≤ 10%"),
        (None, "–"),
    ],
)
def test_a_share_or_its_bound(found: dict[str, float] | None, said: str) -> None:
    with override("en"):
        assert words.bounded_share(found) == said


def test_words_without_english_stay_dutch() -> None:
    with override("en"):
        assert words.words({"nl": "Trouwen", "en": ""}) == "Trouwen"
    assert words.words(None) == ""
