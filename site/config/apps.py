"""The project itself as an app: the demo command and the roles that span all apps."""

from django.apps import AppConfig
from django.core.checks import register

from config.celery import app
from config.checks import worker_is_named


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Dikke 8"

    def ready(self) -> None:
        """Let shared tasks find their app as soon as Django is set up, and `check --deploy` our own check."""
        app.set_default()
        register(worker_is_named, deploy=True)
