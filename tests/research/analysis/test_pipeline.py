"""What an analysis promises, whatever comes in."""

import dataclasses
import random
from collections import Counter, defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.analysis import Document, KnownTheme, Parameters, QuoteKind, Reason, Result, Status, analyse
from tests.research.analysis.stand_ins import SAID, MemoryCache, WordEncoder, comments

TOPIC_OF = {text: topic for topic, said in SAID.items() for text in said}
texts = st.text(max_size=80) | st.sampled_from([text for said in SAID.values() for text in said])
quickly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def look(documents: list[Document], parameters: Parameters = Parameters(), **more: object) -> Result:  # noqa: B008
    return analyse(documents, parameters, embedder=WordEncoder(), **more)  # type: ignore[arg-type]


def primary(result: Result) -> dict[str, int | None]:
    return {row.document_id: row.theme for row in result.assignments if row.primary}


def assert_kept_promises(documents: list[Document], result: Result) -> None:
    text_of = {document.id: document.text for document in documents}
    mains = Counter(row.document_id for row in result.assignments if row.primary)
    assert mains == Counter(text_of.keys())
    counts = result.counts
    assert counts.received == len(documents)
    assert counts.assigned + counts.other + counts.undecided + sum(counts.excluded.values()) == len(documents)
    for row in result.assignments:
        assert 0 <= row.unit_start <= row.unit_end <= len(text_of[row.document_id])
        assert (row.theme is not None) == (row.status is Status.ASSIGNED)
    for theme in result.themes:
        people = [quote.document_id for quote in theme.quotes]
        assert len(people) == len(set(people))
        for quote in theme.quotes:
            assert text_of[quote.document_id][quote.start : quote.end].strip()


@quickly
@given(st.lists(texts, max_size=30), st.sampled_from(["semantic", "lexical"]), st.randoms(use_true_random=False))
def test_nothing_vanishes_quotes_are_verbatim_and_the_order_of_rows_does_not_matter(
    said: list[str], backend: str, chance: random.Random
) -> None:
    documents = [Document(str(number), text) for number, text in enumerate(said, start=1)]
    parameters = Parameters(backend=backend)  # type: ignore[arg-type]
    result = look(documents, parameters)
    assert_kept_promises(documents, result)
    shuffled = documents[:]
    chance.shuffle(shuffled)
    assert look(shuffled, parameters) == result


def test_ids_do_not_steer_the_themes() -> None:
    documents = comments()
    renamed = [Document(f"{99 - number}x", document.text) for number, document in enumerate(documents)]
    before, after = look(documents), look(renamed)
    assert [theme.label for theme in before.themes] == [theme.label for theme in after.themes]
    old, new = primary(before), primary(after)
    assert [old[document.id] for document in documents] == [new[document.id] for document in renamed]


@pytest.mark.parametrize("backend", ["semantic", "lexical"])
def test_the_same_seed_gives_the_same_result_and_a_cache_changes_nothing(backend: str) -> None:
    parameters = Parameters(backend=backend, seed=3)  # type: ignore[arg-type]
    cache = MemoryCache()
    first = look(comments(3), parameters, cache=cache)
    assert look(comments(3), parameters, cache=cache) == first
    assert look(comments(3), parameters) == first


def test_a_text_is_encoded_once_in_its_life() -> None:
    encoder, cache = WordEncoder(), MemoryCache()
    analyse(comments(), Parameters(), embedder=encoder, cache=cache)
    once = encoder.encoded
    analyse(comments(), Parameters(), embedder=encoder, cache=cache)
    assert encoder.encoded == once


def test_dutch_and_english_on_one_problem_share_a_theme() -> None:
    result = look(comments())
    topics = defaultdict(set)
    where = primary(result)
    for document in comments():
        topics[where[document.id]].add(TOPIC_OF[document.text])
    assert len(result.themes) == len(SAID)
    assert all(len(found) == 1 for found in topics.values())


def test_a_comment_on_two_matters_touches_both_themes() -> None:
    both = Document(
        "both", "De container voor afval is altijd vol. Parkeren in onze straat is een ramp geworden voor de auto."
    )
    result = look([*comments(), both])
    rows = [row for row in result.assignments if row.document_id == "both"]
    assert {both.text[row.unit_start : row.unit_end] for row in rows} == {
        "De container voor afval is altijd vol.",
        "Parkeren in onze straat is een ramp geworden voor de auto.",
    }
    assert [row.primary for row in rows] == [True, False]


