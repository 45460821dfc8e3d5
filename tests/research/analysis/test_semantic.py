"""Sentence vectors: encoded once, centred per language, and (with the real encoder) about meaning."""

import numpy as np
import pytest

from research.analysis import Document, Parameters, analyse, digest, shipped_embedder
from research.analysis.semantic import Embedder, centred, language_means, vectors_of
from tests.research.analysis.stand_ins import MemoryCache, WordEncoder


def test_each_different_text_is_encoded_once_and_only_when_it_is_new() -> None:
    encoder, cache = WordEncoder(), MemoryCache()
    vectors_of(["balie", "site", "balie", " balie "], encoder, cache)
    assert encoder.encoded == 2
    vectors_of(["balie", "rij"], encoder, cache)
    assert encoder.encoded == 3


def test_no_texts_give_no_vectors() -> None:
    assert vectors_of([], WordEncoder(), MemoryCache()).shape == (0, 32)
    assert language_means(np.zeros((0, 3), dtype=np.float32), []) == {}


def test_a_digest_reads_what_the_encoder_reads() -> None:
    assert digest("de  balie\n") == digest("de balie")
    assert digest("a" * 2_000) == digest("a" * 3_000)
    assert len(digest("\ud800")) == 64


def test_what_is_left_after_centring_says_nothing_about_the_language() -> None:
    chance = np.random.default_rng(0)
    languages = ["nl"] * 200 + ["en"] * 200
    vectors = chance.normal(size=(400, 8)).astype(np.float32)
    vectors[:200, 0] += 5
    found = centred(vectors, languages, language_means(vectors, languages))
    assert abs(float(found[:200].mean(axis=0)[0] - found[200:].mean(axis=0)[0])) < 0.2


def test_one_comment_in_another_language_is_not_centred_away() -> None:
    vectors = np.eye(4, dtype=np.float32)
    languages = ["nl", "nl", "nl", "en"]
    found = centred(vectors, languages, language_means(vectors, languages))
    assert float(np.linalg.norm(found[3])) == pytest.approx(1.0)


@pytest.fixture(scope="module")
def encoder() -> Embedder:
    found = shipped_embedder()
    assert found is not None
    return found


@pytest.mark.slow
def test_the_real_encoder_brings_dutch_and_english_together(encoder: Embedder) -> None:
    dutch, english, else_where = encoder.encode(
        [
            "De wachttijd bij de balie was veel te lang",
            "The waiting time at the desk was far too long",
            "Mijn kat is zwart",
        ]
    )
    assert encoder.dimensions == len(dutch)
    assert len(encoder.fingerprint) <= 64
    assert dutch @ english > 0.6 > dutch @ else_where


@pytest.mark.slow
def test_a_dutch_and_an_english_comment_on_one_problem_land_in_one_theme() -> None:
    said = {
        "queue": [
            "De wachttijd bij de balie was veel te lang",
            "Ik stond een uur in de rij voor een paspoort",
            "Zo lang wachten in de hal met kinderen is geen doen",
            "Anderhalf uur gewacht terwijl ik een afspraak had",
            "The waiting time at the desk was far too long",
            "I had to queue for an hour to get my passport",
        ],
        "website": [
            "De website liep vast toen ik het formulier wilde versturen",
            "Inloggen met DigiD op de site lukte niet",
            "Het online formulier raakte al mijn gegevens kwijt",
            "De site geeft steeds een foutmelding",
            "The website crashed when I tried to send the form",
            "I could not log in to the site and the form kept failing",
        ],
        "parking": [
            "Parkeren in de binnenstad is veel te duur",
            "Er is nooit een parkeerplaats in onze straat",
            "De parkeervergunning voor een tweede auto kost een fortuin",
            "Bezoekers kunnen nergens hun auto parkeren",
            "Parking in the city centre is much too expensive",
            "There is never a parking space in our street",
        ],
    }
    documents = [
        Document(f"{topic}-{number}", text) for topic, texts in said.items() for number, text in enumerate(texts)
    ]
    result = analyse(documents, Parameters(backend="semantic"))
    theme = {row.document_id: row.theme for row in result.assignments if row.primary}
    for topic in said:
        assert theme[f"{topic}-0"] is not None
        assert theme[f"{topic}-0"] == theme[f"{topic}-4"] == theme[f"{topic}-5"]
    assert len({theme[f"{topic}-0"] for topic in said}) == 3


@pytest.mark.slow
@pytest.mark.parametrize("text", ["a" * 50_000, "e" + "\u0301" * 10_000, "", "\ud800", "\0"])
def test_the_real_encoder_survives_odd_texts(encoder: Embedder, text: str) -> None:
    found = vectors_of([text, "balie"], encoder, MemoryCache())
    assert np.isfinite(found).all()
