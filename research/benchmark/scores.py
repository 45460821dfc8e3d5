"""How good a grouping is, measured in the same way for every method."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score

from research.analysis.clusters import TOO_ALIKE, TOO_SHARED, centroids
from research.analysis.evaluation import Agreement, Grouping, LabelledSet, agreement
from research.analysis.lexical import Matrix, unit_length


@dataclass(frozen=True)
class Scores(Agreement):
    """An agreement with labels, and what the themes look like.

    `ari_assigned` leaves out the texts without a theme, `assigned` is the share of the others. `redundant` counts pairs
    of themes that are as good as the same: centroids with a cosine of .9 or more, or .7 of their texts in common; None
    without sentence vectors.
    """

    ari_assigned: float | None
    themes: int
    assigned: float
    redundant: int | None


def scores(one: LabelledSet, found: Grouping, vectors: Matrix | None) -> Scores:
    """All figures about this grouping of the set."""
    agreed = agreement(one, found)
    inside = [row for row, theme in enumerate(found.first) if theme >= 0]
    labels = None if one.main is None else [one.main[row] for row in inside]
    themes = [found.first[row] for row in inside]
    return Scores(
        ari=agreed.ari,
        nmi=agreed.nmi,
        sample_f1=agreed.sample_f1,
        leak=agreed.leak,
        ari_assigned=None if labels is None else float(adjusted_rand_score(labels, themes)),
        themes=len({theme for touched in found.touched for theme in touched}),
        assigned=len(inside) / max(1, len(found.first)),
        redundant=None if vectors is None else redundant_pairs(found, vectors),
    )


def redundant_pairs(found: Grouping, vectors: Matrix) -> int:
    """How many pairs of themes are as good as the same, by vectors minus their mean or by the texts they hold."""
    themes = sorted({theme for touched in found.touched for theme in touched})
    place = {theme: i for i, theme in enumerate(themes)}
    first = np.array([place.get(theme, -1) for theme in found.first], dtype=np.int64)
    middle = centroids(unit_length(vectors - vectors.mean(axis=0)), first, len(themes))
    inside = np.array([[theme in touched for theme in themes] for touched in found.touched], dtype=np.float32)
    both = inside.T @ inside if themes else np.zeros((0, 0), dtype=np.float32)
    either = both.diagonal()[:, None] + both.diagonal()[None, :] - both
    same = (middle @ middle.T >= TOO_ALIKE) | (both >= TOO_SHARED * np.maximum(either, 1))
    return int(np.triu(same, k=1).sum())
