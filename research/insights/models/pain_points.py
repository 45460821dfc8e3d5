"""Where it hurts, who acts, and what citizens read back."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeys.models import Service, Step
from research.insights.models.themes import Theme


class Severity(models.IntegerChoices):
    """How much it hurts, judged by a person with the figures in view."""

    NONE = 0, _("no trouble")
    COSMETIC = 1, _("a nuisance")
    MINOR = 2, _("it costs time")
    MAJOR = 3, _("it goes wrong for some")
    SEVERE = 4, _("people get stuck")


class PainStatus(models.TextChoices):
    """What is being done about it."""

    OPEN = "open", _("nobody acts yet")
    RESEARCH = "research", _("being looked into")
    BEING_SOLVED = "being_solved", _("being solved")
    SOLVED = "solved", _("solved")
    WONT = "wont", _("we will not do this")


ENDED = (PainStatus.SOLVED, PainStatus.WONT)


class PainPointQuerySet(models.QuerySet["PainPoint"]):
    """Questions about pain points."""

    def visible_to(self, user: Any) -> Self:
        """Every pain point was made public by a person's approval; everybody sees it."""
        return self

    def of(self, service: Service) -> Self:
        """Return the pain points of a service, worst first."""
        return self.filter(service=service).order_by("-severity", "-frequency")

    def waiting(self) -> Self:
        """Return the pain points still to be solved."""
        return self.exclude(status__in=ENDED)

    def overdue(self) -> Self:
        """Return the pain points still to be solved whose day is past."""
        return self.waiting().filter(due__lt=timezone.localdate())

    def unowned(self) -> Self:
        """Return the pain points still to be solved that neither a person nor a department answers for, worst first."""
        alone = self.waiting().filter(owner=None, department="")
        return alone.order_by("-severity", "-frequency", "pk")


class PainPoint(models.Model):
    """An approved theme on a service, and on the step where it hurts."""

    personal_fields: ClassVar = frozenset({"owner"})
    safe_fields: ClassVar = frozenset(
        {
            "theme",
            "service",
            "step",
            "title",
            "title_en",
            "summary",
            "summary_en",
            "severity",
            "frequency",
            "out_of",
            "department",
            "status",
            "since",
            "due",
        }
    )

    theme = models.OneToOneField(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="pain_point")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="pain_points"
    )
    step = models.ForeignKey(
        Step, verbose_name=_("step"), null=True, blank=True, on_delete=models.PROTECT, related_name="pain_points"
    )
    title = models.CharField(_("what goes wrong"), max_length=120)
    title_en = models.CharField(_("what goes wrong, in English"), max_length=120, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=255, blank=True)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=255, blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.MINOR)
    frequency = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    out_of = models.PositiveIntegerField(_("out of"), default=0, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pain_points",
    )
    department = models.CharField(_("department that acts"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=PainStatus, default=PainStatus.OPEN)
    since = models.DateField(_("since"), default=timezone.localdate)
    due = models.DateField(_("due"), null=True, blank=True)

    objects = PainPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("pain point")
        verbose_name_plural = _("pain points")
        ordering: ClassVar = ["-severity", "-frequency"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(severity__range=(0, 4)), name="pain_point_severity_0_to_4"),
            models.CheckConstraint(
                condition=models.Q(frequency__lte=models.F("out_of")), name="pain_point_n_of_at_least_n"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days_late(self) -> int:
        """Return how many days it is over its day; 0 when it is in time, has no day, or ended."""
        if self.due is None or self.status in ENDED:
            return 0
        return max(0, (timezone.localdate() - self.due).days)

    @property
    def name(self) -> str:
        """Return what goes wrong, in the language of the reader, else in Dutch."""
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def sentence(self) -> str:
        """Return it in one sentence, in the language of the reader, else in Dutch."""
        return (self.summary_en if get_language() == "en" else "") or self.summary


class Answer(models.Model):
    """You said, we did; or: we will not do this, because."""

    personal_fields: ClassVar = frozenset({"by"})
    safe_fields: ClassVar = frozenset(
        {
            "pain_point",
            "service",
            "you_said",
            "you_said_en",
            "we_did",
            "we_did_en",
            "we_wont_because",
            "we_wont_because_en",
            "on",
        }
    )

    pain_point = models.ForeignKey(
        PainPoint, verbose_name=_("pain point"), null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="answers")
    you_said = models.CharField(_("you said"), max_length=255)
    you_said_en = models.CharField(_("you said, in English"), max_length=255, blank=True)
    we_did = models.TextField(_("we did"), blank=True, max_length=1_000)
    we_did_en = models.TextField(_("we did, in English"), blank=True, max_length=1_000)
    we_wont_because = models.TextField(_("we will not do this, because"), blank=True, max_length=1_000)
    we_wont_because_en = models.TextField(_("we will not do this, because (in English)"), blank=True, max_length=1_000)
    on = models.DateField(_("date"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering: ClassVar = ["-on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(we_did="") ^ models.Q(we_wont_because=""), name="answer_does_or_does_not"
            )
        ]

    def __str__(self) -> str:
        return self.you_said

    def clean(self) -> None:
        """Refuse two answers or none, and a pain point of another service: it would stand on the wrong journey."""
        super().clean()
        if bool(self.we_did) == bool(self.we_wont_because):
            raise ValidationError({"we_did": _("Write what we did, or why we will not do this; one of the two.")})
        if self.pain_point and self.service_id and self.pain_point.service_id != self.service_id:
            raise ValidationError({"pain_point": _("This pain point belongs to another service.")})

    @property
    def said(self) -> str:
        """Return what citizens said, in the language of the reader, else in Dutch."""
        return (self.you_said_en if get_language() == "en" else "") or self.you_said

    @property
    def answer(self) -> str:
        """Return what was done, or why not, in the language of the reader, else in Dutch."""
        english = get_language() == "en"
        if self.we_did:
            return (self.we_did_en if english else "") or self.we_did
        return (self.we_wont_because_en if english else "") or self.we_wont_because
