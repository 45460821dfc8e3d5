"""`manage.py erase_comment 305118642907`: delete one comment, because who wrote it asks for that."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feedback.actions import erase
from feedback.models import Comment


class Command(BaseCommand):
    """Erase by number."""

    help = (
        "Delete a comment for good, when the one who has its number asks for it. The audit trail says that it was done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number as it is said: with or without spaces."""
        parser.add_argument("number", nargs="+", help="the number that the citizen got, with or without spaces")

    def handle(self, *, number: list[str], **options: object) -> None:
        """Erase, or say that there is no such number."""
        comment = Comment.objects.filter(reference="".join(number).replace(" ", "")).first()
        if comment is None:
            raise CommandError("No comment has this number.")
        erase(comment=comment, by=None, origin="manage.py erase_comment")
        self.stdout.write("Erased. Reports that stand keep their figures, without a quote of it.")
