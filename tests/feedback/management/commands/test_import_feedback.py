"""`manage.py import_feedback`, as an operator types it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from feedback.models import Comment
from journeys.models import Service
from tests.factories import ServiceFactory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reacties.csv"
    path.write_text("datum;cijfer;reactie\n2026-01-02;7;Prima\n2026-01-02;70;Fout\n")
    return path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_feedback", *arguments, stdout=out, verbosity=0)
    return out.getvalue()


@pytest.mark.django_db
def test_the_receipt_is_printed_with_the_line_that_was_refused(file: Path) -> None:
    ServiceFactory()
    said = run(str(file), "--service", "trouwen")
    assert Comment.objects.count() == 1
    assert "2 " in said
    assert "3: " in said
    assert "70" in said


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing(file: Path) -> None:
    ServiceFactory()
    assert "Prima" in run(str(file), "--service", "trouwen", "--dry-run")
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_the_only_service_need_not_be_named(file: Path) -> None:
    ServiceFactory()
    run(str(file))
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_without_a_service_the_comments_go_to_one_named_after_the_file(file: Path) -> None:
    ServiceFactory(), ServiceFactory(passport=True)
    call_command("import_feedback", str(file), dry_run=True, verbosity=0)
    assert not Service.objects.filter(slug="reacties").exists()
    call_command("import_feedback", str(file), verbosity=0)
    call_command("import_feedback", str(file), verbosity=0)
    service = Service.objects.get(slug="reacties")
    assert service.name == "Reacties"
    assert service.comments.count() == Comment.objects.count() > 0


@pytest.mark.django_db
def test_a_service_that_is_not_there_is_not_made(file: Path) -> None:
    ServiceFactory()
    with pytest.raises(CommandError, match="trouwen"):
        run(str(file), "--service", "niets")


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_gets_a_sentence(tmp_path: Path) -> None:
    ServiceFactory()
    with pytest.raises(CommandError, match=r"weg\.csv"):
        run(str(tmp_path / "weg.csv"))


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [KeyboardInterrupt, RuntimeError])
def test_a_stopped_import_leaves_neither_comments_nor_a_service(
    file: Path, monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException]
) -> None:
    def stop(*_rows: object, **_options: object) -> None:
        raise trouble

    monkeypatch.setattr(Comment.objects, "bulk_create", stop)
    with pytest.raises(CommandError if trouble is KeyboardInterrupt else trouble):
        call_command("import_feedback", file)
    assert not Comment.objects.exists()
    assert not Service.objects.exists()
