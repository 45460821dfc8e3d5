"""`manage.py lay_out_site NAME`: the first pages of a real installation. Nothing of the demo."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Site

from config.first_pages import lay_out
from pages.models import Organisation


class Command(BaseCommand):
    """Make what is missing, leave what stands."""

    help = "Makes the home pages and the lists of services, journeys and reports, in Dutch and English."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the organisation."""
        parser.add_argument("name", help='name of the organisation, such as "Gemeente Voorbeeldstad"')

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Lay out the pages, name the organisation when it has no name yet, and say where to go on."""
        homes = lay_out(name=options["name"])
        organisation = Organisation.load()
        if organisation.name in ("", Organisation._meta.get_field("name").default):
            organisation.name = options["name"]
            organisation.save()
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        Site.objects.filter(is_default_site=True).update(hostname=address.hostname or "localhost", port=port)
        self.stdout.write(f"{organisation.name}: {len(homes)} home pages and the pages below them stand.")
        self.stdout.write(f"Go on at {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/admin/")
