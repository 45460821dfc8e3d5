"""A real worker with its clock, on the database of the test, and a service about which very much was said."""

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
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app
from feedback.models import Comment
from journeys.models import Service
from tests.factories import ServiceFactory

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
def worker(tmp_path: Path, *, clock: bool = True, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker, as the guide for operators says, on the database of this test; `more` goes into its environment."""
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
        **more,
    }
    command = [sys.executable, "-m", "celery", "--app", "config", "worker", "--concurrency", "1"]
    command += ["--loglevel", "WARNING", "--queues", "celery", "--hostname", f"{uuid4().hex}@%h"]
    command += ["--beat", "--schedule", str(tmp_path / "beat")] if clock else []
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


def wait(until: Callable[[], Any], seconds: float, why: str) -> float:
    """Return how long it took until something was so."""
    begun = time.monotonic()
    while not until():
        assert time.monotonic() - begun < seconds, why
        time.sleep(0.1)
    return time.monotonic() - begun


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Begin and end without messages of another test."""
    app.control.purge()
    yield
    app.control.purge()
