"""Production says what is missing and does not start; what it starts with is safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings.base import DEMO_SECRET_KEY, database

COMPLETE = {
    "SECRET_KEY": "qT7-x".join("abcdefghijklmnop"),
    "ALLOWED_HOSTS": "dikke8.voorbeeldstad.example",
    "DATABASE_URL": "postgres://dikke8:geheim@127.0.0.1:5432/dikke8",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}
SHOW = "import config.settings.production as p; print(p.DATABASES['default']['NAME'], p.WAGTAILADMIN_BASE_URL)"


def production(*command: str, without: tuple[str, ...] = (), **changed: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the production settings and just these variables."""
    given = {name: value for name, value in (COMPLETE | changed).items() if name not in without}
    environment = {
        "PATH": os.environ["PATH"],
        "DIKKE8_BOOTSTRAP": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": f"{settings.ROOT}:{settings.SITE}",
        **given,
    }
    return subprocess.run(
        [sys.executable, *(command or ("-c", SHOW))],
        cwd=settings.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_starts_when_everything_is_set() -> None:
    found = production()
    assert found.stdout == "dikke8 https://dikke8.voorbeeldstad.example\n", found.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_does_not_start_without(name: str) -> None:
    found = production(without=(name,))
    assert found.returncode == 1
    assert f"Production does not start without {name}." in found.stderr.splitlines()[-1]


def test_all_that_is_missing_is_named_at_once() -> None:
    found = production(without=("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"))
    assert "without SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL. Set them" in found.stderr


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SECRET_KEY": "   "}, "does not start without SECRET_KEY"),
        ({"SECRET_KEY": DEMO_SECRET_KEY}, "SECRET_KEY is the demo's"),
        ({"SECRET_KEY": "django-insecure-" + "x1y2z3" * 10}, "SECRET_KEY is the demo's or an example's"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": "ab" * 40}, "too short or too simple"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": "sqlite:////srv/dikke8.sqlite3"}, "must name a PostgreSQL database"),
        ({"DATABASE_URL": "a database somewhere"}, "not the address of a database"),
    ],
)
def test_production_refuses_what_is_not_safe(changed: dict[str, str], sentence: str) -> None:
    found = production(**changed)
    assert found.returncode == 1
    assert sentence in found.stderr.splitlines()[-1]


def test_the_deployment_check_has_no_warning() -> None:
    found = production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert found.returncode == 0, found.stderr
    assert "no issues" in found.stdout


def test_without_a_broker_the_deployment_check_says_what_will_not_happen() -> None:
    found = production("manage.py", "check", "--deploy", without=("REDIS_URL",))
    assert "no worker hears of a run" in found.stderr
    assert "config.W001" in found.stderr


def test_a_database_that_comes_back_is_found_again() -> None:
    connection = database(COMPLETE["DATABASE_URL"])
    assert connection["CONN_HEALTH_CHECKS"] is True
    assert "statement_timeout" in connection["OPTIONS"]["options"]


def test_sqlite_waits_for_its_turn() -> None:
    assert database("sqlite:///dikke8.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_another_kind_of_database_is_refused_in_a_sentence() -> None:
    with pytest.raises(ImproperlyConfigured, match="not the address of a database that this works with"):
        database("mysql://localhost/dikke8")


def test_every_file_of_a_stylesheet_is_there(tmp_path: Path) -> None:
    """Static files carry a digest in their names; a stylesheet that names a missing file would stop this."""
    found = production("manage.py", "collectstatic", "--noinput", DIKKE8_VAR=str(tmp_path))
    assert found.returncode == 0, found.stderr
    assert "post-processed" in found.stdout
