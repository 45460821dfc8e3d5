"""Every kind of page, on a phone and on a desk, in two languages: no axe violation, nothing wider than the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, axe_violations, overflows, take_picture

pytestmark = pytest.mark.browser

PAGES = {
    "home": ("/", "/en/"),
    "services": ("/diensten/", "/en/services/"),
    "service": ("/diensten/trouwen/", "/en/services/trouwen/"),
    "journeys": ("/klantreizen/", "/en/journeys/"),
    "journey": ("/klantreizen/trouwen/", "/en/journeys/getting-married/"),
    "journey-list": ("/klantreizen/trouwen/?weergave=lijst", "/en/journeys/getting-married/?weergave=lijst"),
    "journey-story": ("/klantreizen/trouwen/?weergave=verhaal", "/en/journeys/getting-married/?weergave=verhaal"),
    "journey-few": ("/klantreizen/afvalpas/", "/en/journeys/applying-for-a-waste-card/"),
    "feedback": ("/reactie/trouwen/", "/en/feedback/trouwen/"),
    "reports": ("/rapporten/", "/en/reports/"),
    "about": ("/over/", "/en/about/"),
    "missing": ("/bestaat-niet/", "/en/does-not-exist/"),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "language"), [(name, language) for name in PAGES for language in ("nl", "en")])
def test_a_page_is_accessible_and_fits(visit: Callable[..., Page], name: str, language: str, width: int) -> None:
    page = visit(PAGES[name][language == "en"], width=width)
    assert page.get_attribute("html", "lang") == language
    take_picture(page, f"{name}-{language}-{width}")
    assert axe_violations(page) == []
    assert overflows(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_report_is_accessible_and_fits(visit: Callable[..., Page], language: str, width: int) -> None:
    page = visit({"nl": "/rapporten/", "en": "/en/reports/"}[language], width=width)
    page.locator("main a[href*='kwartaal'], main a[href*='quarter']").first.click()
    take_picture(page, f"report-{language}-{width}")
    assert axe_violations(page) == []
    assert overflows(page) <= 0
