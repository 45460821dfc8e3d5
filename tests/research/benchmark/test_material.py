"""Everybody gets the same vectors, encoded once."""

from pathlib import Path

import numpy as np
import pytest

from research.analysis import Document, Parameters, analyse
from research.analysis.evaluation import LabelledSet
from research.benchmark.material import Material, StoredVectors, with_mixtures
from tests.research.analysis.stand_ins import WordEncoder, comments

TEXTS = [document.text for document in comments()] + ["De balie was dicht. De website werkte ook niet vandaag, jammer."]


def labelled(name: str, texts: list[str]) -> LabelledSet:
    labels = tuple(("a",) for _ in texts)
    return LabelledSet(name, tuple(texts), labels, (name[-2:],) * len(texts), False, ("a",) * len(texts))


def test_vectors_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    store = StoredVectors.encoded(TEXTS, WordEncoder())
    store.write(tmp_path / "vectors.npz")
    again = StoredVectors.read(tmp_path / "vectors.npz")
    assert (again.name, again.fingerprint, again.dimensions) == (store.name, store.fingerprint, store.dimensions)
    assert np.array_equal(again.of(TEXTS), store.of(TEXTS))


def test_an_analysis_with_stored_vectors_encodes_nothing_and_finds_the_same() -> None:
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    store = StoredVectors.encoded(TEXTS, WordEncoder())
    result = analyse(documents, Parameters(), embedder=store, cache=store)
    assert store.late == 0
    assert result == analyse(documents, Parameters(), embedder=WordEncoder())


def test_a_text_that_was_not_foreseen_is_encoded_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    store = StoredVectors.encoded(TEXTS, WordEncoder())
    monkeypatch.setattr("research.benchmark.material.shipped_embedder", WordEncoder)
    assert store.encode(["iets nieuws"]).shape == (1, store.dimensions)
    assert store.late == 1
    monkeypatch.setattr("research.benchmark.material.shipped_embedder", lambda: None)
    with pytest.raises(LookupError, match="no encoder"):
        store.encode(["nog iets"])


def test_a_method_that_needs_vectors_is_told_when_there_are_none() -> None:
    with pytest.raises(LookupError, match="no sentence vectors"):
        _ = Material(("a",), 1, 0, None).vectors


def test_a_dutch_and_an_english_set_of_one_name_are_mixed_row_by_row() -> None:
    sets = [labelled("news_en", ["one", "two", "three"]), labelled("news_nl", ["een", "twee", "drie"])]
    found = list(with_mixtures([*sets, labelled("other_nl", ["x"])]))
    assert [one.name for one in found] == ["news_en", "news_nl", "other_nl", "news_mixed"]
    assert found[-1].texts == ("een", "two", "drie")
    assert found[-1].languages == ("nl", "en", "nl")
    assert found[-1].main == ("a", "a", "a")
