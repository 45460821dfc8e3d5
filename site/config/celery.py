"""The Celery app and the worker thread for machines without a broker."""

import os
import threading

from celery import Celery
from celery.beat import EmbeddedService

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("dikke8")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def start_worker_thread() -> threading.Thread:
    """Return a running worker inside this process, with its clock: same tasks, same rows, no broker to install.

    `WorkController` and not `Worker`: the program would take over the log, the output and the signals of this process.
    """
    worker = app.WorkController(
        pool="solo", concurrency=1, without_gossip=True, without_mingle=True, without_heartbeat=True
    )
    thread = threading.Thread(target=worker.start, name="worker", daemon=True)
    thread.start()
    EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler").start()  # type: ignore[union-attr]  # a thread, as asked for
    return thread
