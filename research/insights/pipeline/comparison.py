"""What a fresh look makes of the themes that stand: continue, split, merge, new, gone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from research.insights.pipeline.identity import LEAST, Group, matched

# Members say more than the direction of a centroid, which small groups hardly have.
WEIGHT_OF_MEMBERS = 0.7
CHIEFLY = 0.5  # of a theme, or of a group: the greater part
PART = 0.2  # of a theme; a smaller piece that comes off is not a split
SMALLEST_PART = 5


class Kind(StrEnum):
    """What became of a theme, or where a group comes from."""

    SPLIT = "split"
    MERGE = "merge"
    NEW = "new"
    GONE = "gone"
    CONTINUE = "continue"


@dataclass(frozen=True)
class Finding:
    """One difference: `themes` are keys of what stands, `groups` positions of what was found.

    `moves` is how many comments that have a place now would get another one.
    """

    kind: Kind
    themes: tuple[int, ...]
    groups: tuple[int, ...]
    moves: int


@dataclass(frozen=True)
class Comparison:
    """Themes that stand beside groups found afresh; every theme and every group is in at least one finding.

    `seen` are the comments that have a place in the run that stands; `centroids` those of the groups, one row each.
    `firm` are the themes that a person stands for: where themes are one, the others would become part of such a one.
    """

    standing: Mapping[int, Group]
    fresh: Sequence[Group]
    centroids: NDArray[np.float64]
    seen: Group
    firm: Group = frozenset()

    @cached_property
    def keys(self) -> list[int]:
        """Return the themes in the order of the rows of `shared`."""
        return sorted(self.standing)

    @cached_property
    def shared(self) -> NDArray[np.int64]:
        """Return how many comments each theme and each group have in common, shaped (themes, groups)."""
        table = [[len(self.standing[key] & group) for group in self.fresh] for key in self.keys]
        return np.array(table, dtype=np.int64).reshape(len(self.keys), len(self.fresh))

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Return how many comments each theme has."""
        return np.array([len(self.standing[key]) for key in self.keys], dtype=np.int64)

    @cached_property
    def known(self) -> NDArray[np.int64]:
        """Return how many comments of each group have a place now."""
        return np.array([len(group & self.seen) for group in self.fresh], dtype=np.int64)

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Return the group that is most like each theme, by row: Hungarian method on members and centroids."""
        return dict(matched(self._likeness(), LEAST))

    def findings(self) -> list[Finding]:
        """Return all differences, and what stays, by kind and then by how many comments would move."""
        found = [*self._splits(), *self._merges()]
        themes = {key for one in found for key in one.themes}
        merged = {group for one in found if one.kind is Kind.MERGE for group in one.groups}
        for row, group in self.pairs.items():
            if self.keys[row] not in themes and group not in merged:
                found.append(Finding(Kind.CONTINUE, (self.keys[row],), (group,), self._changed(row, group)))
        themes = {key for one in found for key in one.themes}
        groups = {group for one in found for group in one.groups}
        found += [
            Finding(Kind.NEW, (), (group,), int(self.known[group]))
            for group in range(len(self.fresh))
            if group not in groups
        ]
        found += [
            Finding(Kind.GONE, (key,), (), int(self.sizes[row]))
            for row, key in enumerate(self.keys)
            if key not in themes
        ]
        order = list(Kind)
        return sorted(found, key=lambda one: (order.index(one.kind), -one.moves, one.themes, one.groups))

    def moved(self) -> int:
        """Return how many comments that have a place now would get another one, each counted once."""
        stay = sum(int(self.shared[row, group]) for row, group in self.pairs.items())
        themed = frozenset().union(*self.standing.values()) if self.standing else frozenset()
        grouped = frozenset().union(*self.fresh) if self.fresh else frozenset()
        return len((themed | grouped) & self.seen) - stay

    def _likeness(self) -> NDArray[np.float64]:
        """Return members in common (Jaccard) and cosine of centroids, mixed; nought where nothing is in common.

        A theme's centroid is that of the groups among which its comments are now: one space for both.
        """
        if not self.shared.size:
            return np.zeros(self.shared.shape)
        either = self.sizes[:, None] + self.known[None, :] - self.shared
        members = self.shared / np.maximum(either, 1)
        closeness = np.clip(_unit(self.shared @ self.centroids) @ _unit(self.centroids).T, 0, 1)
        mixed = WEIGHT_OF_MEMBERS * members + (1 - WEIGHT_OF_MEMBERS) * closeness
        return np.asarray(np.where(members >= LEAST / 2, mixed, 0.0), dtype=np.float64)

    def _splits(self) -> list[Finding]:
        """Return the themes of which two or more groups are made."""
        found = []
        for row, key in enumerate(self.keys):
            least = max(SMALLEST_PART, PART * self.sizes[row])
            parts = [
                group
                for group in np.argsort(-self.shared[row], kind="stable").tolist()
                if self.shared[row, group] >= max(least, CHIEFLY * self.known[group])
            ]
            if len(parts) > 1:
                moves = int(self.shared[row, parts[1:]].sum())
                found.append(Finding(Kind.SPLIT, (key,), tuple(parts), moves))
        return found

    def _merges(self) -> list[Finding]:
        """Return the groups in which the greater part of two or more themes is; the one that would stay comes first."""
        homes: dict[int, list[int]] = defaultdict(list)
        for row in range(len(self.keys)):
            group = int(self.shared[row].argmax()) if len(self.fresh) else 0
            if len(self.fresh) and self.shared[row, group] > CHIEFLY * self.sizes[row]:
                homes[group].append(row)
        found = []
        for group, rows in sorted(homes.items()):
            if len(rows) > 1:
                rows = sorted(rows, key=lambda row: (self.keys[row] not in self.firm, -self.shared[row, group]))
                moves = int(self.shared[rows[1:], group].sum())
                found.append(Finding(Kind.MERGE, tuple(self.keys[row] for row in rows), (group,), moves))
        return found

    def _changed(self, row: int, group: int) -> int:
        """Return how many comments leave a theme that goes on, and how many come from elsewhere."""
        stay = int(self.shared[row, group])
        return int(self.sizes[row]) + int(self.known[group]) - 2 * stay


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths))
