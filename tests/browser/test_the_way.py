"""The whole way, once: from a citizen's sentence at a step to a report that a manager reads."""

import re
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo, axe_violations, take_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "Ik belde drie keer over de bevestiging van onze melding. Mijn nummer is 06-12345678."


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """What one part of the way hands to the next."""
    return {}


def test_1_a_designer_renames_a_step_and_publishes(visit: Callable[..., Page]) -> None:
    page = visit("/admin/pages/", log_in_as="noor")
    page.goto("/klantreizen/trouwen/")
    before = page.locator("table").first.inner_text()
    assert "Datum kiezen" in before
    page.goto(edit_address(page))
    page.locator("input[name$='-value-title']").first.wait_for(state="attached")
    titles = page.locator("input[name$='-value-title']").all()
    title = next(one for one in titles if one.input_value() == "Datum kiezen")
    if not title.is_visible():  # the steps of a long map are folded
        panel = title.locator("xpath=ancestor::section[contains(@class, 'w-panel')][1]")
        panel.locator("[data-panel-toggle]").first.click()
    title.fill("Dag kiezen")
    publish(page)
    page.goto("/klantreizen/trouwen/")
    table = page.locator("table").first.inner_text()
    assert "Dag kiezen" in table
    assert "Datum kiezen" not in table
    # The step is the same step: what people said about the day is still counted there.
    assert before.split("n = ")[1:] == table.split("n = ")[1:]


def test_2_a_citizen_says_something_at_a_step_without_scripts(visit: Callable[..., Page], kept: dict[str, str]) -> None:
    page = visit("/klantreizen/trouwen/", width=360, scripts=False)
    step = page.locator("li", has_text="Bevestiging").filter(has=page.locator("a[href*='stap=']"))
    step.last.locator("a[href*='stap=']").first.click()
    assert page.locator("select[name=step] option:checked").inner_text() == "Bevestiging"
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_text("Deels", exact=True).click()
    page.locator("input[name=grade][value='4']").check()
    page.fill("textarea[name=text]", WORDS)
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bedankt")
    number = page.locator(".d8-reference").inner_text()
    assert re.fullmatch(r"\d{3}\s+\d{3}\s+\d{3}\s+\d{3}", number.strip())
    page.reload()
    assert page.locator(".d8-reference").inner_text() == number
    take_picture(page, "thanks-nl-360")
    kept["reference"] = " ".join(number.split())


def test_3_a_moderator_reads_it_with_the_phone_number_masked(visit: Callable[..., Page], kept: dict[str, str]) -> None:
    page = visit("/admin/feedback/queue/", log_in_as="emre")
    assert axe_violations(page, inside="#main") == []
    take_picture(page, "moderation-nl-1280")
    for _ in range(60):
        words = page.locator("blockquote").inner_text()
        if "bevestiging van onze melding" in words:
            break
        page.locator("button[value=read]").click()
    assert "06-12345678" not in words
    assert "[" in words
    page.locator("button[value=read]").click()
    assert "06-12345678" not in page.content()


def test_4_a_researcher_starts_an_analysis_and_sees_it_done(visit: Callable[..., Page]) -> None:
    page = visit("/admin/insights/runs/", log_in_as="kwame")
    page.locator("form", has=page.locator("input[name=service][value=trouwen]")).locator("button:not([name])").click()
    expect(page.locator(".d8-state--done")).to_be_visible(timeout=120_000)
    assert "418" in page.locator("p.d8-sum").inner_text()
    assert axe_violations(page, inside="#main") == []
    take_picture(page, "run-nl-1280")


