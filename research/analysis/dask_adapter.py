"""The same analysis on a Dask cluster, for an organisation that has one: the pure steps, mapped over shards.

Needs the packages of the group `scale`. Nothing else imports this module.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from distributed import Client, Future, as_completed

from research.analysis.model import Document, KnownTheme, Parameters, ReportProgress, Result, keep_quiet
from research.analysis.progress import Steps
from research.analysis.semantic import Embedder
from research.analysis.sharding import Learned, Sample, ShardAnswer, combine, fit, read_shard, sample_of, text_key

Load = Callable[[], Sequence[Document]]


def analyse_on_dask(
    client: Client,
    shards: Sequence[Load],
    parameters: Parameters = Parameters(),  # noqa: B008 - frozen
    *,
    known_themes: Sequence[KnownTheme] = (),
    embedder: Embedder | None = None,
    report_progress: ReportProgress = keep_quiet,
) -> Result:
    """The result that `analyse` has on the same comments.

    Each of `shards` is called on the worker that reads it, up to three times, and gives the same 20,000 to 50,000
    documents each time: comments go from where they are kept to a worker, and only the sample comes here.
    `report_progress` may raise to stop: what waits is then cancelled.
    """
    steps = Steps(report_progress)
    keys = client.map(_keys, shards, pure=False)
    sample = sample_of(steps.watched(chain.from_iterable(_finished(keys))), known_themes)
    (ids,) = client.scatter([sample.ids], broadcast=True, hash=False)  # a bare set would be scattered one by one
    found = client.map(_learners, shards, ids=ids, pure=False)
    learners = list(steps.watched(chain.from_iterable(_finished(found))))
    steps.weigh(len(learners), sample.comments)
    learned = _fit(learners, parameters, known_themes, sample, embedder, steps.learning())
    blob = client.scatter(learned.to_bytes(), broadcast=True, hash=False)
    answers = client.map(_answer, shards, learned=blob, embedder=embedder, pure=False)
    try:
        arrived = list(_told(answers, steps, sample.comments))
    except BaseException:
        client.cancel(answers)
        raise
    return combine(learned, arrived, report_progress=steps.joining())


def _fit(
    learners: Sequence[Document], parameters: Parameters, known_themes: Sequence[KnownTheme], sample: Sample,
    embedder: Embedder | None, report_progress: ReportProgress,
) -> Learned:  # fmt: skip
    return fit(
        learners,
        parameters,
        known_themes=known_themes,
        sample=sample,
        embedder=embedder,
        report_progress=report_progress,
    )


def _finished(futures: Sequence[Future]) -> Iterator[Any]:
    """The results in whatever order they come; each is let go of at once."""
    for future, result in as_completed(futures, with_results=True):
        future.release()
        yield result


def _told(answers: Sequence[Future], steps: Steps, comments: int) -> Iterator[ShardAnswer]:
    for data in _finished(answers):
        report = steps.reading(comments / len(answers))
        yield ShardAnswer.from_bytes(data)
        report(1.0, "assigning")


def _keys(load: Load) -> list[tuple[str, int]]:
    return [(document.id, text_key(document.text)) for document in load()]


def _learners(load: Load, ids: frozenset[str]) -> list[Document]:
    return [document for document in load() if document.id in ids]


def _answer(load: Load, learned: bytes, embedder: Embedder | None) -> bytes:
    return read_shard(Learned.from_bytes(learned), load(), embedder=embedder).to_bytes()
