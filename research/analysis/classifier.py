"""Learns from comments that people confirmed: per theme, what sets its comments apart from those of the others.

One logistic regression per theme against the rest, classes balanced, on the run's own vectors. It says *which* known
theme a text is most like; whether it is near enough to join at all stays a question of closeness, because a classifier
that only knows five themes calls everything one of the five.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from research.analysis.lexical import Matrix

# Measured with 2 to 15 confirmed comments per theme on ten sets: it beats closeness alone with every number of them.
FEWEST = 3
# Few examples in many dimensions: lean to small weights.
INVERSE_REGULARISATION = 1.0
MOST_ITERATIONS = 500


@dataclass(frozen=True)
class Lesson:
    """Rows that a person put under a theme, and rows that are known not to belong there."""

    theme: int
    positive: tuple[int, ...]
    negative: tuple[int, ...]


@dataclass(frozen=True)
class Classifier:
    """What was learned, as plain arrays that can be kept and carried to another worker.

    `themes` are positions among the known themes, shaped (taught,). `weights` are shaped (taught, 2 * dimensions), for
    a smoothed vector beside the vector itself; `bias` is shaped (taught,).
    """

    themes: NDArray[np.int64]
    weights: Matrix
    bias: NDArray[np.float32]

    def chances(self, vectors: Matrix, raw: Matrix) -> NDArray[np.float32]:
        """The chance that each text is about each taught theme, shaped (texts, taught).

        A text that was not smoothed is given as its own vector twice.
        """
        width = vectors.shape[1]
        found = vectors @ self.weights[:, :width].T + raw @ self.weights[:, width:].T + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(found, -50, 50))), dtype=np.float32)


def teach(vectors: Matrix, raw: Matrix, lessons: Sequence[Lesson]) -> Classifier | None:
    """A classifier of the themes with enough confirmed texts; None when there is nothing to tell apart.

    `vectors` are smoothed, `raw` are not; rows of the lessons are positions in both. The same lessons teach the same.
    """
    fit = [lesson for lesson in lessons if len(lesson.positive) >= FEWEST and lesson.negative]
    if not fit:
        return None
    learned = [_learn(vectors, raw, lesson) for lesson in fit]
    return Classifier(
        np.array([lesson.theme for lesson in fit], dtype=np.int64),
        np.stack([weights for weights, _ in learned]).astype(np.float32),
        np.array([bias for _, bias in learned], dtype=np.float32),
    )


def _learn(vectors: Matrix, raw: Matrix, lesson: Lesson) -> tuple[NDArray[np.float64], float]:
    """Weights and bias for one theme against the rest."""
    rows = [*lesson.positive, *lesson.negative]
    beside = np.hstack([vectors[rows], raw[rows]]).astype(np.float64) / np.sqrt(2)
    is_theme = np.arange(len(rows)) < len(lesson.positive)
    model = LogisticRegression(C=INVERSE_REGULARISATION, class_weight="balanced", max_iter=MOST_ITERATIONS)
    model.fit(beside, is_theme)
    return model.coef_[0] / np.sqrt(2), float(model.intercept_[0])
