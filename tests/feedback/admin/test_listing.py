"""The list: what is shown, to whom, narrowed how, and at what price."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from feedback.models import Comment, Flag, PiiState, State
from tests.factories import CommentFactory, ServiceFactory, StepFactory, member_of

LIST = reverse("feedback_admin:index")


def shown(desk: Client, **query: Any) -> str:
    answer = desk.get(LIST, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.django_db
def test_who_is_not_logged_in_is_asked_to() -> None:
    assert Client().get(LIST).status_code == 302


@pytest.mark.parametrize("role", Role)
@pytest.mark.django_db
def test_the_list_opens_for_exactly_who_may_read_comments(role: Role) -> None:
    user = member_of(role)
    client = Client()
    client.force_login(user)
    allowed = user.has_perm("feedback.view_comment")
    answer = client.get(LIST)
    assert (answer.status_code == 200) == allowed
    if not allowed:
        assert answer.status_code in {302, 403}


def test_the_menu_leads_to_what_waits(desk: Client) -> None:
    home = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert f"{LIST}?state=received" in home


def test_the_text_as_written_is_nowhere(desk: Client) -> None:
    CommentFactory(waiting=True, text="Bel mij op 06-12345678 over de Bevestiging")
    text = shown(desk)
    assert "[telefoonnummer]" in text
    assert "12345678" not in text
    with CaptureQueriesContext(connection) as queries:
        shown(desk, q="12345678")
    assert not any('"feedback_comment"."text"' in query["sql"] for query in queries)
    assert "[telefoonnummer]" not in shown(desk, q="12345678")


def test_search_finds_words_and_a_number_as_it_is_spoken(desk: Client) -> None:
    sought, other = CommentFactory(text="De bode was aardig"), CommentFactory(text="De site was traag")
    for query in ("BODE", sought.spoken_reference, sought.reference):
        text = shown(desk, q=query)
        assert sought.redacted_text in text
        assert other.redacted_text not in text


def test_each_filter_narrows_the_list(desk: Client) -> None:
    service = ServiceFactory(passport=True)
    step = StepFactory(service=service)
    wanted = CommentFactory(
        waiting=True,
        service=service,
        step=step,
        channel="phone",
        grade=3,
        said_on=date(2026, 3, 5),
        pii_state=PiiState.CHECKED,
        flags=[Flag.LINKS.value, Flag.QUICK.value],
        text="Deze moet blijven",
    )
    CommentFactory(text="Deze moet weg", grade=9)
    queries: list[dict[str, Any]] = [
        {"state": State.RECEIVED.value},
        {"service": service.pk},
        {"step": step.pk},
        {"channel": "phone"},
        {"grade_to": 4},
        {"grade_from": 2, "grade_to": 3},
        {"said_on_from": "2026-03-01", "said_on_to": "2026-03-05"},
        {"pii_state": PiiState.CHECKED.value},
        {"flags": [Flag.LINKS.value, Flag.QUICK.value]},
    ]
    for query in queries:
        text = shown(desk, **query)
        assert wanted.redacted_text in text, query
        assert "Deze moet weg" not in text, query
    assert wanted.redacted_text not in shown(desk, flags=[Flag.LINKS.value, Flag.HONEYPOT.value])


@pytest.mark.parametrize(
    "query",
    [
        {"service": "x"},
        {"step": "9" * 30},
        {"grade_from": "NaN"},
        {"said_on_from": "gisteren"},
        {"service": "9" * 24},
        {"p": "-1"},
    ],
)
def test_nonsense_in_the_address_is_no_error_of_ours(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(LIST, query).status_code == 200


def test_newest_first(desk: Client) -> None:
    older, newer = CommentFactory(said_on=date(2026, 1, 1)), CommentFactory(said_on=date(2026, 2, 1))
    text = shown(desk)
    assert text.index(newer.redacted_text) < text.index(older.redacted_text)


def test_a_comment_without_words_says_so(desk: Client) -> None:
    CommentFactory(grade_only=True)
    assert "<i>" in shown(desk)


@pytest.mark.django_db
def test_a_researcher_reads_and_decides_nothing() -> None:
    researcher = member_of(Role.RESEARCHER)
    client = Client()
    client.force_login(researcher)
    CommentFactory(waiting=True)
    text = client.get(LIST).content.decode()
    assert "/bulk/feedback/comment/" not in text
    assert reverse("feedback_admin:queue") not in text


def test_results_alone_come_without_the_frame(desk: Client) -> None:
    CommentFactory()
    assert "<html" not in desk.get(reverse("feedback_admin:index_results")).content.decode()


def count_queries(desk: Client) -> int:
    shown(desk)
    with CaptureQueriesContext(connection) as queries:
        shown(desk)
    return len(queries)


def test_the_price_of_the_list_does_not_grow_with_what_is_on_it(desk: Client) -> None:
    step = StepFactory()
    CommentFactory.create_batch(2, step=step, service=step.service)
    few = count_queries(desk)
    CommentFactory.create_batch(40, step=step, service=step.service, waiting=True)
    assert count_queries(desk) <= few
    assert few <= 20


def test_the_order_of_list_and_queue_comes_from_an_index(db: None) -> None:
    """No sorting of a hundred thousand rows to show twenty-five."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's query plan")
    for comments, index in (
        (Comment.objects.order_by("-said_on", "-id"), "comment_by_day"),
        (Comment.objects.waiting().order_by("-said_on", "-id"), "comment_by_state_and_day"),
        (Comment.objects.waiting().order_by("said_on", "id"), "comment_by_state_and_day"),
    ):
        plan = comments[:25].explain()
        assert index in plan
        assert "TEMP B-TREE" not in plan


def test_an_active_filter_is_shown_so_that_it_can_be_taken_away(desk: Client) -> None:
    CommentFactory(waiting=True)
    assert "w-pill" in shown(desk, state=State.RECEIVED.value)


def test_an_empty_queue_says_that_all_has_been_looked_at(desk: Client) -> None:
    assert 'role="status"' in shown(desk, state=State.RECEIVED.value)
