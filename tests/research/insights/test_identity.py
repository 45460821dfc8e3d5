from hypothesis import given
from hypothesis import strategies as some

from research.insights.pipeline.identity import Group, continued
from research.insights.reviews import pieces

SEEN = frozenset(range(100))


def same_as(new: list[Group], old: dict[int, Group], seen: Group) -> dict[int, int]:
    return continued(new, old, seen, {})


def group(*members: int) -> frozenset[int]:
    return frozenset(members)


def test_a_group_that_only_grew_is_the_same() -> None:
    assert same_as([group(1, 2, 3, 200, 201, 202, 203)], {7: group(1, 2, 3)}, SEEN) == {0: 7}


def test_of_two_halves_the_larger_is_the_old_one_and_the_other_is_new() -> None:
    assert same_as([group(1, 2), group(3, 4, 5)], {7: group(1, 2, 3, 4, 5)}, SEEN) == {1: 7}


def test_a_stranger_is_new() -> None:
    assert same_as([group(50, 51)], {7: group(1, 2)}, SEEN) == {}


def test_nothing_is_like_nothing() -> None:
    assert same_as([], {7: group(1)}, SEEN) == {}
    assert same_as([group(1)], {}, SEEN) == {}


@given(some.permutations(range(4)))
def test_the_order_of_groups_does_not_matter(order: list[int]) -> None:
    old = {key: frozenset(range(key * 10, key * 10 + 8)) for key in range(4)}
    assert same_as([old[key] for key in order], old, SEEN) == dict(enumerate(order))


@given(some.text(max_size=60), some.lists(some.tuples(some.integers(0, 70), some.integers(0, 70)), max_size=5))
def test_marked_pieces_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(text, spans)) == text