def test_no_comments_give_no_themes_and_a_notice() -> None:
    result = look([])
    assert result.themes == ()
    assert result.counts.received == 0
    assert [notice.code.value for notice in result.notices] == ["too_few"]


def test_one_comment_is_undecided_rather_than_a_theme_of_its_own() -> None:
    result = look([Document("1", "De balie was dicht.")])
    assert result.assignments[0].reason is Reason.TOO_FEW_COMMENTS
    assert result.counts.undecided == 1


@pytest.mark.parametrize("backend", ["semantic", "lexical"])
def test_ten_thousand_identical_comments_are_one_theme_and_a_campaign(backend: str) -> None:
    text = "Red het zwembad, sluit het niet: onze kinderen leren er zwemmen."
    documents = [Document(str(number), text, person=f"p{number % 40}") for number in range(10_000)]
    result = look(documents, Parameters(backend=backend))  # type: ignore[arg-type]
    assert [(theme.size, theme.people) for theme in result.themes] == [(10_000, 40)]
    assert [(one.comments, one.people) for one in result.themes[0].campaigns] == [(10_000, 40)]
    assert len(result.themes[0].quotes) == 1
    assert [notice.code.value for notice in result.notices] == ["campaign"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("   \n", Reason.EMPTY),
        ("👍👍", Reason.NO_WORDS),
        ("e" + "\u0301" * 10_000, Reason.NO_WORDS),
        ("a" * 50_000, Reason.GIBBERISH),
        ("sdfghjk qwrtpsdf", Reason.GIBBERISH),
        ("Click http://a.example http://b.example http://c.example", Reason.SPAM),
    ],
)
def test_what_cannot_be_read_is_counted_with_its_reason(text: str, reason: Reason) -> None:
    result = look([*comments(), Document("odd", text)])
    row = next(row for row in result.assignments if row.document_id == "odd")
    assert (row.status, row.reason) == (Status.EXCLUDED, reason)
    assert result.counts.excluded == {reason.value: 1}


def test_a_text_that_resembles_nothing_is_other() -> None:
    result = look([*comments(), Document("far", "Xylofoon ukelele trombone klarinet saxofoon dwarsfluit")])
    row = next(row for row in result.assignments if row.document_id == "far")
    assert row.theme is None


@pytest.mark.parametrize("wanted", [1, 2, 4])
def test_one_gets_as_many_themes_as_one_asks_for(wanted: int) -> None:
    assert len(look(comments(), Parameters(themes=wanted)).themes) == wanted


def test_asking_for_more_themes_than_there_are_gives_fewer_and_a_notice() -> None:
    result = look(comments(), Parameters(themes=50))
    assert 1 < len(result.themes) < 50
    assert "fewer_themes" in [notice.code.value for notice in result.notices]


def test_finer_gives_no_fewer_themes_than_coarser() -> None:
    found = [len(look(comments(3), Parameters(granularity=cut)).themes) for cut in ("coarse", "normal", "fine")]
    assert found == sorted(found)


def test_an_approved_theme_keeps_its_name_and_takes_its_comments_first() -> None:
    documents = comments()
    anchors = tuple(document.id for document in documents if TOPIC_OF[document.text] == "waste")[:3]
    result = look(documents, known_themes=[KnownTheme("u-1", "Afval blijft liggen", anchors=anchors)])
    theme = next(theme for theme in result.themes if theme.uuid == "u-1")
    members = {document.id for document in documents if TOPIC_OF[document.text] == "waste"}
    assert theme.label == "Afval blijft liggen"
    assert {key for key, index in primary(result).items() if index == theme.index} == members


def test_an_approved_theme_can_be_told_by_examples_alone() -> None:
    known = KnownTheme("u-1", "Parkeren", examples=("Parkeren met een vergunning voor de auto",))
    result = look(comments(), known_themes=[known])
    theme = next(theme for theme in result.themes if theme.uuid == "u-1")
    assert theme.size >= 4


