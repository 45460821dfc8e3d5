"""Which theme each text is about, how sure that is, and which other themes its sentences touch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.clusters import NOBODY
from research.analysis.lexical import Matrix
from research.analysis.model import Reason, Status
from research.analysis.tree import Labels

# Below this cosine two texts share nothing.
FAR = 0.1
# A text that was not clustered joins a theme when it is nearly as close as the theme's outer members.
OUTER = 0.05
NEARLY = 0.8
BETWEEN = 0.02
SHORT_WORDS = 1
SHORT_SCORE = 0.3
# A sentence brings in a second theme when it is as close to it as an ordinary member is, and closer than to the first
# theme.
ORDINARY = 0.35
CLOSER = 0.05


@dataclass(frozen=True)
class Verdict:
    """What became of one text; `nearest` is the theme that came closest where it has none."""

    status: Status
    theme: int | None
    reason: Reason | None
    score: float
    nearest: int | None = None


def scores(vectors: Matrix, middle: Matrix) -> NDArray[np.float32]:
    """Cosine of each text to each theme, shaped (texts, themes)."""
    return np.asarray(np.clip(vectors @ middle.T, -1, 1), dtype=np.float32)


def floors(closeness: NDArray[np.float32], labels: Labels, quantile: float) -> NDArray[np.float32]:
    """Per theme the score under which this share of its members lies; 1 for a theme without members."""
    found = np.ones(closeness.shape[1], dtype=np.float32)
    for theme in range(closeness.shape[1]):
        own = closeness[labels == theme, theme]
        if own.size:
            found[theme] = np.quantile(own, quantile)
    return found


def decide(closeness: NDArray[np.float32], label: int, outer: NDArray[np.float32], topical_words: int) -> Verdict:
    """The verdict on one text: a member of a cluster stays, another joins the nearest theme when that is near enough.

    `closeness` is its score on each theme, `outer` the score that each theme asks of newcomers, `topical_words` how
    many words the text has to go by.
    """
    if not closeness.size:
        return Verdict(Status.UNDECIDED, None, Reason.TOO_FEW_COMMENTS, 0.0)
    best = int(closeness.argmax())
    score = float(closeness[best])
    if label != NOBODY and closeness[label] >= FAR:
        return Verdict(Status.ASSIGNED, label, None, float(closeness[label]))
    if topical_words <= SHORT_WORDS and score < SHORT_SCORE:
        return Verdict(Status.UNDECIDED, None, Reason.TOO_SHORT, score, best)
    if score < outer[best]:
        return Verdict(Status.OTHER, None, Reason.FAR_FROM_ALL, score, best)
    if closeness.size > 1 and score - float(np.partition(closeness, -2)[-2]) < BETWEEN:
        return Verdict(Status.UNDECIDED, None, Reason.BETWEEN_THEMES, score, best)
    return Verdict(Status.ASSIGNED, best, None, score)


def newcomers(closeness: NDArray[np.float32], labels: Labels) -> NDArray[np.float32]:
    """Per theme the score that it asks of a text that was not clustered."""
    return np.asarray(np.maximum(FAR, NEARLY * floors(closeness, labels, OUTER)), dtype=np.float32)


def touched(closeness: NDArray[np.float32], first: int, ordinary: NDArray[np.float32]) -> dict[int, int]:
    """The other themes that the units of one comment touch, each with the unit that does so most.

    `closeness` is shaped (units, themes); `first` is the comment's own theme; `ordinary` is the score that asks.
    """
    found: dict[int, int] = {}
    if len(closeness) < 2:
        return found
    for unit, row in enumerate(closeness):
        theme = int(row.argmax())
        if theme == first or row[theme] < ordinary[theme] or row[theme] - row[first] < CLOSER:
            continue
        if theme not in found or row[theme] > closeness[found[theme], theme]:
            found[theme] = unit
    return found
