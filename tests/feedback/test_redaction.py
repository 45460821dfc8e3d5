"""What goes out of a text before anybody reads it, and what stays."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.redaction import DETECTORS, Kind, redact

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "sentences.tsv").read_text().splitlines()
    if line and not line.startswith("#")
]
MASK = re.compile("|".join(re.escape(kind.value) for kind in Kind))


@pytest.mark.parametrize(("written", "masked"), ROWS, ids=[written[:40] for written, _ in ROWS])
def test_a_sentence_is_masked_as_a_person_would(written: str, masked: str) -> None:
    assert redact(written).text == masked


def test_precision_and_recall_over_all_sentences() -> None:
    wanted = got = right = 0
    for written, masked in ROWS:
        expected, found = MASK.findall(masked), MASK.findall(redact(written).text)
        wanted, got = wanted + len(expected), got + len(found)
        right += sum(min(expected.count(mask), found.count(mask)) for mask in set(expected))
    assert len(ROWS) >= 60
    assert right / wanted >= 0.97
    assert right / got >= 0.97


def test_every_kind_has_a_rule_and_a_sentence() -> None:
    assert {kind for kind, _ in DETECTORS} == set(Kind)
    assert {mask for _, masked in ROWS for mask in MASK.findall(masked)} == {kind.value for kind in Kind}


def test_offsets_point_into_the_text_as_written() -> None:
    text = "Bel 06-12345678 of mail t@voorbeeld.nl."
    assert [(one.kind, text[one.start : one.end]) for one in redact(text).found] == [
        (Kind.PHONE, "06-12345678"),
        (Kind.EMAIL, "t@voorbeeld.nl"),
    ]


@given(st.text(alphabet=st.sampled_from("aB1 0@.-+\n[]é'"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@given(
    st.lists(
        st.sampled_from(
            [part for written, _ in ROWS for part in written.split(" ")] + ["06-12345678", "mevrouw", ",", "\n"]
        ),
        max_size=25,
    )
)
@settings(max_examples=200, deadline=None)
def test_redacting_shuffled_words_twice_changes_nothing(words: list[str]) -> None:
    once = redact(" ".join(words)).text
    assert redact(once).text == once


@given(st.text(max_size=200))
@settings(deadline=None)
def test_all_that_is_not_masked_stays_to_the_letter(text: str) -> None:
    redaction = redact(text)
    kept, at = [], 0
    for one in redaction.found:
        assert at <= one.start < one.end
        kept += [text[at : one.start], one.kind.value]
        at = one.end
    assert "".join([*kept, text[at:]]) == redaction.text


PATHOLOGICAL = [
    "a",
    "1",
    "1 ",
    "A.",
    "a@",
    "+31",
    "Kerkstraat ",
    "1234 A",
    "mevrouw ",
    "A-",
    "NL12ABCD",
    "06-",
    "[",
    "]",
    "\n",
]


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_repetition_of_a_pattern_is_bounded_in_every_rule(piece: str) -> None:
    """A text of 50,000 characters comes back whole; a rule that tries without end would never return."""
    text = (piece * 50_000)[:50_000]
    assert redact(text).text


def test_every_repetition_in_a_rule_has_an_upper_bound() -> None:
    """Rules look at a window of text, so the work grows with the length of the text and not faster."""
    source = Path(redact.__code__.co_filename)
    for file in (source, source.with_name("names.py")):
        for literal in re.findall(r'rf?"((?:[^"\\]|\\.)*)"', file.read_text()):
            plain = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", literal)
            unbounded = re.findall(r"(?:\)|x)[*+]", plain)
            assert unbounded in ([], ["x*"]), literal
