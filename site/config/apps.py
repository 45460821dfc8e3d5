"""The project itself as an app: the demo command and the roles that span all apps."""

from django.apps import AppConfig

from config import celery as celery  # tasks find their app as soon as Django is set up


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Dikke 8"
