"""`manage.py demo`: everything, from nothing: the demo municipality, its accounts, the site served."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from config.celery import start_worker_thread
from config.demo import catalogue, content, load
from research.insights.tasks import sweep


class Command(BaseCommand):
    """Build, load, analyse, print, serve."""

    help = "Makes the demo municipality from nothing and serves it. Call it again: what stands is kept."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a port, and whether to serve at all."""
        parser.add_argument("--port", type=int, default=8000, help="where to serve (8000)")
        parser.add_argument("--no-serve", action="store_true", help="make everything, do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the demo and serve it until Ctrl+C."""
        if not settings.DEMO:
            raise CommandError(
                "The demo does not run with these settings: it would put invented people in a real database."
            )
        if not options["no_serve"]:
            check_free(options["port"])
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0)
        if load.is_complete():
            self.stdout.write("The demo municipality stands from an earlier call.")
        else:
            self.load()
        self.introduce(options["port"])
        if not options["no_serve"]:
            self.serve(options["port"])

    def load(self) -> None:
        """Do the steps of the demo, with a bar for what takes long."""
        for words, work in load.steps():
            with tqdm(
                total=100, desc=words, bar_format="{desc:<60.60} {percentage:3.0f}% {bar:20} {elapsed}", leave=True
            ) as bar:

                def report(fraction: float, stage: str, bar: Any = bar) -> None:
                    bar.update(max(0, round(100 * fraction) - bar.n))

                work(report)
                bar.update(100 - bar.n)

    def introduce(self, port: int) -> None:
        """Print where to look and who can log in."""
        site = f"http://localhost:{port}"
        lines = [
            "",
            f"  {content.site()['organisation']} (invented)",
            f"  {site}/                        Nederlands",
            f"  {site}/en/                     English",
            f"  {site}/klantreizen/trouwen/    the journey to begin with",
            f"  {site}/admin/                  for employees",
            "",
            f"  Accounts, all with the password {catalogue.PASSWORD}",
            *(
                f"  {user.username:<10} {user.groups.get().name:<20} {user}"
                for user in User.objects.filter(groups__isnull=False)
            ),
            "",
        ]
        self.stdout.write("\n".join(lines))

    def serve(self, port: int) -> None:
        """Serve the site, with a worker beside it where no broker is named."""
        if settings.CELERY_BROKER_URL.startswith("memory://"):
            start_worker_thread()
        sweep()
        self.stdout.write("Serving; stop with Ctrl+C.")
        call_command(
            "runserver", f"127.0.0.1:{port}", use_reloader=False, insecure_serving=True, skip_checks=True, verbosity=0
        )


def check_free(port: int) -> None:
    """Refuse a port that somebody else listens on, in a sentence that says what to do."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as trouble:
            raise CommandError(
                f"Port {port} is in use. Choose another one: python3 manage.py demo --port {port + 1}"
            ) from trouble
