"""What machines ask for first: robots.txt, security.txt and the map of all public pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from journeys.models import Service, ServiceIndexPage
from research.insights.models import ReportPage

SECURITY_TXT_LASTS = timedelta(days=180)  # RFC 9116: less than a year


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Everything public may be found; the staff's screens and the thanks of one person are nobody's business."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /health/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a hole (RFC 9116): SECURITY_CONTACT, else the site's own address."""
    expires = datetime.combine(timezone.localdate() + SECURITY_TXT_LASTS, time(), timezone.get_current_timezone())
    lines = [
        f"Contact: {contact()}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def contact() -> str:
    """Return the contact as an address: a bare e-mail address becomes mailto:."""
    given: str = settings.SECURITY_CONTACT or settings.WAGTAILADMIN_BASE_URL
    return f"mailto:{given}" if "@" in given and ":" not in given else given


@dataclass(frozen=True)
class Place:
    """One address in the map."""

    path: str
    changed: datetime | None = None


class PublicPages(Sitemap[Place]):
    """Every page and service that a visitor without an account may read, in each language."""

    limit = 10_000

    def items(self) -> list[Place]:
        """Return the places, pages first."""
        return [*self.pages(), *self.services()]

    def location(self, item: Place) -> str:
        """Return the path; the sitemap view puts the host of the request before it."""
        return item.path

    def lastmod(self, item: Place) -> datetime | None:
        """Return when the page was last published; of a service nobody keeps that."""
        return item.changed

    def pages(self) -> Iterator[Place]:
        """Yield the published pages below the roots of our sites, without reports that are not for everybody."""
        visitor = AnonymousUser()
        hidden = ReportPage.objects.live().exclude(pk__in=ReportPage.objects.visible_to(visitor).values("pk"))
        for root in Page.objects.filter(translation_key__in=root_keys()):
            for page in root.get_descendants(inclusive=True).live().public().exclude(pk__in=hidden.values("pk")):
                if path := path_of(page):
                    yield Place(path, page.last_published_at)

    def services(self) -> Iterator[Place]:
        """Yield the address of every service under each list of services."""
        slugs = list(Service.objects.visible_to(AnonymousUser()).values_list("slug", flat=True))
        for index in ServiceIndexPage.objects.live().public().select_related("locale"):
            with translation.override(index.locale.language_code):
                for slug in slugs:
                    yield Place(f"{path_of(index)}{index.reverse_subpage('service', kwargs={'slug': slug})}")


def root_keys() -> list[object]:
    """Return the translation keys of the home pages: a home page in another language is its brother, not its child."""
    return list(Site.objects.values_list("root_page__translation_key", flat=True))


def path_of(page: Page) -> str | None:
    """Return the path of a page without its host, or None where it has no address."""
    parts = page.get_url_parts()
    return parts[2] if parts else None
