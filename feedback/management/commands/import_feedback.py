"""`manage.py import_feedback`: comments from a file of another system."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from feedback.imports.bring_in import FORMAT_NAMES, import_feedback
from feedback.imports.tables import UnreadableFileError
from journeys.models import Service

EXAMPLES = """
Examples:
  manage.py import_feedback comments.csv --service trouwen --dry-run
  manage.py import_feedback comments.csv --service trouwen
  manage.py import_feedback bowling-green.csv

Reads CSV, TSV, XLSX, ODS and JSON Lines, in UTF-8, UTF-16 or Windows-1252. The format is known by its header: Polis,
Decidim, Consul, kouchou-ai, Talk to the City, GOV.UK, or any table with a column such as reactie, toelichting, text or
comment, and perhaps cijfer, datum, stap, kanaal, id.

Without --service the comments go to a service that is named after the file; it is made when it is not there yet.
Comments that the moderators of a Polis conversation rejected (moderated = -1) are kept as unusable, so that the
counts add up. Personal data in the words are masked; columns with names, e-mail addresses and the like are left out
and counted. A row that cannot be taken is named with its line number and the others go in; a file whose header is
wrong is refused whole. The same file again adds nothing.
"""


class Command(BaseCommand):
    """Read, show, keep."""

    help = "Brings comments from a file in, once, with personal data masked." + EXAMPLES

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the line ends of the help."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, a service and a format."""
        parser.add_argument("file", type=Path, help="the file to read")
        parser.add_argument("--service", help="the slug of the service that the comments are about")
        parser.add_argument(
            "--format", choices=FORMAT_NAMES, default="auto", help="known by the header unless said here"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would happen; keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and print the receipt."""
        service = self.service(options["service"])
        with tqdm(unit=" rows", disable=options["verbosity"] == 0) as bar:

            def watch(done: int, about: int) -> None:
                bar.total = max(about, done)
                bar.update(done - bar.n)

            try:
                receipt = import_feedback(
                    file=options["file"],
                    service=service,
                    wanted=options["format"],
                    dry_run=options["dry_run"],
                    watch=watch,
                )
            except UnreadableFileError as error:
                raise CommandError(str(error)) from error
            except KeyboardInterrupt:
                raise CommandError(_("Stopped. Nothing of this file was kept."), returncode=130) from None
            bar.total = bar.n
        for line in receipt.lines(dry_run=options["dry_run"]):
            self.stdout.write(line)
        if receipt.imported and not options["dry_run"]:
            self.stdout.write(_("Group them: manage.py analyse --service %(slug)s") % {"slug": receipt.slug})

    def service(self, slug: str | None) -> Service | None:
        """Return the service that was named, None when none was; a name that nobody knows is refused with the names."""
        if not slug:
            return None
        if found := Service.objects.filter(slug=slug).first():
            return found
        slugs = ", ".join(Service.objects.values_list("slug", flat=True)) or _("none yet")
        raise CommandError(_("There is no service “%(slug)s”. There are: %(slugs)s.") % {"slug": slug, "slugs": slugs})
