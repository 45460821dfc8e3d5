"""Moves every command into the virtual environment of this checkout, which the first call builds.

It runs before anything is installed, so it knows the standard library only. What it may leave behind is
`.venv` and `.venv.lock`. `DIKKE8_BOOTSTRAP=0` switches it off, for a container that has its packages already.
"""

import fcntl
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn

from config.environment import (
    SWITCH,
    Builder,
    Checkout,
    SetupError,
    environment_for,
    fingerprint,
    installed_groups,
    read_stamp,
    say,
    sentence_for,
)

ENTERED = "DIKKE8_ENTERED"
GROUPS_OF_COMMAND = {"test": frozenset({"test"})}
THIS = Checkout(Path(__file__).resolve().parents[2])

Condition = Literal["ready", "incomplete", "broken"]


def enter(argv: list[str]) -> None:
    """Come back only inside the right environment; else build it and go on in there. `test` becomes pytest."""
    command = argv[1] if argv[1:] else ""
    if os.environ.get(SWITCH) == "0":
        if command == "test":
            become(sys.executable, pytest_arguments(argv))
        if importlib.util.find_spec("django") is None:
            sys.exit(f"{SWITCH}=0 is set, but {sys.executable} has no Django: unset it, and .venv is built for you.")
        return
    try:
        built = prepare(THIS, GROUPS_OF_COMMAND.get(command, frozenset()))
    except SetupError as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        sys.exit("\nStopped half-way. Nothing is lost: call it again and it is set up anew.")
    if command == "test":
        become(str(THIS.python), pytest_arguments(argv))
    if built or not is_inside(THIS):
        become(str(THIS.python), argv)


def pytest_arguments(argv: list[str]) -> list[str]:
    """What Python is called with for `manage.py test ...`; paths in it count from the checkout."""
    os.chdir(THIS.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    return ["-m", "pytest", *argv[2:]]


def become(python: str, arguments: list[str]) -> NoReturn:
    """Go on as that Python, under the same process number."""
    if os.environ.get(ENTERED) == str(os.getpid()) and not is_inside(THIS):
        sys.exit(f"{python} does not start inside {THIS.venv}: remove that folder and call this again.")
    sys.stdout.flush()
    sys.stderr.flush()
    environment = environment_for(THIS) | {ENTERED: str(os.getpid())}
    os.execve(python, [python, *arguments], environment)  # noqa: S606


def is_inside(checkout: Checkout) -> bool:
    """Whether this very process runs in the checkout's environment."""
    return os.path.realpath(sys.prefix) == os.path.realpath(checkout.venv)


def prepare(checkout: Checkout, groups: frozenset[str]) -> bool:
    """Make the environment hold the packages of the project and of these groups; say whether that took work."""
    if condition(checkout, groups) == "ready":
        return False
    try:
        with only_one(checkout) as lock:
            if (found := condition(checkout, groups)) != "ready":
                Builder(checkout, lock).build(anew=found == "broken", groups=groups | installed_groups(checkout))
    except OSError as error:
        raise SetupError(sentence_for(f"errno {error.errno}: {error}", checkout)) from error
    return True


def condition(checkout: Checkout, groups: frozenset[str]) -> Condition:
    """How the environment is found: ready, to be topped up, or to be built anew."""
    stamp = read_stamp(checkout)
    if stamp.get("root") == str(checkout.root) and checkout.python.exists():
        wanted = groups <= installed_groups(checkout) and stamp.get("fingerprint") == fingerprint(checkout)
        return "ready" if wanted else "incomplete"
    half_built = checkout.lock.exists() and checkout.lock.stat().st_size > 0
    return "broken" if stamp or half_built or not starts(checkout.python) else "incomplete"


def starts(python: Path) -> bool:
    """Whether that Python runs at all and is new enough."""
    question = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    try:
        return subprocess.run([python, "-I", "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def only_one(checkout: Checkout) -> Iterator[int]:
    """Hold the lock that lets one call build while others wait; gives its file number."""
    lock = os.open(checkout.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another call is setting up already; waiting until it is done ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)
