"""A flat picture of the themes, for looking only: nothing is ever grouped or counted by it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.lexical import Matrix

MOST_DOTS = 400
DIGITS = 4
FEWEST_FOR_AXES = 3  # one or two themes span no plane: then the comments span it


@dataclass(frozen=True)
class Spot:
    """Where a theme stands, from 0 to 1 each way; `nearest` is the theme most like it in full, not on the picture."""

    theme: int
    x: float
    y: float
    nearest: int | None
    likeness: float


@dataclass(frozen=True)
class Dot:
    """Where a comment stands, from 0 to 1 each way."""

    document_id: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """Places on a plane. `share` is how much of the differences between themes the plane shows, from 0 to 1."""

    spots: tuple[Spot, ...]
    dots: tuple[Dot, ...]
    share: float


def draw(centroids: Matrix, dots: Matrix, documents: Sequence[str]) -> Picture:
    """The picture of themes (rows of `centroids`) with some comments (rows of `dots`, with the ids in `documents`).

    The plane holds the two directions in which the themes differ most (principal components by singular values; each
    direction points to its largest part, so that a picture never comes out mirrored). No chance is involved.
    """
    themes, count = centroids.astype(np.float64), len(centroids)
    if not count:
        return Picture((), (), 0.0)
    spanning = themes if count >= FEWEST_FOR_AXES else np.vstack([themes, dots.astype(np.float64)])
    middle = spanning.mean(axis=0)
    axes, share = _axes(spanning - middle)
    places = np.vstack([themes - middle, dots.astype(np.float64) - middle]) @ axes.T
    places = np.round(_fitted(places, count), DIGITS)
    nearest = _nearest(themes)
    spots = tuple(Spot(i, float(places[i, 0]), float(places[i, 1]), *nearest[i]) for i in range(count))
    drawn = zip(documents, places[count:].tolist(), strict=True)
    return Picture(spots, tuple(Dot(name, x, y) for name, (x, y) in drawn), round(share, DIGITS))


def chosen_by_lot(texts: Sequence[str]) -> list[int]:
    """At most 400 positions, drawn by the hash of the text, so that the order of rows does not matter."""
    drawn = sorted(range(len(texts)), key=lambda i: hashlib.sha256(texts[i].encode("utf-8", "surrogatepass")).digest())
    return sorted(drawn[:MOST_DOTS])


def _axes(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Two directions, shaped (2, dimensions), and the share of the variance in them; nought where all rows are one."""
    _, strengths, directions = np.linalg.svd(rows, full_matrices=False)
    axes = np.zeros((2, rows.shape[1]))
    found = directions[:2]
    largest = np.abs(np.round(found, DIGITS)).argmax(axis=1)
    signs = np.sign(found[np.arange(len(found)), largest])
    axes[: len(found)] = found * np.where(signs == 0, 1, signs)[:, None]
    total = float((strengths**2).sum())
    return axes, float((strengths[:2] ** 2).sum()) / total if total > 0 else 0.0


def _fitted(places: NDArray[np.float64], themes: int) -> NDArray[np.float64]:
    """Places in the unit square, both directions in one scale, the themes in the middle; far comments at the edge."""
    own = places[:themes] if themes >= FEWEST_FOR_AXES else places
    low, high = own.min(axis=0), own.max(axis=0)
    widest = float((high - low).max())
    if widest == 0:
        return np.full_like(places, 0.5)
    return np.asarray(np.clip(0.5 + 0.8 * (places - (low + high) / 2) / widest, 0, 1))


def _nearest(themes: NDArray[np.float64]) -> list[tuple[int | None, float]]:
    """The theme most like each one by cosine of the whole vectors, and that cosine."""
    if len(themes) < 2:
        return [(None, 0.0)] * len(themes)
    lengths = np.linalg.norm(themes, axis=1, keepdims=True)
    unit = themes / np.where(lengths == 0, 1, lengths)
    closeness = unit @ unit.T
    np.fill_diagonal(closeness, -np.inf)
    best = closeness.argmax(axis=1)
    return [(int(best[i]), round(float(closeness[i, best[i]]), DIGITS)) for i in range(len(themes))]
