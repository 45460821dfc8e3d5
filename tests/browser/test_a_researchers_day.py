"""A researcher's whole day: run, read, name, split, merge, move, read by lot, try, cut, run again. Nothing is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.day import (
    BOARD,
    LONG,
    NAMED,
    PART,
    RUNS,
    SERVICE,
    account,
    card_of,
    comments_under,
    held,
    look,
    places,
    press,
    read_one,
    run_again,
    run_form,
    send,
    size,
    speak,
    tab_to,
    tick,
    titles_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW = (
    "Ik wachtte twee weken op de brief met de code voor de verhuizing.",
    "De brief met de code kwam pas na mijn verhuisdatum aan.",
    "Waar blijft de code? Drie keer gebeld over die brief.",
    "De code kwam te laat, dus stond ik nog op het oude adres.",
    "Mijn dochter moest apart inloggen, wat een gedoe.",
    "Ieder gezinslid moet met een eigen DigiD inloggen.",
    "De afvalpas kwam niet mee met de verhuizing, die moest ik los aanvragen.",
    "Nergens stond dat ik de afvalpas apart moest regelen.",
    "Vanaf welke dag telt mijn nieuwe adres eigenlijk?",
    "Onduidelijk of de verhuizing ingaat op de dag van melden.",
    "Binnen vijf minuten geregeld, heel duidelijk.",
    "De baby van de buren is geboren, gefeliciteerd allemaal!",
)


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    """What one part of the day hands to the next."""
    return {}


def test_01_an_analysis_is_started_from_the_keyboard_and_adds_up(visit: Callable[..., Page]) -> None:
    page = visit(BOARD, log_in_as="kwame")
    received = account(page)["received"]
    look(page, "board-before")
    page.goto(RUNS)
    look(page, "runs")
    run_again(page)
    assert account(page)["received"] == received
    look(page, "run")
    press(page, page.get_by_role("link", name="Bekijk de thema’s"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Verhuizing")


def test_02_what_the_machine_could_not_decide_is_read_by_keyboard(
    visit: Callable[..., Page], kept: dict[str, Any]
) -> None:
    page = visit(f"{BOARD}read/?queue=undecided", log_in_as="kwame")
    look(page, "undecided")
    page.reload()  # so that the focus is where it is at first
    waiting = int(page.locator("main strong").first.inner_text().split()[0])
    kept["read"] = dict(read_one(page) for _ in range(min(2, waiting)))
    expect(page.locator("main strong").first).to_contain_text(str(waiting - len(kept["read"])))


def test_03_proposals_are_made_coarser_and_finer(visit: Callable[..., Page]) -> None:
    page = visit(BOARD, log_in_as="kwame")
    for step in ("fewer", "more"):
        before = page.locator("article.d8-card--draft").count()
        press(page, page.locator(f"a[href$='/cut/?step={step}']"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Minder of meer")
        look(page, f"cut-{step}")
        press(page, page.locator("main form[action$='/cut/confirm/'] button"))
        expect(page.locator(".messages")).to_contain_text("verhuisd")
        after = page.locator("article.d8-card--draft").count()
        assert after != before
        assert (after > before) == (step == "more")
        account(page)


def test_04_a_proposal_is_read_named_and_approved_by_keyboard(visit: Callable[..., Page], kept: dict[str, Any]) -> None:
    page = visit(BOARD, log_in_as="kwame")
    card = page.locator("article.d8-card--draft").first
    place, title = str(card.get_attribute("id")), card.locator("h3").inner_text()
    press(page, page.locator("a[href='#proposed']"))
    press(page, card.locator("h3 a"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    assert page.locator("blockquote mark").count() > 0
    look(page, "theme")

    page.go_back()
    card = page.locator(f"#{place}")
    press(page, card.locator("summary").first)
    tab_to(page, card.locator("input[name=title]"))
    page.keyboard.press("Control+a")
    page.keyboard.type(NAMED)
    page.keyboard.press("Enter")
    expect(card.locator("h3")).to_have_text(NAMED)
    expect(card).to_be_focused()
    press(page, card.locator("form[action$='/approve/'] button"), key="Space")
    expect(page.locator(f"#{place}.d8-card:not(.d8-card--draft)")).to_be_focused()
    kept["named"] = str(card.locator("h3 a").get_attribute("href"))


def test_05_a_theme_is_split_after_a_preview(visit: Callable[..., Page], kept: dict[str, Any]) -> None:
    page = visit(f"{BOARD}?show=approved", log_in_as="kwame")
    card = page.locator("article.d8-card").filter(has_not_text=NAMED).first
    whole, title = size(card), card.locator("h3").inner_text()
    kept["whole"] = str(card.locator("h3 a").get_attribute("href"))
    press(page, card.locator("a[href$='/split/']"))
    expect(page.locator("#part-A")).to_be_visible(timeout=LONG)
    parts = [int(one.inner_text()) for one in page.locator("section .d8-figures strong").all()]
    assert sum(parts) == whole
    expect(page.locator("fieldset.d8-move legend")).to_contain_text(str(parts[1]))
    look(page, "split")
    tab_to(page, page.locator("input[name=title-B]"))
    page.keyboard.press("Control+a")
    page.keyboard.type(PART)
    press(page, page.locator("button[name=split]"))

    expect(card_of(page, PART)).to_have_count(1)
    assert [size(card_of(page, name)) for name in (title, PART)] == parts
    kept["part"] = str(card_of(page, PART).locator("h3 a").get_attribute("href"))
    kept["split"] = comments_under(page, kept["whole"]), comments_under(page, kept["part"])


def test_06_two_themes_are_seen_side_by_side_and_merged(visit: Callable[..., Page], kept: dict[str, Any]) -> None:
    page = visit(BOARD, log_in_as="kwame")
    card = page.locator("article.d8-card--draft").last
    kept["merged"] = str(card.locator("h3 a").get_attribute("href"))
    gone, stays = (comments_under(page, kept[name]) for name in ("merged", "named"))
    press(page, card.locator("summary").nth(1))
    tab_to(page, card.locator("input[name=words]"))
    page.keyboard.type(NAMED)
    page.keyboard.press("Enter")
    expect(page.locator("#moves")).to_contain_text(f"{len(gone)} reactie")
    assert page.locator("section blockquote").count() >= 2
    look(page, "merge")
    press(page, page.get_by_role("button", name="Voeg deze twee samen"))
    expect(card_of(page, NAMED)).to_be_focused()
    assert comments_under(page, kept["named"]) == gone | stays
    page.goto(kept["merged"])
    expect(page.get_by_role("link", name=NAMED).first).to_be_visible()


def test_07_without_scripts_comments_are_moved_confirmed_added_and_left_out_and_one_comes_back(
    visit: Callable[..., Page], kept: dict[str, Any]
) -> None:
    page = visit(kept["whole"], log_in_as="kwame", scripts=False)
    boxes = page.locator("input[name=comment]").all()[:4]
    moved, stays, out, back = (str(box.get_attribute("value")) for box in boxes)
    tick(page, moved)
    page.select_option("#move-to", label=PART)
    page.locator("fieldset.d8-move button:not([formaction])").press("Enter")
    tick(page, stays)
    page.locator("button[formaction$='/confirm/']").press("Enter")
    for number in (out, back):
        tick(page, number)
        page.locator("button[formaction$='/exclude/']").press("Enter")
    page.locator(".messages a").first.press("Enter")
    page.get_by_role("button", name="Maak het ongedaan").press("Enter")
    whole, part = comments_under(page, kept["whole"]), comments_under(page, kept["part"])
    assert {stays, back} <= whole
    assert moved in part - whole
    assert out not in whole | part

    page.goto(f"{kept['named']}add/?words=de")
    free = [str(box.get_attribute("value")) for box in page.locator("input[name=comment]").all()]
    added = next(number for number in free if number not in {moved, stays, out, back})
    tick(page, added)
    page.locator("fieldset.d8-move button").press("Enter")
    assert added in comments_under(page, kept["named"])
    page.goto(f"{BOARD}left-out/")
    expect(page.locator(f"input[name=comment][value='{out}']")).to_be_visible()
    kept["placed"] = {moved: "part", stays: "whole", added: "named"}
    kept["out"] = out


def test_08_several_proposals_are_retired_after_one_look(visit: Callable[..., Page], kept: dict[str, Any]) -> None:
    page = visit(f"{BOARD}?show=proposed", log_in_as="kwame")
    cards = page.locator("article.d8-card")
    before = cards.count()
    chosen = [cards.nth(before - 2), cards.nth(before - 1)]
    kept["retired"] = [str(card.locator("h3 a").get_attribute("href")) for card in chosen]
    for card in chosen:
        press(page, card.locator("input[name=theme]"), key="Space")
    press(page, page.locator("#several button[value=retire]"))
    expect(page.locator("#moves")).to_contain_text(re.compile(r"\d+ reactie"))
    look(page, "retire")
    press(page, page.locator("button[aria-describedby=moves]"))
    expect(page.locator("article.d8-card--draft")).to_have_count(before - 2)


def test_09_comments_drawn_by_lot_are_read_by_keyboard(visit: Callable[..., Page], kept: dict[str, Any]) -> None:
    page = visit(f"{BOARD}read/?queue=sample", log_in_as="kwame")
    look(page, "read")
    page.reload()  # so that the focus is where it is at first
    kept["read"] |= dict(read_one(page) for _ in range(3))
    expect(page.locator("main")).to_contain_text("3 van 30 gelezen")


def test_10_a_trial_tells_what_a_fresh_look_would_change_and_changes_nothing(visit: Callable[..., Page]) -> None:
    page = visit(BOARD, log_in_as="kwame")
    before = places(page)
    page.goto(RUNS)
    press(page, run_form(page).locator("button[name=trial]"))
    expect(page.locator(".d8-state--done").first).to_be_visible(timeout=LONG)
    expect(page.locator("section[aria-labelledby^=kind-]").first).to_be_visible()
    look(page, "trial")
    assert places(page) == before


def test_11_the_picture_the_trends_the_record_and_the_priorities_are_for_everybody(
    visit: Callable[..., Page], kept: dict[str, Any]
) -> None:
    page = visit("/admin/", log_in_as="kwame")
    screens = {
        "add": f"{kept['named']}add/?words=de",
        "left-out": f"{BOARD}left-out/",
        "map": f"{BOARD}map/",
        "trends": f"{BOARD}trends/?months=all",
        "history": f"{BOARD}history/",
        "matrix": f"/admin/insights/pain-points/matrix/?service={SERVICE}",
    }
    for name, address in screens.items():
        page.goto(address)
        look(page, name)
    page.goto(screens["history"])
    press(page, page.locator(".d8-history a.d8-verb").first)
    expect(page.get_by_role("button", name="Maak het ongedaan")).to_be_visible()
    look(page, "undo")
    page.goto(screens["map"])
    press(page, page.locator("figure svg a").first)
    expect(page.get_by_role("heading", name="Wat mensen zeiden")).to_be_visible()
    speak(page, "en")
    try:
        for name, address in {"board": BOARD, "trends": screens["trends"], "matrix": screens["matrix"]}.items():
            page.goto(address)
            assert page.get_attribute("html", "lang") == "en"
            look(page, f"{name}-en")
    finally:
        speak(page, "")


def test_12_twelve_people_say_something_new_and_nothing_that_was_decided_is_lost(
    visit: Callable[..., Page], kept: dict[str, Any]
) -> None:
    page = visit(f"/reactie/{SERVICE}/", width=360, scripts=False)
    for words in NEW[:-1]:
        send(page, words)
    page.fill("textarea[name=text]", NEW[-1])
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bedankt")

    page = visit(BOARD, log_in_as="kwame")
    before, line, titles = places(page), account(page), titles_of(page)
    run_again(page)
    look(page, "run-again")
    after = account(page)
    assert after["received"] == line["received"] + len(NEW)
    assert after["excluded"] >= line["excluded"]

    page.goto(BOARD)
    assert titles.items() <= titles_of(page).items()
    now = places(page)
    stayed = [len(before[theme] & now[theme]) for theme in titles]
    assert sum(stayed) >= 0.97 * sum(len(before[theme]) for theme in titles), "too many comments left their theme"
    assert set().union(*now.values()) - set().union(*before.values()), "what is new stands under no theme"
    held(page, kept, now)
    look(page, "board-after")
