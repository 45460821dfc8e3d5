"""A researcher decides about themes: by keyboard, on a phone, without scripts, and takes it back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, axe_violations, overflows, take_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOARD = "/admin/insights/themes/trouwen/"


def screens(page: Page) -> dict[str, str]:
    """Return the addresses of every screen of decisions, found as a person finds them: from the board."""
    cards = page.locator("article.d8-card")
    first = str(cards.first.locator("h3 a").get_attribute("href"))
    ticks = [str(box.get_attribute("value")) for box in page.locator("input[name=theme]").all()[:3]]
    several = "&".join(f"theme={tick}" for tick in ticks)
    return {
        "board": BOARD,
        "theme": first,
        "split": f"{first}split/?parts=3",
        "merge": f"{first}merge/",
        "side-by-side": f"{first}merge/?other={ticks[1].partition(':')[0]}",
        "add": f"{first}add/?words=ik",
        "several": f"{BOARD}several/?do=merge&{several}",
        "history": f"{BOARD}history/",
        "left-out": f"{BOARD}left-out/",
        "nothing-to-undo": "/admin/insights/themes/decisions/undo/",
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_of_decisions_is_for_everybody(width: int, visit: Callable[..., Page]) -> None:
    page = visit(BOARD, width=width, log_in_as="kwame")
    for name, address in screens(page).items():
        page.goto(address)
        expect(page.locator("main h1, header h1, h1").first).to_be_attached()
        assert axe_violations(page) == [], name
        assert overflows(page) <= 0, name
        take_picture(page, f"decisions-{name}-{width}")


def test_a_name_is_given_by_keyboard_and_taken_back(visit: Callable[..., Page]) -> None:
    page = visit(BOARD, log_in_as="kwame")
    card = page.locator("article.d8-card").nth(1)
    place, before = card.get_attribute("id"), card.locator("h3").inner_text()
    card.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Met het toetsenbord")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{place}")
    expect(page.locator(f"#{place} h3")).to_have_text("Met het toetsenbord")
    assert page.evaluate("document.activeElement.id") == place, "the focus is back at the card"
    told = page.locator(".messages li").first
    expect(told).to_be_in_viewport()
    told.locator("a").click()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**#{place}")
    expect(page.locator(f"#{place} h3")).to_have_text(before)


def test_a_theme_is_split_and_made_whole_again_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit(BOARD, log_in_as="kwame", scripts=False)
    card = page.locator("article.d8-card").first
    title = card.locator("h3").inner_text()
    count = card.locator(".d8-figures strong").first.inner_text()
    page.goto(str(card.locator("a[href$='/split/']").get_attribute("href")))
    page.locator("button[name=look]").click()
    page.locator("input[name=title-B]").fill("Een deel zonder scripts")
    page.locator("button[name=split]").click()
    part = page.locator("article.d8-card", has_text="Een deel zonder scripts")
    expect(part).to_have_count(1)
    whole = page.locator("article.d8-card").filter(has=page.get_by_role("link", name=title, exact=True))
    left = [one.locator(".d8-figures strong").first.inner_text() for one in (part, whole)]
    assert sum(map(int, left)) == int(count)
    page.locator(".messages a").first.press("Enter")
    page.locator("main form button[type=submit]").last.press("Enter")
    again = page.locator("article.d8-card").filter(has=page.get_by_role("link", name=title, exact=True))
    expect(again.locator(".d8-figures strong").first).to_have_text(count)
    assert not re.search("Een deel zonder scripts", page.content())
