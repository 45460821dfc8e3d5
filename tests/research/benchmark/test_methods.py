"""The rivals get what they are due, and their answers come back as groupings."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from research.benchmark.material import Material, StoredVectors
from research.benchmark.methods import METHODS, Method, one_each
from tests.research.analysis.stand_ins import WordEncoder, comments

TEXTS = tuple(document.text for document in comments(3))


class Reducer:
    """Stands in for UMAP: the first dimensions as they are."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def fit_transform(self, vectors: np.ndarray) -> np.ndarray:
        return vectors[:, : self.settings["n_components"]]


class Topics:
    """Stands in for BERTopic: one topic, one outlier."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def fit_transform(self, texts: list[str], embeddings: np.ndarray) -> tuple[list[int], None]:
        assert np.allclose(np.linalg.norm(embeddings, axis=1), 1)
        return [-1, *[0] * (len(texts) - 1)], None

    def reduce_outliers(self, texts: list[str], topics: list[int], **settings: Any) -> list[int]:
        return [max(0, topic) for topic in topics]


@pytest.fixture(autouse=True)
def rivals(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in {"umap": {"UMAP": Reducer}, "bertopic": {"BERTopic": Topics}, "hdbscan": {}}.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)


def material() -> Material:
    return Material(TEXTS, 4, 0, StoredVectors.encoded(TEXTS, WordEncoder()))


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_every_method_groups_every_text(method: Method) -> None:
    found = method.group(material())
    assert len(found.first) == len(found.touched) == len(TEXTS)
    assert all(first in touched for first, touched in zip(found.first, found.touched, strict=True) if first >= 0)


@pytest.mark.parametrize("method", [method for method in METHODS if method.told], ids=lambda method: method.key)
def test_who_is_told_the_number_finds_no_more_than_that(method: Method) -> None:
    assert len(set(method.group(material()).first)) <= 4


def test_an_outlier_of_bertopic_has_no_theme_until_it_is_reduced() -> None:
    by_key = {method.key: method for method in METHODS}
    assert by_key["bertopic"].group(material()).touched[0] == frozenset()
    assert by_key["reduced"].group(material()).touched[0] == frozenset([0])


def test_bertopic_gets_its_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    record = SimpleNamespace(UMAP=lambda **settings: seen.update(settings) or Reducer(**settings))
    monkeypatch.setitem(sys.modules, "umap", record)
    next(method for method in METHODS if method.key == "bertopic").group(material())
    own = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0, "metric": "cosine", "low_memory": False}
    assert seen == own | {"random_state": 0}


def test_methods_that_are_not_installed_are_known() -> None:
    assert Method("x", "X", lambda given: one_each([]), modules=("there_is_no_such_module",)).missing
    assert not Method("x", "X", lambda given: one_each([]), modules=("numpy",)).missing
