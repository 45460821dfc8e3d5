"""A real Chromium before the real demo: its own process, its own database, its own worker."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from config.demo.catalogue import PASSWORD
from tests.conftest import find_chromium

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1280)


@dataclass(frozen=True)
class Demo:
    """The demo as it is served for these tests."""

    address: str
    environment: dict[str, str]

    def url(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"{self.address}{path}"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Make the demo once, from nothing, and serve it; with a Celery worker of its own where Redis is named.

    While building, DEMO_AT names a demo that is served already, made with the same environment.
    """
    if already := os.environ.get("DEMO_AT"):
        yield Demo(already, os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DIKKE8_BOOTSTRAP": "0"})
        return
    var = tmp_path_factory.mktemp("demo")
    port = free_port()
    with ExitStack() as open_things:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DIKKE8_BOOTSTRAP": "0",
            "DIKKE8_VAR": str(var),
            "DATABASE_URL": open_things.enter_context(demo_database(var)),
        }
        manage = [sys.executable, str(settings.ROOT / "manage.py"), "demo"]
        subprocess.run([*manage, "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL, timeout=900)
        with (var / "server.log").open("w") as log:
            open_things.enter_context(process([*manage, "--port", str(port)], environment, log))
            if settings.REDIS_URL:
                worker = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--concurrency", "1"]
                open_things.enter_context(process(worker, environment, log))
            wait_for(f"http://127.0.0.1:{port}/health/ready", var / "server.log")
            yield Demo(f"http://localhost:{port}", environment)


@contextmanager
def demo_database(var: Path) -> Iterator[str]:
    """Give the address of an empty database of the same kind as the tests use."""
    server = settings.DATABASES["default"]
    if not server["ENGINE"].endswith("postgresql"):
        yield f"sqlite:///{var / 'demo.sqlite3'}"
        return
    place = {
        "host": server["HOST"],
        "port": server["PORT"] or 5432,
        "user": server["USER"],
        "password": server["PASSWORD"],
    }
    name = f"dikke8_demo_{os.getpid()}"
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **place)) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        yield re.sub(r"/[^/]+$", f"/{name}", os.environ["DATABASE_URL"])
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def process(command: list[str], environment: dict[str, str], log: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process as long as it is needed; end it as Ctrl+C would."""
    running = subprocess.Popen(command, env=environment, cwd=settings.ROOT / "site", stdout=log, stderr=log)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, log: Path) -> None:
    """Wait until an address answers 200; give up with the server's own words."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"The demo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    path = find_chromium()
    assert path, "no Chromium on this machine; get it with: sudo apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, demo: Demo) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a fresh profile: `visit("/klantreizen/", width=360, scripts=False)`."""
    with ExitStack() as contexts:

        def open_page(path: str, *, width: int = 1280, scripts: bool = True, log_in_as: str = "") -> Page:
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                java_script_enabled=scripts,
                base_url=demo.address,
                locale="nl-NL",
            )
            contexts.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(15_000)
            if log_in_as:
                log_in(page, log_in_as)
            page.goto(path)
            return page

        yield open_page


def log_in(page: Page, username: str) -> None:
    """Log in as one of the demo's employees."""
    page.goto("/admin/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/**")
    assert "/login" not in page.url, "the log-in was refused"


def axe_violations(page: Page, *, inside: str = "") -> list[str]:
    """Return what axe finds wrong on a page (or inside one part of it): rule, how often, first place."""
    page.evaluate(AXE.read_text("utf8"))  # as the debugger, so that the page's own policy need not allow it
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(
        "([inside, tags]) => axe.run(inside || document, {runOnly: {type: 'tag', values: tags}})", [inside, tags]
    )
    return [
        f"{one['id']} x{len(one['nodes'])}: {one['nodes'][0]['html'][:160]} | {one['nodes'][0]['failureSummary'][:300]}"
        for one in found["violations"]
    ]


def overflows(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def take_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page where PICTURES names a folder; for looking at, and for the guides."""
    if folder := os.environ.get("PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
