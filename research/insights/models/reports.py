"""What management reads: a page with figures that no longer move."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet


class Audience(models.TextChoices):
    """Who may read a report."""

    MANAGEMENT = "management", _("management")
    PUBLIC = "public", _("everybody")


class ReportQuerySet(PageQuerySet):
    """Questions about reports."""

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """Return published reports: the public ones, and all of them to staff who read reports."""
        found: ReportQuerySet = self.live() if reads_reports(user) else self.live().filter(audience=Audience.PUBLIC)
        return found

    def hidden_from(self, user: Any) -> "ReportQuerySet":
        """Return what this person may not even know of: drafts and reports for management."""
        public = models.Q(live=True, audience=Audience.PUBLIC)
        found: ReportQuerySet = self.none() if reads_reports(user) else self.exclude(public)
        return found


def reads_reports(user: Any) -> bool:
    """Say whether somebody reads every report."""
    return bool(user.is_active and user.has_perm("insights.view_reportpage"))


def last_quarter() -> tuple[date, date]:
    """Return the first and the last day of the last quarter that is over."""
    today = timezone.localdate()
    end = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1) - timedelta(days=1)
    return end.replace(month=end.month - 2, day=1), end


def last_quarter_start() -> date:
    """Return the first day of the last quarter that is over."""
    return last_quarter()[0]


def last_quarter_end() -> date:
    """Return the last day of the last quarter that is over."""
    return last_quarter()[1]


class ReportIndexPage(Page):
    """/rapporten/: the reports that this visitor may read."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"intro"})

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    template = "insights/report_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["insights.ReportPage"]

    class Meta:
        verbose_name = _("list of reports")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the reports that this visitor may read, newest first."""
        reports = ReportPage.objects.child_of(self).visible_to(request.user).order_by("-period_end")
        return {**super().get_context(request, *args, **kwargs), "reports": reports}


class ReportSnapshot(models.Model):
    """The figures of a report as they were when it was first published.

    They stand apart from the page, so that no later draft, revision or translation of the page can change them.
    """

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"report_key", "figures", "frozen_at"})

    report_key = models.UUIDField(unique=True)
    figures = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("fixed on"), default=timezone.now)

    class Meta:
        verbose_name = _("figures of a report")
        verbose_name_plural = _("figures of reports")

    def __str__(self) -> str:
        return f"{self.report_key} {self.frozen_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the figures; figures that are kept are never changed."""
        if self.pk is not None:
            raise TypeError("The figures of a report are never changed.")
        super().save(*args, **kwargs)

    @property
    def period(self) -> tuple[date, date]:
        """Return the days that the figures are about."""
        kept = self.figures["period"]
        return date.fromisoformat(kept["start"]), date.fromisoformat(kept["end"])


class ReportPage(Page):
    """What citizens said in one period, in figures that no longer move, with the words of those who answer for them."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset(
        {"period_start", "period_end", "audience", "method_note", "limitations", "management_response"}
    )

    period_start = models.DateField(_("from"), default=last_quarter_start)
    period_end = models.DateField(_("up to and including"), default=last_quarter_end)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.MANAGEMENT)
    method_note = models.TextField(_("how we counted"), blank=True)
    limitations = models.TextField(_("what you cannot conclude from this"), blank=True)
    management_response = models.TextField(_("what management says"), blank=True)

    objects = PageManager.from_queryset(ReportQuerySet)()

    content_panels: ClassVar = [
        HelpPanel(template="insights/report_editor_help.html", heading=_("What publishing does")),
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("period_start"), FieldPanel("period_end"), FieldPanel("audience")], heading=_("About")
        ),
        FieldPanel("method_note"),
        FieldPanel("limitations"),
        FieldPanel("management_response"),
    ]
    template = "insights/report_page.html"
    parent_page_types: ClassVar = ["insights.ReportIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(period_start__lte=models.F("period_end")), name="report_begins_before_it_ends"
            )
        ]

    @property
    def snapshot(self) -> ReportSnapshot | None:
        """Return the frozen figures, or None for a report that was never published."""
        return ReportSnapshot.objects.filter(report_key=self.translation_key).first()

    def clean(self) -> None:
        """Refuse another period than that of the figures, once they are fixed; and one that ends before it begins."""
        super().clean()
        if self.period_start and self.period_end and self.period_start > self.period_end:
            raise ValidationError({"period_end": _("The last day comes before the first day.")})
        kept = self.snapshot
        if kept and kept.period != (self.period_start, self.period_end):
            raise ValidationError(
                {"period_start": _("The figures of this report are fixed. Make a new report for another period.")}
            )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report to who may read it; ask a visitor to log in, and tell an employee that it is not for them."""
        if not ReportPage.objects.visible_to(request.user).filter(pk=self.pk).exists():
            if request.user.is_authenticated:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path())
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if self.audience != Audience.PUBLIC:
            add_never_cache_headers(response)
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Name the page to search engines only when everybody may read it."""
        return super().get_sitemap_urls(request) if self.audience == Audience.PUBLIC else []
