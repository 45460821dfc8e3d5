"""Wagtail's own groups go: "Moderators" is too easily taken for our moderator. Its workflow asks administrators instead."""

from django.db import migrations

from accounts.models import Role


def forwards(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    administrators = groups.get(name=Role.ADMINISTRATOR.value)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(groups__name="Moderators"):
        task.groups.add(administrators)
    groups.filter(name__in=["Moderators", "Editors"]).delete()


class Migration(migrations.Migration):
    dependencies = [("config", "0001_roles")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
