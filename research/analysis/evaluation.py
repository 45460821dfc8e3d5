"""Measures the themes against sets that people have labelled."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from research.analysis.files import read_sheet
from research.analysis.formats import FileProblem
from research.analysis.model import Document, Parameters, ReportProgress, Result, keep_quiet
from research.analysis.pipeline import analyse
from research.analysis.semantic import VectorCache

SEPARATOR = ";"
NOWHERE = -1


@dataclass(frozen=True)
class LabelledSet:
    """Texts with the labels that people gave; `several` when a text may have more than one.

    `main` is the label that matters most, where people said which.
    """

    name: str
    texts: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    languages: tuple[str, ...]
    several: bool
    main: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Grouping:
    """Per text its first theme (NOWHERE: none), and all themes that it touches."""

    first: tuple[int, ...]
    touched: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Agreement:
    """How well the themes of one set agree with the labels.

    `ari` and `nmi` compare the first theme with the main label, the texts without a theme counting as one group.
    `sample_f1` (several labels) maps themes to labels one to one. `leak` is the NMI of theme and language.
    """

    ari: float | None
    nmi: float | None
    sample_f1: float | None
    leak: float | None


@dataclass(frozen=True)
class Quality(Agreement):
    """An agreement with what it is about: the set, and how many themes were found in how much time."""

    name: str
    texts: int
    themes_true: int
    themes_found: int
    assigned: float
    seconds: float


def labelled_sets(folder: Path) -> Iterator[LabelledSet]:
    """The labelled files of the folder: columns text and label, or topics (separated by ;), or both, and
    maybe lang. With both, `label` is the main one.

    Files without such columns are passed over. Raises FileProblem when the folder or a file cannot be read.
    """
    if not folder.is_dir():
        raise FileProblem(f"There is no folder {folder}.")
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() in {".tsv", ".csv"} and (found := _labelled(path)):
            yield found


def _labelled(path: Path) -> LabelledSet | None:
    sheet = read_sheet(path)
    names = {column.casefold(): i for i, column in enumerate(sheet.header)}
    labels = names.get("topics", names.get("label"))
    if "text" not in names or labels is None:
        return None
    rows = [cells for _, cells in sheet.rows]
    given = tuple(tuple(label.strip() for label in cells[labels].split(SEPARATOR) if label.strip()) for cells in rows)
    spoken = tuple(cells[names["lang"]] for cells in rows) if "lang" in names else ()
    several = any(len(one) > 1 for one in given)
    first = [labels] if not several else [names["label"]] if {"label", "topics"} <= names.keys() else []
    main = tuple(cells[first[0]].strip() for cells in rows) if first else None
    return LabelledSet(path.name, tuple(cells[names["text"]] for cells in rows), given, spoken, several, main)


def evaluate(
    one: LabelledSet,
    parameters: Parameters,
    cache: VectorCache | None = None,
    report_progress: ReportProgress = keep_quiet,
) -> Quality:
    """The quality of the themes that an analysis finds in this set, without having seen a label."""
    documents = [Document(str(number), text) for number, text in enumerate(one.texts)]
    begun = time.monotonic()
    result = analyse(documents, parameters, report_progress=report_progress, cache=cache)
    seconds = time.monotonic() - begun
    agreed = agreement(one, grouping(result, len(documents)))
    return Quality(
        ari=agreed.ari,
        nmi=agreed.nmi,
        sample_f1=agreed.sample_f1,
        leak=agreed.leak,
        name=one.name,
        texts=len(documents),
        themes_true=themes_true(one),
        themes_found=len(result.themes),
        assigned=result.counts.assigned / max(1, result.counts.received),
        seconds=seconds,
    )


def themes_true(one: LabelledSet) -> int:
    """How many different labels people gave."""
    return len({label for labels in one.labels for label in labels})


def agreement(one: LabelledSet, found: Grouping) -> Agreement:
    """How well this grouping, by whatever method, agrees with the labels of the set."""
    mixed = len(set(one.languages)) > 1
    return Agreement(
        ari=_score(adjusted_rand_score, one.main, found.first),
        nmi=_score(normalized_mutual_info_score, one.main, found.first),
        sample_f1=sample_f1(one.labels, found.touched) if one.several else None,
        leak=_score(normalized_mutual_info_score, one.languages, found.first) if mixed else None,
    )


def _score(measure: Callable[..., float], truth: Sequence[str] | None, found: Sequence[int]) -> float | None:
    return None if truth is None else float(measure(truth, found))


def grouping(result: Result, documents: int) -> Grouping:
    """The grouping of a result about documents that are called 0, 1, 2, ..."""
    first = [NOWHERE] * documents
    touched: list[set[int]] = [set() for _ in range(documents)]
    for row in result.assignments:
        if row.theme is not None:
            touched[int(row.document_id)].add(row.theme)
            if row.primary:
                first[int(row.document_id)] = row.theme
    return Grouping(tuple(first), tuple(frozenset(themes) for themes in touched))


def sample_f1(truth: Sequence[Sequence[str]], found: Sequence[frozenset[int]]) -> float:
    """The mean over texts of F1 between the labels given and the themes found, themes mapped one to one to labels."""
    labels = sorted({label for given in truth for label in given})
    themes = sorted({theme for touched in found for theme in touched})
    if not labels or not themes:
        return 0.0
    given = np.array([[label in one for label in labels] for one in truth], dtype=np.float64)
    given_to = np.array([[theme in one for theme in themes] for one in found], dtype=np.float64)
    both = given.T @ given_to
    overlap = 2 * both / (given.sum(axis=0)[:, None] + given_to.sum(axis=0)[None, :])
    rows, columns = linear_sum_assignment(-overlap)
    right = (given[:, rows] * given_to[:, columns]).sum(axis=1)
    return float(np.mean(2 * right / np.maximum(1, given.sum(axis=1) + given_to.sum(axis=1))))
