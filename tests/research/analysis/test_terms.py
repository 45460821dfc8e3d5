"""What may become a keyword: whole words and short phrases inside one clause."""

from research.analysis.terms import terms, tokens


def found(text: str, language: str = "nl") -> list[str]:
    written = tokens(text)
    return [" ".join(token.word for token in written[one.start : one.end]) for one in terms(written, language)]


def test_words_that_carry_no_topic_are_passed_over() -> None:
    assert found("Ik heb het toch maar even aan de balie gevraagd") == ["balie"]


def test_a_denial_stays_with_what_is_denied() -> None:
    assert "geen bevestiging" in found("Ik kreeg geen bevestiging")
    assert "no confirmation" in found("There was no confirmation", "en")
    assert "te laat" in found("De brief kwam te laat")
    assert "niet" not in found("Dat kan niet")


def test_a_phrase_does_not_run_on_over_punctuation_masks_or_numbers() -> None:
    assert "balie formulier" in found("balie formulier")
    for text in (
        "balie, formulier",
        "balie. Formulier",
        "balie [naam] formulier",
        "balie 3 formulier",
        "balie (formulier",
    ):
        assert found(text) == ["balie", "formulier"], text


def test_two_words_may_be_joined_by_a_preposition() -> None:
    assert "wachten op de brief" in found("wachten op de brief")
    assert "wachten op" not in found("wachten op de brief")


def test_the_card_is_a_thing_and_only_just_is_not() -> None:
    assert found("De pas kwam") == ["pas"]
    assert found("Hij kwam pas") == []


def test_capitals_are_kept_except_where_everything_is_in_capitals() -> None:
    assert [token.shown for token in tokens("Inloggen met DigiD")] == ["Inloggen", "met", "DigiD"]
    assert [token.shown for token in tokens("INLOGGEN MET DIGID")] == ["inloggen", "met", "digid"]
    assert [token.opens for token in tokens("Een brief. Nog een brief")] == [True, False, True, False, False]


def test_function_words_of_other_languages_are_no_keywords() -> None:
    assert found("das ist nicht sehr gut und die Karte", "de")[-1] == "karte"
    assert not {"nicht", "und", "ist", "sehr"} & set(found("das ist nicht sehr gut und die Karte", "de"))
    assert not {"nicht", "und", "sehr"} & set(found("nicht sehr und"))
    assert "bin" in found("the bin is full", "en")


def test_what_is_endless_is_read_to_a_bound() -> None:
    assert len(tokens("woord " * 5_000)) == 400
    assert tokens("x" * 50_000) == []
