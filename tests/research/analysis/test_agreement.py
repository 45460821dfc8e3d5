import pytest

from research.analysis.agreement import hits, kappa

RIGHT, WRONG, PARTLY = ({1}, {1}), ({1}, {2}), ({1, 2}, {1})


def test_full_agreement_is_one() -> None:
    found = hits([[RIGHT]] * 30)
    assert (found.n, found.same, found.precision, found.recall) == (30, 30, 1, 1)
    assert (found.f1.mean, found.f1.low, found.f1.high) == (1, 1, 1)


def test_the_figures_are_those_of_all_comments_together() -> None:
    found = hits([[RIGHT]] * 20 + [[WRONG]] * 5 + [[PARTLY]] * 5)
    assert found.same == 20
    assert found.precision == pytest.approx(25 / 35)
    assert found.recall == pytest.approx(25 / 30)
    assert found.f1.mean == pytest.approx(50 / 65)
    assert found.f1.low is not None
    assert found.f1.high is not None
    assert 0.6 < found.f1.low < 50 / 65 < found.f1.high < 0.95


def test_the_same_readings_give_the_same_interval() -> None:
    pairs = [[RIGHT]] * 20 + [[WRONG]] * 10
    assert hits(pairs) == hits(pairs)


def test_a_comment_that_two_people_read_is_one_comment() -> None:
    once, twice = hits([[RIGHT], [WRONG]] * 20), hits([[RIGHT, RIGHT], [WRONG, WRONG]] * 20)
    assert twice == once


def test_nobody_saying_anything_is_agreement() -> None:
    found = hits([[(set(), set())]] * 30)
    assert (found.same, found.f1.mean) == (30, 1)
    assert kappa([(set(), set())] * 30) is None


def test_without_comments_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="no comment"):
        hits([])
    assert kappa([]) is None


def test_kappa_is_one_for_the_same_nought_for_chance_and_below_for_opposites() -> None:
    first, second = ({1}, {1}), ({2}, {2})
    assert kappa([first, second] * 15) == pytest.approx(1)
    assert kappa([({1}, {1}), ({1}, {2}), ({2}, {1}), ({2}, {2})] * 8) == pytest.approx(0)
    assert kappa([({1}, {2}), ({2}, {1})] * 15) == pytest.approx(-1)
