"""Erasing by number."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from feedback.models import Comment
from tests.factories import CommentFactory


@pytest.mark.django_db
def test_a_number_is_erased_as_it_is_said_and_the_trail_keeps_that(capsys: pytest.CaptureFixture[str]) -> None:
    other, comment = CommentFactory(), CommentFactory()
    call_command("erase_comment", *comment.spoken_reference.split())
    assert list(Comment.objects.all()) == [other]
    assert AuditEvent.objects.get(action="feedback.erase").origin == "manage.py erase_comment"
    assert "Erased" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_unknown_number_is_said_to_be_unknown() -> None:
    with pytest.raises(CommandError, match="No comment"):
        call_command("erase_comment", "111111111111")
