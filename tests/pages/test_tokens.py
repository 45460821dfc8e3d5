"""The design tokens: whatever our CSS refers to has a value."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "site" / "static" / "css"
FILES = ("tokens.css", "vendor.css", "d8.css")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DEFINITION = re.compile(r"(--[\w-]+)\s*:")
REFERENCE_WITHOUT_FALLBACK = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


def read(name: str) -> str:
    """Return a style sheet without its comments."""
    return COMMENT.sub("", (CSS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def defined() -> set[str]:
    """Return the tokens that get a value anywhere in our style sheets."""
    return {token for name in FILES for token in DEFINITION.findall(read(name))}


@pytest.mark.parametrize("name", FILES)
def test_every_token_without_a_fallback_is_defined_somewhere(name: str, defined: set[str]) -> None:
    referred = set(REFERENCE_WITHOUT_FALLBACK.findall(read(name)))
    assert sorted(referred - defined) == []


@pytest.mark.parametrize("name", FILES)
def test_style_sheets_only_load_files_of_our_own(name: str) -> None:
    for address in ADDRESS.findall(read(name)):
        assert (CSS / address).resolve().is_file(), f"{name} refers to {address}"


@pytest.mark.parametrize("name", FILES)
def test_every_block_is_closed(name: str) -> None:
    css = read(name)
    assert css.count("{") == css.count("}")


def test_the_theme_is_set_on_tokens_and_not_on_components() -> None:
    assert ".utrecht-" not in read("tokens.css")


def test_the_palette_is_named_once() -> None:
    palette = re.findall(r"--d8-(?:ink|teal|amber|red|green|paper|line|focus)\s*:", read("tokens.css"))
    assert len(palette) == len(set(palette)) == 8
