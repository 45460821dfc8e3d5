"""The pages that every installation begins with, and who may edit below them."""

from dataclasses import dataclass
from itertools import product

from django.apps import apps as django_apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Locale, Page, Site

from config.roles import PAGE_PERMISSIONS
from journeys.models import JourneyIndexPage, ServiceIndexPage
from pages.models import HomePage
from research.insights.models import ReportIndexPage


@dataclass(frozen=True)
class FirstPage:
    """A page below home: its type, and title and address in each language."""

    model: type[Page]
    titles: dict[str, str]
    slugs: dict[str, str]


FIRST_PAGES = [
    FirstPage(ServiceIndexPage, {"nl": "Diensten", "en": "Services"}, {"nl": "diensten", "en": "services"}),
    FirstPage(JourneyIndexPage, {"nl": "Klantreizen", "en": "Journeys"}, {"nl": "klantreizen", "en": "journeys"}),
    FirstPage(ReportIndexPage, {"nl": "Rapporten", "en": "Reports"}, {"nl": "rapporten", "en": "reports"}),
]


@transaction.atomic
def lay_out(*, name: str) -> dict[str, HomePage]:
    """Make home and the first pages in each language where they are missing; return the home pages by language.

    Wagtail's welcome page goes. Pages that stand are left alone, so this may be called again.
    """
    nl, en = (Locale.objects.get_or_create(language_code=code)[0] for code in ("nl", "en"))
    home = HomePage.objects.filter(locale=nl).first() or plant_home(name, nl)
    english_home = home.get_translation_or_none(en) or home.copy_for_translation(en)
    if not english_home.live:
        english_home.save_revision().publish()
    for page in FIRST_PAGES:
        dutch = page.model.objects.child_of(home).first() or plant(page, home, nl)
        english = dutch.get_translation_or_none(en) or dutch.copy_for_translation(en, alias=False)
        if not english.live:
            english.title, english.slug = page.titles["en"], page.slugs["en"]
            english.save_revision().publish()
    open_to_roles()
    return {page.locale.language_code: page for page in HomePage.objects.filter(translation_key=home.translation_key)}


def plant_home(name: str, locale: Locale) -> HomePage:
    """Put the home page at the root of the default site, in the place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    home: HomePage = root.add_child(instance=HomePage(title=name, slug="home-nl", locale=locale))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "site_name": name, "root_page": home}
    )
    if welcome:
        welcome.delete()
    return home


def plant(page: FirstPage, home: HomePage, locale: Locale) -> Page:
    """Put a first page below home, in the first language."""
    new = page.model(title=page.titles["nl"], slug=page.slugs["nl"], locale=locale, show_in_menus=True)
    return home.add_child(instance=new)


def open_to_roles() -> None:
    """Let each role add, change and publish below the pages of its table."""
    for role, places in PAGE_PERMISSIONS.items():
        group = Group.objects.get(name=role)
        for label, codenames in places.items():
            permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
            for page, permission in product(django_apps.get_model(label)._default_manager.all(), permissions):
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
