"""The first call builds the environment, later calls go straight in; two at once and a killed one do no harm."""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from config import bootstrap
from config.bootstrap import condition, enter, only_one, prepare
from config.environment import DISK, NETWORK, Checkout, SetupError

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


# Going in


class Became(BaseException):
    """What this process would have become: Python never comes back from there."""


@pytest.fixture(name="ours")
def our_checkout(checkout, tools, monkeypatch):
    """This test's checkout stands for ours, ready, and this process runs outside of its environment."""
    prepare(checkout, TEST)

    def execve(python, arguments, variables):
        raise Became(python, arguments[1:], variables)

    monkeypatch.setattr(bootstrap.os, "execve", execve)
    monkeypatch.setattr(bootstrap, "THIS", checkout)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    monkeypatch.delenv("DIKKE8_BOOTSTRAP", raising=False)
    monkeypatch.delenv("DIKKE8_ENTERED", raising=False)
    monkeypatch.chdir("/")
    return checkout


def step_inside(checkout, monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "prefix", str(checkout.venv))


def test_a_command_goes_on_inside_the_environment(ours):
    with pytest.raises(Became) as became:
        enter(["/srv/manage.py", "analyse", "--service", "trouwen"])
    python, arguments, variables = became.value.args
    assert (python, arguments) == (str(ours.python), ["/srv/manage.py", "analyse", "--service", "trouwen"])
    assert variables["DIKKE8_ENTERED"] == str(os.getpid())


def test_inside_the_environment_a_command_just_runs(ours, monkeypatch):
    step_inside(ours, monkeypatch)
    assert enter(["manage.py", "analyse"]) is None
    assert enter(["manage.py"]) is None


def test_inside_an_environment_that_was_just_topped_up_it_starts_afresh(ours, monkeypatch):
    step_inside(ours, monkeypatch)
    ours.constraints.write_text("django==5.2.2\n")
    with pytest.raises(Became):
        enter(["manage.py", "analyse"])


def test_the_test_command_becomes_pytest_with_the_settings_of_the_tests(ours, monkeypatch):
    step_inside(ours, monkeypatch)
    with pytest.raises(Became) as became:
        enter(["manage.py", "test", "tests/feedback", "-x"])
    python, arguments, variables = became.value.args
    assert (python, arguments) == (str(ours.python), ["-m", "pytest", "tests/feedback", "-x"])
    assert variables["DJANGO_SETTINGS_MODULE"] == "config.settings.test"
    assert Path.cwd() == ours.root


def test_switched_off_it_stays_where_it_is(ours, monkeypatch):
    monkeypatch.setenv("DIKKE8_BOOTSTRAP", "0")
    assert enter(["manage.py", "analyse"]) is None
    with pytest.raises(Became) as became:
        enter(["manage.py", "test"])
    assert became.value.args[0] == sys.executable


def test_a_python_that_does_not_get_inside_says_so_instead_of_trying_forever(ours, monkeypatch):
    monkeypatch.setenv("DIKKE8_ENTERED", str(os.getpid()))
    with pytest.raises(SystemExit, match="remove that folder and call this again"):
        enter(["manage.py", "analyse"])


@pytest.mark.parametrize(("reason", "sentence"), [(SetupError(DISK), DISK), (KeyboardInterrupt(), "Nothing is lost")])
def test_what_stops_the_setting_up_is_the_last_line_on_screen(ours, monkeypatch, reason, sentence):
    def stop(checkout, groups):
        raise reason

    monkeypatch.setattr(bootstrap, "prepare", stop)
    with pytest.raises(SystemExit) as stopped:
        enter(["manage.py", "demo"])
    assert sentence in str(stopped.value)
