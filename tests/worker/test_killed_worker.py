"""A real worker, killed with -9 in mid-run: nothing is lost, and nobody ever sees half a result."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app
from feedback.models import Comment
from journeys.models import Service
from research.analysis import Parameters
from research.insights.actions import start_run
from research.insights.models import AnalysisRun, Assignment, Theme
from tests.factories import ServiceFactory

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

COMMENTS = 8_000  # enough that a run takes some seconds
WHO = ("Ik", "Mijn moeder", "Mijn buurman", "Onze dochter", "Een vriend", "Mijn tante", "Zijn broer", "Haar zus")
DID = ("belde", "schreef", "mailde", "wachtte", "vroeg", "klaagde", "zocht", "hoorde", "las", "tekende", "betaalde")
WHAT = (
    "over de vergunning",
    "voor een paspoort",
    "om de verhuizing",
    "bij de bijstand",
    "over het trouwen",
    "om afval",
)
WHEN = ("op maandag", "vorige week", "in maart", "na drie dagen", "voor de vakantie", "aan de balie", "zonder antwoord")
END = ("en kreeg geen bericht", "maar het lukte niet", "en dat ging snel", "en werd doorverbonden", "en moest opnieuw")


@pytest.fixture
def service() -> Service:
    """A service about which very much was said."""
    service = ServiceFactory()
    sentences = [" ".join(words) for words in product(WHO, DID, WHAT, WHEN, END)][:COMMENTS]
    Comment.objects.bulk_create(
        [
            Comment(
                service=service, text=text, redacted_text=text, said_on="2026-09-01", state="read", person_key=str(n)
            )
            for n, text in enumerate(sentences)
        ],
        batch_size=1_000,
    )
    return service


@contextmanager
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker with its clock, as the guide for operators says, on the database of this test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        who = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
        url = f"postgres://{who}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.SITE)]),
        "CELERY_BROKER_URL": app.conf.broker_url,
    }
    command = [sys.executable, "-m", "celery", "--app", "config", "worker", "--beat", "--concurrency", "1"]
    command += ["--schedule", str(tmp_path / "beat"), "--loglevel", "WARNING", "--queues", "celery"]
    with (tmp_path / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=settings.ROOT, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the worker, its children and its clock, all at once and without a word."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def child_of(process: subprocess.Popen[bytes]) -> int:
    """Return the process of the pool that does the work: the one that uses most time."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    times = {int(pid): sum(map(int, Path(f"/proc/{pid}/stat").read_text().split()[13:15])) for pid in children}
    return max(times, key=lambda pid: times[pid])


def wait(until: Callable[[], Any], seconds: float, why: str) -> float:
    """Return how long it took until something was so."""
    begun = time.monotonic()
    while not until():
        assert time.monotonic() - begun < seconds, why
        time.sleep(0.1)
    return time.monotonic() - begun


def is_at(run: AnalysisRun, **wanted: Any) -> bool:
    """Say whether the run is so far, and check that nobody sees a result before it is whole."""
    seen = AnalysisRun.objects.get(pk=run.pk)
    rows = Assignment.objects.filter(run=run).count()
    state = AnalysisRun.objects.values_list("state", flat=True).get(pk=run.pk)
    if seen.state != "done" and state != "done":
        assert rows == 0, "half a result can be seen"
        assert not Theme.objects.exists()
    return all(
        getattr(seen, name) >= value if name == "progress" else getattr(seen, name) == value
        for name, value in wanted.items()
    )


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Begin and end without messages of another test."""
    app.control.purge()
    yield
    app.control.purge()


@pytest.mark.parametrize("whom", ["the whole worker", "its child"])
def test_a_run_whose_worker_was_killed_is_done_once(whom: str, service: Service, tmp_path: Path) -> None:
    with worker(tmp_path) as first:
        run = start_run(service=service, by=None, parameters=Parameters(backend="lexical"))
        wait(lambda: is_at(run, state="running", progress=8), 60, "the worker did not take up the run")
        if whom == "its child":
            os.kill(child_of(first), signal.SIGKILL)
            again = wait(lambda: is_at(run, state="done"), 90, "the run was not done")
        else:
            kill(first)
            assert is_at(run, state="running"), "killed in mid-run"
            with worker(tmp_path):
                again = wait(lambda: is_at(run, state="done"), 90, "the run was not done")
    run.refresh_from_db()
    assert again < 60, "back within a minute"
    assert run.attempts == 2
    assert run.counts["received"] == COMMENTS
    assert Assignment.objects.filter(primary=True).count() == COMMENTS
    assert set(Assignment.objects.values_list("run", flat=True)) == {run.pk}
