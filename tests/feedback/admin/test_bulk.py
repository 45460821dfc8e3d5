"""Verdicts on many comments at once."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Role
from feedback.models import Comment, State
from tests.factories import CommentFactory, member_of


def place(action: str, *comments: Comment, extra: str = "") -> str:
    ids = "&".join(f"id={one.pk}" for one in comments)
    back = reverse("feedback_admin:index")
    return f"{reverse('wagtail_bulk_action', args=['feedback', 'comment', action])}?{ids}{extra}&next={back}"


@pytest.fixture
def two(db: None) -> list[Comment]:
    return list(CommentFactory.create_batch(2, waiting=True))


def test_asking_once_more_shows_what_will_change_and_changes_nothing(desk: Client, two: list[Comment]) -> None:
    text = desk.get(place("read", *two)).content.decode()
    assert all(one.spoken_reference in text for one in two)
    assert Comment.objects.waiting().count() == 2


def test_read(desk: Client, two: list[Comment]) -> None:
    assert desk.post(place("read", *two)).status_code == 302
    assert set(Comment.objects.values_list("state", flat=True)) == {State.READ}
    assert AuditEvent.objects.count() == 2


def test_unusable_wants_a_reason(desk: Client, two: list[Comment]) -> None:
    assert desk.post(place("unusable", *two)).status_code == 200
    assert Comment.objects.waiting().count() == 2
    desk.post(place("unusable", *two), {"reason": "abuse"})
    assert set(Comment.objects.values_list("unusable_reason", flat=True)) == {"abuse"}


def test_back_to_the_queue(desk: Client, db: None) -> None:
    comment = CommentFactory(spam=True)
    desk.post(place("received", comment))
    assert Comment.objects.waiting().get() == comment


def test_what_cannot_get_the_verdict_is_named_and_left_alone(desk: Client, two: list[Comment]) -> None:
    closed = CommentFactory(state=State.CLOSED)
    assert closed.spoken_reference in desk.get(place("read", *two, closed)).content.decode()
    desk.post(place("read", *two, closed))
    closed.refresh_from_db()
    assert closed.state == State.CLOSED


def test_all_is_never_more_than_what_was_ticked(desk: Client, two: list[Comment]) -> None:
    desk.post(place("read", two[0], extra="&id=all&id=x&id=" + "9" * 30))
    assert Comment.objects.waiting().get() == two[1]


def test_nothing_ticked_is_a_page_and_no_error(desk: Client, two: list[Comment]) -> None:
    assert desk.get(place("read")).status_code == 200
    assert desk.post(place("read")).status_code in {200, 302}
    assert Comment.objects.waiting().count() == 2


def test_the_text_as_written_is_not_on_the_page(desk: Client, db: None) -> None:
    comment = CommentFactory(waiting=True, text="Bel 06-12345678")
    assert "12345678" not in desk.get(place("read", comment)).content.decode()


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.KCC, Role.MANAGER, Role.SERVICE_DESIGNER, Role.FACILITATOR])
@pytest.mark.parametrize("action", ["read", "unusable", "received"])
def test_others_may_not(role: Role, action: str, two: list[Comment]) -> None:
    client = Client()
    client.force_login(member_of(role))
    client.post(place(action, *two), {"reason": "spam"})
    assert Comment.objects.waiting().count() == 2
