"""The project itself as an app: the demo command and the roles that span all apps."""

from django.apps import AppConfig

from config.celery import app


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Dikke 8"

    def ready(self) -> None:
        """Let shared tasks find their app as soon as Django is set up."""
        app.set_default()
