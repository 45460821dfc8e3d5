"""Keywords are words that a person would choose: whole, telling, as people wrote them."""

import json
from itertools import pairwise

import pytest

from research.analysis import keywords as module
from research.analysis.keywords import Vocabulary, title_of
from research.analysis.words import normal_form, stems, words

WAITING = [
    "De wachttijd bij de balie is te lang",
    "Lange wachttijden bij de balie",
    "wachttijd balie niet te doen",
    "De wachttijd is een uur",
]
PARKING = [
    "Een vergunning om te parkeren is duur",
    "parkeren kost te veel",
    "De vergunning voor parkeren duurt lang",
    "geen vergunning gekregen",
]


def vocabulary() -> Vocabulary:
    found = Vocabulary()
    for theme, texts in enumerate((WAITING, PARKING)):
        for text in texts:
            found.add(theme, text, "nl")
    return found


def test_the_most_telling_words_come_first_in_their_most_usual_form() -> None:
    keywords = vocabulary().keywords(0)
    assert "wachttijd" in keywords[0]
    assert not {"wachttijd", "wachttijden"} <= set(keywords)


def test_no_stop_words_no_fragments() -> None:
    for theme in (0, 1):
        for keyword in vocabulary().keywords(theme):
            assert all(len(part) > 2 for part in keyword.split())
            assert not {"niet", "de", "een", "te", "bij"} & set(keyword.split())


def test_words_that_always_go_together_are_shown_as_a_phrase() -> None:
    found = Vocabulary()
    for text in ["high speed internet please", "we need high speed cable", "high speed is missing"]:
        found.add(0, text, "en")
    found.add(1, "more parks and trees", "en")
    keywords = found.keywords(0)
    assert "high speed" in keywords
    assert all(set(first.split()).isdisjoint(second.split()) for first, second in pairwise(keywords))


def test_a_theme_that_says_nothing_has_no_keywords_and_no_title() -> None:
    found = Vocabulary()
    found.add(0, "het is niet te doen", "nl")
    assert found.keywords(0) == ()
    assert title_of(()) == ""
    assert title_of(("wachttijd", "balie", "uur", "lang")) == "Wachttijd, balie, uur"


def test_masks_addresses_and_monsters_are_no_words() -> None:
    assert words("Bel [naam] op www.example.org of mail a@b.nl " + "x" * 60 + " alstublieft") == [
        "bel",
        "op",
        "of",
        "mail",
        "alstublieft",
    ]


def test_stems_join_forms_of_one_word_in_its_own_language() -> None:
    assert stems("vergunning vergunningen", "nl") == ["vergun", "vergun"]
    assert stems("permit permits", "en") == ["permit", "permit"]
    assert normal_form("  Prima, GEHOLPEN!! ") == "prima geholpen"


def of_some(places: range) -> Vocabulary:
    """What the people at these places said, about waiting and parking in turns."""
    found = Vocabulary()
    for place in places:
        said = (WAITING, PARKING)[place % 2]
        found.add(
            place % 2,
            f"{said[place // 2 % 4]}, zei nummer {'abcdefghij'[place % 10] * (1 + place // 10)}",
            "nl",
            f"p{place}",
        )
    return found


@pytest.mark.parametrize("most", [1_000, 7])
def test_parts_that_are_merged_equal_the_whole(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", most)
    whole, merged = of_some(range(60)), Vocabulary()
    for part in (range(40, 60), range(25), range(25, 40)):
        merged.merge(Vocabulary.from_plain(json.loads(json.dumps(of_some(part).to_plain()))))
    assert merged.to_plain() == whole.to_plain()
    assert [merged.keywords(theme) for theme in (0, 1)] == [whole.keywords(theme) for theme in (0, 1)]
    assert merged.texts == {0: 30, 1: 30}
    assert all(len(theme["said"]) == min(30, most) for theme in merged.to_plain().values())


def test_a_merged_vocabulary_keeps_counting() -> None:
    found = of_some(range(10))
    before = found.keywords(0)
    found.merge(of_some(range(10, 40)))
    assert found.keywords(0) != () != before
    assert found.texts[0] == 20


def test_a_theme_without_texts_has_no_keywords() -> None:
    assert of_some(range(10)).keywords(9) == ()
    assert Vocabulary.from_plain(Vocabulary().to_plain()).keywords(0) == ()


def told(*themes: list[str], language: str = "nl") -> Vocabulary:
    """What was said about each of these themes."""
    found = Vocabulary()
    for theme, texts in enumerate(themes):
        for text in texts:
            found.add(theme, text, language)
    return found


def test_two_forms_of_one_word_are_one_keyword_and_the_noun_is_shown() -> None:
    phoned = ["Mijn foto werd geweigerd", "Drie foto's ingestuurd", "de foto mislukt", "De fotos waren te donker"]
    keywords = told(phoned, WAITING).keywords(0)
    assert keywords[0] == "foto"
    assert not {"foto's", "fotos"} & set(keywords)
    sure = ["De bevestiging kwam nooit", "wanneer wordt het bevestigd", "niets bevestigd", "een bevestiging graag"]
    assert "bevestiging" in told(sure, WAITING).keywords(0)


def test_a_name_keeps_the_capitals_that_most_people_write() -> None:
    said = ["Inloggen met DigiD mislukt", "met DigiD lukt het niet", "mijn digid werkt niet", "Digid"]
    assert "DigiD" in told(said, WAITING).keywords(0)
    assert "balie" in told(WAITING, said).keywords(0)


def test_a_denial_is_shown_with_what_is_denied_when_that_is_the_point() -> None:
    said = ["Ik kreeg geen bevestiging", "Er kwam geen bevestiging", "Weer geen bevestiging gehad", "geen bevestiging!"]
    keywords = told(said, WAITING).keywords(0)
    assert keywords[0] == "geen bevestiging"
    assert "bevestiging" not in keywords


def test_a_word_that_is_usual_in_all_themes_does_not_lead() -> None:
    waiting = [f"Trouwen: {text}" for text in WAITING]
    parking = [f"Trouwen: {text}" for text in PARKING]
    assert "trouwen" not in [word.lower() for word in told(waiting, parking).keywords(0)[:3]]


def test_one_person_who_says_it_ten_times_has_one_voice() -> None:
    found = told(WAITING, PARKING)
    for number in range(10):
        found.add(0, f"Rolgordijn {'abcdefghij'[number]} aan de voorkant", "nl", "p-sjoerd")
    assert "rolgordijn" not in found.keywords(0)
    found.add(0, "Een rolgordijn graag", "nl", "p-dewi")
    assert "rolgordijn" in found.keywords(0)


def test_a_language_that_hardly_anybody_speaks_here_gives_no_keywords() -> None:
    mixed = told(
        [*WAITING, "Wachttijd van drie kwartier", "Ik vind de wachttijd te lang", "Balie open, wachttijd kort"], PARKING
    )
    for text in ("The queue was long", "Queue at the desk"):
        mixed.add(0, text, "en")
    assert not {"queue", "desk"} & set(mixed.keywords(0))


def test_a_theme_that_is_mostly_german_has_german_keywords() -> None:
    said = ["Die Wartezeit war nicht gut", "Wartezeit zu lang und sehr heiß", "Warum ist die Wartezeit so lang"]
    found = told(said, language="de")
    for text in PARKING:
        found.add(1, text, "nl")
    assert found.keywords(0)[0] == "Wartezeit"


def test_words_of_the_web_come_after_words_of_the_matter() -> None:
    said = ["De website gaf een storing", "website had storing", "De storing op de website", "storing website"]
    assert told(said, WAITING).keywords(0)[0] == "storing"
