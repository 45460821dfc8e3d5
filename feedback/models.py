"""What people say: one row for one thing said, on whatever channel."""

import secrets
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Channel, Service, Step


class Outcome(models.TextChoices):
    """Did the citizen get what they came for."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Method(models.TextChoices):
    """How the words reached us; a change of method breaks a trend."""

    FORM = "form", _("form")
    DICTATED = "dictated", _("told to an employee")
    TYPED_OVER = "typed_over", _("typed over from paper")
    IMPORT = "import", _("import")
    SESSION = "session", _("session")


class State(models.TextChoices):
    """Where a comment is on its way to an answer."""

    RECEIVED = "received", _("received")
    READ = "read", _("read")
    LINKED = "linked", _("being worked on")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    UNUSABLE = "unusable", _("unusable")
    REOPENED = "reopened", _("reopened")


MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.READ, State.UNUSABLE}),
    State.READ: frozenset({State.RECEIVED, State.LINKED, State.ANSWERED, State.CLOSED, State.UNUSABLE}),
    State.LINKED: frozenset({State.READ, State.ANSWERED, State.CLOSED}),
    State.ANSWERED: frozenset({State.CLOSED, State.REOPENED}),
    State.CLOSED: frozenset({State.REOPENED}),
    State.UNUSABLE: frozenset({State.RECEIVED, State.READ}),
    State.REOPENED: frozenset({State.READ, State.LINKED, State.ANSWERED, State.CLOSED}),
}


class Unusable(models.TextChoices):
    """Why a comment is left out of the analysis; it is kept and counted."""

    SPAM = "spam", _("spam")
    EMPTY = "empty", _("says nothing")
    ABUSE = "abuse", _("abuse")
    NOT_OURS = "not_ours", _("not about us")


class Flag(models.TextChoices):
    """What is odd about how a comment came in; a sign for the moderator, never a reason to refuse."""

    HONEYPOT = "honeypot", _("filled in a field that people do not see")
    QUICK = "quick", _("sent within two seconds")
    LINKS = "links", _("has links in it")
    SEEDED = "seeded", _("written by the organiser")


class PiiState(models.TextChoices):
    """What is known about personal data in the text."""

    NONE = "none", _("none found")
    MASKED = "masked", _("masked by machine")
    CHECKED = "checked", _("checked by a person")


def new_reference() -> str:
    """Return twelve random digits that do not begin with a zero."""
    return str(secrets.randbelow(9 * 10**11) + 10**11)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about comments."""

    def visible_to(self, user: Any) -> Self:
        """Return all comments to staff who may read them, none to anybody else."""
        return self if user.is_active and user.has_perm("feedback.view_comment") else self.none()

    def of(self, service: Service) -> Self:
        """Return what was said about a service or any step of it."""
        return self.filter(service=service)

    def about(self, step: Step) -> Self:
        """Return what was said about one step."""
        return self.filter(step=step)

    def usable(self) -> Self:
        """Leave out what a moderator set aside."""
        return self.exclude(state=State.UNUSABLE)

    def between(self, start: date, end: date) -> Self:
        """Return what was said from a day up to and including another."""
        return self.filter(said_on__range=(start, end))

    def waiting(self) -> Self:
        """Return what no moderator has decided on yet."""
        return self.filter(state=State.RECEIVED)


class Comment(models.Model):
    """One thing that somebody said about a service, with or without a grade, with or without words."""

    personal_fields: ClassVar = frozenset({"text", "redacted_text", "person_key", "entered_by"})
    safe_fields: ClassVar = frozenset(
        {
            "reference",
            "submission_key",
            "source",
            "source_id",
            "language",
            "grade",
            "outcome",
            "referrals_count",
            "channel",
            "collection_method",
            "said_on",
            "service",
            "step",
            "quote_consent",
            "state",
            "unusable_reason",
            "flags",
            "pii_state",
            "received_on",
            "forgotten_on",
        }
    )

    reference = models.CharField(_("number"), max_length=12, unique=True, default=new_reference, editable=False)
    submission_key = models.UUIDField(null=True, unique=True, editable=False)
    source = models.CharField(_("source"), max_length=80, blank=True, editable=False)
    source_id = models.CharField(max_length=120, blank=True, editable=False)

    text = models.TextField(_("text as written"), blank=True, max_length=5_000)
    redacted_text = models.TextField(_("text"), blank=True, max_length=6_000)
    language = models.CharField(_("language of the form"), max_length=5, default="nl")
    grade = models.PositiveSmallIntegerField(
        _("grade"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    outcome = models.CharField(_("did it work out"), max_length=6, choices=Outcome, blank=True)
    referrals_count = models.PositiveSmallIntegerField(
        _("times sent on"), null=True, blank=True, validators=[MaxValueValidator(20)]
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.WEB)
    collection_method = models.CharField(_("collected by"), max_length=10, choices=Method, default=Method.FORM)
    said_on = models.DateField(_("date"))
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="comments")
    step = models.ForeignKey(
        Step, verbose_name=_("step"), null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    person_key = models.CharField(max_length=64, blank=True, editable=False)
    quote_consent = models.BooleanField(_("may be quoted"), default=False)

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RECEIVED)
    unusable_reason = models.CharField(_("reason"), max_length=10, choices=Unusable, blank=True)
    flags = models.JSONField(
        _("signs"), default=list, blank=True, help_text=_("What a moderator should know about how this came in.")
    )
    pii_state = models.CharField(_("personal data"), max_length=8, choices=PiiState, default=PiiState.NONE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The day only: the minute would tell who sat at that computer or stood at that counter.
    received_on = models.DateField(default=timezone.localdate, editable=False, db_index=True)
    forgotten_on = models.DateField(
        null=True, editable=False, help_text="When the words were deleted for their age; the figures stayed."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering: ClassVar = ["-said_on", "-id"]
        permissions: ClassVar = [
            ("moderate_comment", "Can decide on comments"),
            ("view_raw_comment", "Can read the text as written"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["service", "said_on"], name="comment_by_service_and_day"),
            models.Index(fields=["step", "said_on"], name="comment_by_step_and_day"),
            models.Index(fields=["state", "said_on", "id"], name="comment_by_state_and_day"),
            models.Index(fields=["said_on", "id"], name="comment_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(grade=None) | models.Q(grade__range=(1, 10)), name="comment_grade_1_to_10"
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=["", *Outcome.values]), name="comment_outcome_known"),
            models.CheckConstraint(
                condition=~models.Q(text="")
                | ~models.Q(redacted_text="")
                | models.Q(grade__isnull=False)
                | ~models.Q(outcome="")
                | models.Q(forgotten_on__isnull=False),
                name="comment_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.UNUSABLE) ^ models.Q(unusable_reason=""),
                name="comment_unusable_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(forgotten_on=None) | models.Q(text="", redacted_text="", person_key=""),
                name="comment_forgotten_has_no_words",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source=""), name="comment_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return self.spoken_reference

    @property
    def flag_labels(self) -> list[str]:
        """Return the signs in words."""
        return [str(Flag(flag).label) for flag in self.flags if flag in Flag.values]

    @property
    def spoken_reference(self) -> str:
        """Return the number as it is said and written down: four groups of three."""
        return " ".join(self.reference[at : at + 3] for at in range(0, 12, 3))
