"""The report page: who may read it, when its figures are fixed, and what it shows."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from accounts.models import Role
from research.insights.models import PainPoint, ReportIndexPage, ReportPage, ReportSnapshot
from research.insights.models.reports import Audience, last_quarter
from tests.factories import (
    AnalysisRunFactory,
    CommentFactory,
    PainPointFactory,
    ServiceFactory,
    UserFactory,
    make_home,
    member_of,
)

pytestmark = pytest.mark.django_db

SECRET = "Zeer vertrouwelijk kwartaal"
READERS = {Role.MANAGER, Role.RESEARCHER, Role.SERVICE_DESIGNER, Role.ADMINISTRATOR}
OTHERS = set(Role) - READERS


@pytest.fixture
def index() -> ReportIndexPage:
    make_home()
    return ReportIndexPage.objects.get(locale__language_code="nl")


def a_report(index: ReportIndexPage, **fields: Any) -> ReportPage:
    """Return a report of September 2026 that is live, unless told otherwise."""
    values = {
        "title": SECRET,
        "slug": f"rapport-{uuid4().hex[:6]}",
        "period_start": date(2026, 9, 1),
        "period_end": date(2026, 9, 30),
        "locale": index.locale,
    }
    index.add_child(instance=(page := ReportPage(**(values | fields))))
    return ReportPage.objects.get(pk=page.pk)


def grades(n: int, grade: int = 7, **fields: Any) -> None:
    """Let so many people give a grade on 1 September."""
    CommentFactory.create_batch(n, grade=grade, **fields)


# ---- Freezing


def test_the_figures_are_fixed_when_the_editor_publishes(index: ReportIndexPage) -> None:
    grades(6)
    page = a_report(index, live=False)
    page.save_revision()
    assert page.snapshot is None
    page.save_revision().publish()
    assert page.snapshot
    assert page.snapshot.figures["comments"] == 6


def test_the_figures_are_fixed_when_a_schedule_publishes(index: ReportIndexPage) -> None:
    grades(6)
    page = a_report(index, live=False)
    page.go_live_at = timezone.now() + timedelta(seconds=1)
    page.save_revision().publish()
    assert page.snapshot is None, "the day has not come"
    page.refresh_from_db()
    revision = page.get_latest_revision()
    assert revision is not None
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert page.snapshot


def test_the_figures_are_fixed_when_code_publishes(index: ReportIndexPage) -> None:
    assert a_report(index).snapshot


@pytest.mark.parametrize("later", ["edit", "republish", "unpublish and publish", "comment", "translation"])
def test_nothing_that_comes_later_changes_the_figures(index: ReportIndexPage, later: str) -> None:
    grades(6)
    page = a_report(index)
    before = page.snapshot
    assert before
    grades(30, 1)
    match later:
        case "edit":
            page.management_response = "Wij doen dit."
            page.save()
        case "republish":
            page.save_revision().publish()
        case "unpublish and publish":
            page.unpublish()
            page.save_revision().publish()
        case "translation":
            english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
            english.save_revision().publish()
            assert english.snapshot == before
    after = ReportSnapshot.objects.get()
    assert (after.figures, after.frozen_at) == (before.figures, before.frozen_at)
    assert after.figures["comments"] == 6


def test_a_copy_of_a_report_is_a_new_report_with_its_own_figures(index: ReportIndexPage) -> None:
    grades(6)
    page = a_report(index)
    grades(6)
    copy = page.copy(update_attrs={"slug": "nieuw"})
    assert copy.specific.snapshot.figures["comments"] == 12
    assert page.snapshot
    assert page.snapshot.figures["comments"] == 6


def test_when_counting_fails_the_report_is_not_published_either(
    index: ReportIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_report(index, live=False)
    page.save_revision()

    def fail(*args: Any) -> None:
        raise RuntimeError("no figures")

    monkeypatch.setattr("research.insights.reports.figures", fail)
    with pytest.raises(RuntimeError):
        page.get_latest_revision().publish()
    assert not ReportPage.objects.get(pk=page.pk).live


def test_kept_figures_cannot_be_saved_again(index: ReportIndexPage) -> None:
    kept = a_report(index).snapshot
    assert kept
    with pytest.raises(TypeError, match="never changed"):
        kept.save()


def test_the_period_of_a_published_report_stays(index: ReportIndexPage) -> None:
    page = a_report(index)
    page.period_end = date(2026, 10, 31)
    with override("en"), pytest.raises(ValidationError, match="fixed"):
        page.save_revision()


def test_a_period_ends_after_it_begins(index: ReportIndexPage) -> None:
    with override("en"), pytest.raises(ValidationError, match="before the first"):
        a_report(index, period_start=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (date(2026, 11, 22), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2024, 4, 1), date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_a_new_report_is_about_the_last_full_quarter(
    today: date, start: date, end: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)
    assert last_quarter() == (start, end)
    assert (ReportPage().period_start, ReportPage().period_end) == (start, end)


# ---- Who may read it


@pytest.mark.parametrize("role", sorted(READERS))
def test_these_roles_read_a_report_for_management(index: ReportIndexPage, client: Client, role: Role) -> None:
    page = a_report(index)
    client.force_login(member_of(role))
    response = client.get(page.url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert SECRET in client.get(index.url).content.decode()


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_other_roles_hear_that_it_is_not_for_them(index: ReportIndexPage, client: Client, role: Role) -> None:
    page = a_report(index)
    client.force_login(member_of(role))
    response = client.get(page.url)
    assert response.status_code == 403
    assert "d8-header" in response.content.decode(), "in the frame of the site"
    assert SECRET not in response.content.decode()
    assert SECRET not in client.get(index.url).content.decode()


def test_a_visitor_is_asked_to_log_in(index: ReportIndexPage, client: Client) -> None:
    page = a_report(index)
    response = client.get(page.url)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('wagtailadmin_login')}?next={page.url}"
    assert SECRET not in client.get(index.url).content.decode()


@pytest.mark.parametrize("who", ["visitor", *sorted(Role)])
def test_everybody_reads_a_public_report(index: ReportIndexPage, client: Client, who: str) -> None:
    page = a_report(index, audience=Audience.PUBLIC)
    if who != "visitor":
        client.force_login(member_of(Role(who)))
    assert client.get(page.url).status_code == 200
    assert SECRET in client.get(index.url).content.decode()


def test_somebody_who_left_reads_nothing_more(index: ReportIndexPage) -> None:
    a_report(index)
    gone = member_of(Role.MANAGER, is_active=False)
    assert not ReportPage.objects.visible_to(gone).exists()


@pytest.mark.parametrize("who", ["visitor", Role.MANAGER])
def test_a_draft_is_nowhere_on_the_site(index: ReportIndexPage, client: Client, who: str) -> None:
    page = a_report(index, live=False, audience=Audience.PUBLIC)
    if who != "visitor":
        client.force_login(member_of(Role(who)))
    assert client.get(page.url).status_code == 404
    assert SECRET not in client.get(index.url).content.decode()


def test_search_engines_hear_of_public_reports_only(index: ReportIndexPage) -> None:
    assert a_report(index).get_sitemap_urls() == []
    assert a_report(index, audience=Audience.PUBLIC).get_sitemap_urls() != []


def side_doors(page: ReportPage) -> list[str]:
    """Return the addresses of Wagtail's admin that show pages or name them."""
    parent = page.get_parent()
    at = [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        for name in ("edit", "view_draft", "history", "usage", "revisions_index")
    ]
    return [
        *at,
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[parent.pk]),
        reverse("wagtailadmin_pages:search") + "?q=vertrouwelijk",
        reverse("wagtailadmin_choose_page") + "?page_type=insights.ReportPage",
        reverse("wagtailadmin_choose_page_child", args=[parent.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=vertrouwelijk",
        reverse("wagtailadmin_api:pages:listing") + "?fields=*",
        reverse("wagtailadmin_api:pages:listing") + "?child_of=" + str(parent.pk),
        reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
    ]


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_no_side_door_of_the_admin_names_a_report_for_management(
    index: ReportIndexPage, client: Client, role: Role
) -> None:
    page = a_report(index)
    page.save_revision()
    client.force_login(member_of(role))
    leaks = [at for at in side_doors(page) if SECRET in client.get(at).content.decode()]
    assert leaks == []


@pytest.mark.parametrize("role", sorted(READERS - {Role.SERVICE_DESIGNER}))
def test_readers_find_the_report_when_they_choose_a_page(index: ReportIndexPage, client: Client, role: Role) -> None:
    a_report(index)
    client.force_login(member_of(role))
    assert SECRET in client.get(reverse("wagtailadmin_choose_page_child", args=[index.pk])).content.decode()


# ---- What it shows


def read(client: Client, page: ReportPage, role: Role = Role.MANAGER) -> str:
    """Return the page as somebody with this role reads it."""
    client.force_login(member_of(role))
    return " ".join(client.get(page.url).content.decode().split())


def test_a_draft_shows_provisional_figures_and_fixes_nothing(index: ReportIndexPage, client: Client) -> None:
    grades(25)
    page = a_report(index, live=False)
    page.save_revision()
    client.force_login(member_of(Role.RESEARCHER))
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "d8-banner" in shown
    assert "7,0" in shown
    assert not ReportSnapshot.objects.exists()


def test_a_published_report_has_no_banner(index: ReportIndexPage, client: Client) -> None:
    assert "d8-banner" not in read(client, a_report(index))


def test_the_editor_says_what_publishing_does(index: ReportIndexPage, client: Client) -> None:
    page = a_report(index, live=False)
    page.save_revision()
    client.force_login(member_of(Role.RESEARCHER))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with override("en"):
        assert "help-info" in client.get(edit).content.decode()
        page.get_latest_revision().publish()
        assert "help-warning" in client.get(edit).content.decode()


def test_a_report_of_nothing_at_all_reads_well(index: ReportIndexPage, client: Client) -> None:
    shown = read(client, a_report(index))
    assert "None" not in shown
    assert "nan" not in shown.lower().split()


def test_a_manager_chooses_an_owner_and_then_writes_what_was_done(index: ReportIndexPage, client: Client) -> None:
    pain = PainPointFactory(department="")
    page = a_report(index)
    edit, answer = reverse("insights_pain_points:upkeep", args=[pain.pk]), reverse("insights_answers:add")
    assert edit in read(client, page)
    PainPoint.objects.update(department="Burgerzaken")
    shown = read(client, page)
    assert edit not in shown
    assert answer in shown
    assert "Burgerzaken" in shown, "what changed since stands beside what was fixed"


def test_after_choosing_an_owner_one_is_back_in_the_report(index: ReportIndexPage, client: Client) -> None:
    pain = PainPointFactory(department="")
    page = a_report(index)
    (address,) = re.findall(r'href="([^"]*/upkeep/[^"]*)"', read(client, page))
    form = client.get(unescape(address)).content.decode()
    (back,) = re.findall(r'name="next" value="([^"]*)"', form)
    assert back == f"{page.url}#knelpunt-{pain.pk}"
    kept = {"department": "Burgerzaken", "status": "research", "next": back}
    assert client.post(reverse("insights_pain_points:upkeep", args=[pain.pk]), kept)["Location"] == back
    assert "Burgerzaken" in read(client, page)
    (answer,) = re.findall(r'href="([^"]*/answers/new/[^"]*)"', read(client, page))
    written = client.get(unescape(answer)).content.decode()
    (action,) = re.findall(r'action="([^"]*answers/new[^"]*)"', written)
    said = {"service": pain.service_id, "pain_point": pain.pk, "you_said": "Dit", "we_did": "Dat", "on": "2026-11-01"}
    assert client.post(unescape(action), said)["Location"] == back


@pytest.mark.parametrize("who", [None, Role.KCC, Role.MODERATOR])
def test_who_may_not_change_pain_points_sees_no_button(
    index: ReportIndexPage, client: Client, who: Role | None
) -> None:
    pain = PainPointFactory(department="")
    page = a_report(index, audience=Audience.PUBLIC)
    if who:
        client.force_login(member_of(who))
    assert reverse("insights_pain_points:upkeep", args=[pain.pk]) not in client.get(page.url).content.decode()


def test_an_owner_is_named_by_function_never_by_name(index: ReportIndexPage, client: Client) -> None:
    PainPointFactory(department="", owner=UserFactory(last_name="Verzonnennaam", job_title="hoofd Burgerzaken"))
    shown = read(client, a_report(index))
    assert "hoofd Burgerzaken" in shown
    assert "Verzonnennaam" not in shown


def heard(pain: PainPoint, about: int, rest: int) -> None:
    """Let so many comments of September be about a pain point, and the rest about nothing."""
    run = AnalysisRunFactory(service=pain.service, done=True)
    for at, comment in enumerate(CommentFactory.create_batch(about + rest, service=pain.service)):
        mine = {"theme": pain.theme, "status": "assigned"} if at < about else {"status": "other", "reason": "far"}
        run.assignments.create(comment=comment, primary=True, **mine)


def test_the_priorities_are_a_picture_a_table_and_a_sentence(index: ReportIndexPage, client: Client) -> None:
    pain = PainPointFactory(severity=4, service__name_en="Getting married")
    heard(pain, 10, 30)
    page = a_report(index, audience=Audience.PUBLIC)
    shown = client.get(page.url).content.decode()
    assert shown.count('<svg class="d8-matrix') == 2
    assert shown.count(f'href="#prioriteit-{pain.pk}"') == 2
    assert f'id="prioriteit-{pain.pk}"' in shown
    assert re.search(r"25\W%\W\(10 ", shown)
    PainPoint.objects.update(severity=0, status="solved")
    assert re.search(r"25\W%\W\(10 ", client.get(page.url).content.decode()), "the figures no longer move"


def test_a_group_under_five_has_no_place_among_the_priorities(index: ReportIndexPage, client: Client) -> None:
    pain = PainPointFactory(severity=4)
    heard(pain, 4, 30)
    page = a_report(index, audience=Audience.PUBLIC)
    shown = client.get(page.url).content.decode()
    assert "d8-matrix" not in shown
    assert "(4 " not in shown
    assert page.snapshot
    assert page.snapshot.figures["priorities"][0]["frequency"] is None


def test_figures_that_were_fixed_before_there_were_priorities_can_still_be_read(
    index: ReportIndexPage, client: Client
) -> None:
    heard(PainPointFactory(), 10, 30)
    page = a_report(index, audience=Audience.PUBLIC)
    kept = page.snapshot
    assert kept
    old = {key: value for key, value in kept.figures.items() if key != "priorities"} | {"version": 2}
    old["method"] = [{key: value for key, value in row.items() if key != "number"} for row in old["method"]]
    ReportSnapshot.objects.update(figures=old)
    shown = client.get(page.url).content.decode()
    assert 'id="prioriteit"' not in shown
    assert 'id="methode"' in shown


def test_the_report_names_the_runs_their_parameters_and_versions(index: ReportIndexPage, client: Client) -> None:
    run = AnalysisRunFactory(
        done=True,
        finished_at=timezone.now(),
        parameters={"granularity": "fine", "seed": 7},
        fingerprint={"code": "3", "backend": "semantic", "model": "use-multilingual-3/0.2.1"},
    )
    page, number = a_report(index, audience=Audience.PUBLIC), run.pk
    run.delete()
    shown = client.get(page.url).content.decode()
    assert re.search(rf"\b{number}, ", shown)
    for words in ("Universal Sentence Encoder", "0.2.1", "7"):
        assert words in shown, words


def test_words_from_outside_stay_text(index: ReportIndexPage, client: Client) -> None:
    attack = "<script>alert(1)</script>"
    PainPointFactory(title=attack, service=ServiceFactory(name=attack, name_en=attack))
    shown = read(client, a_report(index, title=attack, management_response=attack))
    assert attack not in shown


def test_numbers_are_written_as_the_language_does(index: ReportIndexPage, client: Client) -> None:
    grades(15, 7)
    grades(15, 8)
    page = a_report(index)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision().publish()
    assert "7,5" in read(client, page)
    assert "7.5" in read(client, english)


@pytest.mark.parametrize(("services", "comments"), [(1, 10), (1, 400), (6, 400)])
def test_reading_takes_as_many_queries_whatever_was_said(
    index: ReportIndexPage,
    client: Client,
    django_assert_max_num_queries: Callable[..., Any],
    services: int,
    comments: int,
) -> None:
    for n in range(services):
        of = ServiceFactory(slug=f"dienst-{n}", name=f"Dienst {n}")
        PainPointFactory(service=of)
        CommentFactory.create_batch(comments // services, service=of)
    page = a_report(index, audience=Audience.PUBLIC)
    client.get(page.url)
    with django_assert_max_num_queries(20):
        client.get(page.url)


def test_the_list_takes_as_many_queries_whatever_it_lists(
    index: ReportIndexPage, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _n in range(4):
        a_report(index, audience=Audience.PUBLIC)
    client.get(index.url)
    with django_assert_max_num_queries(20):
        client.get(index.url)
