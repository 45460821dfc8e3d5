"""What a researcher does at a screen: walk with Tab, look, read, choose, start; and what is then where."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import WIDTHS, axe_violations, overflows, take_picture

SERVICE = "verhuizing-doorgeven"
BOARD = f"/admin/insights/themes/{SERVICE}/"
RUNS = "/admin/insights/runs/"
LONG = 180_000
LINE = re.compile(r"(\d+) ontvangen = (\d+) bij een thema \+ (\d+) overig \+ (\d+) onbeslist \+ (\d+) weggelaten")
# What sticks out of the screen inside Wagtail's own scrolling part; wide tables scroll by themselves.
WIDER = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && box.right > innerWidth + 1 && !one.closest("header, svg, .d8-wide");
}).map((one) => one.outerHTML.slice(0, 100))"""
NAMED, PART = "Een naam van een mens", "Een deel van een mens"


def held(page: Page, kept: dict[str, Any], now: dict[str, set[str]]) -> None:
    """See that each single decision of the day still holds."""
    for number, name in kept["placed"].items():
        assert number in now[kept[name]], f"a comment left {name}"
    moved = next(number for number, name in kept["placed"].items() if name == "part")
    assert moved not in now[kept["whole"]]
    assert not any(kept["out"] in comments for comments in now.values())
    for number, theme in kept["read"].items():
        assert not theme or number in now[theme], "a reading was lost"
    assert not {kept["merged"], *kept["retired"]} & set(now)
    page.goto(kept["merged"])
    expect(page.get_by_role("link", name=NAMED).first).to_be_visible()
    page.goto(f"{BOARD}history/")
    for words in (NAMED, PART):
        expect(page.locator("main")).to_contain_text(words)
    page.goto(BOARD)


def read_one(page: Page) -> tuple[str, str]:
    """Give the comment on the screen the first theme, by keyboard; return the comment and the theme's address."""
    expect(page.locator("#comment-title")).to_be_focused()
    comment = page.locator("form[data-reading] input[name=comment]").input_value()
    choice = page.locator("form[data-reading] .d8-choice").first
    title = choice.locator("label").evaluate("one => one.firstChild.textContent.trim()")
    if not choice.locator("input").is_checked():
        press(page, choice.locator("input"), key="Space")
    press(page, page.locator("button[value=save]"))
    expect(page.locator(".messages")).to_contain_text("Bewaard")
    board = page.context.request.get(BOARD).text()
    address = re.search(rf'<h3[^>]*><a href="([^"]+)">{re.escape(title)}</a>', board)
    return comment, address[1] if address else ""


def send(page: Page, words: str) -> None:
    """Send a comment by the public form, without drawing its page."""
    ask = page.context.request
    token = re.search(r'name="token" value="([^"]+)"', ask.get(f"/reactie/{SERVICE}/").text())
    assert token
    answer = ask.post(f"/reactie/{SERVICE}/?send", form={"token": token[1], "text": words, "grade": "5"})
    assert "Bedankt" in answer.text()


def speak(page: Page, language: str) -> None:
    """Choose the language of one's own screens, as a person does; none: that of the server."""
    page.goto("/admin/account/")
    page.fill("input[type=email]", "kwame@voorbeeldstad.example")  # asked for with every change
    page.select_option("select[name$=preferred_language]", language)
    page.locator("button.button-longrunning[type=submit]").click()
    expect(page.locator("html")).to_have_attribute("lang", language or "nl", timeout=30_000)


def tick(page: Page, comment: str) -> None:
    """Choose a comment on the screen."""
    page.locator(f"input[name=comment][value='{comment}']").check()


def titles_of(page: Page) -> dict[str, str]:
    """Return the titles of the approved themes of the board, by address."""
    links = page.locator("article.d8-card:not(.d8-card--draft) h3 a").all()
    return {str(link.get_attribute("href")): link.inner_text() for link in links}


def places(page: Page) -> dict[str, set[str]]:
    """Return which comments stand under which theme of the board, by address."""
    board = page.context.request.get(BOARD).text()
    themes = re.findall(r'<h3 id="theme-\d+-title"><a href="([^"]+)"', board)
    return {theme: comments_under(page, theme) for theme in themes}


def run_form(page: Page) -> Locator:
    """Return the form that starts an analysis of the service."""
    return page.locator("form", has=page.locator(f"input[name=service][value={SERVICE}]"))


def look(page: Page, name: str) -> None:
    """Let axe read the screen at both widths, see that it fits, and keep its picture."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "() => !document.getAnimations().some(one => one instanceof CSSTransition)"
        )  # Wagtail's menu
        take_picture(page, f"day-{name}-{width}")
        assert axe_violations(page) == [], f"{name} at {width}"
        assert overflows(page) <= 0, f"{name} at {width}"
        assert page.evaluate(WIDER) == [], f"{name} at {width}"


def account(page: Page) -> dict[str, int]:
    """Return the line that shows that no comment got lost, which must add up."""
    found = LINE.search(page.locator(".d8-sum").first.inner_text())
    assert found, page.locator(".d8-sum").first.inner_text()
    line = dict(zip(("received", "assigned", "other", "undecided", "excluded"), map(int, found.groups()), strict=True))
    assert line["received"] == sum(line.values()) - line["received"]
    return line


def run_again(page: Page) -> None:
    """Start an analysis from the keyboard and wait for its end."""
    page.goto(RUNS)
    press(page, run_form(page).locator("button:not([name])"))
    expect(page.locator(".d8-state--done").first).to_be_visible(timeout=LONG)


def press(page: Page, target: Locator, *, key: str = "Enter") -> None:
    """Walk to something and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def tab_to(page: Page, target: Locator) -> None:
    """Walk to something as who has no mouse; then its focus must be seen, and nothing may lie over it."""
    target.wait_for()
    node = target.element_handle()
    for _ in range(250):
        if node.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    assert node.evaluate(
        "one => { const style = getComputedStyle(one);"
        " return style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) }"
    ), "the focus is not seen"
    page.wait_for_function(
        "one => { const box = one.getClientRects()[0];"
        " const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return top && (one.contains(top) || top.contains(one)) }",
        arg=node,
    )


def card_of(page: Page, title: str) -> Locator:
    """Return the card of a theme on the board."""
    return page.locator("article.d8-card").filter(has=page.get_by_role("link", name=title, exact=True))


def size(card: Locator) -> int:
    """Return how many comments a card counts."""
    return int(card.locator(".d8-figures strong").first.inner_text())


def comments_under(page: Page, theme: str) -> set[str]:
    """Return the numbers of the comments of a theme, from all its pages."""
    found: set[str] = set()
    for number in range(1, 20):
        shown = set(re.findall(r'name="comment" value="(\d+)"', page.context.request.get(f"{theme}?p={number}").text()))
        if shown <= found:
            break
        found |= shown
    return found
