import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from research.insights.pipeline.comparison import Comparison, Finding, Kind


def group(first: int, last: int) -> frozenset[int]:
    return frozenset(range(first, last))


def compare(standing: dict[int, frozenset[int]], fresh: list[frozenset[int]], seen: int = 1_000) -> Comparison:
    return Comparison(standing, fresh, np.eye(max(1, len(fresh)))[: len(fresh)], group(0, seen))


def kinds(comparison: Comparison) -> list[tuple[str, tuple[int, ...], tuple[int, ...], int]]:
    return [(str(one.kind), one.themes, one.groups, one.moves) for one in comparison.findings()]


def test_a_theme_that_is_found_again_continues() -> None:
    assert kinds(compare({7: group(0, 20)}, [group(0, 18) | group(40, 43)])) == [("continue", (7,), (0,), 5)]


def test_comments_that_came_since_do_not_count_as_moved() -> None:
    assert kinds(compare({7: group(0, 20)}, [group(0, 30)], seen=20)) == [("continue", (7,), (0,), 0)]


def test_a_theme_in_two_parts_is_a_split_and_the_smaller_part_would_move() -> None:
    assert kinds(compare({7: group(0, 20)}, [group(0, 12), group(12, 20)])) == [("split", (7,), (0, 1), 8)]


def test_a_few_comments_that_come_off_are_not_a_split() -> None:
    found = kinds(compare({7: group(0, 20)}, [group(0, 17), group(17, 20) | group(50, 60)]))
    assert [one[0] for one in found] == ["new", "continue"]


def test_two_themes_in_one_group_are_a_merge_and_the_smaller_would_move() -> None:
    assert kinds(compare({7: group(0, 20), 8: group(20, 30)}, [group(0, 30)])) == [("merge", (7, 8), (0,), 10)]


def test_a_group_of_comments_without_a_theme_is_new() -> None:
    found = kinds(compare({7: group(0, 20)}, [group(0, 20), group(50, 60)]))
    assert found == [("new", (), (1,), 10), ("continue", (7,), (0,), 0)]


def test_a_theme_whose_comments_go_everywhere_is_gone() -> None:
    fresh = [group(start, start + 4) | group(start + 100, start + 140) for start in range(0, 20, 4)]
    found = kinds(compare({7: group(0, 20)}, fresh))
    assert ("gone", (7,), (), 20) in found
    assert sum(one[0] == "new" for one in found) == 5


def test_without_themes_all_is_new_and_without_groups_all_is_gone() -> None:
    assert [one[0] for one in kinds(compare({}, [group(0, 5), group(5, 10)]))] == ["new", "new"]
    assert [one[0] for one in kinds(compare({7: group(0, 5)}, []))] == ["gone"]
    assert compare({}, []).findings() == []
    assert compare({}, []).moved() == 0


def test_of_two_likely_groups_the_one_that_is_like_the_rest_of_the_theme_continues_it() -> None:
    standing = {7: group(0, 30)}
    fresh = [group(0, 11) | group(200, 220), group(11, 22) | group(220, 240), group(22, 30) | group(240, 280)]
    near = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 0.99]])
    assert Comparison(standing, fresh, near, group(0, 300)).pairs == {0: 1}


def test_every_moved_comment_counts_once_in_all() -> None:
    comparison = compare({7: group(0, 20), 8: group(20, 40)}, [group(0, 15), group(15, 40)])
    assert comparison.moved() == 5


comments = some.frozensets(some.integers(0, 60), min_size=1)


@given(some.dictionaries(some.integers(1, 9), comments, max_size=6), some.lists(comments, max_size=6))
def test_every_theme_and_every_group_is_in_a_finding(
    themes: dict[int, frozenset[int]], groups: list[frozenset[int]]
) -> None:
    found: list[Finding] = compare(themes, groups).findings()
    assert {key for one in found for key in one.themes} == set(themes)
    assert {group for one in found for group in one.groups} == set(range(len(groups)))
    assert all(one.moves >= 0 for one in found)
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=list(Kind).index)
