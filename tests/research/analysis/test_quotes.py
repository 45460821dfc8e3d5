"""Quotes stand for their theme: fitting, readable by themselves, by different people, and never twice the same."""

import numpy as np

from research.analysis.model import Quote, QuoteKind
from research.analysis.quotes import Passage, pick

SAID = [
    "De brief met de code kwam drie weken te laat",
    "Na een maand lag er eindelijk een brief in de bus",
    "Mijn code was al verlopen toen hij eindelijk kwam",
    "Nog steeds geen code gekregen, ook niet na bellen",
    "De post bezorgt hier zelden op tijd een brief",
    "Een code per mail zou veel sneller zijn geweest",
]


def passage(row: int, text: str, score: float = 0.8, **given: object) -> Passage:
    values: dict[str, object] = {"voice": f"person {row}", "grade": None, "document_id": f"c{row}"} | given
    return Passage(
        str(values["document_id"]), str(values["voice"]), 0, len(text), len(text.split()), row, score,
        values["grade"] if isinstance(values["grade"], float) else None, text, "nl",
    )  # fmt: skip


def vectors(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Passages that all differ from each other."""
    return np.eye(count, dtype=np.float32)


def texts(quotes: tuple[Quote, ...], passages: list[Passage], kind: QuoteKind = QuoteKind.CENTRAL) -> list[str]:
    text_of = {one.document_id: one.text for one in passages}
    return [text_of[quote.document_id] for quote in quotes if quote.kind is kind]


def test_three_are_central_and_two_are_diverse() -> None:
    passages = [passage(row, text) for row, text in enumerate(SAID)]
    kinds = [quote.kind for quote in pick(passages, vectors(len(passages)))]
    assert kinds == [QuoteKind.CENTRAL] * 3 + [QuoteKind.DIVERSE] * 2


def test_one_person_is_quoted_once_and_the_same_words_are_not_quoted_twice() -> None:
    talkative = [passage(row, text, voice="sjoerd") for row, text in enumerate(SAID)]
    assert len(pick(talkative, vectors(len(talkative)))) == 1
    same = np.ones((len(SAID), 1), dtype=np.float32)
    assert len(pick([passage(row, text) for row, text in enumerate(SAID)], same)) == 1


def test_among_equals_the_quote_with_the_keywords_goes_first() -> None:
    passages = [passage(row, text) for row, text in enumerate([*SAID, "Die codes verlopen al na een week"])]
    assert texts(pick(passages, vectors(7), ["code", "verlopen"]), passages)[0] in {SAID[2], passages[6].text}
    assert texts(pick(passages, vectors(7), ["post"]), passages)[0] == SAID[4]


def test_what_is_close_to_the_theme_goes_before_what_only_holds_its_keywords() -> None:
    passages = [passage(row, text, 0.8 if row else 0.3) for row, text in enumerate(SAID)]
    assert SAID[0] not in texts(pick(passages, vectors(6), ["brief", "code", "week"]), passages)


def test_half_sentences_greetings_and_masked_words_come_last() -> None:
    awkward = [
        "en toen kwam de brief met een code pas",
        "Na drie weken stond er in de brief:",
        "Geachte mevrouw, de brief met de code is er niet",
        "De brief voor [naam] lag bij de buren",
        "Te laat",
    ]
    passages = [passage(row, text) for row, text in enumerate([*awkward, *SAID[:3]])]
    assert texts(pick(passages, vectors(8), ["brief", "code"]), passages) == sorted(
        SAID[:3], key=lambda text: (-sum(word in text for word in ("brief", "code")), SAID.index(text))
    )


def test_somebody_who_grades_quite_differently_is_quoted_as_such() -> None:
    grades = [2.0, 2.0, 3.0, 3.0, 2.0, 9.0]
    passages = [passage(row, text, grade=grades[row]) for row, text in enumerate(SAID)]
    found = pick(passages, vectors(6))
    assert texts(found, passages, QuoteKind.DISSENTING) == [SAID[5]]
    assert SAID[5] not in texts(found, passages)


def test_without_passages_there_are_no_quotes() -> None:
    assert pick([], vectors(0)) == ()
