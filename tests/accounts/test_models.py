"""People with an account, and a trail that only grows."""

import pytest
from django.db.models import ProtectedError

from accounts import audit
from accounts.models import AuditEvent, Role
from tests.factories import PASSWORD, ServiceFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def test_an_employee_is_shown_by_name_and_otherwise_by_user_name() -> None:
    assert str(UserFactory(first_name="Noor", last_name="de Wit")) == "Noor de Wit"
    assert str(UserFactory(username="nwit", first_name="", last_name="")) == "nwit"


def test_somebody_with_two_roles_may_do_what_either_may() -> None:
    both = member_of(Role.KCC, Role.MODERATOR)
    assert both.has_perm("feedback.add_comment")
    assert both.has_perm("feedback.moderate_comment")
    assert not member_of(Role.KCC).has_perm("feedback.moderate_comment")


def test_passwords_are_kept_as_hashes_only() -> None:
    assert PASSWORD not in UserFactory().password


def test_an_event_says_who_did_what_to_what() -> None:
    noor, service = UserFactory(), ServiceFactory()
    event = audit.note(action="service.export", of=service, by=noor, origin="admin")
    assert str(event) == f"service.export journeys.service {service.pk}"
    assert (event.actor, event.origin, event.result) == (noor, "admin", "ok")


def test_an_event_is_never_changed() -> None:
    event = audit.note(action="service.export", of=ServiceFactory(), by=None)
    event.result = "refused"
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    assert AuditEvent.objects.get().result == "ok"


def test_an_event_is_never_deleted() -> None:
    event = audit.note(action="service.export", of=ServiceFactory(), by=None)
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()


def test_events_are_neither_changed_nor_deleted_by_the_handful() -> None:
    audit.note(action="service.export", of=ServiceFactory(), by=None)
    with pytest.raises(TypeError, match="never changed"):
        AuditEvent.objects.update(result="refused")
    with pytest.raises(TypeError, match="never deleted"):
        AuditEvent.objects.all().delete()


def test_an_account_that_left_a_trace_cannot_be_deleted() -> None:
    noor = UserFactory()
    audit.note(action="service.export", of=ServiceFactory(), by=noor)
    with pytest.raises(ProtectedError):
        noor.delete()
