"""Groups under five are not shown, nor given away by a total."""

from hypothesis import given
from hypothesis import strategies as st

from research.analysis.statistics import SMALLEST_SHOWN
from research.insights.small_numbers import Group, hidden, together

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30))


@given(COUNTS)
def test_every_group_has_five_and_together_they_are_all(counts: dict[str, int]) -> None:
    groups = together(counts)
    assert all(group.n >= SMALLEST_SHOWN for group in groups)
    total = sum(counts.values())
    assert sum(group.n for group in groups) == (total if total >= SMALLEST_SHOWN else 0)


@given(COUNTS)
def test_every_key_with_a_count_is_in_one_group(counts: dict[str, int]) -> None:
    keys = [key for group in together(counts) for key in group.keys]
    wanted = [key for key, n in counts.items() if n] if sum(counts.values()) >= SMALLEST_SHOWN else []
    assert sorted(keys) == sorted(wanted)


@given(COUNTS)
def test_what_is_hidden_is_none_or_five_or_everything(counts: dict[str, int]) -> None:
    away = hidden(counts)
    left = sum(counts[key] for key in away)
    assert left == 0 or left >= SMALLEST_SHOWN or left == sum(counts.values())
    assert all(n == 0 or n >= SMALLEST_SHOWN for key, n in counts.items() if key not in away)


def test_a_single_small_group_takes_the_smallest_other_with_it() -> None:
    assert together({"web": 40, "phone": 9, "letter": 3}) == [Group(("web",), 40), Group(("phone", "letter"), 12)]


def test_without_small_groups_nothing_is_put_together() -> None:
    assert together({"web": 5, "phone": 6}) == [Group(("phone",), 6), Group(("web",), 5)]


def test_another_total_hides_more_only_when_it_gives_something_away() -> None:
    counts = {"a": 3, "b": 7, "c": 20}
    assert hidden(counts, total=30) == {"a", "b"}
    assert hidden(counts, total=60) == {"a"}
