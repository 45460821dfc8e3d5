"""What every test may use: the cast, a site with its two home pages, and no network."""

import hashlib
import os
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

# Playwright runs its own event loop in the thread of the test; the ORM is still called from one thread only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LOCAL = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests talk to this machine only."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise OSError(f"A test tried to reach {address[0]}; tests talk to this machine only.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Begin each test with an empty cache: throttles and counters start anew."""
    cache.clear()
    yield
    cache.clear()


def find_chromium() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests without Chromium (unless REQUIRE_BROWSER=1 insists) and worker tests without Redis."""
    no_browser = find_chromium() is None and os.environ.get("REQUIRE_BROWSER") != "1"
    no_redis = not settings.REDIS_URL
    for item in items:
        if no_browser and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium here; get it with: sudo apt install chromium"))
        if no_redis and item.get_closest_marker("worker"):
            item.add_marker(pytest.mark.skip(reason="no REDIS_URL set; the tests with a real worker need Redis"))


def template_of(name: str) -> Path:
    """Return where the migrated copy of a test database is kept; another set of migrations is another copy."""
    migrations = sorted(
        path.name for path in Path(settings.ROOT).glob("**/migrations/0*.py") if ".venv" not in path.parts
    )
    digest = hashlib.sha256(" ".join(migrations).encode()).hexdigest()[:12]
    return Path(f"{name}.{digest}.template")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with a fresh copy of the migrated database: tests that really commit leave theirs emptied."""
    name = settings.DATABASES["default"].get("TEST", {}).get("NAME")
    if not name:
        return
    for ending in ("", "-wal", "-shm"):  # what stands may be emptied, or be the journal of a process that was killed
        Path(f"{name}{ending}").unlink(missing_ok=True)
    if (template := template_of(name)).exists():
        shutil.copyfile(template, name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Migrate once; keep a copy for the next time."""
    name = settings.DATABASES["default"].get("TEST", {}).get("NAME")
    if name and not (template := template_of(name)).exists():
        with closing(sqlite3.connect(name)) as migrated, closing(sqlite3.connect(template)) as copy:
            migrated.backup(copy)