def test_5_the_researcher_names_and_approves_a_theme_and_makes_it_a_pain_point(visit: Callable[..., Page]) -> None:
    page = visit("/admin/insights/themes/trouwen/", log_in_as="kwame")
    take_picture(page, "themes-nl-1280")
    assert axe_violations(page, inside="#main") == []
    page.locator("form[action$='/approve/'] button").first.click()
    page.locator("a[href$='/pain-point/']").first.click()
    take_picture(page, "pain-point-nl-1280")
    page.fill("input[name=title]", "Te lang aan de lijn")
    page.fill("input[name=title_en]", "Too long on the line")
    page.locator("input[name=severity][value='4']").check()
    step = page.locator("select[name=step] option", has_text="Bevestiging").first.get_attribute("value")
    page.select_option("select[name=step]", step)
    page.locator("form button[type=submit]").last.click()
    expect(page.get_by_text("Te lang aan de lijn").first).to_be_visible()


def test_6_the_journey_shows_the_pain_point_at_its_step(visit: Callable[..., Page]) -> None:
    page = visit("/klantreizen/trouwen/")
    expect(page.locator("table").first).to_contain_text("Te lang aan de lijn")
    page = visit("/en/journeys/getting-married/")
    expect(page.locator("table").first).to_contain_text("Too long on the line")


def test_7_a_researcher_publishes_a_report_and_only_those_who_may_read_it(visit: Callable[..., Page]) -> None:
    page = visit("/admin/", log_in_as="kwame")
    page.goto("/rapporten/")
    page.goto(edit_address(page).replace("/edit/", "/add_subpage/"))
    if "/add/" not in page.url:
        page.get_by_role("link", name=re.compile("Rapport")).last.click()
    page.fill("input[name=title]", "Rapport van de test")
    for name, day in (("period_start", "2026-01-01"), ("period_end", "2026-09-30")):
        page.fill(f"input[name={name}]", day)
    publish(page)

    page = visit("/rapporten/", log_in_as="fatima")
    page.get_by_role("link", name="Rapport van de test").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rapport van de test")
    expect(page.locator("main")).to_contain_text("Trouwen")
    expect(page.locator("main")).to_contain_text("Ontvangen")
    address = page.url
    assert axe_violations(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    stranger = visit("/rapporten/")
    expect(stranger.locator("main")).not_to_contain_text("Rapport van de test")
    stranger.goto(address)
    assert "/admin/login" in stranger.url


def test_8_a_file_of_another_system_is_read_analysed_and_reported(
    demo: Demo, visit: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("polis") / "comments.csv"
    lines = ["timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"]
    lines += [
        f'15185014964{n:02},Tue Feb 13 12:58:16 WIB 2018,{n},{n},3,1,1,"The pass did not open the bin in street {n}."'
        for n in range(30)
    ]
    file.write_text("\n".join(lines), "utf8")
    manage = [sys.executable, str(settings.ROOT / "manage.py")]

    def run(*command: str) -> str:
        return subprocess.run(
            [*manage, *command], env=demo.environment, check=True, capture_output=True, text=True, timeout=300
        ).stdout

    assert "30" in run("import_feedback", str(file), "--service", "afvalpas", "--dry-run")
    run("import_feedback", str(file), "--service", "afvalpas")
    run("import_feedback", str(file), "--service", "afvalpas")
    run("analyse", "--service", "afvalpas")
    page = visit("/admin/insights/runs/", log_in_as="kwame")
    expect(page.locator("#main table").last).to_contain_text("75")


def edit_address(page: Page) -> str:
    """Return the address where the page on the screen is edited."""
    found = page.locator("a[href*='/admin/pages/'][href*='/edit/'], [href*='/admin/pages/'][href*='/edit/']").first
    address = found.get_attribute("href")
    assert address
    return urljoin(page.url, address)


def publish(page: Page) -> None:
    """Publish the page in the editor."""
    page.locator(".xdsoft_datetimepicker").evaluate_all("all => all.forEach(one => one.remove())")  # Wagtail's calendar
    toggle = page.locator("footer [data-w-dropdown-target=toggle], footer button.w-dropdown__toggle").first
    toggle.click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages, [data-w-messages]").first).to_be_visible()
