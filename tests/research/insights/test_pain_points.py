"""Pain points: who answers for them, what is late, and what is on record."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import AuditEvent, Role
from research.insights.actions import keep_up, make_pain_point
from research.insights.actions.pain_points import Judgement, Upkeep
from research.insights.admin.pain_points.record import due_words, in_words, record_of, who_words
from research.insights.models import PainPoint
from research.insights.models.pain_points import PainStatus
from tests.factories import PainPointFactory, ThemeFactory, member_of

pytestmark = pytest.mark.django_db


def test_nobody_owns_what_has_neither_a_person_nor_a_department_and_is_not_solved() -> None:
    alone = PainPointFactory(department="", owner=None)
    PainPointFactory(department="Burgerzaken", owner=None)
    PainPointFactory(department="", owner=member_of(Role.MANAGER))
    PainPointFactory(department="", owner=None, status=PainStatus.SOLVED)
    assert list(PainPoint.objects.unowned()) == [alone]


def test_what_is_past_its_day_is_late_until_it_ended() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    late = PainPointFactory(due=yesterday)
    in_time = PainPointFactory(due=timezone.localdate())
    PainPointFactory(due=yesterday, status=PainStatus.SOLVED)
    assert list(PainPoint.objects.overdue()) == [late]
    assert (late.days_late, in_time.days_late, PainPointFactory(due=None).days_late) == (1, 0, 0)
    with override("en"):
        assert due_words(late).endswith(", 1 day late")
        assert "late" not in due_words(in_time)
        assert due_words(PainPointFactory(due=None)) == "no day agreed"


def test_who_acts_and_how_far_it_is_are_kept_and_on_record() -> None:
    fatima = member_of(Role.MANAGER, first_name="Fatima", last_name="Aziz")
    point = PainPointFactory(department="", status=PainStatus.OPEN)
    due = timezone.localdate() + timedelta(days=40)
    upkeep = Upkeep(department="ICT", owner=fatima, status=PainStatus.BEING_SOLVED, due=due)
    kept = keep_up(point=point, upkeep=upkeep, by=fatima)
    point.refresh_from_db()
    assert (point.department, point.owner, point.status, point.due) == ("ICT", fatima, "being_solved", due)
    assert who_words(kept) == "ICT, Fatima Aziz"
    with override("en"):
        told = {deed.what for deed in record_of(point)}
        assert {deed.who for deed in record_of(point)} == {"Fatima Aziz"}
    assert {"another owner", "another department", "status became “being solved”"} < told
    assert not any("Fatima" in event.result for event in AuditEvent.objects.all()), "names are not in the trail's words"


def test_keeping_the_same_again_changes_nothing() -> None:
    point = PainPointFactory(department="ICT")
    keep_up(point=point, upkeep=Upkeep(department="ICT"), by=member_of(Role.MANAGER))
    assert not AuditEvent.objects.exists()


def test_what_is_taken_away_is_on_record_too() -> None:
    point = PainPointFactory(department="ICT", due=timezone.localdate())
    keep_up(point=point, upkeep=Upkeep(), by=member_of(Role.MANAGER))
    with override("en"):
        assert {deed.what for deed in record_of(point)} == {"no department any more", "no due day any more"}


def test_the_judgement_with_which_it_began_is_on_record() -> None:
    theme = ThemeFactory(approved=True)
    point = make_pain_point(theme=theme, judgement=Judgement("Geen bericht", 3), by=member_of(Role.RESEARCHER))
    with override("en"):
        assert [deed.what for deed in record_of(point)] == ["made, severity 3: it goes wrong for some"]


def test_the_words_of_the_record_stand_for_every_change() -> None:
    with override("en"):
        assert in_words("pain_point.due", "2027-01-06").startswith("due became 6 Jan 2027")
        assert in_words("pain_point.severity", "9") == "severity became 9"
        assert in_words("pain_point.status", "gone") == "status became “gone”"
        assert in_words("pain_point.elsewhere", "x") == "elsewhere"
