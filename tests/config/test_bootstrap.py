"""The first call builds the environment, later calls go straight in; two at once and a killed one do no harm."""

import ast
import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from config import bootstrap
from config.bootstrap import condition, only_one, prepare
from config.environment import DISK, NETWORK, Checkout, SetupError

ROOT = Path(__file__).resolve().parents[2]
BASE_PYTHON = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
NO_GROUPS: frozenset[str] = frozenset()
TEST = frozenset({"test"})


# Ready or not


def test_the_first_call_builds_and_the_second_does_nothing(checkout, tools):
    assert condition(checkout, NO_GROUPS) == "broken"
    assert prepare(checkout, NO_GROUPS) is True
    assert condition(checkout, NO_GROUPS) == "ready"
    tools.calls.clear()
    assert prepare(checkout, NO_GROUPS) is False
    assert tools.calls == []


def test_our_two_folders_come_on_the_path_of_every_tool(checkout, tools):
    prepare(checkout, NO_GROUPS)
    (path_file,) = checkout.venv.glob("lib/python3*/site-packages/*.pth")
    assert path_file.read_text().splitlines() == [str(checkout.root), str(checkout.root / "site")]


def test_packages_are_installed_at_their_pins_and_compiled(checkout, tools):
    prepare(checkout, NO_GROUPS)
    (install,) = tools.called("--requirement")
    assert install[install.index("--constraint") + 1] == str(checkout.constraints)
    assert "--compile-bytecode" in install
    assert Path(install[install.index("--requirement") + 1]).read_text() == "django~=5.2.0\n"


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_list_of_packages_tops_the_environment_up(checkout, tools, name):
    prepare(checkout, NO_GROUPS)
    with (checkout.root / name).open("a") as listing:
        listing.write("# changed\n")
    assert condition(checkout, NO_GROUPS) == "incomplete"
    tools.calls.clear()
    prepare(checkout, NO_GROUPS)
    assert tools.called("venv") == []
    assert condition(checkout, NO_GROUPS) == "ready"


def test_the_test_tools_come_with_the_first_test_and_stay(checkout, tools):
    prepare(checkout, NO_GROUPS)
    assert condition(checkout, TEST) == "incomplete"
    prepare(checkout, TEST)
    assert condition(checkout, TEST) == condition(checkout, NO_GROUPS) == "ready"
    checkout.constraints.write_text("django==5.2.2\n")
    prepare(checkout, NO_GROUPS)
    assert condition(checkout, TEST) == "ready"


def test_a_moved_checkout_is_built_anew(checkout, tools, tmp_path_factory):
    prepare(checkout, NO_GROUPS)
    moved = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(checkout.root, moved, symlinks=True)
    assert condition(Checkout(moved), NO_GROUPS) == "broken"


def test_an_environment_whose_python_was_removed_is_built_anew(checkout, tools):
    prepare(checkout, NO_GROUPS)
    checkout.python.unlink()
    checkout.python.symlink_to("/nowhere/python3")
    assert condition(checkout, NO_GROUPS) == "broken"


@pytest.mark.parametrize("stamp", [b"", b"{", b"[]", b"\xff"])
def test_a_stamp_that_cannot_be_read_counts_as_none(checkout, tools, stamp):
    prepare(checkout, NO_GROUPS)
    checkout.stamp.write_bytes(stamp)
    assert condition(checkout, NO_GROUPS) != "ready"


def test_an_environment_that_somebody_made_by_hand_is_used(checkout, tools):
    (checkout.venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    checkout.python.parent.mkdir()
    checkout.python.write_text("#!/bin/sh\nexit 0\n")
    checkout.python.chmod(0o755)
    assert condition(checkout, NO_GROUPS) == "incomplete"
    prepare(checkout, NO_GROUPS)
    assert tools.called("venv") == []


# Interrupted, failed, at once


class Killed(BaseException):
    """The process is gone in the middle of a step."""


def test_what_was_killed_half_way_is_built_anew(checkout, tools, monkeypatch):
    def die(self, groups):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(tools, "install", die)
        with pytest.raises(Killed):
            prepare(checkout, NO_GROUPS)
    assert condition(checkout, NO_GROUPS) == "broken"
    prepare(checkout, NO_GROUPS)
    assert condition(checkout, NO_GROUPS) == "ready"


def test_without_a_network_an_environment_that_worked_still_works(checkout, tools):
    prepare(checkout, NO_GROUPS)
    tools.broken |= {"--requirement": NETWORK}
    with pytest.raises(SetupError, match="is there a network"):
        prepare(checkout, TEST)
    assert condition(checkout, NO_GROUPS) == "ready"


def test_a_disk_that_fills_up_leaves_an_environment_to_be_built_anew(checkout, tools):
    prepare(checkout, NO_GROUPS)
    tools.broken |= {"--requirement": DISK}
    with pytest.raises(SetupError, match="disk is full"):
        prepare(checkout, TEST)
    assert len(tools.called("--requirement")) == 2, "pip would only fill it further"
    assert condition(checkout, NO_GROUPS) == "broken"


def test_of_two_calls_at_once_one_builds_and_the_other_waits(checkout, tools, capsys):
    with only_one(checkout):
        second = threading.Thread(target=prepare, args=(checkout, NO_GROUPS))
        second.start()
        deadline = time.monotonic() + 5
        while "waiting" not in capsys.readouterr().err and time.monotonic() < deadline:
            time.sleep(0.01)
        assert tools.calls == []
        tools(checkout, os.open(checkout.lock, os.O_RDWR)).build(anew=True, groups=NO_GROUPS)
        built = list(tools.calls)
    second.join(5)
    assert tools.calls == built, "the second found everything ready"


def test_the_lock_lasts_as_long_as_a_tool_of_a_killed_call_still_writes(checkout):
    with only_one(checkout) as lock:
        sleeper = subprocess.Popen(["sleep", "60"], pass_fds=(lock,))
    try:
        other = os.open(checkout.lock, os.O_RDWR)
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        sleeper.kill()
        sleeper.wait()
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)


def test_a_folder_that_may_not_be_written_is_named(checkout, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(13, "Permission denied", str(checkout.lock))

    monkeypatch.setattr(bootstrap.os, "open", refuse)
    with pytest.raises(SetupError, match=f"No permission to write in {checkout.root}"):
        prepare(checkout, NO_GROUPS)


# The door itself, as a newcomer calls it


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
