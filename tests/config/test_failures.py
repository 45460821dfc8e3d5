"""When something breaks, a visitor meets a page in house style, and a citizen keeps the words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, RequestFactory
from django.urls import reverse_lazy
from django.utils.html import escape

from config.failures import server_error
from feedback.models import Comment
from tests.factories import ServiceFactory, make_home

pytestmark = pytest.mark.django_db
QUESTIONS = reverse_lazy("feedback", kwargs={"slug": "trouwen"})
WORDS = 'Ik kreeg <b>geen</b> "bevestiging" & niemand belde </textarea><script>alert(1)</script>'


@contextmanager
def database_away(kind: type[Exception] = OperationalError) -> Iterator[None]:
    """Let every question to the database fail as it does when the server is away."""

    def refuse(*args: Any) -> None:
        raise kind("server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture(name="visitor")
def a_visitor_who_sees_what_is_answered() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def a_site() -> None:
    make_home()
    ServiceFactory()


@pytest.mark.parametrize("path", ["/", "/en/", "/diensten/", "/en/feedback/trouwen/", "/admin/login/", "/nergens/"])
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_while_the_database_is_away_a_page_says_when_to_come_back(
    visitor: Client, path: str, kind: type[Exception]
) -> None:
    with database_away(kind):
        response = visitor.get(path)
    if path == "/admin/login/" and response.status_code == 200:
        return  # the log-in page itself asks nothing
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Content-Security-Policy"]
    assert "<h1" in response.text


def test_the_page_of_the_closed_site_speaks_the_visitors_language(visitor: Client) -> None:
    with database_away():
        assert '<html lang="en">' in visitor.get("/en/").text
        assert '<html lang="nl">' in visitor.get("/").text


def test_words_that_could_not_be_kept_are_handed_back_whole(visitor: Client) -> None:
    sent = {"text": WORDS, "grade": "4", "outcome": "no", "token": "t0ken"}
    with database_away():
        response = visitor.post(QUESTIONS, sent)
    assert response.status_code == 503
    assert f">\n{escape(WORDS)}</textarea>" in response.text
    assert "<script>alert" not in response.text
    assert f'<form method="post" action="{QUESTIONS}">' in response.text
    for name in ("grade", "outcome", "token"):
        assert f'<input type="hidden" name="{name}" value="{sent[name]}">' in response.text
    assert response["Cache-Control"] == "no-store"


def test_words_that_were_handed_back_can_be_sent_again(visitor: Client) -> None:
    page = visitor.get(QUESTIONS).text
    token = page.split('name="token" value="')[1].split('"')[0]
    sent = {"text": "Niemand belde terug.", "grade": "4", "outcome": "no", "token": token}
    with database_away():
        assert visitor.post(QUESTIONS, sent).status_code == 503
    assert visitor.post(QUESTIONS, sent).status_code == 303
    assert Comment.objects.get().text == "Niemand belde terug."


def test_a_password_is_never_shown_again(visitor: Client) -> None:
    with database_away():
        response = visitor.post("/admin/login/", {"username": "noor", "password": "zeer-geheim", "text": "zeer-geheim"})
    assert response.status_code == 503
    assert "zeer-geheim" not in response.text


def test_our_own_mistake_is_a_500_in_house_style(visitor: Client) -> None:
    with database_away(ProgrammingError):
        response = visitor.get("/")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert response["Content-Security-Policy"]
    assert "<h1" in response.text


def test_a_form_that_breaks_off_half_way_is_still_answered(rf: RequestFactory) -> None:
    class Broken:
        def read(self, *args: int) -> bytes:
            raise OSError("the visitor went away")

    request = rf.post(QUESTIONS, {"text": "half"})
    request.resolver_match = type("Match", (), {"url_name": "feedback"})()  # type: ignore[assignment]
    request._stream = Broken()  # type: ignore[assignment]
    response = answer_to(OperationalError("away"), lambda: server_error(request))
    assert response.status_code == 503


def answer_to(problem: Exception, answer: Callable[[], Any]) -> Any:
    """Return what is answered while this problem is being handled, as Django calls it."""
    try:
        raise problem
    except Exception:  # noqa: BLE001 - that is what Django does
        return answer()


def test_an_address_that_does_not_exist_is_a_404_in_house_style(visitor: Client) -> None:
    response = visitor.get("/nergens/")
    assert response.status_code == 404
    assert "<h1" in response.text
    assert response["Content-Security-Policy"]
