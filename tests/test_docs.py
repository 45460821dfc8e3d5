"""What the documentation says is so."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.ROOT
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = ROOT / "docs/decisions"
SET_BY_OTHERS = {"DJANGO_SETTINGS_MODULE", "DIKKE8_BOOTSTRAP"}
# The analysis knows no Django: it reads this one by itself.
READ_BY_THE_ANALYSIS = {"ANALYSIS_ENCODER"}
FOR_DEVELOPERS = {"DEBUG", "TEST_DATABASE_NAME"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (document.parent / link).exists()] == []


def test_the_index_names_every_decision() -> None:
    named = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (DECISIONS / "README.md").read_text("utf8")))
    assert named == {path.name for path in DECISIONS.glob("[0-9]*.md")}


def test_a_number_of_a_decision_is_given_once() -> None:
    numbers = [path.name[:4] for path in DECISIONS.glob("[0-9]*.md")]
    assert sorted(numbers) == sorted(set(numbers))


def test_every_setting_of_the_environment_is_explained() -> None:
    read = {
        name
        for path in (ROOT / "site/config/settings").glob("*.py")
        for name in re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', path.read_text("utf8"))
    }
    explained = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs/deployment.md").read_text("utf8"), re.MULTILINE))
    assert read - FOR_DEVELOPERS == explained - SET_BY_OTHERS - READ_BY_THE_ANALYSIS


def test_every_management_command_of_the_documentation_exists() -> None:
    named = {name for path in DOCUMENTS for name in re.findall(r"python3 manage\.py (\w+)", path.read_text("utf8"))}
    ours = {path.stem for path in ROOT.glob("**/management/commands/*.py") if ".venv" not in path.parts}
    djangos = {"migrate", "createsuperuser", "collectstatic", "check", "runserver", "test"}
    assert named <= ours | djangos


def test_every_test_that_security_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (ROOT / "SECURITY.md").read_text("utf8"))
    assert len(named) >= 6
    assert [name for name in named if not (ROOT / name).exists()] == []
