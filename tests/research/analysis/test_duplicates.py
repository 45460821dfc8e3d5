"""Copies are found, also with a word changed, and different texts are left alone."""

import time

import numpy as np

from research.analysis import Document, Parameters, Result, analyse
from research.analysis.corpus import gather
from research.analysis.duplicates import near_groups, sketches
from research.analysis.order import natural

TEXT = "Ik ben tegen de sluiting van het zwembad, want onze kinderen leren er zwemmen en ouderen bewegen er"
OTHER = "De wachttijd bij de balie is veel te lang geworden sinds de nieuwe openingstijden zijn ingevoerd"


def test_a_changed_word_makes_a_near_copy_and_another_text_does_not() -> None:
    forms = sorted([TEXT, TEXT.replace("ouderen", "senioren"), OTHER])
    parents = near_groups(forms)
    assert parents[forms.index(TEXT)] == parents[forms.index(TEXT.replace("ouderen", "senioren"))]
    assert parents[forms.index(OTHER)] == forms.index(OTHER)


def test_short_texts_are_only_the_same_when_they_are_the_same() -> None:
    assert list(near_groups(["prima geholpen", "prima geholpen hoor"])) == [0, 1]


def test_five_thousand_near_copies_take_seconds() -> None:
    forms = sorted(f"{TEXT} groet nummer {number}" for number in range(5_000))
    begun = time.process_time()
    assert len(set(near_groups(forms).tolist())) == 1
    assert time.process_time() - begun < 20


def test_capitals_and_punctuation_do_not_make_another_text() -> None:
    corpus = gather([Document("1", TEXT), Document("2", TEXT.upper() + "!!!")], frozenset())
    assert [text.documents for text in corpus.texts] == [(0, 1)]


def analysed(documents: list[Document]) -> Result:
    return analyse(documents, Parameters(backend="lexical"))


def test_a_campaign_is_one_voice_per_person() -> None:
    documents = [Document(str(number), TEXT, person=f"p{number % 3}" if number < 9 else None) for number in range(12)]
    (campaign,) = [notice for notice in analysed(documents).notices if notice.code == "campaign"]
    assert campaign.values == {"document_id": "0", "comments": 12, "people": 6}


def test_copies_with_a_changed_word_are_one_campaign() -> None:
    documents = [Document(str(number), f"{TEXT}, groet nummer {number}") for number in range(12)]
    (campaign,) = [notice for notice in analysed(documents).notices if notice.code == "campaign"]
    assert campaign.values["comments"] == 12


def test_many_people_who_say_thank_you_are_no_campaign() -> None:
    documents = [Document(str(number), "Prima geholpen") for number in range(50)]
    assert "campaign" not in [notice.code for notice in analysed(documents).notices]


def test_sketches_tell_how_much_two_texts_share() -> None:
    changed = TEXT.replace("ouderen", "senioren")
    made = sketches([TEXT, changed, OTHER])
    pieces = [{text[i : i + 4] for i in range(len(text) - 3)} for text in (TEXT, changed)]
    shared = len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])
    filled = (made[0] > 0) | (made[1] > 0)
    assert abs(np.mean(made[0][filled] == made[1][filled]) - shared) < 0.12
    assert np.mean(made[0] == made[2]) < 0.3


def test_ids_are_in_the_order_that_people_expect() -> None:
    assert sorted(["10", "9", "c2", "c10", "a", "²"], key=natural) == ["9", "10", "a", "c2", "c10", "²"]
