"""What `check --deploy` says about an installation besides Django's own checks."""

from typing import Any

from django.conf import settings
from django.core import checks


def worker_is_named(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn when no broker is named: a run of the analysis would wait for ever."""
    if not settings.CELERY_BROKER_URL.startswith("memory://"):
        return []
    return [
        checks.Warning(
            "REDIS_URL and CELERY_BROKER_URL are not set, so no worker hears of a run of the analysis.",
            hint="Set REDIS_URL and start the worker and the clock; docs/deployment.md says how.",
            id="config.W001",
        )
    ]
