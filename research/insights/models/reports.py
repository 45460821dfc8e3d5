"""What management reads: a page with figures that no longer move."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet


class Audience(models.TextChoices):
    """Who may read a report."""

    MANAGEMENT = "management", _("management")
    PUBLIC = "public", _("everybody")


class ReportQuerySet(PageQuerySet):  # type: ignore[misc]
    """Questions about reports."""

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """Return published reports: the public ones, and all of them to staff who read reports."""
        live = self.live()
        return (
            live
            if user.is_active and user.has_perm("insights.view_reportpage")
            else live.filter(audience=Audience.PUBLIC)
        )


class ReportIndexPage(Page):  # type: ignore[misc]
    """/rapporten/: the reports that this visitor may read."""

    personal_fields: ClassVar = frozenset[str]()

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

    report_key = models.UUIDField(unique=True)
    figures = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("fixed on"), default=timezone.now)

    class Meta:
        verbose_name = _("figures of a report")
        verbose_name_plural = _("figures of reports")

    def __str__(self) -> str:
        return f"{self.report_key} {self.frozen_at:%Y-%m-%d}"


class ReportPage(Page):  # type: ignore[misc]
    """What citizens said in one period, in figures that no longer move, with the words of those who answer for them."""

    personal_fields: ClassVar = frozenset[str]()

    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("up to and including"))
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.MANAGEMENT)
    method_note = models.TextField(_("how we counted"), blank=True)
    limitations = models.TextField(_("what you cannot conclude from this"), blank=True)
    management_response = models.TextField(_("what management says"), blank=True)

    objects = PageManager.from_queryset(ReportQuerySet)()

    content_panels: ClassVar = [
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

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report to who may read it; ask anybody else to log in."""
        if not ReportPage.objects.visible_to(request.user).filter(pk=self.pk).exists():
            return redirect_to_login(request.get_full_path())
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response
