"""Makes or mends the virtual environment of a checkout: which packages, by which tool, and what to say when it fails.

Standard library only, as config.bootstrap, which decides when this is needed.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

SWITCH = "DIKKE8_BOOTSTRAP"
RECIPE = b"1"  # raise it when environments that were built by older code must be topped up
BEAT = 15.0  # seconds between two signs of life
TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")
NOT_INHERITED = ("PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_TARGET", "UV_PREFIX", "UV_SYSTEM_PYTHON", "UV_TARGET")

NO_VENV = (
    "This Python has no {missing} module and no pip to help itself with. "
    "Debian, Ubuntu: sudo apt install python3-venv, then call this again."
)
DISK = "The disk is full: free about 1 GB (df -h shows where) and call this again."
PERMISSION = (
    "No permission to write in {root}: call this as the owner of that folder, or in a checkout of your own. "
    f"Where the packages are installed already, set {SWITCH}=0."
)
NETWORK = (
    "The packages could not be fetched: is there a network, or a proxy to set (HTTPS_PROXY)? "
    "Once there is, call this again; what has come in already is kept."
)
COMPILER = (
    "A package had to be compiled and that failed. Debian, Ubuntu: sudo apt install build-essential python3-dev; "
    "or call this with Python 3.11, 3.12 or 3.13, which need no compiler."
)
VERSIONS = "pyproject.toml and constraints.txt ask for versions that do not go together or do not exist."
UNKNOWN = "Setting up failed for the reason above. Once that is mended, call this again."
TROUBLES = (
    (r"no space left|os error 28\b|errno 28\b|disk quota exceeded", DISK),
    (r"permission denied|read-only file system|os error 13\b|errno 13\b|os error 30\b|errno 30\b", PERMISSION),
    (
        r"dns error|failed to lookup|name resolution|error sending request|newconnectionerror|connecttimeout"
        r"|connection (refused|reset|aborted|error|broken)|network (is )?unreachable|timed out|max retries"
        r"|proxyerror|sslerror|certificate|failed to fetch|request failed",
        NETWORK,
    ),
    (r"failed to build|failed building|failed-wheel-build|metadata-generation-failed|build backend", COMPILER),
    (r"no solution found|resolutionimpossible|could not find a version|no matching distribution", VERSIONS),
)
BEFORE_ANY_CHANGE = (NETWORK, COMPILER, VERSIONS)  # uv and pip find these out before they touch the environment


class SetupError(Exception):
    """Says in one sentence what is missing and what to do."""


class Checkout:
    """Where things lie in one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.lock = root / ".venv.lock"  # beside .venv, so that it outlives a rebuilt one
        self.python = self.venv / "bin" / "python"
        self.uv = self.venv / "bin" / "uv"
        self.stamp = self.venv / "dikke8.json"
        self.pyproject = root / "pyproject.toml"
        self.constraints = root / "constraints.txt"


def read_stamp(checkout: Checkout) -> dict[str, object]:
    """What the last finished build wrote down; empty if none finished."""
    try:
        stamp = json.loads(checkout.stamp.read_bytes())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def installed_groups(checkout: Checkout) -> frozenset[str]:
    """The optional groups that the environment has been given so far."""
    groups = read_stamp(checkout).get("groups")
    return frozenset(map(str, groups)) if isinstance(groups, list) else frozenset()


def fingerprint(checkout: Checkout) -> str:
    """Changes when what must be installed may have changed."""
    files = (path.read_bytes() if path.exists() else b"" for path in (checkout.pyproject, checkout.constraints))
    return hashlib.sha256(b"\0".join((RECIPE, *files))).hexdigest()


