"""Pain points in a real browser: readable by everybody, on a phone and on a desk, and by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, axe_violations, overflows, take_picture

pytestmark = pytest.mark.browser

SCREENS = {
    "pain-points": "/admin/insights/pain-points/",
    "matrix": "/admin/insights/pain-points/matrix/",
    "matrix-empty": "/admin/insights/pain-points/matrix/?service=afvalpas&status=solved",
    "trends": "/admin/insights/themes/trouwen/trends/?months=all",
    "trends-few": "/admin/insights/themes/afvalpas/trends/",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_accessible_and_fits(visit: Callable[..., Page], name: str, width: int) -> None:
    page = visit(SCREENS[name], width=width, log_in_as="fatima")
    take_picture(page, f"{name}-{width}")
    assert axe_violations(page) == []
    assert overflows(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_point_of_the_picture_leads_by_keyboard_to_its_form(visit: Callable[..., Page], width: int) -> None:
    page = visit(SCREENS["matrix"], width=width, log_in_as="fatima")
    first = page.locator("svg.d8-matrix:visible a").first
    label = first.get_attribute("aria-label") or ""
    assert label.startswith("1: ")
    page.locator("form.d8-choose button").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
    page.keyboard.press("Enter")
    page.wait_for_url("**/pain-points/edit/**")
    assert axe_violations(page, inside="main") == []
    take_picture(page, f"pain-point-{width}")
    assert overflows(page) <= 0


def test_an_owner_is_chosen_and_one_is_back_where_one_was(visit: Callable[..., Page]) -> None:
    page = visit(SCREENS["pain-points"], log_in_as="fatima")
    address = page.locator("a[href*='/upkeep/']").first.get_attribute("href")
    page.goto(f"{address}?next=/rapporten/%23besluiten")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Bewaar dit").click()
    page.wait_for_url("**/rapporten/#besluiten")
