"""A file goes in once, whole, and without names."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import AuditEvent
from feedback.imports import bring_in
from feedback.imports.bring_in import import_feedback
from feedback.imports.receipt import Receipt
from feedback.imports.tables import UnreadableFileError
from feedback.models import Comment, Method, PiiState, State
from journeys.models import Service
from tests.factories import ServiceFactory, StepFactory

HEADER = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
POLIS = HEADER + (
    '1518501496471,Tue Feb 13,2,1756,48,8,1,"More lanes, please"\n'
    "1518501496470,Tue Feb 13,1,1756,4,8,-1,Buy now\n"
    '1518501496469,Tue Feb 13,0,1480,4,8,0,"Call me:\nt@voorbeeld.nl"\n'
)


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory()


@pytest.fixture
def bring(tmp_path: Path, service: Service) -> Callable[..., Receipt]:
    def bring(content: str, name: str = "comments.csv", **options: object) -> Receipt:
        path = tmp_path / name
        path.write_text(content)
        return import_feedback(file=path, service=options.pop("service", service), **options)  # type: ignore[arg-type]

    return bring


Bring = Callable[..., Receipt]


def test_comments_come_in_with_their_day_verdict_and_person(bring: Bring, service: Service) -> None:
    receipt = bring(POLIS)
    assert (receipt.read, receipt.imported, receipt.set_aside, receipt.masked) == (3, 3, 1, 1)
    assert receipt.adds_up
    lanes, buy, call = Comment.objects.order_by("pk")
    assert (lanes.text, lanes.state, lanes.collection_method) == ("More lanes, please", State.READ, Method.IMPORT)
    assert (buy.state, buy.unusable_reason) == (State.UNUSABLE, "not_ours")
    assert (call.redacted_text, call.pii_state) == ("Call me:\n[e-mail]", PiiState.MASKED)
    assert lanes.person_key == buy.person_key != call.person_key
    assert "1756" not in lanes.person_key
    assert lanes.service == service
    assert AuditEvent.objects.get().action == "feedback.import"


def test_the_same_file_again_adds_nothing_wherever_it_lies(bring: Bring) -> None:
    bring(POLIS)
    receipt = bring(POLIS, name="elsewhere-under-another-name.csv")
    assert (receipt.imported, receipt.already_there) == (0, 3)
    assert Comment.objects.count() == 3


def test_a_later_export_adds_only_what_is_new(bring: Bring) -> None:
    bring(POLIS)
    receipt = bring(POLIS + "1518501496999,Tue Feb 13,3,9,0,0,0,Later\n")
    assert (receipt.imported, receipt.already_there) == (1, 3)


def test_two_conversations_that_both_count_from_zero_stay_apart(bring: Bring) -> None:
    bring(POLIS)
    receipt = bring(HEADER + "1518501496471,x,2,1756,48,8,1,Something else\n")
    assert receipt.imported == 1


def test_the_same_file_may_be_about_another_service(bring: Bring) -> None:
    bring(POLIS)
    assert bring(POLIS, service=ServiceFactory(passport=True)).imported == 3


def test_a_dry_run_shows_and_keeps_nothing(bring: Bring) -> None:
    receipt = bring(POLIS, dry_run=True)
    assert not Comment.objects.exists()
    assert not AuditEvent.objects.exists()
    said = "\n".join(receipt.lines(dry_run=True))
    assert "[e-mail]" in said
    assert "voorbeeld.nl" not in said


def test_a_row_that_cannot_be_taken_is_named_and_the_others_go_in(bring: Bring, service: Service) -> None:
    StepFactory(service=service, title="Bevestiging")
    receipt = bring(
        "datum;cijfer;kanaal;stap;reactie\n"
        "2026-01-02;7;balie;bevestiging;Goed\n"
        "2026-01-02;77;balie;;Slecht\n"
        "gisteren;7;balie;;Slecht\n"
        "2026-01-02;7;postduif;;Slecht\n"
        "2026-01-02;7;balie;Nergens;Slecht\n"
        ";;;;\n"
        "2026-01-02;;;;\n"
        "2026-01-02;;;;" + "x" * 5_001 + "\n"
        "2026-01-02;7;;;a;b\n"
    )
    assert [number for number, _why in receipt.refusals] == [3, 4, 5, 6, 8, 9, 10]
    assert (receipt.read, receipt.imported) == (8, 1)
    assert receipt.adds_up
    comment = Comment.objects.get()
    assert comment.step is not None
    assert (comment.step.title, comment.channel, comment.grade) == ("Bevestiging", "counter", 7)


def test_equal_rows_without_a_number_stay_as_many_as_they_are(bring: Bring) -> None:
    content = "reactie\n" + "Stop dit plan\n" * 10
    assert bring(content).imported == 10
    assert bring(content).already_there == 10


def test_a_row_that_stands_twice_with_its_number_goes_in_once(bring: Bring) -> None:
    receipt = bring("id,reactie\n1,Hallo\n1,Hallo\n")
    assert (receipt.imported, receipt.already_there) == (1, 1)


def test_columns_about_persons_stay_behind_and_are_counted(bring: Bring) -> None:
    receipt = bring("naam,e-mail,reactie,kleur\nJan,j@x.nl,Goed,blauw\n,,Ook goed,\n")
    assert receipt.dropped == {"naam": 1, "e-mail": 1}
    assert receipt.unused == ("kleur",)
    stored = json.dumps(list(Comment.objects.values()), default=str)
    assert "Jan" not in stored
    assert "j@x.nl" not in stored


def test_without_a_date_today_is_put_down_and_said(bring: Bring) -> None:
    receipt = bring("reactie\nGoed\n")
    assert Comment.objects.get().said_on == timezone.localdate()
    assert receipt.undated == 1


def test_a_file_with_a_wrong_header_is_refused_whole(bring: Bring) -> None:
    with pytest.raises(UnreadableFileError, match="leeftijd"):
        bring("naam,leeftijd\nJan,40\n")
    with pytest.raises(UnreadableFileError, match="polis"):
        bring("reactie\nGoed\n", wanted="polis")
    assert not Comment.objects.exists()


def breaks(**_options: object) -> None:
    raise DatabaseError


def test_when_the_database_breaks_halfway_nothing_is_left(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring_in, "BATCH", 2)
    with monkeypatch.context() as broken:
        broken.setattr(bring_in.audit, "note", breaks)
        with pytest.raises(DatabaseError):
            bring(POLIS)
    assert not Comment.objects.exists()
    assert bring(POLIS).imported == 3


def test_a_large_file_takes_as_many_queries_a_batch_as_a_small_one(
    bring: Bring,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    monkeypatch.setattr(bring_in, "BATCH", 100)
    with django_assert_max_num_queries(16):
        bring("id,reactie\n" + "".join(f"{n},Reactie {n}\n" for n in range(300)))


def test_progress_is_told(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring_in, "BATCH", 2)
    told: list[tuple[int, int]] = []
    bring(POLIS, watch=lambda done, about: told.append((done, about)))
    assert [done for done, _about in told] == [2, 3]


def test_many_refusals_are_shown_in_part(bring: Bring) -> None:
    receipt = bring("cijfer,reactie\n" + "99,x\n" * 30)
    lines = list(receipt.lines(dry_run=False))
    assert receipt.refused == 30
    assert sum("99" in line for line in lines) == 20
