"""What every page of the site's frame needs: menu, languages, the organisation."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q
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

    `places` holds the address of each page below home by its type in small letters: places.serviceindexpage. Three
    queries at most, and none the second time for one request: parts of a page that render by themselves ask again.
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
    home, pages, translations = pages_to_link(request, language)
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
        "language_links": language_links(request, language, translations),
        "organisation": Organisation.load(request).words(language),
    }


def pages_to_link(request: HttpRequest, language: str) -> tuple[Page | None, list[Any], dict[str, Page]]:
    """Return home, the pages below it in order, and what is shown now in each language. One query."""
    route = getattr(request, "_wagtail_route_for_request", None)
    shown = route.page.translation_key if route else None
    pages = list(
        Page.objects.live()
        .filter(Q(locale__language_code=language, depth__in=(2, 3)) | Q(translation_key=shown))
        .select_related("locale")
        .annotate(in_footer=F("contentpage__in_footer"), is_home=F("homepage__pk"))
        .order_by("path")
    )
    home = next((page for page in pages if page.is_home and page.locale.language_code == language), None)
    below = [page for page in pages if home and page.depth == home.depth + 1 and page.path.startswith(home.path)]
    return home, below, {page.locale.language_code: page for page in pages if page.translation_key == shown}


def language_links(request: HttpRequest, language: str, translations: dict[str, Page]) -> list[Link]:
    """Return one link for each language: the same page where it is translated, else that language's home."""
    return [
        Link(url=in_language(request, code, translations), label=str(name), code=code, current=code == language)
        for code, name in settings.LANGUAGES
    ]


def in_language(request: HttpRequest, code: str, translations: dict[str, Page]) -> str:
    """Return the address of what is shown now in another language, with what was chosen; else that language's home."""
    route = getattr(request, "_wagtail_route_for_request", None)
    chosen = f"?{request.GET.urlencode()}" if request.GET and request.method == "GET" else ""
    if route is None:
        return f"{translate_url(request.path, code)}{chosen}"
    if code not in translations:
        return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    rest = request.path.removeprefix(route.page.get_url(request) or "")
    return f"{translations[code].get_url(request)}{rest}{chosen}"
