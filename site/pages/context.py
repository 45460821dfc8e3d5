"""What every page of the site's frame needs: menu, languages, the organisation."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Site

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
            Link(url=url, label=page.title, current=request.path.startswith(url))
            for page, url in links
            if page.show_in_menus
        ],
        "footer_links": [Link(url=url, label=page.title) for page, url in links if page.specific_class is ContentPage],
        "language_links": language_links(request, language),
        "organisation": Organisation.load(request).words(language),
    }


def language_links(request: HttpRequest, language: str) -> list[Link]:
    """Return one link for each language: the same page where it is translated, else that language's home."""
    return [
        Link(url=in_language(request, code), label=str(name), code=code, current=code == language)
        for code, name in settings.LANGUAGES
    ]


def in_language(request: HttpRequest, code: str) -> str:
    """Return the address of what is shown now in another language, or that language's home where it has no such page."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is None:
        return translate_url(request.path, code)
    page = route.page.get_translations(inclusive=True).live().filter(locale__language_code=code).first()
    if page is None:
        return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    rest = request.path.removeprefix(route.page.get_url(request) or "")
    return f"{page.get_url(request)}{rest}"
