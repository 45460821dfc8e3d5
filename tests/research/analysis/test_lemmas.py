"""Forms of one word share a root; different words do not."""

import pytest

from research.analysis.lemmas import joined, root


def lemma(word: str, among: str, language: str = "nl") -> str:
    """The root of a word in a collection where these words were used."""
    found = root(word, language)
    return joined(among.split(), language).get(found, found)


@pytest.mark.parametrize(
    "forms",
    [
        "bellen belt gebeld belde",
        "foto foto's foto’s fotos",
        "kosten kost gekost",
        "trouwen trouwt getrouwd",
        "brief brieven",
        "kind kinderen",
        "adres adressen",
        "uploaden geüpload upload uploadt",
        "doorsturen doorgestuurd doorstuurt",
        "betalen betaald betaalt betaling",
        "bevestigen bevestigd bevestigt bevestiging",
        "verwijzen verwees verwezen",
        "doorverwijzen doorverwezen",
        "verbinden verbonden",
        "mooi mooie",
        "regenen regen geregend",
    ],
)
def test_forms_of_one_dutch_word_share_a_root(forms: str) -> None:
    assert len({lemma(form, forms) for form in forms.split()}) == 1


@pytest.mark.parametrize("forms", ["send sent", "pay paid", "child children", "refund refunds refunded"])
def test_forms_of_one_english_word_share_a_root(forms: str) -> None:
    assert len({lemma(form, forms, "en") for form in forms.split()}) == 1


@pytest.mark.parametrize("words", ["brief code kaart", "tent ten", "post pot", "gesprek spreker", "zone zon"])
def test_different_words_stay_apart(words: str) -> None:
    assert len({lemma(word, words) for word in words.split()}) == len(words.split())


def test_a_word_ending_in_t_is_a_verb_only_where_somebody_wrote_the_verb() -> None:
    assert lemma("belt", "belt bellen") == lemma("bellen", "belt bellen")
    assert lemma("kaart", "kaart kaarten") == root("kaart", "nl")


def test_other_languages_have_stems_where_there_is_a_stemmer_and_words_where_there_is_none() -> None:
    assert root("formulare", "de") == root("formular", "de")
    assert root("контейнер", "uk") == "контейнер"
