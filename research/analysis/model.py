"""The shapes that go into an analysis and come out of it: frozen, plain Python, safe to store or compare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from research.analysis.picture import Picture
from research.analysis.statistics import Difference, Interval

Backend = Literal["auto", "semantic", "lexical"]
Granularity = Literal["coarse", "normal", "fine"]


class Status(StrEnum):
    """What became of a comment; the four add up to what was received."""

    ASSIGNED = "assigned"
    OTHER = "other"
    UNDECIDED = "undecided"
    EXCLUDED = "excluded"


class Reason(StrEnum):
    """Why a comment has no theme."""

    EMPTY = "empty"
    NO_WORDS = "no_words"
    GIBBERISH = "gibberish"
    SPAM = "spam"
    FAR_FROM_ALL = "far_from_all"
    BETWEEN_THEMES = "between_themes"
    TOO_SHORT = "too_short"
    TOO_FEW_COMMENTS = "too_few_comments"


class QuoteKind(StrEnum):
    """Why a quote was picked."""

    CENTRAL = "central"
    DIVERSE = "diverse"
    DISSENTING = "dissenting"


class NoticeCode(StrEnum):
    """What a reader of the result must be told, beside the figures."""

    SEMANTIC_MISSING = "semantic_missing"
    SEMANTIC_TOO_MANY = "semantic_too_many"
    TOO_FEW = "too_few"
    CAMPAIGN = "campaign"
    SAMPLED = "sampled"
    FEWER_THEMES = "fewer_themes"


@dataclass(frozen=True)
class Notice:
    """A remark with the figures it needs, so that a screen can say it in its own language."""

    code: NoticeCode
    text: str
    values: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One comment. `text` is already redacted; offsets in the result point into exactly this text."""

    id: str
    text: str
    language: str | None = None
    person: str | None = None
    grade: float | None = None


@dataclass(frozen=True)
class Parameters:
    """The choices of a run; the same documents, parameters and seed give the same bytes."""

    themes: int | None = None
    granularity: Granularity = "normal"
    backend: Backend = "auto"
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for a choice that does not exist."""
        if self.themes is not None and self.themes < 1:
            raise ValueError("The number of themes must be at least 1.")
        if self.granularity not in ("coarse", "normal", "fine"):
            raise ValueError("Granularity is coarse, normal or fine.")
        if self.backend not in ("auto", "semantic", "lexical"):
            raise ValueError("The backend is auto, semantic or lexical.")


@dataclass(frozen=True)
class KnownTheme:
    """A theme that a person approved: it is served first and never changed by a run.

    `anchors` are ids of comments that typify it, `examples` are texts that do (for comments that are not in this run).
    `negative_*` are what it is not. `required` and `forbidden` are decisions of a person about one comment: always
    obeyed. `members` are comments that an earlier run put here: they stay unless another known theme is clearly closer.
    """

    uuid: str
    title: str
    anchors: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    negative_anchors: tuple[str, ...] = ()
    negative_examples: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A verbatim piece: `documents[document_id].text[start:end]`."""

    document_id: str
    start: int
    end: int
    kind: QuoteKind


@dataclass(frozen=True)
class Campaign:
    """A text that was sent many times: `comments` copies by `people` persons; `document_id` holds one of them."""

    document_id: str
    comments: int
    people: int


@dataclass(frozen=True)
class Measures:
    """Figures about one theme. Intervals are 95 %; a figure about fewer than five is left out (None inside)."""

    share: Interval
    grade: Interval
    grade_against_rest: Difference


@dataclass(frozen=True)
class Theme:
    """A group of comments on one matter.

    `size` counts comments whose first theme this is, `mentions` all that touch it.
    """

    index: int
    uuid: str | None
    label: str
    keywords: tuple[str, ...]
    size: int
    mentions: int
    people: int
    quote_document_id: str | None
    quotes: tuple[Quote, ...]
    centroid: tuple[float, ...]
    measures: Measures
    campaigns: tuple[Campaign, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """One comment (or one part of it, `text[unit_start:unit_end]`) on one theme, or without a theme and why.

    `nearest` is the theme that came closest, for a comment that has none.
    """

    document_id: str
    theme: int | None
    status: Status
    reason: Reason | None
    primary: bool
    unit_start: int
    unit_end: int
    score: float
    nearest: int | None = None


@dataclass(frozen=True)
class MergeTree:
    """How the new themes came about: `leaves` gives the small cluster of a document by its id.

    `merges[i]` says which cluster takes up which other, closest first, at likeness `heights[i]`; `cut` is the number of
    clusters that the run was cut into, before the gates. Any other number can be cut without a new run.
    """

    leaves: Mapping[str, int]
    merges: tuple[tuple[int, int], ...]
    heights: tuple[float, ...]
    cut: int


@dataclass(frozen=True)
class Counts:
    """received = assigned + other + undecided + all excluded; raises ValueError when that does not hold."""

    received: int
    assigned: int
    other: int
    undecided: int
    excluded: Mapping[str, int]

    def __post_init__(self) -> None:
        """Refuse to exist when a comment got lost."""
        total = self.assigned + self.other + self.undecided + sum(self.excluded.values())
        if total != self.received:
            raise ValueError(f"{self.received} comments came in and {total} came out.")


@dataclass(frozen=True)
class Result:
    """What an analysis says. Themes are ordered by size, assignments by document id.

    `tree` is None when nothing had to be grouped; `picture` is for looking only.
    """

    themes: tuple[Theme, ...]
    assignments: tuple[Assignment, ...]
    counts: Counts
    fingerprint: Mapping[str, str]
    notices: tuple[Notice, ...]
    tree: MergeTree | None = None
    picture: Picture | None = None


ReportProgress = Callable[[float, str], None]


def keep_quiet(fraction: float, stage: str) -> None:
    """Report progress to nobody."""
