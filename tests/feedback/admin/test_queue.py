"""One after another: a queue that shrinks."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from feedback.models import Comment, State
from tests.factories import CommentFactory, member_of

QUEUE = reverse("feedback_admin:queue")


@pytest.fixture
def three(db: None) -> list[Comment]:
    return [CommentFactory(waiting=True, said_on=date(2026, 1, 1 + n // 2)) for n in range(3)]


def decide(desk: Client, comment: Comment, verdict: str, place: str = QUEUE) -> str:
    return str(desk.post(place, {"comment": comment.pk, "verdict": verdict}, follow=True).content.decode())


def test_the_oldest_comes_first_and_each_verdict_brings_the_next(desk: Client, three: list[Comment]) -> None:
    assert three[0].redacted_text in desk.get(QUEUE).content.decode()
    assert three[1].redacted_text in decide(desk, three[0], "read")
    assert three[2].redacted_text in decide(desk, three[1], "unusable:empty")
    decide(desk, three[2], "read")
    assert not Comment.objects.waiting().exists()
    assert [Comment.objects.get(pk=one.pk).state for one in three] == [State.READ, State.UNUSABLE, State.READ]


def test_what_is_left_and_what_was_done_today_is_shown(desk: Client, three: list[Comment]) -> None:
    text = decide(desk, three[0], "read")
    assert 'max="3" value="1"' in text
    assert ">2 " in text or " 2 " in text


def test_skipping_shows_the_next_and_decides_nothing(desk: Client, three: list[Comment]) -> None:
    text = desk.get(QUEUE, {"after": three[0].pk}).content.decode()
    assert three[1].redacted_text in text
    assert Comment.objects.waiting().count() == 3


def test_who_skipped_to_the_end_is_told_that_some_still_wait(desk: Client, three: list[Comment]) -> None:
    text = desk.get(QUEUE, {"after": three[2].pk}).content.decode()
    assert f'href="{QUEUE}"' in text
    assert 'name="verdict"' not in text


def test_a_verdict_after_skipping_stays_behind_what_was_skipped(desk: Client, three: list[Comment]) -> None:
    text = decide(desk, three[1], "read", place=f"{QUEUE}?after={three[0].pk}")
    assert three[2].redacted_text in text


def test_two_moderators_at_the_same_comment_do_no_harm(desk: Client, three: list[Comment]) -> None:
    decide(desk, three[0], "read")
    assert three[1].redacted_text in decide(desk, three[0], "read")


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert 'name="verdict"' not in desk.get(QUEUE).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"comment": "x", "verdict": "read"}, {"comment": "9" * 40, "verdict": "read"}, {"verdict": "x"}]
)
def test_nonsense_changes_nothing(desk: Client, three: list[Comment], data: dict[str, str]) -> None:
    assert desk.post(QUEUE, data).status_code == 302
    assert desk.get(QUEUE, {"after": "9" * 40}).status_code == 200
    assert Comment.objects.waiting().count() == 3


def test_every_verdict_has_a_key_of_its_own(desk: Client, three: list[Comment]) -> None:
    text = desk.get(QUEUE).content.decode()
    for key in ("r", "s", "o", "1", "2", "3", "4"):
        assert text.count(f'accesskey="{key}"') == 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.django_db
def test_the_queue_is_for_who_may_decide(role: Role) -> None:
    user = member_of(role)
    client = Client()
    client.force_login(user)
    assert (client.get(QUEUE).status_code == 200) == user.has_perm("feedback.moderate_comment")
