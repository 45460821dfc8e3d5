from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from research.insights.models import ReportIndexPage, ReportPage
from tests.factories import make_home, member_of

ADDRESS = reverse("wagtailadmin_choose_page_chosen_multiple")


@pytest.fixture
def report(db: None) -> ReportPage:
    """Return a report that is for management only."""
    index = ReportIndexPage.objects.child_of(make_home()).get()
    period = {"period_start": date(2026, 7, 1), "period_end": date(2026, 9, 30)}
    page = ReportPage(title="Alleen voor het bestuur", slug="bestuur", locale=index.locale, **period)
    index.add_child(instance=page)
    return page


def named_to(role: Role, *ids: object) -> str:
    """Return what the chooser says to somebody in a role about pages with these numbers."""
    client = Client()
    client.force_login(member_of(role))
    answer = client.get(ADDRESS, {"id": [str(one) for one in ids]})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_chooser_names_a_report_for_management_only_to_who_reads_reports(report: ReportPage) -> None:
    home = report.get_parent()
    for role, named in ((Role.MODERATOR, False), (Role.KCC, False), (Role.MANAGER, True), (Role.RESEARCHER, True)):
        said = named_to(role, report.pk, home.pk)
        assert (report.title in said) is named
        assert home.title in said


def test_numbers_that_are_none_are_no_error_of_ours(db: None) -> None:
    make_home()
    assert '"result": []' in named_to(Role.RESEARCHER, "x", "\x00", "9" * 40, "-1", "²", "1")


def test_a_visitor_is_sent_to_the_door(db: None) -> None:
    assert "login" in Client().get(ADDRESS)["Location"]
