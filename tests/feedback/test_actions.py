"""Handing in, deciding, revealing, hiding."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEvent, Role, User
from feedback import actions
from feedback.actions import NewComment, hide_words, key_of, may_moderate, moderate, reveal, submit
from feedback.models import MOVES, Comment, PiiState, State, Unusable
from journeys.models import Service
from tests.factories import CommentFactory, ServiceFactory, member_of

KEY = UUID("12345678-1234-4234-8234-123456789012")


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory()


@pytest.fixture
def moderator(db: None) -> User:
    return member_of(Role.MODERATOR)


def test_what_was_said_is_kept_with_personal_data_masked(service: Service) -> None:
    comment = submit(answer=NewComment(service=service, text="Bel mij: 06-12345678", grade=4), submission_key=KEY)
    comment.refresh_from_db()
    assert (comment.text, comment.redacted_text) == ("Bel mij: 06-12345678", "Bel mij: [telefoonnummer]")
    assert (comment.pii_state, comment.state, comment.grade) == (PiiState.MASKED, State.RECEIVED, 4)
    assert len(comment.reference) == 12


def test_the_same_key_again_returns_the_row_that_stands(service: Service) -> None:
    first = submit(answer=NewComment(service=service, text="Goed zo"), submission_key=KEY)
    again = submit(answer=NewComment(service=service, text="Iets anders"), submission_key=KEY)
    assert (again.pk, again.text) == (first.pk, "Goed zo")
    assert Comment.objects.count() == 1


def test_a_number_that_is_taken_is_drawn_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = CommentFactory(service=service, reference="123456789012")
    monkeypatch.setattr(Comment._meta.get_field("reference"), "default", lambda: taken.reference)
    monkeypatch.setattr(Comment._meta.get_field("reference"), "_get_default", lambda: taken.reference, raising=False)
    comment = submit(answer=NewComment(service=service, grade=8), submission_key=KEY)
    assert comment.reference != taken.reference


def test_a_row_that_can_never_be_kept_is_an_error_and_not_a_loop(service: Service) -> None:
    with pytest.raises(IntegrityError):
        submit(answer=NewComment(service=service), submission_key=KEY)


def test_twenty_parallel_sendings_are_one_comment(committed_service: Service) -> None:
    service = committed_service

    def send(_number: int) -> str:
        try:
            return submit(answer=NewComment(service=service, text="Dubbel"), submission_key=KEY).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        references = set(pool.map(send, range(20)))
    assert len(references) == 1
    assert Comment.objects.of(service).count() == 1


def test_keys_differ_when_any_part_differs() -> None:
    assert key_of("a", 1) == key_of("a", 1)
    assert len({key_of("a", 1), key_of("a", 2), key_of("a1", ""), key_of("", "a1")}) == 4


# The promises of the table itself.


def broken(**fields: object) -> Callable[[], object]:
    return lambda: Comment.objects.create(
        **{"service": ServiceFactory(), "said_on": date(2026, 9, 1), "text": "x", **fields}
    )


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("comment_grade_1_to_10", {"grade": 0}),
        ("comment_grade_1_to_10", {"grade": 11}),
        ("comment_outcome_known", {"outcome": "maybe"}),
        ("comment_says_something", {"text": ""}),
        ("comment_unusable_with_reason", {"state": State.UNUSABLE}),
        ("comment_unusable_with_reason", {"unusable_reason": Unusable.SPAM}),
        ("comment_forgotten_has_no_words", {"forgotten_on": date(2026, 9, 1)}),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses(name: str, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken(**fields)()


@pytest.mark.parametrize(
    "fields", [{"source": "polis:trouwen", "source_id": "7"}, {"reference": "111222333444"}, {"submission_key": KEY}]
)
@pytest.mark.django_db
def test_the_database_refuses_a_second_one(fields: dict[str, object]) -> None:
    broken(**fields)()
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(**fields)()


@pytest.mark.django_db
def test_comments_without_a_source_do_not_stand_in_each_others_way() -> None:
    broken(source_id="7")()
    broken(source_id="7")()
    assert Comment.objects.count() == 2


def test_each_named_constraint_has_a_test_that_tries_to_break_it() -> None:
    assert {constraint.name for constraint in Comment._meta.constraints} == {
        "comment_grade_1_to_10",
        "comment_outcome_known",
        "comment_says_something",
        "comment_forgotten_has_no_words",
        "comment_unusable_with_reason",
        "comment_once_per_source",
    }


# Deciding.


def test_the_table_of_moves_covers_every_state_and_leads_only_to_states() -> None:
    assert set(MOVES) == set(State)
    assert {to for moves in MOVES.values() for to in moves} <= set(State)
    assert all(state not in moves for state, moves in MOVES.items())


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verdict", State)
def test_a_verdict_is_allowed_exactly_where_the_table_says(state: State, verdict: State) -> None:
    assert may_moderate(Comment(state=state), verdict) == (verdict == state or verdict in MOVES[state])


def test_a_moderator_decides_on_many_at_once_and_leaves_a_trace(moderator: User) -> None:
    waiting = CommentFactory.create_batch(3, waiting=True)
    assert moderate(comments=waiting, verdict=State.READ, by=moderator) == 3
    assert not Comment.objects.waiting().exists()
    assert (
        list(AuditEvent.objects.values_list("action", "actor", "result")) == [("feedback.read", moderator.pk, "ok")] * 3
    )


def test_deciding_the_same_way_again_changes_nothing(moderator: User) -> None:
    comment = CommentFactory(waiting=True)
    moderate(comments=[comment], verdict=State.UNUSABLE, reason=Unusable.SPAM, by=moderator)
    assert moderate(comments=[comment], verdict=State.UNUSABLE, reason=Unusable.SPAM, by=moderator) == 0
    assert AuditEvent.objects.count() == 1


def test_back_to_the_queue_takes_the_reason_away(moderator: User) -> None:
    comment = CommentFactory(spam=True)
    moderate(comments=[comment], verdict=State.RECEIVED, by=moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.unusable_reason) == (State.RECEIVED, "")


def test_unusable_asks_for_a_reason(moderator: User) -> None:
    with pytest.raises(ValidationError, match=r"why|waarom"):
        moderate(comments=[CommentFactory(waiting=True)], verdict=State.UNUSABLE, by=moderator)


def test_one_that_cannot_move_holds_back_all(moderator: User) -> None:
    waiting, closed = CommentFactory(waiting=True), CommentFactory(state=State.CLOSED)
    with pytest.raises(ValidationError, match=closed.spoken_reference):
        moderate(comments=[waiting, closed], verdict=State.READ, by=moderator)
    waiting.refresh_from_db()
    assert waiting.state == State.RECEIVED


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.MODERATOR, Role.ADMINISTRATOR}])
@pytest.mark.django_db
def test_others_may_not_decide(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        moderate(comments=[CommentFactory(waiting=True)], verdict=State.READ, by=member_of(role))
    with pytest.raises(PermissionDenied):
        hide_words(comment=CommentFactory(), words="bevestiging", by=member_of(role))


# The text as written.


def test_who_may_read_the_text_as_written_leaves_a_trace(moderator: User) -> None:
    comment = CommentFactory(text="Ik ben te bellen op 06-12345678.")
    assert reveal(comment=comment, by=moderator) == "Ik ben te bellen op 06-12345678."
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id, event.actor, event.result) == (
        "feedback.reveal",
        str(comment.pk),
        moderator,
        "ok",
    )


@pytest.mark.django_db
def test_who_may_not_read_it_gets_nothing_and_leaves_a_trace_too() -> None:
    manager = member_of(Role.MANAGER)
    with pytest.raises(PermissionDenied):
        reveal(comment=CommentFactory(), by=manager)
    assert AuditEvent.objects.get().result == "refused"


def test_a_person_hides_what_the_machine_let_through(moderator: User) -> None:
    comment = CommentFactory(text="Vraag het aan karel. Karel weet het.")
    assert hide_words(comment=comment, words=" karel ", by=moderator) == 2
    comment.refresh_from_db()
    assert comment.redacted_text == f"Vraag het aan {actions.HIDDEN}. {actions.HIDDEN} weet het."
    assert (comment.text, comment.pii_state) == ("Vraag het aan karel. Karel weet het.", PiiState.CHECKED)


def test_hiding_words_that_are_not_there_says_so(moderator: User) -> None:
    with pytest.raises(ValidationError, match=r"not in|niet in"):
        hide_words(comment=CommentFactory(), words="onvindbaar", by=moderator)


def test_a_letter_that_grows_in_lower_case_does_not_shift_the_mask(moderator: User) -> None:
    comment = CommentFactory(text="İİ vraag Karel.")
    hide_words(comment=comment, words="Karel", by=moderator)
    assert comment.redacted_text == f"İİ vraag {actions.HIDDEN}."


def test_checked_without_hiding_is_noted(moderator: User) -> None:
    comment = CommentFactory()
    assert hide_words(comment=comment, words="", by=moderator) == 0
    assert Comment.objects.get(pk=comment.pk).pii_state == PiiState.CHECKED


def test_a_key_is_a_uuid_that_a_new_one_never_equals() -> None:
    assert key_of("x") != uuid4()


# Erasing.


def test_who_asks_so_is_erased_and_only_the_trace_of_that_stays(service: Service, moderator: User) -> None:
    comment = CommentFactory(service=service)
    number = str(comment.pk)
    actions.erase(comment=comment, by=moderator)
    assert not Comment.objects.exists()
    event = AuditEvent.objects.get(action="feedback.erase")
    assert (event.object_id, event.actor) == (number, moderator)


def test_only_a_moderator_erases(service: Service) -> None:
    with pytest.raises(PermissionDenied):
        actions.erase(comment=CommentFactory(service=service), by=member_of(Role.MANAGER))
    assert Comment.objects.count() == 1