def test_a_decision_of_a_person_about_a_comment_is_obeyed_whatever_it_says() -> None:
    documents = [*comments(), Document("odd", "👍")]
    waste = [document.id for document in documents if TOPIC_OF.get(document.text) == "waste"]
    parking = [document.id for document in documents if TOPIC_OF.get(document.text) == "parking"]
    known = [
        KnownTheme("u-1", "Afval", anchors=tuple(waste[:3]), required=("odd", parking[0]), forbidden=(waste[4],)),
        KnownTheme("u-2", "Parkeren", anchors=tuple(parking[1:4])),
    ]
    result = look(documents, known_themes=known)
    index = {theme.uuid: theme.index for theme in result.themes}
    where = primary(result)
    assert where["odd"] == where[parking[0]] == index["u-1"]
    assert where[waste[4]] != index["u-1"]
    assert all(row.theme != index["u-1"] for row in result.assignments if row.document_id == waste[4])


def test_an_approved_theme_without_comments_stays_in_the_result() -> None:
    result = look(comments(), known_themes=[KnownTheme("u-9", "Zwembad", examples=("Het zwembad is gesloten",))])
    theme = next(theme for theme in result.themes if theme.uuid == "u-9")
    assert (theme.size, theme.quotes) == (0, ())


def test_nearly_all_comments_keep_their_theme_when_a_third_more_arrive() -> None:
    documents = comments(6)
    before = look(documents[:108])
    members = defaultdict(list)
    for identifier, index in primary(before).items():
        members[index].append(identifier)
    known = [KnownTheme(f"u{theme.index}", theme.label, members=tuple(members[theme.index])) for theme in before.themes]
    after = look(documents, known_themes=known)
    uuid = {theme.index: theme.uuid for theme in after.themes}
    now = {identifier: uuid.get(index) if index is not None else None for identifier, index in primary(after).items()}
    kept = [
        now[identifier] == f"u{index}" for index, found in members.items() if index is not None for identifier in found
    ]
    assert sum(kept) >= 0.97 * len(kept)


def test_progress_only_goes_forward_and_ends_at_the_end() -> None:
    told: list[float] = []
    look(comments(), report_progress=lambda fraction, stage: told.append(fraction))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_a_run_can_be_stopped_from_outside() -> None:
    def stop(fraction: float, stage: str) -> None:
        if fraction > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        look(comments(), report_progress=stop)


def test_two_comments_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id: 7"):
        look([Document("7", "een"), Document("7", "twee")])


def test_a_lexical_run_says_that_it_was_one_only_when_nobody_chose_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.analysis.sharding.fitting.shipped_embedder", lambda: None)
    automatic, chosen = analyse(comments(), Parameters()), analyse(comments(), Parameters(backend="lexical"))
    assert "semantic_missing" in [notice.code.value for notice in automatic.notices]
    assert "semantic_missing" not in [notice.code.value for notice in chosen.notices]
    assert automatic.fingerprint["backend"] == "lexical"
    with pytest.raises(LookupError, match="not installed"):
        analyse(comments(), Parameters(backend="semantic"))


def test_more_texts_than_are_worth_encoding_are_grouped_by_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.analysis.space.MOST_ENCODED", 10)
    result = look(comments())
    assert result.fingerprint["backend"] == "lexical"
    assert "semantic_too_many" in [notice.code.value for notice in result.notices]


def test_texts_outside_the_sample_are_assigned_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.analysis.sharding.sample.MOST_FITTED", 20)
    documents = comments(6)
    result = look(documents)
    assert_kept_promises(documents, result)
    assert result.counts.assigned > 100
    assert "sampled" in [notice.code.value for notice in result.notices]


def test_grades_of_a_theme_are_measured_against_the_rest_and_dissent_is_quoted() -> None:
    documents = [
        dataclasses.replace(document, grade=9.0 if TOPIC_OF[document.text] == "waste" else 5.0)
        for document in comments()
    ]
    documents.append(Document("angry", "De container voor afval is een schande voor de stad", grade=1.0))
    result = look(documents)
    where = primary(result)
    theme = result.themes[where["angry"] or 0]
    assert theme.measures.grade_against_rest.change is not None
    assert theme.measures.grade_against_rest.change > 0
    assert not theme.measures.grade_against_rest.larger_than_chance
    assert [quote.document_id for quote in theme.quotes if quote.kind is QuoteKind.DISSENTING] == ["angry"]
