"""What a visitor reads on the page of a journey."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from feedback.models import Comment
from journeys.models import JourneyPage, Service, Step
from research.insights.models import Answer
from tests.factories import (
    CommentFactory,
    PainPointFactory,
    PersonaFactory,
    ServiceFactory,
    ThemeFactory,
    make_journey,
    member_of,
    stage_block,
    step_block,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


def say(page: JourneyPage, title: str, *grades: int, **fields: Any) -> None:
    """Let people give these grades to a step, today."""
    step = Step.objects.get(journey_key=page.translation_key, title=title)
    Comment.objects.bulk_create(
        CommentFactory.build(service=page.service, step=step, grade=grade, said_on=timezone.localdate(), **fields)
        for grade in grades
    )


def read(client: Client, page: JourneyPage, query: str = "") -> str:
    """Return the page as a visitor gets it."""
    response = client.get(f"/klantreizen/{page.slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def wide_map(html: str) -> str:
    """Return the part of the page that is the table."""
    return html[html.index("d8-map__table") : html.index("</table>")]


def test_a_step_shows_its_grade_from_five_people_on(client: Client) -> None:
    page = make_journey()
    say(page, "Bevestiging", 4, 5, 5, 4, 5)
    say(page, "Melding doen", 1, 1, 1, 1)
    CommentFactory(service=page.service, grade=8, said_on=timezone.localdate())  # else the total gives the four away
    table = wide_map(read(client, page))
    assert ">4,6<" in table
    assert ">1,0<" not in table
    assert "n&nbsp;=&nbsp;5" in table
    assert table.count("d8-curve__dot--low") == 1


def test_a_channel_does_not_give_away_what_one_to_four_people_said_on_the_others(client: Client) -> None:
    page = make_journey()
    say(page, "Bevestiging", 4, 5, 5, 4, 5, channel="phone")
    assert ">4,6<" in wide_map(read(client, page, "?kanaal=phone"))
    say(page, "Bevestiging", 9, channel="web")
    assert ">4,6<" not in wide_map(read(client, page, "?kanaal=phone"))


def test_the_map_is_a_table_whose_stages_span_their_steps(client: Client) -> None:
    page = make_journey()
    table = wide_map(read(client, page))
    assert '<th scope="colgroup" colspan="1">Oriënteren</th>' in table
    assert '<th scope="colgroup" colspan="2">Melden</th>' in table
    assert table.count('<th scope="col">') == 3
    assert "<caption" in table


@pytest.mark.parametrize(
    ("query", "part"), [("", "d8-map__table"), ("?weergave=lijst", "d8-steps--full"), ("?weergave=verhaal", "d8-story")]
)
def test_a_journey_can_be_seen_as_map_list_or_story_by_plain_links(client: Client, query: str, part: str) -> None:
    html = read(client, make_journey(), query)
    assert part in html
    assert html.count('aria-current="true"') == 4  # the menu twice, the language, and the way it is shown


@pytest.mark.parametrize("query", ["?weergave=xyz", "?periode=-1", "?kanaal=%27;drop", "?weergave=&periode=&kanaal="])
def test_an_address_with_nonsense_shows_the_whole_map(client: Client, query: str) -> None:
    assert "d8-map__table" in read(client, make_journey(), query)


def test_a_step_can_be_chosen_for_what_one_wants_to_say(client: Client) -> None:
    page = make_journey()
    key = page.body[-1].id
    html = read(client, page)
    assert f"stap={key}#reactie" in html
    assert 'id="reactie"' in html
    assert f'value="{key}" selected' in read(client, page, f"?stap={key}")


def test_a_journey_without_steps_says_so_calmly(client: Client) -> None:
    page = make_journey(body=[stage_block("Alleen een fase")])
    html = read(client, page)
    assert "d8-empty" in html
    assert "d8-map__table" not in html


def test_words_from_outside_are_text(client: Client) -> None:
    page = make_journey(body=[stage_block("<b>Fase"), step_block("<script>alert(1)</script>")])
    PainPointFactory(service=page.service, title="<img src=x>")
    html = read(client, page)
    assert "<script>alert" not in html
    assert "<img src=x>" not in html


def test_a_pain_point_stands_at_its_step_and_below_with_who_acts_but_never_a_name(client: Client) -> None:
    page = make_journey()
    step = Step.objects.get(title="Bevestiging")
    owner = member_of(Role.MANAGER, first_name="Fatima", last_name="Geheim", job_title="hoofd Burgerzaken")
    pain = PainPointFactory(service=page.service, step=step, owner=owner, status="being_solved")
    html = read(client, page)
    assert f'href="#pijn-{pain.pk}"' in wide_map(html)
    assert f'id="pijn-{pain.pk}"' in html
    assert "hoofd Burgerzaken" in html
    assert "Geheim" not in html


def test_a_pain_point_of_fewer_than_five_people_shows_no_number(client: Client) -> None:
    page = make_journey()
    PainPointFactory(service=page.service, frequency=4, out_of=97)
    assert "97" not in read(client, page).split('id="mis"')[1].split("</section>")[0]


def test_a_solved_pain_point_is_not_the_biggest_one(client: Client) -> None:
    page = make_journey()
    PainPointFactory(service=page.service, title="Opgelost", severity=4, status="solved")
    PainPointFactory(service=page.service, title="Nog open", severity=2, frequency=9, theme=ThemeFactory(title="t"))
    facts = read(client, page).split('class="d8-facts"')[1].split("d8-toolbar")[0]
    assert "Nog open" in facts
    assert "Opgelost" not in facts


def test_in_english_pain_points_and_answers_are_in_english(client: Client) -> None:
    page = make_journey()
    PainPointFactory(service=page.service)
    Answer.objects.create(
        service=page.service,
        you_said="Alles digitaal",
        you_said_en="All digital",
        we_did="Balie",
        we_did_en="A counter",
    )
    index = page.get_parent().get_translations().get()
    english = page.copy_for_translation(index.locale)
    english.save_revision().publish()
    html = client.get(f"/en/journeys/{english.slug}/").content.decode()
    assert "No confirmation after the notice" in html
    assert "All digital" in html
    assert "A counter" in html
    assert "Alles digitaal" not in html


def test_a_wanted_journey_is_linked_both_ways_and_measures_nothing(client: Client) -> None:
    page = make_journey()
    say(page, "Bevestiging", 4, 5, 5, 4, 5)
    wanted = page.copy(update_attrs={"slug": "straks", "title": "Zo willen wij het", "state": "future"}, keep_live=True)
    assert "/klantreizen/straks/" in read(client, page)
    html = read(client, wanted)
    assert f"/klantreizen/{page.slug}/" in html
    assert ">4,6<" not in wide_map(html)


def test_a_draft_of_a_page_never_published_can_be_previewed(client: Client) -> None:
    page = make_journey(live=False)
    page.save_revision()
    client.force_login(member_of(Role.SERVICE_DESIGNER))
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert "Bevestiging" in response.content.decode()


def test_a_persona_and_what_the_map_rests_on_are_named(client: Client) -> None:
    page = make_journey()
    page.persona = PersonaFactory()
    page.save_revision().publish()
    assert "Sanne en Youssef" in read(client, page)


def long_journey(service: Service) -> JourneyPage:
    """Return a journey of sixteen steps, with comments at each, ten pain points and answers."""
    body = [stage_block("Begin"), *[step_block(f"Stap {at}", channels=["web"]) for at in range(16)]]
    page = make_journey(service=service, body=body)
    for step in Step.objects.filter(journey_key=page.translation_key):
        say(page, step.title, 5, 6, 7, 8, 9, outcome="yes", referrals_count=1)
    for at, step in enumerate(Step.objects.filter(journey_key=page.translation_key)[:10]):
        theme = ThemeFactory(service=service, title=f"Thema {at}", state="approved")
        pain = PainPointFactory(service=service, theme=theme, step=step, title=f"Knelpunt {at}")
        Answer.objects.create(service=service, pain_point=pain, you_said=f"Gezegd {at}", we_did="Gedaan")
    return page


@pytest.fixture
def count(client: Client) -> Callable[[str], int]:
    """Count the queries of a page, the second time that it is asked for."""

    def asked(path: str) -> int:
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    return asked


@pytest.mark.parametrize("query", ["", "?weergave=lijst", "?weergave=verhaal"])
def test_sixteen_steps_cost_as_many_queries_as_three(count: Callable[[str], int], query: str) -> None:
    short = make_journey(service=ServiceFactory(passport=True))
    empty = count(f"/klantreizen/{short.slug}/{query}")
    PainPointFactory(service=short.service)
    long = long_journey(ServiceFactory())
    few, many = count(f"/klantreizen/{short.slug}/{query}"), count(f"/klantreizen/{long.slug}/{query}")
    assert few == many <= MOST_QUERIES
    assert empty == few - 1  # without pain points nobody asks for quotes


def test_the_lists_cost_the_same_however_many_services_there_are(count: Callable[[str], int]) -> None:
    make_journey(service=ServiceFactory(passport=True))
    one = {path: count(path) for path in ("/", "/diensten/", "/klantreizen/")}
    long_journey(ServiceFactory())
    assert {path: count(path) for path in one} == one
    assert max(one.values()) <= MOST_QUERIES
    assert count("/diensten/trouwen/") <= MOST_QUERIES
