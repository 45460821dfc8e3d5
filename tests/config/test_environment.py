"""What is installed, by which tool, in which surroundings; each thing that can be missing gets a sentence."""

import time
from pathlib import Path

import pytest

from config import environment
from config.bootstrap import only_one, prepare
from config.environment import (
    COMPILER,
    DISK,
    NETWORK,
    PERMISSION,
    UNKNOWN,
    VERSIONS,
    Builder,
    SetupError,
    environment_for,
    requirements,
    sentence_for,
)

NO_GROUPS: frozenset[str] = frozenset()
TEST = frozenset({"test"})


def test_pip_does_the_work_where_uv_cannot(checkout, tools, capsys):
    tools.broken |= {"--compile-bytecode": UNKNOWN}
    prepare(checkout, NO_GROUPS)
    assert [command[0] for command in tools.called("--requirement")] == [str(checkout.uv), "pip"]
    assert "trying pip" in capsys.readouterr().err


def test_a_machine_for_which_there_is_no_uv_uses_pip(checkout, tools):
    tools.broken |= {"uv": VERSIONS}
    prepare(checkout, NO_GROUPS)
    assert [command[0] for command in tools.called("--requirement")] == ["pip"]


def test_without_a_network_nothing_is_tried_twice(checkout, tools):
    tools.broken |= {"uv": NETWORK}
    with pytest.raises(SetupError, match="is there a network"):
        prepare(checkout, NO_GROUPS)
    assert tools.called("--requirement") == []


# What is missing, in a sentence


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: failed to write: No space left on device (os error 28)", DISK),
        ("OSError: [Errno 28] No space left on device", DISK),
        ("error: failed to create directory: Permission denied (os error 13)", PERMISSION),
        ("OSError: [Errno 30] Read-only file system: '/srv/dikke8/.venv'", PERMISSION),
        (
            "cause: dns error\n  cause: failed to lookup address information: Temporary failure in name resolution",
            NETWORK,
        ),
        (
            "NewConnectionError: Failed to establish a new connection\nERROR: No matching distribution found for uv",
            NETWORK,
        ),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", NETWORK),
        ("ERROR: Failed building wheel for numpy", COMPILER),
        ("  × Failed to build `numpy==2.4.0`", COMPILER),
        ("  × No solution found when resolving dependencies:", VERSIONS),
        ("ERROR: ResolutionImpossible: for help visit", VERSIONS),
        ("Segmentation fault", UNKNOWN),
    ],
)
def test_what_a_tool_printed_becomes_what_to_do(checkout, output, sentence):
    assert sentence_for(output, checkout) == sentence.format(root=checkout.root)


def builder_for(checkout, monkeypatch, *, modules=(), tools_at_hand=()):
    """A real builder on a machine with only these parts of Python and these programs."""
    monkeypatch.setattr(environment, "has_module", lambda name: name in modules)
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/opt/{name}" if name in tools_at_hand else None)
    monkeypatch.setattr(
        environment, "answers", lambda command: command[0] in {f"/opt/{name}" for name in tools_at_hand}
    )
    return Builder(checkout, 0)


def test_a_python_without_venv_says_what_to_install(checkout, monkeypatch):
    with pytest.raises(SetupError, match=r"no venv module .* sudo apt install python3-venv"):
        builder_for(checkout, monkeypatch).make_venv()


def test_a_python_without_pip_anywhere_says_what_to_install(checkout, monkeypatch):
    with pytest.raises(SetupError, match=r"no ensurepip module .* sudo apt install python3-venv"):
        builder_for(checkout, monkeypatch, modules=["venv"]).fetch_uv()


def test_a_pip_elsewhere_on_the_machine_helps_out(checkout, monkeypatch):
    builder = builder_for(checkout, monkeypatch, modules=["venv"], tools_at_hand=["pip3"])
    assert builder.pip() == ["/opt/pip3", "--python", str(checkout.python)]


def test_a_uv_elsewhere_on_the_machine_helps_out(checkout, monkeypatch):
    checkout.uv.parent.mkdir(parents=True)
    builder = builder_for(checkout, monkeypatch, modules=["venv"], tools_at_hand=["uv"])
    monkeypatch.setattr(builder, "pip", lambda: None)
    builder.fetch_uv()
    assert checkout.uv.readlink() == Path("/opt/uv")


def test_an_empty_folder_is_not_taken_for_a_module(tmp_path, monkeypatch):
    (tmp_path / "hollow_part").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert not environment.has_module("hollow_part")
    assert environment.has_module("venv")


def test_a_failing_step_shows_its_last_lines_only_where_the_sentence_does_not_say_it_all(checkout, capsys):
    with only_one(checkout) as lock:
        builder = Builder(checkout, lock)
        with pytest.raises(SetupError, match="is there a network"):
            builder.run(["sh", "-c", "echo dns error; exit 2"])
        assert capsys.readouterr().err == ""
        with pytest.raises(SetupError, match="for the reason above"):
            builder.run(["sh", "-c", "echo the cat sat on it; exit 2"])
        assert "the cat sat on it" in capsys.readouterr().err


def test_a_long_step_says_that_it_goes_on_and_is_ended_whole_when_interrupted(checkout, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "BEAT", 0.05)
    with only_one(checkout) as lock:
        builder = Builder(checkout, lock)
        builder.run(["sleep", "0.2"])
        assert "still at it" in capsys.readouterr().err

        def interrupt(line):
            raise KeyboardInterrupt

        monkeypatch.setattr(environment, "say", interrupt)
        with pytest.raises(KeyboardInterrupt):
            builder.run(["sh", "-c", f"(sleep 1; touch {tmp_path / 'late'}) & wait"])
    time.sleep(1.2)
    assert not (tmp_path / "late").exists()


# What is asked for, and in which surroundings


def test_groups_may_hold_groups():
    pyproject: dict[str, object] = {
        "project": {"dependencies": ["django"]},
        "dependency-groups": {"lint": ["ruff"], "test": ["pytest", {"include-group": "lint"}, "coverage"]},
    }
    assert requirements(pyproject, NO_GROUPS) == ["django"]
    assert requirements(pyproject, TEST) == ["django", "pytest", "ruff", "coverage"]


def test_nothing_of_another_python_leaks_in(checkout, monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "UV_SYSTEM_PYTHON"):
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    surroundings = environment_for(checkout)
    assert "/elsewhere" not in surroundings.values()
    assert surroundings["VIRTUAL_ENV"] == str(checkout.venv)
    assert surroundings["HTTPS_PROXY"] == "http://proxy.example"


def test_the_certificates_that_the_machine_trusts_count_where_it_has_any(checkout, monkeypatch, tmp_path):
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    monkeypatch.setattr(environment, "TRUSTED", tmp_path)
    assert environment_for(checkout)["UV_SYSTEM_CERTS"] == "1"
    monkeypatch.setattr(environment, "TRUSTED", tmp_path / "none")
    assert "UV_SYSTEM_CERTS" not in environment_for(checkout)


def test_a_home_that_may_not_be_written_is_not_needed(checkout, monkeypatch):
    monkeypatch.setattr(environment.os, "access", lambda path, mode: False)
    assert environment_for(checkout)["UV_CACHE_DIR"] == str(checkout.venv / "cache")
