"""The rule that suggests how bad a pain point is."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from research.insights.models.pain_points import Severity
from research.insights.severity import Kind, Mean, Suggestion, Voices, suggest
from research.insights.severity.rule import SUGGESTED
from research.insights.severity.wording import beside_judgement, part_words, suggestion_words


def heard(grade: float = 8.0, no: int = 0, partly: int = 0, sent_on: float = 0.0, n: int = 40) -> Voices:
    """Return what so many people said."""
    return Voices(n, n, Mean(grade, n), no, partly, n, Mean(sent_on, n))


def suggested(voices: Voices, service: float = 7.0) -> Suggestion:
    """Return the suggestion beside a goal of 8."""
    return suggest(voices, goal=8, service_grade=Mean(service, 200))


def points(suggestion: Suggestion) -> dict[Kind, int]:
    """Return the points of each part."""
    return {part.kind: part.points for part in suggestion.parts}


@pytest.mark.parametrize(
    ("grade", "goal", "service"), [(8.0, 0, 0), (7.01, 0, 0), (7.0, 1, 0), (6.0, 1, 1), (5.51, 1, 1), (5.5, 2, 1)]
)
def test_a_grade_stands_beside_the_goal_and_the_service(grade: float, goal: int, service: int) -> None:
    found = points(suggested(heard(grade)))
    assert (found[Kind.GOAL], found[Kind.SERVICE]) == (goal, service)


@pytest.mark.parametrize(("no", "partly", "expected"), [(0, 19, 0), (0, 20, 1), (10, 0, 1), (19, 1, 1), (20, 0, 2)])
def test_a_no_counts_whole_and_a_partly_half(no: int, partly: int, expected: int) -> None:
    assert points(suggested(heard(no=no, partly=partly)))[Kind.OUTCOME] == expected


@pytest.mark.parametrize(("times", "expected"), [(0.9, 0), (1.0, 1), (6.0, 1)])
def test_being_sent_on_counts_from_once_on_average(times: float, expected: int) -> None:
    assert points(suggested(heard(sent_on=times)))[Kind.SENT_ON] == expected


def test_points_become_a_severity() -> None:
    assert [int(one) for one in SUGGESTED] == [0, 1, 2, 2, 3, 4, 4]
    assert suggested(heard()).severity == Severity.NONE
    assert suggested(heard(4.1, no=23, sent_on=1.7)).severity == Severity.SEVERE


@given(
    st.tuples(st.floats(1, 10), st.integers(0, 40), st.integers(0, 40), st.floats(0, 9)),
    st.floats(0, 3),
    st.integers(0, 10),
    st.floats(0, 3),
    st.floats(1, 10),
)
def test_what_people_say_that_is_worse_never_lowers_the_suggestion(
    said: tuple[float, int, int, float], lower: float, more: int, oftener: float, service: float
) -> None:
    grade, no, partly, sent_on = said
    no, partly = min(no, 40), min(partly, 40 - min(no, 40))
    worse_no = min(no + more, 40 - partly)
    first = suggested(heard(grade, no, partly, sent_on), service)
    worse = suggested(heard(max(1.0, grade - lower), worse_no, partly, sent_on + oftener), service)
    assert first.severity is not None
    assert worse.severity is not None
    assert worse.severity >= first.severity


def test_a_part_of_fewer_than_five_people_does_not_count() -> None:
    few = Voices(40, 40, Mean(2.0, 4), 0, 0, 40, Mean(9.0, 4))
    found = suggested(few)
    assert [part.kind for part in found.known] == [Kind.OUTCOME]
    assert (found.severity, found.is_partial) == (Severity.NONE, True)


def test_without_any_part_there_is_no_suggestion() -> None:
    found = suggested(heard(1.0, n=4))
    assert found.severity is None
    with override("en"):
        assert suggestion_words(found).startswith("No suggestion: fewer than five people")
        assert beside_judgement(3, found) == "no suggestion, too few answers"


def test_a_service_without_grades_gives_no_points_for_being_below_it() -> None:
    found = suggest(heard(3.0), goal=8, service_grade=Mean(None, 0))
    assert [part.kind for part in found.known] == [Kind.GOAL, Kind.OUTCOME, Kind.SENT_ON]


def test_each_part_is_shown_with_its_figure_its_n_and_its_points() -> None:
    found = suggested(heard(4.14, no=18, partly=10, n=38))
    with override("en"):
        assert [part_words(part) for part in found.parts] == [
            "Grade 4.1 (n = 38), goal 8: 2 of 2 points",
            "Grade 4.1 (n = 38), whole service 7.0: 1 of 1 point",
            "Did not work out 47%, partly 26% (n = 38): 2 of 2 points",
            "Sent on 0.0 times on average (n = 38): 0 of 1 point",
        ]
        assert suggestion_words(found) == "Suggestion: 4 – people get stuck"
        assert beside_judgement(4, found) == "as the comments suggest"
        assert beside_judgement(2, found) == "the comments suggest 4"
        few = suggested(Voices(9, 9, Mean(4.0, 9), 0, 0, 3, Mean(None, 0)))
        assert part_words(few.parts[2]) == "Did not work out: too few answers (n = 3), not counted"
        assert suggestion_words(few).endswith("so it may be worse.")
