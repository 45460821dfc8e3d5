"""Figures that people read must be right, and silent where there is too little to say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.analysis.statistics import difference, mean_interval, wilson

grades = st.lists(st.integers(1, 10).map(float), max_size=80)


def test_nothing_is_said_about_fewer_than_five() -> None:
    assert mean_interval([7, 8, 6, 9]).mean is None
    assert wilson(3, 4).mean is None
    assert difference([7.0] * 4, [8.0] * 50).change is None


def test_a_mean_and_its_interval_agree_with_the_textbook() -> None:
    found = mean_interval([6, 7, 8, 9, 10])
    assert found.mean == pytest.approx(8.0)
    assert (found.low, found.high) == (pytest.approx(6.0368, abs=1e-3), pytest.approx(9.9632, abs=1e-3))


def test_a_share_and_its_interval_agree_with_the_textbook() -> None:
    found = wilson(8, 10)
    assert found.mean == pytest.approx(0.8)
    assert (found.low, found.high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


@pytest.mark.parametrize(("k", "n"), [(-1, 10), (11, 10), (1, 0)])
def test_a_share_that_cannot_be_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(k, n)


@given(st.integers(0, 200), st.integers(5, 200))
def test_a_share_lies_inside_its_interval_and_that_inside_nought_to_one(k: int, n: int) -> None:
    found = wilson(min(k, n), n)
    assert found.low is not None
    assert found.mean is not None
    assert found.high is not None
    assert 0 <= found.low <= found.mean <= found.high <= 1


@given(grades, grades)
def test_a_difference_turns_round_with_its_groups(a: list[float], b: list[float]) -> None:
    there, back = difference(a, b), difference(b, a)
    assert there.larger_than_chance == back.larger_than_chance
    if there.change is not None and back.change is not None:
        assert there.change == pytest.approx(-back.change)


def test_no_test_below_thirty_however_clear_it_looks() -> None:
    found = difference([1.0, 2.0] * 10, [9.0, 10.0] * 10)
    assert found.change == pytest.approx(8.0)
    assert not found.tested
    assert not found.larger_than_chance


def test_a_clear_change_is_larger_than_chance_and_noise_is_not() -> None:
    chance = np.random.default_rng(1)
    low, high = chance.normal(5, 2, 60), chance.normal(8, 2, 60)
    assert difference(list(low), list(high)).larger_than_chance
    assert not difference(list(low), list(chance.normal(5, 2, 60))).larger_than_chance


def test_one_wild_outlier_does_not_make_a_headline() -> None:
    calm = [7.0, 8.0] * 20
    assert not difference(calm, [*calm[:-1], 1000.0]).larger_than_chance


def test_groups_without_any_spread_can_be_compared() -> None:
    assert difference([7.0] * 30, [8.0] * 30).larger_than_chance
    assert not difference([7.0] * 30, [7.0] * 30).larger_than_chance