def say(line: str) -> None:
    """Show progress where it does not mix with a command's output."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def sentence_for(output: str, checkout: Checkout) -> str:
    """The sentence that helps, read from what a tool printed."""
    found = (sentence for pattern, sentence in TROUBLES if re.search(pattern, output, re.IGNORECASE))
    return next(found, UNKNOWN).format(root=checkout.root)


def environment_for(checkout: Checkout) -> dict[str, str]:
    """The surroundings of everything that runs in or for .venv: nothing of another Python leaks in."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    kept |= {"VIRTUAL_ENV": str(checkout.venv), "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if TRUSTED.exists():  # an organisation's own certificates count, as they do for pip
        kept.setdefault("UV_SYSTEM_CERTS", "1")
    cache = Path(kept.get("UV_CACHE_DIR") or kept.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    nearest = next(folder for folder in (cache, *cache.parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        kept |= {"UV_CACHE_DIR": str(checkout.venv / "cache"), "PIP_CACHE_DIR": str(checkout.venv / "cache")}
    return kept


def requirements(pyproject: dict[str, object], groups: Iterable[str]) -> list[str]:
    """The project's own requirements and those of the groups, from the contents of pyproject.toml."""
    project, table = pyproject.get("project"), pyproject.get("dependency-groups")
    listed = project.get("dependencies", []) if isinstance(project, dict) else []
    for group in sorted(groups):
        for entry in table.get(group, []) if isinstance(table, dict) else []:
            included = isinstance(entry, dict)
            nested = {"dependency-groups": table}
            listed = [*listed, *(requirements(nested, [entry["include-group"]]) if included else [entry])]
    return [str(requirement) for requirement in listed]


def has_module(name: str) -> bool:
    """Whether this Python brings that module; an empty folder of that name does not count."""
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin is not None


def answers(command: list[str]) -> bool:
    """Whether that tool is there and runs without an error."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


class Builder:
    """Makes or mends one environment while it holds the lock."""

    def __init__(self, checkout: Checkout, lock: int) -> None:
        self.checkout = checkout
        self.lock = lock
        self.base = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)

    def build(self, *, anew: bool, groups: frozenset[str]) -> None:
        """Leave a finished, stamped environment, or raise SetupError and leave a mark that it is not."""
        begun = time.monotonic()
        before = self.checkout.stamp.read_bytes() if self.checkout.stamp.exists() else b""
        os.pwrite(self.lock, b"building\n", 0)
        self.checkout.stamp.unlink(missing_ok=True)
        say(f"Setting up {self.checkout.venv}" + (" (once, about a minute, needs the network)" if anew else ""))
        try:
            if anew:
                say("  1/3 making a virtual environment")
                self.make_venv()
            if not self.checkout.uv.exists():
                say("  2/3 fetching uv, which installs the rest")
                self.fetch_uv()
            self.install(groups)
        except SetupError as trouble:
            if not anew and before and str(trouble) in BEFORE_ANY_CHANGE:
                self.finish(before)
            raise
        stamp = {"root": str(self.checkout.root), "fingerprint": fingerprint(self.checkout), "groups": sorted(groups)}
        self.finish(json.dumps(stamp).encode())
        say(f"Ready in {time.monotonic() - begun:.0f} s.")

    def finish(self, stamp: bytes) -> None:
        """Put our folders on the path of the environment, and mark it as whole."""
        for packages in self.checkout.venv.glob("lib/python3*/site-packages"):
            (packages / "dikke8.pth").write_text(f"{self.checkout.root}\n{self.checkout.root / 'site'}\n")
        unfinished = self.checkout.stamp.with_suffix(".new")
        unfinished.write_bytes(stamp)
        unfinished.replace(self.checkout.stamp)
        os.ftruncate(self.lock, 0)

    def make_venv(self) -> None:
        """An empty environment, with pip in it if this Python brings one."""
        if not has_module("venv"):
            raise SetupError(NO_VENV.format(missing="venv"))
        if self.checkout.venv.exists():
            shutil.rmtree(self.checkout.venv)
        self.run([self.base, "-I", "-m", "venv", "--without-pip", str(self.checkout.venv)])
        if has_module("ensurepip"):
            self.run([str(self.checkout.python), "-I", "-m", "ensurepip", "--default-pip"])

    def pip(self) -> list[str] | None:
        """How to call a pip that installs into the environment; Debian keeps it apart from Python."""
        python = str(self.checkout.python)
        wheels = [str(wheel / "pip") for wheel in Path("/usr/share/python-wheels").glob("pip-*.whl")]
        ways = [[python, "-I", "-m", "pip"], [self.base, "-I", "-m", "pip", "--python", python]]
        ways += [[self.base, script, "--python", python] for script in (*wheels, shutil.which("pip.pyz")) if script]
        ways += [[script, "--python", python] for script in (shutil.which("pip3"), shutil.which("pip")) if script]
        return next((way for way in ways if answers([*way, "list"])), None)

    def fetch_uv(self) -> None:
        """Put uv into the environment; where there is none for this machine, pip does the work, slower."""
        pip = self.pip()
        if pip is None:
            if elsewhere := shutil.which("uv"):
                self.checkout.uv.symlink_to(elsewhere)
                return
            raise SetupError(NO_VENV.format(missing="ensurepip"))
        try:
            self.run([*pip, "install", "--quiet", "--retries", "2", *self.constrained(), "uv"])
        except SetupError as trouble:
            if str(trouble) not in (COMPILER, VERSIONS):
                raise
            say("      there is no uv for this machine; pip takes some minutes longer")

    def constrained(self) -> list[str]:
        """The options that hold every package at its pinned version."""
        return ["--constraint", str(self.checkout.constraints)] if self.checkout.constraints.exists() else []

    def install(self, groups: frozenset[str]) -> None:
        """Install what pyproject.toml asks for, byte-compiled, since every start would recompile it otherwise."""
        wanted = requirements(tomllib.loads(self.checkout.pyproject.read_text("utf-8")), groups)
        listing = self.checkout.venv / "requirements.txt"
        listing.write_text("\n".join(wanted) + "\n")
        say(f"  3/3 installing {len(wanted)} packages and what they need")
        what = ["--requirement", str(listing), *self.constrained()]
        if self.checkout.uv.exists():
            uv = [str(self.checkout.uv), "pip", "install", "--python", str(self.checkout.python), "--compile-bytecode"]
            try:
                self.run([*uv, *what])
            except SetupError as trouble:
                if str(trouble) == DISK:
                    raise
                say("      uv did not manage; trying pip, which takes some minutes")
            else:
                return
        if (pip := self.pip()) is None:
            raise SetupError(NO_VENV.format(missing="ensurepip"))
        self.run([*pip, "install", "--quiet", "--retries", "2", *what])

    def run(self, command: list[str]) -> None:
        """Run one step and tell now and then that it goes on; a failure becomes a sentence."""
        begun = time.monotonic()
        # The child keeps the lock too: when this process is killed, nobody builds over a child that still writes.
        with subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment_for(self.checkout),
            pass_fds=(self.lock,),
            start_new_session=True,
        ) as process:
            try:
                while True:
                    try:
                        output, _ = process.communicate(timeout=BEAT)
                        break
                    except subprocess.TimeoutExpired:
                        say(f"      ... still at it after {time.monotonic() - begun:.0f} s")
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)  # its children too
                raise
        if process.returncode:
            sentence = sentence_for(output, self.checkout)
            if sentence in (UNKNOWN, VERSIONS, COMPILER):
                say("".join(f"      {line}\n" for line in output.strip().splitlines()[-12:]))
            raise SetupError(sentence)
