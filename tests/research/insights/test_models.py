"""The promises that the database keeps: each is broken on purpose once."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from research.insights.models import AnalysisRun, Anchor, Answer, Assignment, PainPoint, StoredVector, Theme
from research.insights.models.verdicts import REASONS
from tests.factories import AnalysisRunFactory, CommentFactory, PainPointFactory, ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def breaks(name: str, model: Any, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize("progress", [101, 32_000])
def test_progress_is_a_percentage(progress: int) -> None:
    breaks("run_progress_0_to_100", AnalysisRun, progress=progress)


def test_a_service_has_one_open_run() -> None:
    run = AnalysisRunFactory()
    breaks("one_open_run_per_scope|UNIQUE", AnalysisRun, service=run.service, state="running")
    AnalysisRun.objects.create(service=run.service, state="done")
    AnalysisRun.objects.create(service=ServiceFactory(passport=True))


def test_all_services_together_have_one_open_run_too() -> None:
    AnalysisRun.objects.create(service=None)
    breaks("one_open_run_per_scope|UNIQUE", AnalysisRun, service=None)


def test_a_merged_theme_is_retired() -> None:
    into = ThemeFactory()
    breaks("theme_merged_is_retired", Theme, service=into.service, title="Weg", merged_into=into)


def test_a_comment_has_one_main_theme_in_a_run() -> None:
    run, comment, theme = AnalysisRunFactory(), CommentFactory(), ThemeFactory()
    row = {"run": run, "comment": comment, "theme": theme, "status": "assigned", "primary": True}
    Assignment.objects.create(**row)
    breaks("one_primary_per_comment_and_run|UNIQUE", Assignment, **row)
    Assignment.objects.create(**row | {"primary": False})


@pytest.mark.parametrize(
    ("status", "reason", "with_theme"),
    [("assigned", "", False), ("other", "", True), ("undecided", "between_themes", True), ("other", "retired", False)],
)
def test_what_is_assigned_has_a_theme_and_the_rest_has_none(status: str, reason: str, with_theme: bool) -> None:
    theme = ThemeFactory() if with_theme else None
    fields = {"run": AnalysisRunFactory(), "comment": CommentFactory(), "theme": theme}
    breaks("assigned_has_theme", Assignment, status=status, reason=reason, **fields)


def test_a_unit_begins_before_it_ends() -> None:
    fields = {"run": AnalysisRunFactory(), "comment": CommentFactory(), "status": "other"}
    breaks("unit_begins_before_it_ends", Assignment, unit_start=5, unit_end=4, **fields)


def test_a_person_has_one_word_about_a_theme_and_a_comment() -> None:
    theme, comment = ThemeFactory(), CommentFactory()
    Anchor.objects.create(theme=theme, comment=comment)
    breaks("one_word_per_theme_and_comment|UNIQUE", Anchor, theme=theme, comment=comment, belongs=False)


def test_severity_has_five_degrees() -> None:
    theme = ThemeFactory()
    breaks("pain_point_severity_0_to_4", PainPoint, theme=theme, service=theme.service, title="Pijn", severity=5)


def test_n_is_at_most_N() -> None:  # noqa: N802 - n of N
    theme = ThemeFactory()
    fields = {"theme": theme, "service": theme.service, "title": "Pijn"}
    breaks("pain_point_n_of_at_least_n", PainPoint, frequency=6, out_of=5, **fields)


@pytest.mark.parametrize(("did", "because"), [("", ""), ("Dit", "Dat")])
def test_an_answer_does_or_does_not(did: str, because: str) -> None:
    fields = {"pain_point": PainPointFactory(), "service": ServiceFactory(), "you_said": "U zei iets"}
    breaks("answer_does_or_does_not", Answer, we_did=did, we_wont_because=because, **fields)


def test_a_text_has_one_vector_for_each_model() -> None:
    fields = {"fingerprint": "model/1", "digest": "0" * 64, "vector": b""}
    StoredVector.objects.create(**fields)
    breaks("one_vector_per_text_and_model|UNIQUE", StoredVector, **fields)


def test_every_reason_can_be_kept_and_said() -> None:
    longest = Assignment._meta.get_field("reason").max_length
    assert longest
    assert all(len(reason) <= longest and str(label) for reason, label in REASONS.items())
