"""A real installation begins with its first pages and nothing invented."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings
from wagtail.models import Page, Site

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service
from pages.models import HomePage, Organisation

pytestmark = pytest.mark.django_db


def lay_out_site(name: str = "Gemeente Waterland") -> str:
    said = StringIO()
    call_command("lay_out_site", name, stdout=said)
    return said.getvalue()


def test_the_first_pages_stand_in_both_languages_under_the_public_address(settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://dikke8.waterland.example"
    said = lay_out_site()
    assert "Gemeente Waterland: 2 home pages" in said
    assert "https://dikke8.waterland.example/admin/" in said
    assert {page.locale.language_code for page in HomePage.objects.live()} == {"nl", "en"}
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_url) == (
        "dikke8.waterland.example",
        443,
        "https://dikke8.waterland.example",
    )
    assert Organisation.load().name == "Gemeente Waterland"


def test_nothing_of_the_demo_comes_along() -> None:
    lay_out_site()
    assert not User.objects.exists()
    assert not Service.objects.exists()
    assert not Comment.objects.exists()


def test_calling_it_again_changes_nothing() -> None:
    lay_out_site()
    pages = list(Page.objects.values_list("pk", "title", "url_path"))
    lay_out_site("Een andere naam")
    assert list(Page.objects.values_list("pk", "title", "url_path")) == pages
    assert Organisation.load().name == "Gemeente Waterland"
