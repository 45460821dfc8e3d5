"""Who may do what: one table, from which a migration makes the groups.

Codenames are Django's (`app.verb_model`). Page permissions name a kind of page and
what may be done with it and below it.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

from accounts.models import Role

ADMIN = "wagtailadmin.access_admin"
CATALOGUE = ["service", "servicemark", "persona"]
READ_INSIGHTS = ["insights.view_theme", "insights.view_painpoint", "insights.view_answer", "insights.view_analysisrun"]
READ_WORDS = ["feedback.view_comment", "journeys.view_service", "journeys.view_step"]

PERMISSIONS: dict[Role, list[str]] = {
    Role.SERVICE_DESIGNER: [
        ADMIN,
        *READ_WORDS,
        *READ_INSIGHTS,
        "insights.view_reportpage",
        *[f"journeys.{verb}_{model}" for model in CATALOGUE for verb in ("view", "add", "change")],
        *[f"insights.{verb}_painpoint" for verb in ("add", "change")],
        "wagtailimages.add_image",
        "wagtailimages.choose_image",
    ],
    Role.RESEARCHER: [
        ADMIN,
        *READ_WORDS,
        *READ_INSIGHTS,
        "journeys.view_persona",
        "insights.start_analysis",
        "insights.approve_theme",
        "insights.view_reportpage",
        *[f"insights.{verb}_{model}" for model in ("theme", "painpoint", "answer") for verb in ("add", "change")],
    ],
    Role.FACILITATOR: [ADMIN, *READ_WORDS, *READ_INSIGHTS],
    Role.KCC: [ADMIN, "journeys.view_service", "journeys.view_step", "feedback.add_comment"],
    Role.MODERATOR: [ADMIN, *READ_WORDS, "feedback.moderate_comment", "feedback.view_raw_comment"],
    Role.MANAGER: [
        ADMIN,
        "journeys.view_service",
        *READ_INSIGHTS,
        "insights.view_reportpage",
        "insights.change_painpoint",
        "insights.add_answer",
        "insights.change_answer",
    ],
    Role.ADMINISTRATOR: [
        ADMIN,
        *READ_WORDS,
        *READ_INSIGHTS,
        "insights.view_reportpage",
        "insights.start_analysis",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "accounts.view_auditevent",
        "pages.change_organisation",
        *[f"journeys.{verb}_{model}" for model in CATALOGUE for verb in ("view", "add", "change", "delete")],
    ],
}

# Who may add, change and publish pages, and below which kind of page.
PAGE_PERMISSIONS: dict[Role, dict[str, list[str]]] = {
    Role.SERVICE_DESIGNER: {"journeys.JourneyIndexPage": ["add_page", "change_page", "publish_page", "lock_page"]},
    Role.RESEARCHER: {"insights.ReportIndexPage": ["add_page", "change_page", "publish_page"]},
    Role.ADMINISTRATOR: {"pages.HomePage": ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]},
}


def make_groups(apps: Apps) -> None:
    """Make each role's group with just its permissions; what the table no longer names is taken away.

    Called by migrations with the apps as they were then: a permission that a later migration brings is skipped, and
    that migration calls this again. A test holds the groups against the table.
    """
    make_permissions(apps)
    groups, permissions = apps.get_model("auth", "Group").objects, apps.get_model("auth", "Permission").objects
    known = {
        f"{app_label}.{codename}": pk
        for pk, app_label, codename in permissions.values_list("pk", "content_type__app_label", "codename")
    }
    for role, names in PERMISSIONS.items():
        group, _ = groups.get_or_create(name=role.value)
        group.permissions.set([known[name] for name in names if name in known])


def make_permissions(apps: Apps) -> None:
    """Write the permissions of all apps now: Django itself does so only after the last migration."""
    for app_config in apps.get_app_configs():
        app_config.models_module = True  # type: ignore[assignment]  # an app in a migration's state has none
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
