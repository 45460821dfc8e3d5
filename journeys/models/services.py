"""What a citizen can arrange, and where."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page


class Channel(models.TextChoices):
    """Where a citizen and the organisation meet."""

    WEB = "web", _("website")
    WIDGET = "widget", _("other website")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    COUNTER = "counter", _("counter")
    LETTER = "letter", _("letter")
    PAPER = "paper", _("paper form")
    SESSION = "session", _("session")


class Phase(models.TextChoices):
    """How far a service is in its development."""

    DISCOVERY = "discovery", _("discovery")
    ALPHA = "alpha", _("alpha")
    BETA = "beta", _("beta")
    LIVE = "live", _("live")
    RETIRED = "retired", _("retired")


class DigitalStatus(models.TextChoices):
    """How much of a service can be done on line."""

    NOT_DIGITAL = "not_digital", _("not digital")
    FORM_PDF = "form_pdf", _("form to print")
    PARTLY = "partly", _("partly digital")
    FULL = "full", _("fully digital")
    FULL_BUT_NEEDS_TALK = "full_but_needs_talk", _("digital, with a conversation")


class ServiceQuerySet(models.QuerySet["Service"]):
    """Questions about services."""

    def visible_to(self, user: Any) -> "ServiceQuerySet":
        """Every service is public, but one that is retired is for staff only."""
        return (
            self
            if user.is_authenticated and user.has_perm("journeys.view_service")
            else self.exclude(phase=Phase.RETIRED)
        )


class Service(ClusterableModel):
    """Something that a citizen can arrange, in whatever channel."""

    personal_fields: ClassVar = frozenset({"owner"})
    safe_fields: ClassVar = frozenset(
        {
            "slug",
            "name",
            "name_en",
            "citizen_goal",
            "citizen_goal_en",
            "upl_uri",
            "upl_label",
            "owner_department",
            "phase",
            "digital_status",
            "channels",
            "help_phone",
            "counter",
            "counter_en",
            "target_grade",
            "position",
        }
    )

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    citizen_goal = models.CharField(
        _("what the citizen wants"),
        max_length=255,
        blank=True,
        help_text=_("One short sentence from the citizen's side: We want to get married."),
    )
    citizen_goal_en = models.CharField(_("what the citizen wants, in English"), max_length=255, blank=True)
    upl_uri = models.URLField(_("UPL address"), blank=True)
    upl_label = models.CharField(
        _("UPL name"),
        max_length=120,
        blank=True,
        help_text=_("The name in the national list of products, so that people find the service under one name."),
    )
    owner_department = models.CharField(_("department"), max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="services",
    )
    phase = models.CharField(_("phase"), max_length=12, choices=Phase, default=Phase.LIVE)
    digital_status = models.CharField(
        _("digital status"), max_length=24, choices=DigitalStatus, default=DigitalStatus.PARTLY
    )
    channels = models.JSONField(_("channels"), default=list, blank=True)
    help_phone = models.CharField(_("phone for help"), max_length=30, blank=True)
    counter = models.CharField(_("counter"), max_length=255, blank=True)
    counter_en = models.CharField(_("counter, in English"), max_length=255, blank=True)
    target_grade = models.DecimalField(
        _("target grade"),
        help_text=_("What you want citizens to give. The figures are drawn beside it."),
        max_digits=3,
        decimal_places=1,
        default=Decimal("8.0"),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(10))],
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(target_grade__range=(1, 10)), name="service_target_grade_1_to_10")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Return the name in the language of the reader, else in Dutch."""
        return self._in_language("name")

    @property
    def goal(self) -> str:
        """Return what the citizen wants, in the language of the reader, else in Dutch."""
        return self._in_language("citizen_goal")

    @property
    def counter_text(self) -> str:
        """Return where the counter is, in the language of the reader, else in Dutch."""
        return self._in_language("counter")

    @property
    def channel_labels(self) -> list[str]:
        """Return the channels on offer in words."""
        return [str(Channel(value).label) for value in self.channels if value in Channel.values]

    def _in_language(self, field: str) -> str:
        english = getattr(self, f"{field}_en") if get_language() == "en" else ""
        return english or getattr(self, field)


class ServiceMark(models.Model):
    """Something that happened to a service on a day: drawn as a line in its charts."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"service", "on", "label", "label_en"})

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="marks")
    on = models.DateField(_("date"))
    label = models.CharField(_("what happened"), max_length=80)
    label_en = models.CharField(_("what happened, in English"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering: ClassVar = ["on"]

    def __str__(self) -> str:
        return f"{self.on}: {self.label}"

    @property
    def title(self) -> str:
        """Return what happened, in the language of the reader, else in Dutch."""
        return (self.label_en if get_language() == "en" else "") or self.label


class ServiceIndexPage(RoutablePageMixin, Page):
    """/diensten/: all services, and one address under it for each."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"intro"})

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    template = "journeys/service_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("list of services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the services that this visitor may see."""
        return {**super().get_context(request, *args, **kwargs), "services": Service.objects.visible_to(request.user)}

    @path("<slug:slug>/", name="service")
    def service(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one service, or 404."""
        service = get_object_or_404(Service.objects.visible_to(request.user), slug=slug)
        page: HttpResponse = self.render(
            request, template="journeys/service.html", context_overrides={"service": service}
        )
        return page
