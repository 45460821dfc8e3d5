"""What we learn from it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "research.insights"
    label = "insights"
    verbose_name = _("Insights")

    def ready(self) -> None:
        """Let a report's figures be fixed when it goes live, whoever or whatever publishes it."""
        import_module("research.insights.reports.freezing")
