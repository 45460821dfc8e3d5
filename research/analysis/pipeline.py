"""From comments to themes: the order of the work. Pure: texts in, frozen results out."""

import hashlib
from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from research.analysis.clusters import shared_pair
from research.analysis.corpus import Corpus, gather
from research.analysis.known import extra_texts
from research.analysis.model import (
    Document,
    KnownTheme,
    Notice,
    NoticeCode,
    Parameters,
    ReportProgress,
    Result,
    keep_quiet,
)
from research.analysis.outcome import Outcome, compose
from research.analysis.reading import Read, read
from research.analysis.semantic import Embedder, NoCache, RunMemory, VectorCache, shipped_embedder
from research.analysis.space import Choice, Placed, Space, choose
from research.analysis.theming import Themes, form_themes, merged

VERSION = "1"
MOST_FITTED = 20_000


def analyse(
    documents: Sequence[Document],
    parameters: Parameters = Parameters(),  # noqa: B008 - frozen
    *,
    known_themes: Sequence[KnownTheme] = (),
    report_progress: ReportProgress = keep_quiet,
    embedder: Embedder | None = None,
    cache: VectorCache | None = None,
) -> Result:
    """Group comments into themes.

    `documents` have unique ids and redacted texts. `embedder` replaces the encoder that ships with the product; `cache`
    keeps vectors between runs. `report_progress` is called with a fraction of 0..1 and the name of the stage, and may
    raise to stop. The same input, parameters and seed give an equal result, in whatever order the documents come.

    Raises ValueError when two documents share an id, and LookupError when the semantic backend is asked for and
    missing.
    """
    # One thread: small fits are quicker so, sums come out the same on every machine, and other workers keep their
    # processors.
    with threadpool_limits(limits=1):
        report_progress(0.0, "reading")
        required = frozenset(identifier for theme in known_themes for identifier in theme.required)
        corpus = gather(documents, required, parameters.seed)
        report_progress(0.08, "reading")
        wanted = None if parameters.backend == "lexical" else (embedder or shipped_embedder())
        choice = choose(parameters.backend, wanted, len(corpus.texts))
        space = Space(choice.embedder, RunMemory(cache or NoCache()), parameters.seed)
        placed = _place(corpus, known_themes, space, report_progress)
        report_progress(0.6, "grouping")
        themes = form_themes(corpus, placed, known_themes, parameters)
        report_progress(0.7, "assigning")
        themes, found = _read(corpus, space, placed, themes, report_progress)
        report_progress(0.9, "naming")
        notices = _notices(choice, placed, themes, parameters)
        result = compose(Outcome(corpus, space, themes, found), _fingerprint(choice), notices)
        report_progress(1.0, "done")
    return result


def _place(corpus: Corpus, known_themes: Sequence[KnownTheme], space: Space, report_progress: ReportProgress) -> Placed:
    """Vectors of all different texts and of known themes' examples, and which of them the themes are learned from."""
    extra = sorted({text for theme in known_themes for text in extra_texts(theme)})
    texts = [text.text for text in corpus.texts] + extra
    languages = [text.language for text in corpus.texts] + [_usual(corpus)] * len(extra)
    report_progress(0.1, "encoding")
    raw = space.encode(texts, lambda part: report_progress(0.1 + 0.4 * part, "encoding"))
    sample = _sample([text.text for text in corpus.texts])
    rows = [*sample, *range(len(corpus.texts), len(texts))]
    space.fit([texts[i] for i in rows], [languages[i] for i in rows], None if raw is None else raw[rows])
    report_progress(0.52, "grouping")
    return Placed(
        space.place(texts, languages, raw),
        np.asarray(sample, dtype=np.int64),
        {text: len(corpus.texts) + i for i, text in enumerate(extra)},
    )


def _read(
    corpus: Corpus, space: Space, placed: Placed, themes: Themes, report_progress: ReportProgress
) -> tuple[Themes, Read]:
    """Every comment read against the themes; two themes that turn out to hold the same comments become one."""
    while True:
        found = read(corpus, space, placed, themes, lambda part: report_progress(0.7 + 0.2 * part, "assigning"))
        members: list[set[int]] = [set() for _ in range(themes.count)]
        for i, reading in found.readings.items():
            for mention in (reading.first, *reading.others):
                members[mention.theme].add(i)
        pair = shared_pair([frozenset(group) for group in members], len(themes.known))
        if pair is None:
            return themes, found
        themes = merged(placed, themes, *pair)


def _usual(corpus: Corpus) -> str:
    spoken = sorted(text.language for text in corpus.texts)
    return max(sorted(set(spoken)), key=spoken.count, default="nl")


def _sample(texts: Sequence[str]) -> list[int]:
    """At most 20,000 positions, drawn by the hash of the text.

    Neither the order of rows nor a new row moves the others.
    """
    if len(texts) <= MOST_FITTED:
        return list(range(len(texts)))
    drawn = sorted(range(len(texts)), key=lambda i: hashlib.sha256(texts[i].encode("utf-8", "surrogatepass")).digest())
    return sorted(drawn[:MOST_FITTED])


def _notices(choice: Choice, placed: Placed, themes: Themes, parameters: Parameters) -> tuple[Notice, ...]:
    notices = list(choice.notices)
    if not themes.count:
        notices.append(
            Notice(NoticeCode.TOO_FEW, "There are too few comments that resemble each other to speak of themes.")
        )
    elif parameters.themes is not None and themes.count < parameters.themes:
        asked = f"{parameters.themes} themes were asked for; only {themes.count}"
        text = f"{asked} are big enough and different from each other."
        notices.append(Notice(NoticeCode.FEWER_THEMES, text, {"asked": parameters.themes, "found": themes.count}))
    if len(placed.sample) == MOST_FITTED:
        text = f"Themes were learned from {MOST_FITTED} of the different texts; all texts were then assigned to them."
        notices.append(Notice(NoticeCode.SAMPLED, text, {"texts": MOST_FITTED}))
    return tuple(notices)


def _fingerprint(choice: Choice) -> dict[str, str]:
    """What made this result: code, backend, model."""
    return {
        "code": VERSION,
        "backend": choice.backend,
        "model": choice.embedder.fingerprint if choice.embedder else "words",
    }
