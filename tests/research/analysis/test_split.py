"""A theme is cut into the parts that a person asks for."""

import random

import pytest

from research.analysis.model import Document
from research.analysis.split import digest, propose_parts

PHONE = [
    "Aan de telefoon stond ik een half uur in de wacht.",
    "De telefoon werd niet opgenomen, ik stond lang in de wacht.",
    "Veel te lang wachten aan de telefoon voor een korte vraag.",
    "Na een half uur wachten aan de telefoon werd opgehangen.",
    "Bellen duurt lang, de telefoon staat altijd in de wacht.",
]
MAIL = [
    "Ik kreeg geen bevestiging van mijn melding per mail.",
    "Na de melding kwam er nooit een bevestiging binnen per mail.",
    "Drie weken gewacht op een bevestiging van de melding per mail.",
    "Er kwam geen mail met een bevestiging na onze melding.",
    "Zonder mail met bevestiging weet ik niet of de melding gelukt is.",
]
DOCUMENTS = [Document(f"p{n}", text) for n, text in enumerate(PHONE)]
DOCUMENTS += [Document(f"m{n}", text) for n, text in enumerate(MAIL)]
P, M = {f"p{n}" for n in range(5)}, {f"m{n}" for n in range(5)}


def test_two_matters_become_two_parts_that_hold_every_comment_once() -> None:
    first, second = propose_parts(DOCUMENTS, 2)
    assert {frozenset(first.ids), frozenset(second.ids)} == {frozenset(P), frozenset(M)}
    assert "bevestiging" in " ".join(first.keywords + second.keywords)


def test_examples_say_which_part_is_which() -> None:
    for group, other, example in ((P, M, "p3"), (M, P, "m3")):
        first, second = propose_parts(DOCUMENTS, 2, [[example], []])
        assert (set(first.ids), set(second.ids)) == (group, other)


def test_an_example_stays_where_the_person_put_it() -> None:
    parts = propose_parts(DOCUMENTS, 2, [["p0", "p1", "m4"], ["m0"]])
    assert "m4" in parts[0].ids


def test_the_order_of_comments_changes_nothing() -> None:
    shuffled = DOCUMENTS[:]
    random.Random(3).shuffle(shuffled)
    assert propose_parts(shuffled, 3) == propose_parts(DOCUMENTS, 3)
    assert digest(propose_parts(shuffled, 3)) == digest(propose_parts(DOCUMENTS, 3))
    assert digest(propose_parts(DOCUMENTS, 3)) != digest(propose_parts(DOCUMENTS, 2))


@pytest.mark.parametrize("texts", [["zelfde woorden"] * 6, ["een"], ["", "", "😀"], ["x" * 50_000, "y " * 100]])
@pytest.mark.parametrize("parts", [2, 6])
def test_odd_comments_are_not_lost(texts: list[str], parts: int) -> None:
    documents = [Document(str(n), text) for n, text in enumerate(texts)]
    found = propose_parts(documents, parts)
    assert len(found) == parts
    assert sorted(one for part in found for one in part.ids) == sorted(document.id for document in documents)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        propose_parts(DOCUMENTS, 1)
    with pytest.raises(ValueError, match="example of two"):
        propose_parts(DOCUMENTS, 2, [["p0"], ["p0"]])
