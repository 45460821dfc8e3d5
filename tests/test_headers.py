"""Every page that a visitor can reach by links: safe headers, no inline style or script, sound HTML."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from research.insights.models import ReportIndexPage, ReportPage
from tests.factories import CommentFactory, PainPointFactory, ServiceFactory, make_home, make_journey

pytestmark = pytest.mark.django_db
MOST = 200  # pages; a crawl that finds more goes round in circles
WHOLE_PAGES = ("/", "/en/", "/robots.txt", "/health/live", "/nergens/", "/admin/login/", "/sitemap.xml")


class Page(HTMLParser):
    """What the tests ask of a page's HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.inline: list[str] = []
        self.language = ""
        self.without_name: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = dict(attrs)
        self.tags[tag] += 1
        if identity := given.get("id"):
            self.ids[identity] += 1
        if tag == "a" and (address := given.get("href")):
            self.links.append(address)
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "img" and given.get("alt") is None:
            self.without_name.append(str(given.get("src")))
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not given.get("src") and not given.get("nonce")):
            self.inline.append(f"<{tag}>")
        if (given.get("href") or "").lower().startswith("javascript:"):
            self.inline.append("javascript:")


@pytest.fixture(autouse=True)
def a_site_with_something_on_every_page() -> None:
    home = make_home()
    service = ServiceFactory()
    make_journey(service=service)
    PainPointFactory(service=service)
    for _ in range(6):
        CommentFactory(service=service)
    for index in ReportIndexPage.objects.all():
        period = {"period_start": date(2026, 7, 1), "period_end": date(2026, 9, 30)}
        index.add_child(
            instance=ReportPage(title="Kwartaal", slug="kwartaal", audience="public", locale=index.locale, **period)
        )
    assert home.live


def crawl(client: Client, *starts: str) -> Iterator[tuple[str, HttpResponseBase, Page | None]]:
    """Yield every address that can be reached by links from these, with its answer and its HTML."""
    waiting, known = list(starts), set(starts)
    while waiting:
        path = waiting.pop()
        response = client.get(path)
        html = response["Content-Type"].startswith("text/html") and response.status_code not in {301, 302}
        page = Page(response.text) if html else None
        yield path, response, page
        for link in page.links if page else [response["Location"]] if "Location" in response else []:
            address = urlsplit(urldefrag(urljoin(f"http://testserver{path}", link)).url)
            found = address.path + (f"?{address.query}" if address.query else "")
            outside = address.netloc != "testserver" or address.path.startswith(("/static/", "/media/", "/admin/"))
            if not outside and found not in known:
                known.add(found)
                waiting.append(found)
        assert len(known) < MOST, sorted(known)


def troubles(path: str, response: HttpResponseBase, page: Page | None) -> list[str]:
    """Return what is wrong with one answer, in words."""
    policy = response.headers.get("Content-Security-Policy", "")
    wrong = [f"{response.status_code}"] if response.status_code >= 400 and path != "/nergens/" else []
    wrong += [] if policy else ["no Content-Security-Policy"]
    wrong += [f"policy has {word}" for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
    wrong += [] if response.headers.get("X-Content-Type-Options") == "nosniff" else ["no nosniff"]
    wrong += [] if response.headers.get("Referrer-Policy") == "same-origin" else ["no Referrer-Policy"]
    wrong += [f"sets a cookie: {list(response.cookies)}"] if response.cookies else []
    return wrong + (troubles_in(path, page) if page else [])


def troubles_in(path: str, page: Page) -> list[str]:
    """Return what is wrong with the HTML of one page, in words."""
    wrong = [f"inline {one}" for one in page.inline]
    wrong += [f"id {name} stands {times} times" for name, times in page.ids.items() if times > 1]
    wrong += [] if page.tags["h1"] == 1 else [f"{page.tags['h1']} h1 elements"]
    wrong += [] if page.tags["main"] == 1 else [f"{page.tags['main']} main elements"]
    wrong += [] if page.tags["title"] >= 1 else ["no title"]
    wrong += [f"image without alt: {one}" for one in page.without_name]
    expected = "en" if path == "/en/" or path.startswith("/en/") else "nl"
    wrong += [] if page.language == expected else [f"lang is {page.language!r}, not {expected!r}"]
    return wrong


def test_every_page_that_links_lead_to_is_safe_and_sound(client: Client) -> None:
    seen = {path: troubles(path, response, page) for path, response, page in crawl(client, "/", "/en/")}
    assert {path: wrong for path, wrong in seen.items() if wrong} == {}
    for path in ("/diensten/", "/klantreizen/", "/rapporten/", "/en/services/", "/diensten/trouwen/"):
        assert path in seen, f"no link leads to {path}"
    assert [path for path in seen if path.startswith("/klantreizen/trouwen-")]


def test_the_questions_are_safe_and_sound(client: Client) -> None:
    path = reverse("feedback", kwargs={"slug": "trouwen"})
    seen = {
        path: troubles(path, response, page) for path, response, page in crawl(client, path, "/en/feedback/trouwen/")
    }
    assert {path: wrong for path, wrong in seen.items() if wrong} == {}


def test_a_page_that_does_not_exist_is_as_safe(client: Client) -> None:
    response = client.get("/nergens/")
    assert troubles("/nergens/", response, Page(response.text)) == []


@pytest.mark.parametrize("path", WHOLE_PAGES)
def test_every_answer_says_what_a_browser_may_do_with_it(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_staffs_screens_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    sources = set(re.findall(r"https?://\S+|\*", policy))
    assert "default-src 'self'" in policy
    assert sources == set()


def test_the_staffs_policy_is_for_no_other_page(client: Client) -> None:
    assert "unsafe-inline" in client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/").headers["Content-Security-Policy"]
