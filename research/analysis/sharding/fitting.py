"""Learns themes from a sample of comments: vectors, groups, and the bounds within which others belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from research.analysis.assign import FAR, ORDINARY, floors, newcomers
from research.analysis.clusters import NOBODY, shared_pair
from research.analysis.corpus import Corpus, gather
from research.analysis.known import extra_texts
from research.analysis.model import (
    Document,
    KnownTheme,
    Notice,
    NoticeCode,
    Parameters,
    ReportProgress,
    keep_quiet,
)
from research.analysis.progress import rising
from research.analysis.reading import Bounds, Label, Reader, Saying, closeness_of, read
from research.analysis.semantic import Embedder, NoCache, RunMemory, VectorCache, shipped_embedder
from research.analysis.sharding.learned import Growth, Learned, Positions, fitted_parts, slim
from research.analysis.sharding.sample import MOST_FITTED, Keys, Sample, sample_of, text_key
from research.analysis.space import Choice, Placed, Space, choose
from research.analysis.theming import Themes, form_themes, merged

VERSION = "2"


@dataclass(frozen=True)
class Work:
    """All that learning has to hand."""

    corpus: Corpus
    space: Space
    placed: Placed


def fit(
    documents: Sequence[Document],
    parameters: Parameters = Parameters(),  # noqa: B008 - frozen
    *,
    known_themes: Sequence[KnownTheme] = (),
    sample: Sample | None = None,
    embedder: Embedder | None = None,
    cache: VectorCache | None = None,
    report_progress: ReportProgress = keep_quiet,
) -> Learned:
    """The themes of a collection, learned from the comments that its `sample` names; others are left aside.

    Without a `sample` the documents are the whole collection, and one is drawn. `report_progress` gets the fraction of
    the learning that is done, and may raise to stop. Raises ValueError when two documents share an id, and LookupError
    when the semantic backend is asked for and missing.
    """
    report_progress = rising(report_progress)
    report_progress(0.0, "reading")
    drawn = sample or sample_of(((one.id, text_key(one.text)) for one in documents), known_themes)
    learners = [one for one in documents if one.id in drawn.ids]
    with threadpool_limits(limits=1):
        required = frozenset(identifier for theme in known_themes for identifier in theme.required)
        corpus = gather(learners, required)
        report_progress(0.1, "reading")
        wanted = None if parameters.backend == "lexical" else (embedder or shipped_embedder())
        choice = choose(parameters.backend, wanted, drawn.texts)
        memory = cache if isinstance(cache, RunMemory) else RunMemory(cache or NoCache())
        space = Space(choice.embedder, memory, parameters.seed)
        placed = _place(corpus, known_themes, space, report_progress)
        report_progress(0.5, "grouping")
        themes = form_themes(corpus, placed, known_themes, parameters)
        report_progress(0.8, "assigning")
        work = Work(corpus, space, placed)
        themes, bounds = _apart(work, themes, report_progress)
        learned = _learned(work, themes, bounds, drawn, choice, parameters)
        report_progress(1.0, "assigning")
    return learned


def _place(corpus: Corpus, known_themes: Sequence[KnownTheme], space: Space, report_progress: ReportProgress) -> Placed:
    """Vectors of all different texts and of known themes' examples."""
    extra = sorted({text for theme in known_themes for text in extra_texts(theme)})
    texts = [text.text for text in corpus.texts] + extra
    languages = [text.language for text in corpus.texts] + [corpus.usual or "nl"] * len(extra)
    raw = space.encode(texts, lambda part: report_progress(0.1 + 0.35 * part, "encoding"))
    space.fit(texts, languages, raw)
    report_progress(0.45, "grouping")
    return Placed(
        space.place(texts, languages, raw),
        np.arange(len(corpus.texts), dtype=np.int64),
        {text: len(corpus.texts) + i for i, text in enumerate(extra)},
        words_only=raw is None,
    )


