"""What a worker is asked to do: one call."""

import logging

from celery import shared_task
from django.utils import timezone

from feedback import retention

log = logging.getLogger(__name__)


@shared_task(name="feedback.forget")
def forget() -> None:
    """Every night: empty the texts that are past their term."""
    gone = retention.forget(today=timezone.localdate())
    log.info("forgot %s texts as written and the words of %s comments", gone.as_written, gone.words)
