"""What every page of the site's frame needs: menu, languages, the organisation."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page, Site

from pages.models import Organisation

OUTSIDE = ("/admin/", "/api/")


@dataclass(frozen=True)
class Link:
    """A place to go to, in words."""

    url: str
    label: str
    current: bool = False
    code: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return menu, language links, organisation and footer links for a page of the site; nothing in the admin.

    `places` holds the address of each page below home by its type in small letters: places.serviceindexpage. At most
    four queries, and none the second time for one request: parts of a page that render by themselves ask again.
    """
    if request.path.startswith(OUTSIDE):
        return {}
    found: dict[str, Any] | None = getattr(request, "_frame", None)
    if found is None:
        found = make_frame(request, get_language() or settings.LANGUAGE_CODE)
        request._frame = found  # type: ignore[attr-defined]
    return found


def make_frame(request: HttpRequest, language: str) -> dict[str, Any]:
    """Return the frame in a language."""
    site = Site.find_for_request(request)
    home, pages = home_and_below(language)
    links = [(page, page.get_url(request, current_site=site)) for page in pages]
    return {
        "home_url": home.get_url(request, current_site=site) if home else "/",
        "main_menu": [
            Link(url=url, label=page.title, current=request.path.startswith(url))
            for page, url in links
            if url and page.show_in_menus
        ],
        "footer_links": [Link(url=url, label=page.title) for page, url in links if url and page.in_footer],
        "places": {page.cached_content_type.model: url for page, url in links},
        "language_links": language_links(request, language),
        "organisation": Organisation.load(request).words(language),
    }


def home_and_below(language: str) -> tuple[Page | None, list[Any]]:
    """Return the home page of a language and the published pages below it, in their order. One query."""
    pages = (
        Page.objects.live()
        .filter(locale__language_code=language, depth__in=(2, 3))
        .annotate(in_footer=F("contentpage__in_footer"), is_home=F("homepage__pk"))
        .order_by("path")
    )
    listed = list(pages)
    home = next((page for page in listed if page.is_home), None)
    return home, [page for page in listed if home and page.depth == home.depth + 1 and page.path.startswith(home.path)]


def language_links(request: HttpRequest, language: str) -> list[Link]:
    """Return one link for each language: the same page where it is translated, else that language's home. One query."""
    translations = translations_of_shown(request)
    return [
        Link(url=in_language(request, code, translations), label=str(name), code=code, current=code == language)
        for code, name in settings.LANGUAGES
    ]


def translations_of_shown(request: HttpRequest) -> dict[str, Page]:
    """Return the published translations of the page that is shown, by language; none where no page is shown."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is None:
        return {}
    pages = Page.objects.live().filter(translation_key=route.page.translation_key)
    return {page.locale.language_code: page for page in pages.select_related("locale")}


def in_language(request: HttpRequest, code: str, translations: dict[str, Page]) -> str:
    """Return the address of what is shown now in another language, else that language's home."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is None:
        return translate_url(request.path, code)
    if code not in translations:
        return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    rest = request.path.removeprefix(route.page.get_url(request) or "")
    return f"{translations[code].get_url(request)}{rest}"
