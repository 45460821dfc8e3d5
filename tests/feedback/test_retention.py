"""What is forgotten when; tested with another day than today, and against what the page about privacy promises."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings

from config.demo import content
from feedback import retention, tasks
from feedback.models import Comment
from feedback.retention import Forgotten, forget, years_before
from tests.factories import CommentFactory, ServiceFactory

RECEIVED = date(2026, 9, 1)
CALL_ME = "Bel mij: 06-12345678"


def kept(**fields: Any) -> Comment:
    return CommentFactory(text=CALL_ME, person_key="iemand", **{"received_on": RECEIVED, **fields})


@pytest.mark.django_db
def test_the_text_as_written_goes_after_twelve_months_and_not_a_day_sooner() -> None:
    comment = kept()
    assert forget(today=date(2027, 8, 31)) == Forgotten(0, 0)
    assert forget(today=date(2027, 9, 1)) == Forgotten(as_written=1, words=0)
    comment.refresh_from_db()
    assert (comment.text, comment.redacted_text) == ("", "Bel mij: [telefoonnummer]")


@pytest.mark.django_db
def test_all_words_go_after_five_years_and_the_grade_stays() -> None:
    comment = kept(grade=7)
    assert forget(today=date(2031, 8, 31)) == Forgotten(as_written=1, words=0)
    assert forget(today=date(2031, 9, 1)) == Forgotten(as_written=0, words=1)
    comment.refresh_from_db()
    assert (comment.text, comment.redacted_text, comment.person_key) == ("", "", "")
    assert (comment.grade, comment.forgotten_on) == (7, date(2031, 9, 1))


@pytest.mark.django_db
def test_words_without_a_grade_leave_a_row_that_still_counts() -> None:
    kept(grade=None, outcome="")
    assert forget(today=date(2040, 1, 1)) == Forgotten(as_written=0, words=1)
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_the_term_begins_when_we_received_it_also_when_it_was_said_years_before() -> None:
    kept(said_on=date(2019, 1, 1))
    assert forget(today=date(2026, 12, 1)) == Forgotten(0, 0)


@pytest.mark.django_db
def test_what_was_forgotten_is_not_forgotten_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    service = ServiceFactory()
    for _ in range(5):
        kept(service=service)
    CommentFactory(service=service, grade_only=True, received_on=RECEIVED)
    assert forget(today=date(2032, 1, 1)) == Forgotten(as_written=0, words=5)
    assert forget(today=date(2032, 1, 2)) == Forgotten(0, 0)


@pytest.mark.django_db
def test_the_nightly_task_forgets_as_of_today() -> None:
    old, young = kept(received_on=date(2001, 1, 1)), kept()
    tasks.forget()
    old.refresh_from_db()
    assert old.redacted_text == ""
    assert Comment.objects.get(pk=young.pk).redacted_text


def test_it_is_done_every_night() -> None:
    assert tasks.forget.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_a_leap_day_has_an_anniversary() -> None:
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)


def test_the_page_about_privacy_promises_these_terms() -> None:
    promises = "\n".join(section["text"] for section in content.site()["privacy"]["sections"])
    assert f"bewaren wij {12 * retention.AS_WRITTEN_YEARS} maanden" in promises
    assert f"bewaren wij {retention.WORDS_YEARS} jaar" in promises
