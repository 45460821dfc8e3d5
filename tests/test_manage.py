"""The one door, as a newcomer calls it: any Python, any folder, nothing installed."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BASE_PYTHON = os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def manage(*arguments, root=ROOT, python=(BASE_PYTHON, "-I", "-S"), cwd="/", **variables):
    surroundings = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}
    command = [*python, str(root / "manage.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=surroundings, timeout=120)


def test_an_old_python_can_read_the_door():
    ast.parse((ROOT / "manage.py").read_text("ascii"), feature_version=(3, 4))


def test_an_old_python_is_told_so_in_one_sentence():
    pretend = "import runpy, sys; sys.version_info = (3, 10, 13); runpy.run_path(sys.argv[1], run_name='__main__')"
    answer = manage("demo", python=(BASE_PYTHON, "-c", pretend))
    assert answer.returncode == 1
    assert answer.stderr.startswith("Python 3.11 or newer is needed, this is 3.10.13; install it")
    assert answer.stderr.count("\n") == 1


def test_setting_up_needs_the_standard_library_only():
    source = "import sys; sys.path.insert(0, sys.argv[1]); import config.bootstrap"
    subprocess.run([BASE_PYTHON, "-I", "-S", "-c", source, str(ROOT / "site")], check=True)


def test_switched_off_without_django_it_says_so():
    answer = manage("version", DIKKE8_BOOTSTRAP="0")
    assert answer.returncode == 1
    assert "has no Django" in answer.stderr


def test_switched_off_in_a_right_environment_it_builds_nothing(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "site" / "config", tmp_path / "site" / "config")
    answer = manage("version", root=tmp_path, python=(sys.executable,), DIKKE8_BOOTSTRAP="0")
    assert answer.returncode == 0, answer.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.slow
def test_a_newcomers_two_calls_for_real(tmp_path):
    """Without any index, so that it works offline: pip stands in for uv, and a file named pytest.py for pytest."""
    root = tmp_path / "a folder with a space"
    (root / "site" / "config").mkdir(parents=True)
    for name in ("manage.py", "site/config/__init__.py", "site/config/bootstrap.py", "site/config/environment.py"):
        shutil.copy(ROOT / name, root / name)
    (root / "pyproject.toml").write_text("[project]\ndependencies = []\n")
    (root / "pytest.py").write_text(
        "import json, os, sys\n"
        "settings = os.environ['DJANGO_SETTINGS_MODULE']\n"
        "print(json.dumps([sys.prefix, sys.argv[1:], os.getcwd(), settings, sys.path]))\n"
    )
    first = manage("test", "-k", "one thing", root=root, PIP_NO_INDEX="1", PYTHONPATH="/elsewhere")
    assert first.returncode == 0, first.stderr
    assert "Ready in" in first.stderr
    prefix, arguments, folder, settings, path = json.loads(first.stdout)
    assert (prefix, arguments) == (str(root / ".venv"), ["-k", "one thing"])
    assert (folder, settings) == (str(root), "config.settings.test")
    assert {str(root), str(root / "site")} <= set(path)
    assert "/elsewhere" not in path

    second = manage("test", root=root, python=(str(root / ".venv" / "bin" / "python"),))
    assert (second.returncode, second.stderr) == (0, "")
