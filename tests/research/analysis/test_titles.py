"""A suggested title is short, verbatim, and what most people in the theme mean."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from research.analysis.titles import LONGEST_TITLE, Spoken, suggest


def title(*said: str, keywords: str, language: str = "nl") -> str:
    return suggest([Spoken(text, language) for text in said], keywords.split(", "))


def test_the_clause_that_holds_the_keywords_is_the_title() -> None:
    said = "Ik heb het ingestuurd, en op vrijdag kwam er nog niets. Geen bevestiging na het formulier, jammer hoor."
    assert title(said, keywords="geen bevestiging, formulier") == "Geen bevestiging na het formulier"


def test_a_part_of_a_clause_will_do_when_it_can_stand_alone() -> None:
    assert title("Toen kreeg ik geen bevestiging na het formulier", keywords="geen bevestiging, formulier") == (
        "Geen bevestiging na het formulier"
    )
    assert title("When I came there was a long queue at the desk", keywords="queue, desk", language="en") == (
        "A long queue at the desk"
    )


def test_it_begins_with_a_capital_and_ends_without_a_comma() -> None:
    assert title("maar ja, sessie verlopen, en alles weg", keywords="sessie, verlopen") == "Sessie verlopen"


def test_the_capital_comes_after_an_apostrophe() -> None:
    assert title("'s middags groen licht", keywords="groen, licht") == "'s Middags groen licht"


@pytest.mark.parametrize(
    "said",
    [
        "Geachte mevrouw formulier",
        "formulier van Brouwer verlopen",
        "FORMULIER VERLOPEN ALWEER",
        "IK STUUR NIKS MEER",
        "omdat het formulier verlopen was",
        "[naam] formulier [adres]",
    ],
)
def test_no_greeting_no_name_no_shouting_no_half_sentence_no_mask(said: str) -> None:
    assert title(said, keywords="formulier, verlopen") == "Formulier, verlopen"


def test_a_name_that_is_a_keyword_may_stand_in_it() -> None:
    assert title("Inloggen met DigiD mislukt", keywords="DigiD, inloggen") == "Inloggen met DigiD mislukt"


def test_a_piece_does_not_begin_halfway_a_number_or_an_article() -> None:
    assert "euro minder" not in title("Ik kreeg 212 euro minder dan verwacht", keywords="euro, minder").lower()[:5]


def test_what_more_people_mention_goes_before_the_detail_of_one() -> None:
    said = ["Formulier rook naar lavendel", "Formulier veel te groot", "dat formulier is te groot"]
    assert title(*said, keywords="formulier") == "Formulier veel te groot"


def test_the_title_is_dutch_where_most_is_dutch_and_else_english() -> None:
    dutch, english = Spoken("Lange rij bij de balie", "nl"), Spoken("Long queue at the desk", "en")
    assert suggest([english, dutch, dutch], ["balie", "queue", "rij"]) == "Lange rij bij de balie"
    assert suggest([english, english, dutch], ["balie", "queue", "rij"]) == "Long queue at the desk"
    german = Spoken("Lange Schlange am Schalter", "de")
    assert suggest([german, german, english], ["Schlange", "queue"]) == "Long queue at the desk"


def test_without_a_good_piece_the_keywords_are_the_title_and_without_keywords_a_beginning() -> None:
    assert title("dat wat zij zei", keywords="te laat, brief, code") == "Te laat, brief"
    assert suggest([Spoken("Beste lezer, het was goed te doen voor ons allemaal, echt waar", "nl")], []) == (
        "Het was goed te doen voor ons allemaal"
    )
    assert suggest([], []) == ""


@given(
    some.lists(some.tuples(some.text(max_size=200), some.sampled_from(["nl", "en", "de", ""])), max_size=5),
    some.lists(some.text(min_size=1, max_size=30), max_size=8),
)
def test_any_text_gives_a_short_title(said: list[tuple[str, str]], keywords: list[str]) -> None:
    passages = [Spoken(*one) for one in said]
    found = suggest(passages, keywords)
    assert len(found) <= LONGEST_TITLE
    assert found == suggest(passages, keywords)


PIECES = ["de", "code", "kwam", "te", "laat", ",", ".", "geen", "brief", "met", "DigiD", "ik", "en", "[naam]", "12"]


@given(some.lists(some.sampled_from(PIECES)))
def test_a_title_from_a_passage_is_a_piece_of_it(words: list[str]) -> None:
    said = " ".join(words)
    found = title(said, keywords="code")
    assert found in {"", "Code"} or found[1:] in said


def test_a_monstrous_passage_takes_no_time() -> None:
    begun = time.process_time()
    title(*["code " * 20_000, "x" * 50_000, "'" * 50_000, ", " * 20_000], keywords="code, brief")
    assert time.process_time() - begun < 1
