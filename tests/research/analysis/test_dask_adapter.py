"""The analysis on a Dask cluster says what it says on one machine."""

from collections.abc import Iterator
from functools import partial

import pytest

from research.analysis import Document, Parameters, analyse
from tests.research.analysis.stand_ins import WordEncoder, comments

distributed = pytest.importorskip("distributed", reason="the packages of the group scale are not installed")

from research.analysis.dask_adapter import analyse_on_dask  # noqa: E402


@pytest.fixture(scope="module")
def client() -> Iterator["distributed.Client"]:
    """Two workers inside this process: nothing goes over a socket."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="inproc"
        ) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


def some(start: int, step: int) -> list[Document]:
    return comments(6)[start::step]


@pytest.mark.parametrize("backend", ["semantic", "lexical"])
def test_a_cluster_gives_the_result_of_one_machine(client: "distributed.Client", backend: str) -> None:
    parameters = Parameters(backend=backend)  # type: ignore[arg-type]
    told: list[float] = []
    result = analyse_on_dask(
        client,
        [partial(some, start, 4) for start in range(4)],
        parameters,
        embedder=WordEncoder(),
        report_progress=lambda fraction, stage: told.append(fraction),
    )
    assert result == analyse(comments(6), parameters, embedder=WordEncoder())
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_whoever_watches_may_stop_a_cluster(client: "distributed.Client") -> None:
    def stop(fraction: float, stage: str) -> None:
        if stage == "assigning":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        analyse_on_dask(client, [partial(some, 0, 1)], Parameters(backend="lexical"), report_progress=stop)
