"""The methods that are compared. Each gets texts and vectors, and gives back a grouping."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from research.analysis import Document, Parameters, analyse
from research.analysis.evaluation import Grouping, grouping
from research.analysis.lexical import unit_length
from research.analysis.model import Backend
from research.benchmark.material import Material

OURS = "semantic"
WORDS_ONLY = "lexical"
RIVAL, RIVAL_REDUCED = "bertopic", "reduced"
STARTS = 4
FOLDED = 50
UMAP_NEIGHBOURS = 15
OF_BERTOPIC = ("bertopic", "umap", "hdbscan")


@dataclass(frozen=True)
class Method:
    """One way to group. `told` says that it is told the true number of labels, which no real user knows.

    `vectors` says that it needs sentence vectors, `modules` what must be installed for it.
    """

    key: str
    title: str
    group: Callable[[Material], Grouping]
    told: bool = False
    vectors: bool = True
    modules: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The modules that are not installed here."""
        return tuple(name for name in self.modules if find_spec(name) is None)


def ours(backend: Backend) -> Callable[[Material], Grouping]:
    """The analysis of the product, number of themes chosen by its own rule; a text may touch several themes."""

    def group(material: Material) -> Grouping:
        documents = [Document(str(number), text) for number, text in enumerate(material.texts)]
        parameters = Parameters(backend=backend, seed=material.seed)
        result = analyse(documents, parameters, embedder=material.store, cache=material.store)
        return grouping(result, len(documents))

    return group


def bertopic(material: Material) -> Grouping:
    """BERTopic as it comes (UMAP 15 neighbours, 5 dimensions, cosine; HDBSCAN from 10); outliers have no theme.

    The UMAP is the one that BERTopic itself makes, with a seed. The vectors are those of the encoder, not centred.
    """
    return one_each(_fitted_bertopic(material)[1])


def bertopic_without_outliers(material: Material) -> Grouping:
    """The same, and then its own `reduce_outliers` by sentence vectors: each text gets a topic."""
    model, topics = _fitted_bertopic(material)
    reduced = model.reduce_outliers(list(material.texts), topics, strategy="embeddings", embeddings=material.vectors)
    return one_each(reduced)


def _fitted_bertopic(material: Material) -> tuple[Any, list[int]]:
    reducer = import_module("umap").UMAP(
        n_neighbors=UMAP_NEIGHBOURS,
        n_components=5,
        min_dist=0.0,
        metric="cosine",
        low_memory=False,
        random_state=material.seed,
    )
    model = import_module("bertopic").BERTopic(embedding_model=None, umap_model=reducer, verbose=False)
    topics, _ = model.fit_transform(list(material.texts), embeddings=material.vectors)
    return model, list(topics)


def kouchou(material: Material) -> Grouping:
    """Kouchou-ai's way: UMAP to two dimensions, KMeans into many groups, whose centres Ward merges into fewer.

    The many are its own recommendation for a detailed level (the square of the cube root of the number of texts, at
    most 100), or three times what is asked for where that is more.
    """
    neighbours = min(UMAP_NEIGHBOURS, max(2, len(material.texts) - 1))
    reducer = import_module("umap").UMAP(n_components=2, n_neighbors=neighbours, random_state=material.seed)
    points = reducer.fit_transform(material.vectors)
    detailed = min(10, max(2, round(len(points) ** (1 / 3)))) ** 2
    many = min(len(points), max(detailed, 3 * material.labels))
    cut = KMeans(many, random_state=material.seed).fit(points)
    merged = fcluster(linkage(cut.cluster_centers_, method="ward"), t=material.labels, criterion="maxclust")
    return one_each(merged[cut.labels_] - 1)


def kmeans_of_words(material: Material) -> Grouping:
    """TF-IDF over words and pairs, then KMeans: what everybody tries first."""
    return one_each(_kmeans(_tfidf().fit_transform(material.texts), material))


def kmeans_of_folded_words(material: Material) -> Grouping:
    """The same, folded to 50 dimensions (latent semantic analysis)."""
    counted = _tfidf().fit_transform(material.texts)
    width = max(1, min(FOLDED, counted.shape[1] - 1))
    folded = TruncatedSVD(width, random_state=material.seed).fit_transform(counted)
    return one_each(_kmeans(unit_length(folded), material))


def kmeans_of_meaning(material: Material) -> Grouping:
    """KMeans of the sentence vectors."""
    return one_each(_kmeans(material.vectors, material))


def one_each(labels: Sequence[int] | NDArray[np.int64]) -> Grouping:
    """The grouping of a method that gives each text one theme, or none (below nought)."""
    first = tuple(int(label) for label in labels)
    return Grouping(first, tuple(frozenset([label]) if label >= 0 else frozenset() for label in first))


def _tfidf() -> TfidfVectorizer:
    return TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)


def _kmeans(points: object, material: Material) -> NDArray[np.int64]:
    found = KMeans(material.labels, n_init=STARTS, random_state=material.seed).fit_predict(points)
    return np.asarray(found, dtype=np.int64)


METHODS = (
    Method(OURS, "Dikke 8, semantic", ours("semantic")),
    Method(WORDS_ONLY, "Dikke 8, words only", ours("lexical"), vectors=False),
    Method(RIVAL, "BERTopic", bertopic, modules=OF_BERTOPIC),
    Method(RIVAL_REDUCED, "BERTopic, outliers reduced", bertopic_without_outliers, modules=OF_BERTOPIC),
    Method("kouchou", "kouchou-ai's way", kouchou, told=True, modules=("umap",)),
    Method("meaning", "sentence vectors + KMeans", kmeans_of_meaning, told=True),
    Method("folded", "TF-IDF + LSA 50 + KMeans", kmeans_of_folded_words, told=True, vectors=False),
    Method("words", "TF-IDF + KMeans", kmeans_of_words, told=True, vectors=False),
)
