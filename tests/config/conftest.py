"""A checkout that nobody has called yet, and tools that are played, so that nothing is fetched."""

import sys

import pytest

from config import bootstrap
from config.environment import Builder, Checkout, SetupError


@pytest.fixture
def checkout(tmp_path):
    """A checkout that nobody has called yet."""
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["django~=5.2.0"]\n[dependency-groups]\ntest = ["pytest"]\n'
    )
    (tmp_path / "constraints.txt").write_text("django==5.2.1\n")
    return Checkout(tmp_path)


class Tools(Builder):
    """A builder whose tools are played: what they are called with is noted, and one of them may fail."""

    calls: list[list[str]]
    broken: dict[str, str]

    @classmethod
    def called(cls, word):
        """The calls in which that word stands."""
        return [command for command in cls.calls if word in command]

    def run(self, command):
        self.calls.append(command)
        for word, sentence in self.broken.items():
            if word in command:
                raise SetupError(sentence)
        if "venv" in command:
            (self.checkout.venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
            self.checkout.python.parent.mkdir()
            self.checkout.python.symlink_to(sys.executable)
        if command[-1] == "uv":
            self.checkout.uv.touch()

    def pip(self):
        return ["pip"]


@pytest.fixture(name="tools")
def played_tools(monkeypatch):
    """Let `prepare` use played tools."""
    monkeypatch.setattr(Tools, "calls", [], raising=False)
    monkeypatch.setattr(Tools, "broken", {}, raising=False)
    monkeypatch.setattr(bootstrap, "Builder", Tools)
    return Tools
