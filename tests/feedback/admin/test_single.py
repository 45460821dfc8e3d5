"""One comment on the moderator's screen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Role, User
from feedback.models import Comment, PiiState, State
from tests.factories import CommentFactory, member_of

WRITTEN = "Vraag het aan Karel, 06-12345678."


@pytest.fixture
def comment(db: None) -> Comment:
    return CommentFactory(waiting=True, text=WRITTEN)


def place(comment: Comment) -> str:
    return reverse("feedback_admin:comment", args=[comment.pk])


def post(desk: Client, comment: Comment, **data: Any) -> str:
    return str(desk.post(place(comment), data, follow=True).content.decode())


def test_a_comment_is_shown_redacted(desk: Client, comment: Comment) -> None:
    text = desk.get(place(comment)).content.decode()
    assert "[telefoonnummer]" in text
    assert "12345678" not in text
    assert comment.spoken_reference in text


def test_the_text_as_written_is_shown_once_on_request_and_that_is_noted(
    desk: Client, comment: Comment, moderator: User
) -> None:
    answer = desk.post(place(comment), {"deed": "reveal"})
    assert "06-12345678" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.object_id) == ("feedback.reveal", moderator, str(comment.pk))
    again = desk.get(place(comment)).content.decode()
    assert "06-12345678" not in again
    assert "de Wit" in again


@pytest.mark.django_db
def test_looking_at_the_page_never_reveals(desk: Client, comment: Comment) -> None:
    assert "06-12345678" not in desk.get(place(comment), {"deed": "reveal"}).content.decode()
    assert not AuditEvent.objects.exists()


def test_a_reader_without_the_right_gets_403_and_a_trace(comment: Comment) -> None:
    reader = next(
        user
        for role in Role
        if (user := member_of(role)).has_perm("feedback.view_comment")
        and not user.has_perm("feedback.view_raw_comment")
    )
    client = Client()
    client.force_login(reader)
    answer = client.post(place(comment), {"deed": "reveal"})
    assert "06-12345678" not in answer.content.decode()
    assert answer.status_code in {302, 403}
    assert AuditEvent.objects.get().result == "refused"
    client.post(place(comment), {"verdict": "read"})
    comment.refresh_from_db()
    assert comment.state == State.RECEIVED


@pytest.mark.parametrize(
    ("button", "state", "reason"), [("read", State.READ, ""), ("unusable:spam", State.UNUSABLE, "spam")]
)
def test_a_button_decides(desk: Client, comment: Comment, button: str, state: State, reason: str) -> None:
    post(desk, comment, verdict=button)
    comment.refresh_from_db()
    assert (comment.state, comment.unusable_reason) == (state, reason)


@pytest.mark.parametrize("button", ["", "gone", "unusable", "unusable:because", "answered", "read:x"])
def test_a_button_that_does_not_exist_decides_nothing(desk: Client, comment: Comment, button: str) -> None:
    post(desk, comment, verdict=button)
    comment.refresh_from_db()
    assert comment.state == State.RECEIVED


def test_words_that_the_machine_let_through_are_hidden(desk: Client, comment: Comment) -> None:
    post(desk, comment, deed="hide", words="karel")
    comment.refresh_from_db()
    assert "Karel" not in comment.redacted_text
    assert comment.pii_state == PiiState.CHECKED
    assert comment.text == WRITTEN


def test_words_that_are_not_there_get_a_sentence(desk: Client, comment: Comment) -> None:
    assert "messages" in post(desk, comment, deed="hide", words="Onvindbaar")
    assert not AuditEvent.objects.exists()


def test_a_comment_that_is_not_there_is_404(desk: Client, comment: Comment) -> None:
    assert desk.get(reverse("feedback_admin:comment", args=[comment.pk + 1])).status_code == 404


def test_history_tells_deeds_and_never_words(desk: Client, comment: Comment) -> None:
    post(desk, comment, verdict="unusable:spam")
    post(desk, comment, verdict="received")
    text = desk.get(place(comment)).content.decode()
    assert text.count("<time ") == 2
    assert "12345678" not in text
