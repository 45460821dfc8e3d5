"""The sentences on top say what the figures say, also when that is little."""

from typing import Any

import pytest
from django.utils.translation import override

from research.insights.reports import sentences as sentences


def row(
    name: str, mean: float, before: float | None = None, *, real: bool = False, enough: bool = True
) -> dict[str, Any]:
    """Return a service of the table; `before` None: nothing to compare with."""
    change = None if before is None else {"from": before, "change": mean - before, "larger_than_chance": real}
    return {
        "name": {"nl": name, "en": name},
        "slug": name.lower(),
        "enough": enough,
        "target": 8.0,
        "grade": {"mean": mean, "n": 100},
        "change": change,
    }


def headline(
    *rows: dict[str, Any], span: str = "year", comments: int | None = 400, owned: tuple[int, int] = (3, 5)
) -> str:
    """Return all sentences in one line of English."""
    figures = {
        "services": list(rows),
        "comments": comments,
        "compared": {"span": span},
        "owned": {"with_owner": owned[0], "all": owned[1]},
    }
    with override("en"):
        found = sentences.headline(figures)
        return " ".join([found.first, *found.rest])


def test_the_best_rise_comes_first_then_the_worst_drop_then_who_acts() -> None:
    said = headline(
        row("Trouwen", 7.4, 6.1, real=True), row("Bijstand", 5.8, 6.3, real=True), row("Paspoort", 8.1, 8.0)
    )
    assert said == (
        "Trouwen improved most: from 6.1 to 7.4 in a year. "
        "Bijstand dropped from 6.3 to 5.8 in a year; that drop is larger than chance can explain. "
        "Three of five pain points have an owner."
    )


def test_without_a_drop_the_lowest_grade_is_named() -> None:
    assert "Bijstand has the lowest grade: 5.8." in headline(
        row("Trouwen", 7.4, 6.1, real=True), row("Bijstand", 5.8, 6.3)
    )


def test_only_a_drop_is_told_first() -> None:
    assert headline(row("Bijstand", 5.8, 6.3, real=True), span="quarter").startswith(
        "Bijstand dropped from 6.3 to 5.8 since the quarter before"
    )


def test_a_change_that_does_not_show_is_no_change() -> None:
    said = headline(row("Trouwen", 7.41, 7.37, real=True))
    assert said.startswith("No grade changed more than chance can explain.")


def test_when_nothing_changed_the_extremes_are_told() -> None:
    said = headline(row("Trouwen", 7.4, 7.3), row("Bijstand", 5.8, 5.9))
    assert "Trouwen gets the highest grade, 7.4; Bijstand the lowest, 5.8." in said


def test_without_something_to_compare_with_that_is_said() -> None:
    assert "There is too little of before to compare with." in headline(row("Trouwen", 7.4))
    assert "Trouwen gets the grade 7.4; the goal is 8." in headline(row("Trouwen", 7.4))


def test_equal_grades_have_no_extremes() -> None:
    assert "All services get the same grade: 7.4." in headline(row("Trouwen", 7.4), row("Bijstand", 7.4))


@pytest.mark.parametrize(
    ("rows", "comments", "said"),
    [
        ([], 400, "There are no services yet."),
        ([row("Trouwen", 7.4)], None, "In this period fewer than five comments came in."),
        ([row("Trouwen", 7.4, enough=False)], 19, "There are too few grades yet to say how a service is doing."),
    ],
)
def test_little_data_gives_a_sane_sentence(rows: list[dict[str, Any]], comments: int | None, said: str) -> None:
    assert headline(*rows, comments=comments).startswith(said)


@pytest.mark.parametrize(
    ("owned", "said"),
    [
        ((0, 0), "There are no open pain points."),
        ((0, 1), "The one pain point has no owner yet."),
        ((1, 1), "The one pain point has an owner."),
        ((0, 5), "None of the five pain points has an owner yet."),
        ((1, 5), "One of five pain points has an owner."),
        ((5, 5), "All five pain points have an owner."),
        ((14, 17), "14 of 17 pain points have an owner."),
    ],
)
def test_who_acts_in_sound_grammar(owned: tuple[int, int], said: str) -> None:
    assert headline(row("Trouwen", 7.4), owned=owned).endswith(said)


def course(*went: str) -> dict[str, Any]:
    """Return a course with a mark for each way that the grade went."""
    marks = [{"label": {"nl": f"m{n}", "en": f"m{n}"}, "went": way} for n, way in enumerate(went)]
    return {"name": {"nl": "Trouwen", "en": "Trouwen"}, "marks": marks}


@pytest.mark.parametrize(
    ("went", "of", "title"),
    [
        (("down", "up"), None, "After “m1” Trouwen went up again"),
        (("up",), None, "After “m0” Trouwen went up"),
        (("down", ""), None, "After “m0” Trouwen went down"),
        (("",), row("Trouwen", 7.4, 6.1, real=True), "Trouwen went from 6.1 to 7.4"),
        ((), row("Trouwen", 7.4, 7.3), "Trouwen stayed about the same"),
        ((), row("Trouwen", 7.4), "Trouwen month by month"),
    ],
)
def test_the_title_of_the_chart_is_its_finding(went: tuple[str, ...], of: dict[str, Any] | None, title: str) -> None:
    with override("en"):
        assert sentences.finding(course(*went), of) == title


def test_the_smallest_channels_are_named_together() -> None:
    groups = [{"channels": [one], "n": n} for one, n in (("web", 50), ("phone", 20), ("counter", 10), ("email", 10))]
    groups += [{"channels": ["letter"], "n": 5}, {"channels": ["paper", "session"], "n": 5}]
    with override("en"):
        assert sentences.channel_shares(groups) == "50% website, 20% phone, 10% counter, 10% e-mail, 10% other channels"
        assert sentences.channel_shares([]) == ""
