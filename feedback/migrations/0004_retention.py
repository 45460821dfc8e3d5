from datetime import date

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import TruncDate


def keep_the_day(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of when a comment came in, keep the day."""
    apps.get_model("feedback", "Comment").objects.update(received_on=TruncDate("received_at"))


def back_to_midnight(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the moment back as far as it is known: the day."""
    comments = apps.get_model("feedback", "Comment").objects
    for day in comments.order_by().values_list("received_on", flat=True).distinct():
        comments.filter(received_on=day).update(received_at=start_of(day))


def start_of(day: date) -> object:
    """Return the moment a day begins."""
    return django.utils.timezone.make_aware(django.utils.timezone.datetime(day.year, day.month, day.day))


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_order_of_the_queue")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="received_on",
            field=models.DateField(db_index=True, default=django.utils.timezone.localdate, editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="forgotten_on",
            field=models.DateField(
                editable=False,
                help_text="When the words were deleted for their age; the figures stayed.",
                null=True,
            ),
        ),
        migrations.RunPython(keep_the_day, back_to_midnight),
        migrations.RemoveField(model_name="comment", name="received_at"),
        migrations.RemoveConstraint(model_name="comment", name="comment_says_something"),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=(
                    ~models.Q(text="")
                    | ~models.Q(redacted_text="")
                    | models.Q(grade__isnull=False)
                    | ~models.Q(outcome="")
                    | models.Q(forgotten_on__isnull=False)
                ),
                name="comment_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(forgotten_on=None) | models.Q(text="", redacted_text="", person_key=""),
                name="comment_forgotten_has_no_words",
            ),
        ),
    ]
