"""Tests of shares over time, beside scipy's own functions and published examples."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from research.analysis.trend_tests import (
    Part,
    benjamini_hochberg,
    cochran_armitage,
    compare,
    course,
    fisher,
    mann_kendall,
    newcombe,
    two_proportions,
)

parts = st.integers(1, 60).flatmap(lambda n: st.builds(Part, st.integers(0, n), st.just(n)))


def test_a_trend_in_shares_is_what_agresti_published() -> None:
    """Drinking and malformations (Agresti, Categorical Data Analysis, 3.4): M2 = 6.57 = (N - 1) r2 with his scores."""
    # His scores 0, .5, 1.5, 4, 7 are even steps of a half when the groups in between are empty.
    groups = {0: (48, 17114), 1: (38, 14502), 3: (5, 793), 8: (1, 127), 14: (1, 38)}
    rows = [Part(*groups.get(at, (0, 0))) for at in range(15)]
    total = sum(row.n for row in rows)
    assert cochran_armitage(rows) == pytest.approx(stats.chi2.sf(6.5701 * total / (total - 1), 1), rel=1e-3)


@given(st.lists(parts, min_size=3, max_size=12))
def test_a_trend_in_shares_is_the_correlation_of_yes_with_time(rows: list[Part]) -> None:
    times = [at for at, row in enumerate(rows) for _one in range(row.n)]
    said = [one for row in rows for one in [1] * row.k + [0] * (row.n - row.k)]
    if len(set(said)) == 1:
        assert cochran_armitage(rows) == 1.0
        return
    r = float(stats.pearsonr(times, said).statistic)
    assert cochran_armitage(rows) == pytest.approx(float(stats.chi2.sf(len(said) * r * r, 1)), abs=1e-7)


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=14, unique=True))
def test_mann_kendall_without_ties_is_kendalls_exact_test(values: list[int]) -> None:
    expected = stats.kendalltau(range(len(values)), values, method="exact").pvalue
    assert mann_kendall(values) == pytest.approx(float(expected), abs=1e-12)


@given(st.lists(st.integers(0, 4), min_size=8, max_size=40))
def test_mann_kendall_with_ties_is_kendalls_with_a_correction_for_continuity(values: list[int]) -> None:
    if len(set(values)) in {1, len(values)}:
        return
    n = len(values)
    s = sum((b > a) - (b < a) for at, a in enumerate(values) for b in values[at + 1 :])
    if s == 0:
        assert mann_kendall(values) == 1.0
        return
    z = stats.norm.isf(stats.kendalltau(range(n), values, method="asymptotic").pvalue / 2)
    spread = abs(s) / z
    assert mann_kendall(values) == pytest.approx(float(2 * stats.norm.sf((abs(s) - 1) / spread)), abs=1e-6)


def test_values_that_are_all_alike_have_no_trend() -> None:
    assert mann_kendall([0.2] * 12) == 1.0


@given(parts, parts)
def test_fisher_is_scipys(a: Part, b: Part) -> None:
    table = [[a.k, a.n - a.k], [b.k, b.n - b.k]]
    assert fisher(a, b) == pytest.approx(float(stats.fisher_exact(table).pvalue), abs=1e-9)


def test_fisher_knows_the_lady_who_tasted_tea() -> None:
    assert fisher(Part(3, 4), Part(1, 4)) == pytest.approx(0.4857, abs=1e-4)


@given(parts, parts)
def test_two_proportions_are_scipys(a: Part, b: Part) -> None:
    if a.k + b.k in {0, a.n + b.n}:
        assert two_proportions(a, b) == 1.0
        return
    table = [[a.k, a.n - a.k], [b.k, b.n - b.k]]
    assert two_proportions(a, b) == pytest.approx(float(stats.chi2_contingency(table, correction=False)[1]), abs=1e-9)


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """Table II of Newcombe (1998), method 10: 56/70 against 48/80 is .2000 (.0524 to .3339)."""
    low, high = newcombe(Part(48, 80), Part(56, 70))
    assert (low, high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_and_hochberg_are_scipys(chances: list[float]) -> None:
    expected = stats.false_discovery_control(chances)
    assert benjamini_hochberg(chances) == pytest.approx(list(expected), abs=1e-12)


def test_what_was_not_tested_does_not_count_among_the_tests() -> None:
    assert benjamini_hochberg([0.01, None, 0.04]) == [pytest.approx(0.02), None, pytest.approx(0.04)]
    assert benjamini_hochberg([]) == []


# ---- What is said of a course and a comparison


def test_a_share_that_climbs_month_after_month_is_more_than_chance() -> None:
    found = course([Part(2 + at, 40) for at in range(12)])
    assert found.p is not None
    assert found.p < 0.001
    assert (found.first, found.second) == (Part(27, 240), Part(63, 240))
    assert found.change == pytest.approx(0.15)


def test_one_loud_month_is_no_trend() -> None:
    rows = [Part(3, 40)] * 11 + [Part(30, 40)]
    assert cochran_armitage(rows) < 0.001
    found = course(rows)
    assert found.p is not None
    assert found.p > 0.05


def test_under_thirty_comments_or_six_months_nothing_is_tested() -> None:
    assert course([Part(1, 4)] * 7).p is None
    assert course([Part(5, 40)] * 5).p is None
    assert course([Part(0, 0), *[Part(5, 40)] * 5, Part(0, 0)]).p is None
    assert course([]).change == 0.0


def test_empty_months_take_no_part() -> None:
    assert course([Part(at, 20) if at % 2 else Part(0, 0) for at in range(16)]).p is not None


def test_a_comparison_needs_thirty_on_both_sides() -> None:
    assert compare(Part(3, 29), Part(10, 60)).p is None
    found = compare(Part(8, 100), Part(24, 100))
    assert found.p == pytest.approx(two_proportions(Part(8, 100), Part(24, 100)))
    assert found.low is not None
    assert found.low > 0


def test_a_small_comparison_is_exact() -> None:
    assert compare(Part(0, 30), Part(4, 30)).p == pytest.approx(fisher(Part(0, 30), Part(4, 30)))


@given(st.lists(parts, min_size=1, max_size=40))
def test_every_chance_is_a_chance_and_the_way_back_is_as_likely(rows: list[Part]) -> None:
    there, back = course(rows), course(rows[::-1])
    assert (there.p is None) == (back.p is None)
    if there.p is not None and back.p is not None:
        assert 0 <= there.p <= 1
        assert math.isclose(there.p, back.p, abs_tol=1e-9)
