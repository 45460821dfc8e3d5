"""What holds for every analysis of any comments at all. Hypothesis looks for comments for which it does not."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.analysis import Document, KnownTheme, Parameters, QuoteKind, Result, Status, analyse
from research.analysis.clusters import TOO_SHARED
from tests.research.analysis.stand_ins import SAID, WordEncoder

SENTENCES = [text for said in SAID.values() for text in said]
ODD = [
    "",
    "👍👍",
    "e\u0301" * 200,
    "a" * 3_000,
    "مرحبا، الموقع لا يعمل",
    "שלום לכולם",
    "\x00\ud800",
    "prima",
    "http://a.example",
]
MOST = {QuoteKind.CENTRAL: 3, QuoteKind.DIVERSE: 2, QuoteKind.DISSENTING: 1}
often = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENCODER = WordEncoder()

said = st.sampled_from(SENTENCES)
texts = st.one_of(
    said,
    said,
    said,
    st.lists(said, min_size=2, max_size=4).map(". ".join),
    st.tuples(said, st.text(st.characters(), max_size=30)).map(" ".join),
    st.text(st.characters(), max_size=60),
    st.sampled_from(ODD),
)
documents = st.lists(
    st.builds(
        Document,
        id=st.text(st.characters(), max_size=8),
        text=texts,
        language=st.sampled_from([None, None, "nl", "en", "tr"]),
        person=st.sampled_from([None, None, "noor", "kwame", "ilse", "sjoerd"]),
        grade=st.none() | st.floats(1, 10),
    ),
    max_size=45,
    unique_by=lambda document: document.id,
)
parameters = st.builds(
    Parameters,
    themes=st.none() | st.integers(1, 9),
    granularity=st.sampled_from(["coarse", "normal", "fine"]),
    backend=st.sampled_from(["semantic", "lexical"]),
    seed=st.integers(0, 3),
)


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[Document], list[KnownTheme]]:
    """Comments, and themes that people made and decided about; nobody asks for what cannot be."""
    found = draw(documents)
    identifiers = [document.id for document in found]
    count = draw(st.integers(1, 3))
    put = {identifier: draw(st.integers(-4, count - 1)) for identifier in identifiers}
    some = st.lists(st.sampled_from(identifiers), max_size=4).map(tuple) if identifiers else st.just(())
    known = [
        KnownTheme(
            uuid=f"u{number}",
            title=draw(said | st.text(st.characters(), max_size=20)),
            anchors=draw(some),
            examples=draw(st.lists(texts, max_size=2).map(tuple)),
            negative_anchors=draw(some),
            negative_examples=draw(st.lists(texts, max_size=1).map(tuple)),
            required=tuple(identifier for identifier in identifiers if put[identifier] == number),
            forbidden=tuple(identifier for identifier in draw(some) if put[identifier] != number),
            members=draw(some),
        )
        for number in range(count)
    ]
    return found, known


def look(found: list[Document], chosen: Parameters, known: list[KnownTheme] | None = None) -> Result:
    return analyse(found, chosen, known_themes=known or [], embedder=ENCODER)


def touching(result: Result) -> dict[int, set[str]]:
    members: dict[int, set[str]] = defaultdict(set)
    for row in result.assignments:
        if row.theme is not None:
            members[row.theme].add(row.document_id)
    return members


@often
@given(documents, parameters)
def test_every_comment_is_accounted_for_exactly_once(found: list[Document], chosen: Parameters) -> None:
    result = look(found, chosen)
    primary = [row for row in result.assignments if row.primary]
    assert Counter(row.document_id for row in primary) == Counter(document.id for document in found)
    counts, status = result.counts, Counter(row.status for row in primary)
    assert counts.received == len(found)
    assert counts.assigned == status[Status.ASSIGNED]
    assert counts.other == status[Status.OTHER]
    assert counts.undecided == status[Status.UNDECIDED]
    assert sum(counts.excluded.values()) == status[Status.EXCLUDED]
    assert all((row.theme is None) == (row.reason is not None) for row in primary)


@often
@given(documents, parameters)
def test_pieces_and_quotes_are_verbatim_and_one_person_is_quoted_once(
    found: list[Document], chosen: Parameters
) -> None:
    result, by_id = look(found, chosen), {document.id: document for document in found}
    for row in result.assignments:
        assert 0 <= row.unit_start <= row.unit_end <= len(by_id[row.document_id].text)
    members = touching(result)
    for theme in result.themes:
        for quote in theme.quotes:
            piece = by_id[quote.document_id].text[quote.start : quote.end]
            assert 0 <= quote.start < quote.end
            assert piece
            assert piece == piece.strip()
            assert quote.document_id in members[theme.index]
        people = [by_id[quote.document_id].person or f"#{quote.document_id}" for quote in theme.quotes]
        assert len(people) == len(set(people))
        assert all(times <= MOST[kind] for kind, times in Counter(quote.kind for quote in theme.quotes).items())


@often
@given(documents, parameters)
def test_figures_of_a_theme_agree_with_its_comments(found: list[Document], chosen: Parameters) -> None:
    result, by_id = look(found, chosen), {document.id: document for document in found}
    members = touching(result)
    first = Counter(row.theme for row in result.assignments if row.primary)
    assert [theme.index for theme in result.themes] == list(range(len(result.themes)))
    assert [theme.size for theme in result.themes] == sorted((theme.size for theme in result.themes), reverse=True)
    for theme in result.themes:
        named = {by_id[identifier].person for identifier in members[theme.index]} - {None}
        nameless = [identifier for identifier in members[theme.index] if by_id[identifier].person is None]
        assert (theme.size, theme.mentions) == (first[theme.index], len(members[theme.index]))
        assert theme.people == len(named) + len(nameless) <= theme.mentions
        assert theme.label.strip()


@often
@given(documents, parameters)
def test_no_two_new_themes_hold_the_same_comments(found: list[Document], chosen: Parameters) -> None:
    result = look(found, chosen)
    members = touching(result)
    for one, other in combinations((members[theme.index] for theme in result.themes), 2):
        assert len(one & other) < TOO_SHARED * len(one | other)


@often
@given(decided(), parameters, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_time_of_day_change_nothing(
    given_: tuple[list[Document], list[KnownTheme]], chosen: Parameters, chance: random.Random
) -> None:
    found, known = given_
    shuffled = found[:]
    chance.shuffle(shuffled)
    assert look(shuffled, chosen, known) == look(found, chosen, known)


@often
@given(decided(), parameters)
def test_what_a_person_decided_about_a_comment_is_so_after_every_run(
    given_: tuple[list[Document], list[KnownTheme]], chosen: Parameters
) -> None:
    found, known = given_
    result = look(found, chosen, known)
    theme_of = {row.document_id: row.theme for row in result.assignments if row.primary}
    members = touching(result)
    place = {theme.uuid: theme.index for theme in result.themes if theme.uuid}
    for theme in known:
        assert result.themes[place[theme.uuid]].label == theme.title
        assert all(theme_of[identifier] == place[theme.uuid] for identifier in theme.required)
        assert not members[place[theme.uuid]] & set(theme.forbidden)
    assert len(place) == len(known)


@often
@given(decided(), parameters)
def test_a_theme_that_is_retired_is_gone_and_its_comments_are_not(
    given_: tuple[list[Document], list[KnownTheme]], chosen: Parameters
) -> None:
    found, known = given_
    result = look(found, chosen, known[1:])
    assert known[0].uuid not in {theme.uuid for theme in result.themes}
    assert {row.document_id for row in result.assignments} == {document.id for document in found}


@often
@given(documents, parameters)
def test_the_tree_holds_the_comments_that_were_grouped(found: list[Document], chosen: Parameters) -> None:
    result = look(found, chosen)
    if result.tree is None:
        return
    left_out = {row.document_id for row in result.assignments if row.status is Status.EXCLUDED}
    assert set(result.tree.leaves) == {document.id for document in found} - left_out
    assert list(result.tree.heights) == sorted(result.tree.heights, reverse=True)
    assert len(result.tree.merges) == len(set(result.tree.leaves.values())) - 1


@often
@given(documents)
def test_a_person_who_writes_twice_is_one_voice(found: list[Document]) -> None:
    everybody = [replace(document, person="noor") for document in found]
    assert all(theme.people == 1 for theme in look(everybody, Parameters()).themes)
