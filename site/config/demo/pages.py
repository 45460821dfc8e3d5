"""Makes the demo's pages: home, plain pages, and a journey for each service, in Dutch and English."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid5

from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from wagtail.models import Page

from config.demo import content
from config.demo.content import ServiceContent
from config.first_pages import lay_out
from journeys.models import JourneyIndexPage, JourneyPage, Persona, Service, ServiceIndexPage
from pages.models import ContentPage, HomePage, Organisation
from research.insights.models import ReportIndexPage

LANES = [
    "title",
    "action",
    "actor",
    "assumed_feeling",
    "evidence_level",
    "moment_of_truth",
    "thought",
    "pain",
    "opportunity",
    "frontstage",
    "backstage",
    "support",
    "department",
    "hand_over_to",
    "channels",
]


def load_site() -> None:
    """Make home, the lists and the plain pages, with their words in both languages."""
    words = content.site()
    load_organisation(words)
    homes = lay_out(name=words["municipality"])
    for language, home in homes.items():
        lists: list[tuple[Page, str]] = [
            (ServiceIndexPage.objects.child_of(home).get(), "services"),
            (JourneyIndexPage.objects.child_of(home).get(), "journeys"),
            (ReportIndexPage.objects.child_of(home).get(), "reports"),
        ]
        for page, key in lists:
            write(page, title=in_(language, words[key], "title"), intro=in_(language, words[key], "intro"))
        for key in ("about", "privacy", "accessibility"):
            load_plain_page(home, language, words[key], key)
        load_home(home, language, words["home"])


def in_(language: str, words: dict[str, Any], key: str) -> Any:
    """Return the words of a key in a language, else in Dutch."""
    return words.get(f"{key}_en", words.get(key, "")) if language == "en" else words.get(key, "")


def write(page: Page, **fields: Any) -> None:
    """Set fields of a page and publish it, unless it has been edited since it was made."""
    if page.latest_revision_id and page.latest_revision.user_id:
        return
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def load_organisation(words: dict[str, Any]) -> None:
    """Fill in who this site belongs to."""
    contact = words["contact"]
    one = Organisation.load()
    one.name = words["organisation"]
    one.phone, one.hours, one.hours_en = contact["phone"], contact["phone_hours"], contact["phone_hours_en"]
    one.counter = f"{contact['counter_name']}, {contact['counter_address']}. {contact['counter_hours']}"
    one.counter_en = f"{contact['counter_name_en']}, {contact['counter_address']}. {contact['counter_hours_en']}"
    one.notice, one.notice_en = words["footer"]["text"], words["footer"]["text_en"]
    one.save()


def load_home(home: HomePage, language: str, words: dict[str, Any]) -> None:
    """Write the home page: its lead and three cards."""
    places = {page.specific_class: page.pk for page in home.get_children()}
    kinds = {"/klantreizen/": JourneyIndexPage, "/diensten/": ServiceIndexPage, "/rapporten/": ReportIndexPage}
    cards = [
        {
            "type": "card",
            "value": {
                "title": in_(language, card, "title"),
                "text": in_(language, card, "text"),
                "page": places[kinds[card["link"]]],
            },
        }
        for card in words["cards"]
    ]
    write(home, title=in_(language, words, "title"), lead=in_(language, words, "lead"), cards=cards)


def load_plain_page(home: HomePage, language: str, words: dict[str, Any], key: str) -> None:
    """Make or refresh one page of plain text; the English one is the translation of the Dutch."""
    body = format_html_join(
        "",
        "<h2>{}</h2>{}",
        (
            (
                in_(language, section, "heading"),
                format_html_join(
                    "", "<p>{}</p>", ((part.strip(),) for part in in_(language, section, "text").split("\n\n"))
                ),
            )
            for section in words["sections"]
        ),
    )
    slug = {
        "nl": {"about": "over", "privacy": "privacy", "accessibility": "toegankelijkheid"},
        "en": {"about": "about"},
    }
    fields = {
        "title": in_(language, words, "title"),
        "lead": in_(language, words, "lead"),
        "body": format_html("{}", body),
        "slug": slug[language].get(key, key),
        "in_footer": True,
    }
    put(ContentPage, home, key, fields)


def put(model: Any, parent: Page, key: str, fields: dict[str, Any]) -> Page:
    """Make a page below a parent, or refresh it; pages of one key are each other's translations."""
    translation_key = uuid5(content.HERE, key)
    page = model.objects.filter(translation_key=translation_key, locale=parent.locale).first()
    if page is None:
        page = parent.add_child(
            instance=model(**fields, live=False, locale=parent.locale, translation_key=translation_key)
        )
    write(page, **fields)
    return page


def load_journey(written: ServiceContent, service: Service) -> None:
    """Make or refresh the journey of a service, in Dutch and then in English."""
    persona = Persona.objects.get(name=written.about["persona"]["name"])
    for index in JourneyIndexPage.objects.order_by("-locale__language_code").select_related("locale"):
        language, words = index.locale.language_code, written.journey
        fields = {
            "title": in_(language, words, "title"),
            "slug": slugify(service.name_en) if language == "en" else service.slug,
            "lead": in_(language, words, "lead"),
            "plain_story": in_(language, words, "plain_story").strip(),
            "basis": words["basis"],
            "service": service,
            "persona": persona,
            "body": list(blocks(written, language)),
        }
        put(JourneyPage, index, f"journey/{service.slug}", fields)


def blocks(written: ServiceContent, language: str) -> Iterator[dict[str, Any]]:
    """Yield the stages and steps of a map as Wagtail keeps them."""
    for stage in written.journey["stages"]:
        yield {
            "type": "stage",
            "id": str(written.block_id(f"stage {stage['title']}")),
            "value": {"title": in_(language, stage, "title")},
        }
        for step in stage["steps"]:
            value = {lane: in_(language, step, lane) for lane in LANES}
            value["assumed_feeling"] = str(step.get("assumed_feeling", ""))
            yield {"type": "step", "id": str(written.block_id(step["key"])), "value": value}
