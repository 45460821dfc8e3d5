"""The roles, as groups with just their permissions."""

from django.db import migrations

from config.roles import make_groups


def forwards(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("feedback", "0001_initial"),
        ("insights", "0001_initial"),
        ("journeys", "0001_initial"),
        ("pages", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
