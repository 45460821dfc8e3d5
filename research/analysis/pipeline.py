"""From comments to themes: the order of the work. Pure: texts in, frozen results out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from research.analysis.corpus import check_unique
from research.analysis.model import Document, KnownTheme, Parameters, ReportProgress, Result, keep_quiet
from research.analysis.progress import Steps
from research.analysis.semantic import Embedder, NoCache, RunMemory, VectorCache
from research.analysis.sharding import combine, fit, read_shard, sample_of, text_key

SHARD = 20_000

Shards = Callable[[], Iterable[Sequence[Document]]]


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
    check_unique(sorted(document.id for document in documents))

    def shards() -> Iterator[Sequence[Document]]:
        for start in range(0, len(documents), SHARD):
            yield documents[start : start + SHARD]

    return analyse_shards(
        shards,
        parameters,
        known_themes=known_themes,
        report_progress=report_progress,
        embedder=embedder,
        cache=cache,
    )


def analyse_shards(
    shards: Shards,
    parameters: Parameters = Parameters(),  # noqa: B008 - frozen
    *,
    known_themes: Sequence[KnownTheme] = (),
    report_progress: ReportProgress = keep_quiet,
    embedder: Embedder | None = None,
    cache: VectorCache | None = None,
) -> Result:
    """Group comments into themes that come in shards, never holding more than one shard and the sample.

    `shards` is called three times, and gives the same comments each time, spread over shards of at most some 50,000.
    Otherwise the same as `analyse`, and the same result.
    """
    steps = Steps(report_progress)
    memory = RunMemory(cache or NoCache())
    sample = sample_of(((one.id, text_key(one.text)) for one in steps.watched(_each(shards))), known_themes)
    learners = [one for one in steps.watched(_each(shards)) if one.id in sample.ids]
    steps.weigh(len(learners), sample.comments)
    learned = fit(
        learners,
        parameters,
        known_themes=known_themes,
        sample=sample,
        embedder=embedder,
        cache=memory,
        report_progress=steps.learning(),
    )
    answers = [
        read_shard(learned, shard, embedder=embedder, cache=memory, report_progress=steps.reading(len(shard)))
        for shard in shards()
    ]
    result = combine(learned, answers, report_progress=steps.joining())
    report_progress(1.0, "done")
    return result


def _each(shards: Shards) -> Iterable[Document]:
    return chain.from_iterable(shards())
