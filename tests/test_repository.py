"""The repository keeps its own rules."""

import re
import subprocess
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

ROOT: Path = settings.ROOT
OURS = {"config", "pages", "accounts", "journeys", "feedback", "insights"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
REGISTRIES = re.compile(
    r"registry\.npmjs|pypi\.(org|python)|files\.pythonhosted|registry\.yarnpkg|deb\.debian\.org|unpkg\.com|jsdelivr"
)


def tracked() -> list[Path]:
    """Return every file that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_site_is_a_folder_on_the_path_and_never_a_package() -> None:
    assert list((ROOT / "site").glob("*.py")) == []


def test_git_does_not_ignore_site() -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", "site/config/urls.py"], cwd=ROOT, check=False)
    assert ignored.returncode == 1


def test_no_file_names_a_package_registry() -> None:
    named = [
        path.relative_to(ROOT)
        for path in tracked()
        if path.suffix not in {".woff2", ".png", ".mo"}
        and path != Path(__file__)
        and REGISTRIES.search(path.read_text("utf8", "ignore"))
    ]
    assert named == []


def test_no_lock_file_is_kept() -> None:
    assert {path.name for path in tracked()} & {"uv.lock", "poetry.lock", "package-lock.json", "yarn.lock"} == set()


def test_there_are_no_drawers() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "core.py", "misc.py"}
    assert [path for path in tracked() if path.name in drawers] == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_of_a_model_is_declared_personal_or_safe(model: type[Model]) -> None:
    own = vars(model)
    assert {"personal_fields", "safe_fields"} <= own.keys(), f"{model._meta.label} must declare both, if need be empty"
    personal, safe = own["personal_fields"], own["safe_fields"]
    links = {field.name for field in model._meta.local_concrete_fields if field.primary_key}
    fields = {field.name for field in model._meta.local_concrete_fields} - links
    assert fields <= personal | safe, "a new field: say in the model whether it is personal or safe"
    assert safe <= fields, "a safe field that is not there"
    assert personal <= {field.name for field in model._meta.get_fields()}, "a personal field that is not there"
    assert not personal & safe


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_field_that_points_at_a_person_is_personal(model: type[Model]) -> None:
    people = {
        field.name for field in model._meta.concrete_fields if field.related_model is apps.get_model("accounts", "User")
    }
    # Wagtail's own page columns name the employee who owns or locked a page; they are not ours to declare.
    assert people - {"owner", "locked_by"} <= model.personal_fields  # type: ignore[attr-defined]


def test_the_dutch_catalogue_is_complete() -> None:
    dutch = polib.pofile(str(ROOT / "site/locale/nl/LC_MESSAGES/django.po"))
    assert [entry.msgid for entry in dutch.untranslated_entries() + dutch.fuzzy_entries()] == []


def test_every_text_in_the_code_is_in_the_catalogue(tmp_path: Path) -> None:
    dutch = polib.pofile(str(ROOT / "site/locale/nl/LC_MESSAGES/django.po"))
    known = {entry.msgid for entry in dutch}
    used = {
        text
        for path in tracked()
        if path.suffix in {".html", ".py"} and "tests" not in path.parts
        for text in texts_of(path)
    }
    assert sorted(used - known) == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    source = polib.pofile(str(ROOT / "site/locale/nl/LC_MESSAGES/django.po"))
    compiled = polib.mofile(str(ROOT / "site/locale/nl/LC_MESSAGES/django.mo"))
    assert {e.msgid: e.msgstr or e.msgstr_plural for e in compiled} == {
        e.msgid: e.msgstr or e.msgstr_plural for e in source
    }


def texts_of(path: Path) -> set[str]:
    """Return the short texts that a file marks for translation: `_("...")` on one line, and `{% translate "..." %}`."""
    text = path.read_text("utf8")
    if path.suffix == ".html":
        found = re.findall(r'{%\s*translate\s+"([^"]+)"', text)
        return {one.replace("%", "%%") for one in found}  # as the catalogue keeps them
    return {found.replace('\\"', '"') for found in re.findall(r'\b_\(\s*"((?:[^"\\]|\\.)+)"\s*\)', text)}


def test_the_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf8")
    named = set(re.findall(r"python3 manage\.py (\w+)", readme))
    assert {"demo", "test"} <= named
    commands = {path.stem for path in ROOT.glob("**/management/commands/*.py") if ".venv" not in path.parts} | {
        "test",
        "migrate",
    }
    assert named <= commands


def test_the_pictures_of_the_readme_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf8"))
    assert len(pictures) >= 2
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_every_vendored_folder_names_its_licence() -> None:
    for folder in (ROOT / "site/static/vendor").glob("*/") if (ROOT / "site/static/vendor").exists() else []:
        assert [path for path in folder.iterdir() if "LICEN" in path.name.upper()], f"{folder.name} has no licence file"
