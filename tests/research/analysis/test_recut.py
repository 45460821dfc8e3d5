from hypothesis import given
from hypothesis import strategies as some

from research.analysis import Document, MergeTree
from research.analysis.recut import Loose, cut, named

# Four leaves of six documents; 0 and 1 merge first, then 2 and 3, then all.
LEAVES = {str(n): n // 6 for n in range(24)}
TREE = MergeTree(LEAVES, ((0, 1), (2, 3), (0, 2)), (0.8, 0.6, 0.2), cut=2)
NOW: dict[str, int | None] = {str(n): 70 if n < 12 else 80 for n in range(24)}


def loose(now: dict[str, int | None] = NOW, smallest: int = 5, tree: MergeTree = TREE) -> Loose:
    return Loose(tree, now, smallest)


def sizes(loose: Loose, clusters: int) -> list[int]:
    return [len(group) for group in loose.divided(clusters).groups]


def test_a_tree_can_be_cut_into_any_number() -> None:
    assert cut(TREE, 4) == {0: 0, 1: 1, 2: 2, 3: 3}
    assert cut(TREE, 2) == {0: 0, 1: 0, 2: 2, 3: 2}
    assert cut(TREE, 1) == {0: 0, 1: 0, 2: 0, 3: 0}
    assert cut(TREE, 99) == cut(TREE, 4)


def test_finer_and_coarser_groups_hold_all_documents() -> None:
    assert sizes(loose(), 4) == [6, 6, 6, 6]
    assert sizes(loose(), 3) == [12, 6, 6]
    assert sizes(loose(), 2) == [12, 12]
    assert sizes(loose(), 1) == [24]


def test_what_is_asked_for_is_found_also_when_some_groups_are_too_small() -> None:
    tree = MergeTree({**LEAVES, "24": 4}, ((0, 1), (2, 3), (0, 2), (0, 4)), (0.8, 0.6, 0.2, 0.1), cut=3)
    now: dict[str, int | None] = {**NOW, "24": None}
    assert len(loose(now, tree=tree).divided(loose(now, tree=tree).nearest_to(2)).groups) == 2
    assert loose().nearest_to(99) == 4


def test_a_cut_that_gives_no_more_groups_than_the_one_that_stands_is_not_made() -> None:
    leaves = {str(n): min(n // 6, 2) for n in range(15)}
    now: dict[str, int | None] = {str(n): 70 if n < 6 else 80 for n in range(15)}
    for stands in (2, 3):
        tree = MergeTree(leaves, ((1, 2), (0, 1)), (0.6, 0.2), cut=stands)
        assert loose(now, tree=tree).nearest_to(5) == stands


def test_a_group_that_is_too_small_stays_with_most_of_its_proposal() -> None:
    tree = MergeTree({**LEAVES, "24": 4}, ((0, 1), (2, 3), (0, 2), (0, 4)), (0.8, 0.6, 0.2, 0.1), cut=3)
    divided = loose({**NOW, "24": 80}, tree=tree).divided(3)
    assert "24" in next(group for group in divided.groups if "12" in group)
    assert divided.left == ()


def test_what_nothing_became_of_is_left() -> None:
    divided = loose({"0": 70, "12": 90, **{str(n): 70 for n in range(1, 6)}}).divided(4)
    assert [len(group) for group in divided.groups] == [6]
    assert divided.left == ("12",)


def test_one_without_a_proposal_in_a_small_group_stays_without() -> None:
    divided = loose({"6": None, **{str(n): 70 for n in range(6)}}).divided(4)
    assert [len(group) for group in divided.groups] == [6]
    assert divided.left == ()


def test_a_document_that_the_tree_does_not_know_follows_its_proposal() -> None:
    divided = loose({**NOW, "new": 80}).divided(2)
    assert "new" in next(group for group in divided.groups if "12" in group)


def test_a_document_that_went_another_way_than_its_cluster_goes_with_its_proposal() -> None:
    divided = loose({**NOW, "0": 80}).divided(2)
    assert "0" in next(group for group in divided.groups if "12" in group)
    assert [len(group) for group in divided.groups] == [13, 11]


def test_a_proposal_that_came_up_after_the_tree_stays_as_it_is() -> None:
    since: dict[str, int | None] = {**NOW, **{f"since {n}": 90 for n in range(3)}}
    for clusters in (1, 2, 4):
        assert ("since 0", "since 1", "since 2") in loose(since).divided(clusters).groups
    assert len(loose(since).divided(loose(since).nearest_to(3)).groups) == 3


def test_what_the_run_found_too_much_alike_stays_together_until_a_finer_cut() -> None:
    alike: dict[str, int | None] = dict.fromkeys(LEAVES, 70)
    assert sizes(loose(alike), 2) == [24]
    assert sizes(loose(alike), 3) == [12, 6, 6]


@given(
    some.integers(1, 6),
    some.dictionaries(some.sampled_from([*sorted(LEAVES), "x", "y"]), some.sampled_from([None, 70, 80, 90])),
)
def test_no_document_gets_lost_or_doubled(clusters: int, now: dict[str, int | None]) -> None:
    divided = loose(now, smallest=3).divided(clusters)
    placed = [name for group in divided.groups for name in group] + list(divided.left)
    assert len(placed) == len(set(placed))
    assert {name for name, theme in now.items() if theme is not None} <= set(placed) <= set(now)


def test_a_group_is_named_by_its_own_words_and_quotes_stand_where_they_say() -> None:
    confirmation = [f"Ik kreeg geen bevestiging van mijn melding nummer {'x' * n}." for n in range(1, 7)]
    phone = [f"Aan de telefoon stond ik lang in de wacht {'y' * n}." for n in range(1, 7)]
    groups = [
        [Document(f"{i}-{n}", text, "nl", person=f"p{n}") for n, text in enumerate(texts)]
        for i, texts in enumerate([confirmation, phone])
    ]
    first, second = named(groups)
    assert "bevestiging" in first.label.lower()
    assert "telefoon" in " ".join(second.keywords)
    assert len(first.quotes) == 3
    texts = {document.id: document.text for group in groups for document in group}
    assert all("bevestiging" in texts[quote.document_id][quote.start : quote.end] for quote in first.quotes)
    assert named(groups) == (first, second)


def test_a_group_without_words_in_common_is_called_by_a_quote() -> None:
    [only] = named([[Document("1", "Xyz zyx abc cba ddd eee fff ggg hhh.", "nl")]])
    assert only.label
    assert named([]) == ()
