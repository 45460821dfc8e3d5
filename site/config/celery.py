"""The Celery app and the worker thread for machines without a broker."""

import os
import threading

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("dikke8")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def start_worker_thread() -> threading.Thread:
    """A worker inside this process, for the demo: same tasks, same rows, no broker to install."""
    worker = app.Worker(
        pool="solo", concurrency=1, loglevel="ERROR", without_gossip=True, without_mingle=True, without_heartbeat=True
    )
    thread = threading.Thread(target=worker.start, name="worker", daemon=True)
    thread.start()
    return thread
