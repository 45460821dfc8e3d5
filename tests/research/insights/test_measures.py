"""Measures, beside values worked out by hand."""

from datetime import date

import pytest

from feedback.models import Channel, Outcome
from research.insights import measures
from research.insights.measures import Period
from tests.factories import CommentFactory, ServiceFactory

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


def say(*grades: int | None, **fields: object) -> None:
    """Let each of these grades be given on 1 September, with or without words."""
    for grade in grades:
        CommentFactory(grade=grade, **fields)


@pytest.mark.django_db
def test_a_grade_is_the_mean_with_students_interval() -> None:
    say(6, 7, 7, 8, 9)
    grade = measures.of_service(ServiceFactory(), SEPTEMBER).grade
    # mean 37/5; squares 1.96 + .16 + .16 + .36 + 2.56 = 5.2, s = sqrt(5.2 / 4); t(4) = 2.776; 2.776 * 1.1402 / sqrt 5
    assert grade.mean == pytest.approx(7.4)
    assert (grade.low, grade.high) == (pytest.approx(7.4 - 1.4157, abs=1e-3), pytest.approx(7.4 + 1.4157, abs=1e-3))
    assert grade.n == 5


@pytest.mark.django_db
def test_four_grades_have_no_mean() -> None:
    say(6, 7, 8, 9)
    figures = measures.of_service(ServiceFactory(), SEPTEMBER)
    assert (figures.grade.mean, figures.comments) == (None, 4)


@pytest.mark.django_db
def test_success_is_the_share_of_those_who_answered() -> None:
    say(7, 7, 7, 7, 7, 7, outcome=Outcome.YES)
    say(5, 5, outcome=Outcome.PARTLY)
    say(2, 2, outcome=Outcome.NO)
    say(8, 8, 8)
    figures = measures.of_service(ServiceFactory(), SEPTEMBER)
    assert (figures.succeeded_count, figures.succeeded.n, figures.succeeded.mean) == (6, 10, pytest.approx(0.6))
    # Wilson: z2 = 3.8415; middle (.6 + .19207) / 1.38415 = .5722; spread 1.96 / 1.38415 * sqrt(.024 + .0096) = .2595
    assert figures.succeeded.low == pytest.approx(0.3127, abs=1e-3)
    assert figures.succeeded.high == pytest.approx(0.8318, abs=1e-3)


@pytest.mark.django_db
def test_being_sent_on_is_a_mean_of_those_who_said_how_often() -> None:
    for times in (0, 0, 1, 2, 2):
        say(7, referrals_count=times)
    say(7, 7)
    referrals = measures.of_service(ServiceFactory(), SEPTEMBER).referrals
    assert (referrals.mean, referrals.n) == (pytest.approx(1.0), 5)


@pytest.mark.django_db
def test_one_person_with_three_comments_is_one_person() -> None:
    say(5, 6, 7, person_key="sanne")
    say(8, 8)
    figures = measures.of_service(ServiceFactory(), SEPTEMBER)
    assert (figures.comments, figures.people) == (5, 3)
    assert measures.people(SEPTEMBER) == 3


@pytest.mark.django_db
def test_a_person_who_spoke_about_two_services_is_one_person() -> None:
    say(5, person_key="sanne")
    say(5, person_key="sanne", service=ServiceFactory(passport=True))
    assert measures.people(SEPTEMBER) == 1


@pytest.mark.django_db
def test_spam_and_other_days_do_not_count() -> None:
    say(7, 7, 7, 7, 7)
    CommentFactory(spam=True, grade=1)
    say(1, said_on=date(2026, 8, 31))
    say(1, said_on=date(2026, 10, 1))
    assert measures.of_service(ServiceFactory(), SEPTEMBER).grade.mean == pytest.approx(7.0)


@pytest.mark.django_db
def test_each_channel_has_its_own_figures() -> None:
    say(4, 4, 4, 4, 4, channel=Channel.PHONE)
    say(8, 8, 8, 8, 8, channel=Channel.WEB)
    by_channel = measures.by_channel(ServiceFactory(), SEPTEMBER)
    assert {channel: found.grade.mean for channel, found in by_channel.items()} == {"phone": 4.0, "web": 8.0}
    assert dict(measures.channel_shares(SEPTEMBER)) == {"phone": 5, "web": 5}
    assert measures.of_services(SEPTEMBER, channel="web")[ServiceFactory().pk].grade.mean == 8


@pytest.mark.django_db
def test_a_service_that_nobody_spoke_of_has_nothing() -> None:
    assert measures.of_service(ServiceFactory(), SEPTEMBER) == measures.NOTHING


@pytest.mark.django_db
def test_a_course_has_a_point_for_each_month_also_for_an_empty_one() -> None:
    say(6, 6, 6, 6, 6, said_on=date(2026, 7, 31))
    say(8, 8, 8, 8, 8, said_on=date(2026, 9, 30))
    points = measures.course(ServiceFactory(), Period(date(2026, 7, 1), date(2026, 9, 30)))
    assert [(point.start.month, point.grade.mean, point.grade.n) for point in points] == [
        (7, 6, 5),
        (8, None, 0),
        (9, 8, 5),
    ]


@pytest.mark.django_db
def test_a_course_by_quarter_counts_back_from_the_end() -> None:
    say(*[7] * 5, said_on=date(2026, 8, 3))
    points = measures.course(ServiceFactory(), Period(date(2026, 2, 1), date(2026, 9, 30)), months=3)
    assert [(point.start.month, point.grade.n) for point in points] == [(2, 0), (4, 0), (7, 5)]


def test_around_a_day_the_day_itself_is_after() -> None:
    by_day = {date(2026, 9, 9): [5] * 30, date(2026, 9, 10): [8] * 30}
    found = measures.around(by_day, date(2026, 9, 10), since=date(2026, 9, 1), until=date(2026, 9, 30))
    assert found.change == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("period", "before", "year"),
    [
        ((2026, 7, 1, 2026, 9, 30), (2026, 4, 1, 2026, 6, 30), (2025, 7, 1, 2025, 9, 30)),
        ((2026, 1, 1, 2026, 3, 31), (2025, 10, 1, 2025, 12, 31), (2025, 1, 1, 2025, 3, 31)),
        ((2026, 3, 5, 2026, 3, 14), (2026, 2, 23, 2026, 3, 4), (2025, 3, 5, 2025, 3, 14)),
        ((2024, 2, 1, 2024, 2, 29), (2024, 1, 1, 2024, 1, 31), (2023, 2, 1, 2023, 2, 28)),
    ],
)
def test_periods_follow_the_calendar(period: tuple[int, ...], before: tuple[int, ...], year: tuple[int, ...]) -> None:
    this, earlier, last_year = (Period(date(*one[:3]), date(*one[3:])) for one in (period, before, year))
    assert this.just_before() == earlier
    assert this.a_year_earlier() == last_year


def test_a_quarter_begins_in_january_april_july_or_october() -> None:
    assert Period(date(2026, 7, 1), date(2026, 9, 30)).is_quarter
    assert not Period(date(2026, 8, 1), date(2026, 10, 31)).is_quarter
    assert not Period(date(2026, 7, 1), date(2026, 9, 29)).is_quarter