def _bounds(work: Work, themes: Themes) -> tuple[Bounds, NDArray[np.float32]]:
    """Where the themes lie, and how close each text is to each."""
    closeness = closeness_of(work.placed.vectors[: len(work.corpus.texts)], themes.middle)
    outer, ordinary = newcomers(closeness, themes.labels), floors(closeness, themes.labels, ORDINARY)
    return Bounds(themes.middle, outer, ordinary), closeness


def _apart(work: Work, themes: Themes, report_progress: ReportProgress) -> tuple[Themes, Bounds]:
    """The themes; two that turn out to hold the same comments, once their sentences are read, become one.

    A text that shares next to nothing with its theme is no member in the end.
    """
    sayings = [Saying(text.text, text.language) for text in work.corpus.texts]
    while True:
        bounds, closeness = _bounds(work, themes)
        reader = Reader(work.space, bounds, _as_grouped(themes.labels), closeness)
        readings = read(sayings, reader, lambda part: report_progress(0.8 + 0.2 * part, "assigning"))
        members: list[set[int]] = [set() for _ in range(themes.count)]
        for row, reading in enumerate(readings):
            for mention in reading.mentions:
                members[mention.theme].add(row)
        pair = shared_pair([frozenset(group) for group in members], len(themes.known))
        if pair is None:
            own = closeness[np.arange(len(sayings)), themes.labels] if themes.count else np.zeros(len(sayings))
            return replace(themes, labels=np.where(own < FAR, NOBODY, themes.labels)), bounds
        themes = merged(work.placed, themes, *pair)


def _as_grouped(labels: Positions) -> Label:
    return lambda places, _: (labels[list(places)], np.zeros(len(places), dtype=np.bool_))


def _learned(
    work: Work, themes: Themes, bounds: Bounds, sample: Sample, choice: Choice, parameters: Parameters
) -> Learned:
    keys, labels, leaves = _by_key(work.corpus, themes)
    grown = themes.grown
    heights = () if grown is None else tuple(float(height) for height in grown.tree.heights)
    return Learned(
        parameters=parameters,
        known=slim(themes.known),
        fitted=fitted_parts(work.space),
        bounds=bounds,
        usual=work.corpus.usual,
        keys=keys,
        labels=labels,
        leaves=leaves,
        standing=sample.standing,
        growth=None if grown is None else Growth(grown.tree.merges, heights, grown.cut),
        fingerprint={
            "code": VERSION,
            "backend": choice.backend,
            "model": choice.embedder.fingerprint if choice.embedder else "words",
        },
        notices=_notices(choice, themes, sample, parameters),
    )


def _by_key(corpus: Corpus, themes: Themes) -> tuple[Keys, Positions, Positions]:
    """The keys of the texts that were learned from, in order, with the theme and the leaf of each."""
    leaf_of = np.full(len(corpus.texts), NOBODY, dtype=np.int64)
    if themes.grown:
        leaf_of[themes.grown.rows] = themes.grown.tree.leaves
    found: dict[int, int] = {}
    for row, text in enumerate(corpus.texts):
        for position in text.documents:
            found[text_key(corpus.documents[position].text)] = row
    keys = sorted(found)
    rows = np.array([found[key] for key in keys], dtype=np.int64)
    return np.array(keys, dtype=np.uint64), themes.labels[rows], leaf_of[rows]


def _notices(choice: Choice, themes: Themes, sample: Sample, parameters: Parameters) -> tuple[Notice, ...]:
    notices = list(choice.notices)
    if not themes.count:
        notices.append(
            Notice(NoticeCode.TOO_FEW, "There are too few comments that resemble each other to speak of themes.")
        )
    elif parameters.themes is not None and themes.count < parameters.themes:
        asked = f"{parameters.themes} themes were asked for; only {themes.count}"
        text = f"{asked} are big enough and different from each other."
        notices.append(Notice(NoticeCode.FEWER_THEMES, text, {"asked": parameters.themes, "found": themes.count}))
    if not sample.everything:
        text = f"Themes were learned from {MOST_FITTED} of the different texts; all texts were then assigned to them."
        notices.append(Notice(NoticeCode.SAMPLED, text, {"texts": MOST_FITTED}))
    return tuple(notices)
