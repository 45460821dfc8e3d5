"""The screens about pain points: the list, the forms with their figures, and which comes first."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse
from django.utils import timezone

from accounts.models import AuditEvent, Role, User
from feedback.models import Outcome
from journeys.models import Service
from research.insights.models import AnalysisRun, Assignment, PainPoint
from tests.factories import (
    AnalysisRunFactory,
    CommentFactory,
    PainPointFactory,
    ServiceFactory,
    ThemeFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
LIST = "insights_pain_points:index"
MATRIX = "insights_pain_points:matrix"


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Iterator[None]:
    """Read the screens in the language of the code."""
    settings.LANGUAGE_CODE = "en"
    yield
    clear_url_caches()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def fatima(db: None) -> User:
    """The manager."""
    return member_of(Role.MANAGER, first_name="Fatima", last_name="Aziz")


def text_of(response: Any) -> str:
    assert response.status_code == 200, response
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def heard(point: PainPoint, about: int, rest: int = 0, run: AnalysisRun | None = None, **fields: Any) -> AnalysisRun:
    """Let so many comments of last week be about a pain point, and the rest about nothing known."""
    run = run or AnalysisRunFactory(service=point.service, done=True)
    day = timezone.localdate() - timedelta(days=7)
    said = {"said_on": day, "grade": 4, "outcome": Outcome.NO, "referrals_count": 2, **fields}
    mine = CommentFactory.create_batch(about, service=point.service, **said)
    others = CommentFactory.create_batch(rest, service=point.service, said_on=day, grade=8)
    rows = [Assignment(run=run, comment=one, theme=point.theme, status="assigned", primary=True) for one in mine]
    rows += [Assignment(run=run, comment=one, status="other", reason="far_from_all", primary=True) for one in others]
    Assignment.objects.bulk_create(rows)
    return run


# ---- The list


def test_the_list_has_the_judgement_beside_the_suggestion_and_the_figures(service: Service, fatima: User) -> None:
    point = PainPointFactory(service=service, severity=2, due=timezone.localdate() - timedelta(days=3))
    heard(point, 8, 12)
    seen = text_of(as_(fatima).get(reverse(LIST)))
    assert "2: it costs time the comments suggest 4" in seen
    assert "8 of 20 comments: 40% (between 22% and 61%) 8 people too few comments" in seen
    assert "3 days late" in seen


def test_under_five_people_the_list_has_words(service: Service, fatima: User) -> None:
    heard(PainPointFactory(service=service), 4, 20)
    seen = text_of(as_(fatima).get(reverse(LIST)))
    assert "Fewer than five people spoke of this in the last year." in seen
    assert "4 of 24" not in seen
    assert "no suggestion, too few answers" in seen


def test_one_person_who_says_it_nine_times_is_not_five_people(service: Service, fatima: User) -> None:
    heard(PainPointFactory(service=service), 9, 20, person_key="sanne")
    assert "Fewer than five people" in text_of(as_(fatima).get(reverse(LIST)))


def test_the_list_can_be_narrowed_to_whom_and_when(service: Service, fatima: User) -> None:
    today = timezone.localdate()
    points = {
        "Van niemand": PainPointFactory(department="", title="Van niemand"),
        "Van Fatima": PainPointFactory(department="", owner=fatima, title="Van Fatima", due=today),
        "Van ICT": PainPointFactory(department="ICT", title="Van ICT", due=today - timedelta(days=1)),
        "Opgelost": PainPointFactory(status="solved", title="Opgelost", due=today - timedelta(days=9)),
    }
    client = as_(fatima)
    for query, expected in [
        ({"who": "nobody"}, {"Van niemand"}),
        ({"who": "me"}, {"Van Fatima"}),
        ({"owner": fatima.pk}, {"Van Fatima"}),
        ({"department": "ICT"}, {"Van ICT"}),
        ({"due": "late"}, {"Van ICT"}),
        ({"due": "soon"}, {"Van Fatima"}),
        ({"due": "none"}, {"Van niemand"}),
        ({"status": "solved"}, {"Opgelost"}),
        ({"severity": 4, "service": service.pk}, set(points)),
    ]:
        page = client.get(reverse("insights_pain_points:index_results"), query).content.decode()
        assert {title for title in points if title in page} == expected, query


def questions_of(address: str, user: User, points: int) -> int:
    """Return how many questions a screen asks with so many more pain points."""
    for n in range(points):
        service = ServiceFactory(slug=f"dienst-{n % 3}", name=f"Dienst {n % 3}")
        run = AnalysisRun.objects.filter(service=service).first() or AnalysisRunFactory(service=service, done=True)
        heard(PainPointFactory(service=service, title=f"Knelpunt {n}"), 5, 1, run=run)
    client = as_(user)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("screen", [LIST, MATRIX])
def test_the_number_of_questions_does_not_grow_with_the_pain_points(screen: str, fatima: User) -> None:
    first = questions_of(reverse(screen), fatima, 3)
    assert questions_of(reverse(screen), fatima, 12) == first


# ---- The forms


def test_making_one_shows_the_suggestion_with_its_parts_and_leaves_the_choice(
    service: Service, researcher: User
) -> None:
    point = PainPointFactory(service=service)
    heard(point, 8, 12)
    theme = point.theme
    point.delete()
    page = as_(researcher).get(reverse("insights_themes:make_pain_point", args=[theme.uuid]))
    seen = text_of(page)
    assert "Suggestion: 4 – people get stuck" in seen
    assert "Grade 4.0 (n = 8), goal 8: 2 of 2 points" in seen
    assert "8 of 20 comments" in seen
    assert not re.search(r'name="severity"[^>]*checked', page.content.decode()), "a person chooses"


def test_making_one_of_too_few_says_so(service: Service, researcher: User) -> None:
    theme = ThemeFactory(service=service, approved=True)
    seen = text_of(as_(researcher).get(reverse("insights_themes:make_pain_point", args=[theme.uuid])))
    assert "No suggestion: fewer than five people" in seen
    assert "Fewer than five people spoke of this" in seen


def test_the_form_has_figures_quotes_and_the_record_beside_it(service: Service, fatima: User) -> None:
    point = PainPointFactory(service=service, severity=1)
    words = "Ik kreeg na drie weken nog steeds geen bevestiging."
    run = heard(point, 8, 12)
    quoted = CommentFactory(service=service, text=words, quote_consent=True, said_on=timezone.localdate())
    row = {"theme": point.theme, "status": "assigned", "primary": True, "unit_end": len(words)}
    run.assignments.create(comment=quoted, **row)
    client, edit = as_(fatima), reverse("insights_pain_points:edit", args=[point.pk])
    seen = text_of(client.get(edit))
    assert "Judged by a person: 1 – a nuisance" in seen
    assert "Suggestion: " in seen
    assert words in seen
    form = {"title": point.title, "severity": 3, "status": "research", "since": "2026-03-12", "department": "ICT"}
    assert client.post(edit, form)["Location"] == reverse(LIST)
    assert set(AuditEvent.objects.values_list("action", "result")) >= {
        ("pain_point.severity", "3"),
        ("pain_point.status", "research"),
        ("pain_point.department", "chosen"),
    }
    assert "severity became 3: it goes wrong for some, Fatima Aziz" in text_of(client.get(edit))


def test_the_form_leads_back_to_where_one_came_from_but_never_off_the_site(service: Service, fatima: User) -> None:
    point, client = PainPointFactory(service=service), as_(fatima)
    edit = reverse("insights_pain_points:edit", args=[point.pk])
    form = {"title": point.title, "severity": 3, "status": "open", "since": "2026-03-12"}
    page = client.get(edit, {"next": "/rapporten/derde-kwartaal/#knelpunt-1"}).content.decode()
    (action,) = re.findall(r'id="w-editor-form"\s+action="([^"]*)"', page)
    assert client.post(action.replace("&amp;", "&"), form)["Location"] == "/rapporten/derde-kwartaal/#knelpunt-1"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        page = client.get(edit, {"next": elsewhere}).content.decode()
        assert "elsewhere" not in page
        assert client.post(f"{edit}?next={elsewhere}", form)["Location"] == reverse(LIST)
        short = reverse("insights_pain_points:upkeep", args=[point.pk])
        assert client.post(short, {"status": "open", "next": elsewhere})["Location"] == reverse(LIST)


def test_the_short_form_asks_who_how_far_and_when(service: Service, fatima: User) -> None:
    point, client = PainPointFactory(service=service, department="", owner=None), as_(fatima)
    address = reverse("insights_pain_points:upkeep", args=[point.pk])
    seen = text_of(client.get(address))
    assert "Now: nobody acts yet; nobody yet; no day agreed." in seen
    wrong = client.post(address, {"status": "gone", "due": "2026-13-45"})
    assert wrong.status_code == 422
    assert "Something is missing" in wrong.content.decode()
    form = {"department": "ICT", "owner": fatima.pk, "status": "being_solved", "due": "2027-02-01"}
    answer = client.post(address, form, follow=True)
    assert "being solved, ICT, Fatima Aziz." in text_of(answer)
    point.refresh_from_db()
    assert (point.department, point.owner, point.status, str(point.due)) == (
        "ICT",
        fatima,
        "being_solved",
        "2027-02-01",
    )
    assert 'value="2027-02-01"' in client.get(address).content.decode()
    assert client.get(reverse("insights_pain_points:upkeep", args=[0])).status_code == 404


def test_somebody_who_left_can_stay_the_owner_and_cannot_become_one(service: Service, fatima: User) -> None:
    gone = member_of(Role.MANAGER, is_active=False, first_name="Gerrit")
    client, form = as_(fatima), {"status": "open", "owner": gone.pk}
    theirs, other = PainPointFactory(service=service, owner=gone), PainPointFactory(service=service, owner=None)
    assert client.post(reverse("insights_pain_points:upkeep", args=[theirs.pk]), form).status_code == 302
    assert client.post(reverse("insights_pain_points:upkeep", args=[other.pk]), form).status_code == 422


# ---- Which comes first


def test_the_matrix_has_a_picture_a_table_and_a_sentence(service: Service, fatima: User) -> None:
    first = PainPointFactory(service=service, severity=4, title="Geen bevestiging", title_en="")
    run = heard(first, 8, 20)
    heard(PainPointFactory(service=service, severity=1, title="Te weinig"), 4, run=run)
    page = as_(fatima).get(reverse(MATRIX))
    seen = text_of(page)
    assert "1 of 1 pain points with enough comments comes first, as bad and often heard: “Geen bevestiging”." in seen
    edit = reverse("insights_pain_points:edit", args=[first.pk])
    body = page.content.decode()
    label = "1: Geen bevestiging (Getting married); 4: people get stuck; 25% (8 of 32); Do first"
    assert len(re.findall(rf'<a class="d8-matrix__point[^>]*href="{edit}" aria-label="{re.escape(label)}"', body)) == 2
    assert "fewer than 5" in seen
    assert body.count('<svg class="d8-matrix') == 2


def test_the_matrix_can_be_narrowed_and_bears_nonsense(service: Service, fatima: User) -> None:
    passport = ServiceFactory(passport=True)
    heard(PainPointFactory(service=service, title_en="", title="Van trouwen"), 6, 6)
    heard(PainPointFactory(service=passport, title_en="", title="Van paspoort", status="solved"), 6, 6)
    client = as_(fatima)
    assert "Van paspoort" not in text_of(client.get(reverse(MATRIX)))
    assert "Van paspoort" in text_of(client.get(reverse(MATRIX), {"status": "solved"}))
    both = text_of(client.get(reverse(MATRIX), {"status": "all"}))
    assert "Van paspoort" in both
    assert "Van trouwen" in both
    only = text_of(client.get(reverse(MATRIX), {"status": "all", "service": passport.slug}))
    assert "Van trouwen" not in only
    assert "Van trouwen" in text_of(client.get(reverse(MATRIX), {"status": "'", "service": "../"}))


def test_an_empty_matrix_says_where_pain_points_come_from(fatima: User) -> None:
    assert "There are no pain points here." in text_of(as_(fatima).get(reverse(MATRIX)))


def test_who_may_only_look_is_led_to_the_theme(service: Service) -> None:
    point = PainPointFactory(service=service)
    heard(point, 8, 8)
    page = as_(member_of(Role.FACILITATOR)).get(reverse(MATRIX)).content.decode()
    assert reverse("insights_themes:theme", args=[point.theme.uuid]) in page
    assert reverse("insights_pain_points:edit", args=[point.pk]) not in page
    seen = as_(member_of(Role.FACILITATOR)).get(reverse(LIST)).content.decode()
    assert "/upkeep/" not in seen
