"""How often people speak of a theme month by month: counted, judged, told and drawn."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse

from accounts.models import User
from feedback.models import Comment, Method
from journeys.models import Service, ServiceMark
from research.analysis.trend_tests import Part
from research.insights.models import AnalysisRun, Assignment, Theme
from research.insights.models.verdicts import Status
from research.insights.standing import standing_runs
from research.insights.trends import Month, Span, drawing, judged, month_counts, trends_of, wording
from research.insights.trends.judging import Trend, recent_months, trend
from research.insights.trends.view import in_order, trends_of_service
from tests.factories import AnalysisRunFactory, CommentFactory, ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
YEAR = Span(12, TODAY)


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Iterator[None]:
    """Read the screens in the language of the code."""
    settings.LANGUAGE_CODE = "en"
    yield
    clear_url_caches()


def day_of(back: int) -> date:
    """Return a day in the month so many months before November 2026."""
    months = 12 * 2026 + 10 - back
    return date(months // 12, months % 12 + 1, 12)


def month(run: AnalysisRun, theme: Theme | None, on: int, of: int, back: int, **fields: Any) -> list[Comment]:
    """Let so many of so many comments of one month be about a theme."""
    comments = CommentFactory.create_batch(of, service=run.service, said_on=day_of(back), **fields)
    Assignment.objects.bulk_create(
        Assignment(
            run=run,
            comment=comment,
            theme=theme if at < on else None,
            status=Status.ASSIGNED if at < on else Status.OTHER,
            primary=True,
        )
        for at, comment in enumerate(comments)
    )
    return comments


@pytest.fixture
def standing(service: Service) -> AnalysisRun:
    run: AnalysisRun = AnalysisRunFactory(service=service, done=True)
    return run


def a_trend(*parts: tuple[int, int]) -> Trend:
    """Return the trend of these months, the last of them November 2026."""
    starts = [day_of(back).replace(day=1) for back in range(len(parts))][::-1]
    on, readable = ({start: part[at] for start, part in zip(starts, parts, strict=True)} for at in (0, 1))
    return trend(on, readable, starts, TODAY)


# ---- Counting


def test_months_are_counted_from_the_run_that_stands_only(service: Service, standing: AnalysisRun) -> None:
    theme = ThemeFactory(service=service, approved=True)
    before = standing
    month(before, theme, 9, 9, 1)
    now = AnalysisRunFactory(service=service, done=True)
    spoken = month(now, theme, 2, 6, 0)
    trial = AnalysisRunFactory(service=service, done=True, shadow=True)
    Assignment.objects.create(run=trial, comment=spoken[-1], theme=theme, status=Status.ASSIGNED, primary=True)
    counts = month_counts([theme.pk], standing_runs(), YEAR.counted)
    assert counts.on_theme[theme.pk] == Counter({date(2026, 11, 1): 2})
    assert counts.readable[service.pk] == Counter({date(2026, 11, 1): 6})


def test_what_was_left_out_or_set_aside_does_not_count_and_two_pieces_are_one_comment(
    service: Service, standing: AnalysisRun
) -> None:
    theme = ThemeFactory(service=service, approved=True)
    said, spam = month(standing, theme, 2, 2, 0)
    Comment.objects.filter(pk=spam.pk).update(state="unusable", unusable_reason="spam")
    Assignment.objects.create(run=standing, comment=said, theme=theme, status=Status.ASSIGNED, unit_start=5, unit_end=9)
    Assignment.objects.create(
        run=standing, comment=CommentFactory(said_on=day_of(0)), status=Status.EXCLUDED, reason="left_out", primary=True
    )
    counts = month_counts([theme.pk], standing_runs(), YEAR.counted)
    assert (counts.on_theme[theme.pk].total(), counts.readable[service.pk].total()) == (1, 1)


def test_nothing_is_shown_from_before_the_first_comment_and_all_goes_back_years() -> None:
    first = date(2024, 3, 1)
    assert len(Span(12, TODAY).shown(first)) == 12
    assert len(Span(24, TODAY).shown(first)) == 24
    assert Span(None, TODAY).shown(first)[0] == first
    assert Span(24, TODAY).shown(date(2026, 10, 1)) == [date(2026, 10, 1), date(2026, 11, 1)]
    assert Span(None, TODAY).shown(None) == []
    assert len(Span(None, TODAY).shown(date(1926, 1, 1))) == 120, "a mistaken year does not stretch a chart"


def test_a_year_is_enough_to_show_and_more_is_counted_to_compare() -> None:
    assert Span(12, TODAY).counted.start == date(2025, 8, 1)
    assert recent_months(TODAY) == [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    assert recent_months(TODAY, years=1) == [date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1)]
    assert recent_months(date(2026, 11, 30))[-1] == date(2026, 11, 1), "a month on its last day is full"
    assert recent_months(date(2028, 2, 29), years=1)[-1] == date(2027, 2, 1)


# ---- Judging and telling


def test_a_theme_that_rises_says_from_what_to_what() -> None:
    found = a_trend(*[(2 + at, 40) for at in range(12)])
    assert wording.verdict(found) == "rising"
    assert wording.sentence(found) == "Rises: from 11% to 26% of the comments (n = 90). Larger than chance."
    down = a_trend(*[(13 - at, 40) for at in range(12)])
    assert wording.sentence(down).startswith("Falls: from 26% to 11%")


def test_what_may_be_chance_is_called_that() -> None:
    found = a_trend(*[(4 + at % 2, 40) for at in range(12)])
    assert wording.verdict(found) == "no clear change"
    assert wording.sentence(found).endswith("It may be chance.")


def test_too_few_to_test_and_too_few_to_tell() -> None:
    short = a_trend((2, 20), (4, 20))
    assert wording.verdict(short) == "not tested, too few"
    assert wording.sentence(short) == (
        "From 10% to 20% of the comments (n = 6). Not tested: that takes 30 comments and six months."
    )
    few = a_trend((1, 20), (3, 20))
    assert (wording.verdict(few), wording.halves(few)) == ("too few comments", "–")
    assert wording.sentence(few) == "Too few comments to say which way this goes."
    assert wording.recent_sentence(few) == ""


def test_the_last_three_months_stand_beside_a_year_before() -> None:
    # months 15 back to now; the last full ones are August to October
    parts = [(2, 20), (2, 20), (2, 20), *[(3, 20)] * 9, (8, 20), (8, 20), (8, 20), (0, 5)]
    found = a_trend(*parts)
    assert (found.recent.before, found.recent.now) == (Part(6, 60), Part(24, 60))
    assert wording.recent_sentence(found) == (
        "The last three full months: 40% (24 of 60). The same months a year before: 10% (6 of 60). Larger than chance."
    )
    same = a_trend(*[(2, 20)] * 16)
    assert wording.recent_sentence(same).endswith("It may be chance.")
    small = a_trend(*[(2, 6)] * 16)
    assert wording.recent_sentence(small).endswith("Too few to test.")
    assert wording.recent_sentence(a_trend(*[(2, 20)] * 8)) == "", "no year before"


def test_many_themes_raise_the_bar_for_each() -> None:
    weak = a_trend(*[(2 + at // 3, 40) for at in range(12)])
    assert weak.course.p is not None
    assert 0.001 < weak.course.p < 0.05
    assert weak.has_moved
    flat = a_trend(*[(4 + at % 2, 40) for at in range(12)])
    among = judged({0: weak, **dict.fromkeys(range(1, 60), flat)})
    assert not among[0].has_moved
    assert judged({0: weak})[0].has_moved


# ---- Drawing


def test_a_month_of_fewer_than_five_comments_is_a_gap() -> None:
    months = [
        Month(day_of(back).replace(day=1), n, of) for back, n, of in [(3, 1, 10), (2, 2, 10), (1, 2, 4), (0, 5, 10)]
    ]
    drawn = drawing.chart(months, width=320, height=132, top=drawing.top_of(months))
    assert (len(drawn.lines), len(drawn.dots)) == (1, 3)
    assert drawn.top == "50%"
    assert drawn.dots[-1].y == drawn.ceiling
    assert [label.words for label in drawn.months] == ["aug 26", "nov 26"]
    assert drawing.chart([], width=320, height=132, top=0.1).months == ()


def test_events_and_another_way_of_collecting_are_marked(service: Service) -> None:
    ServiceMark.objects.create(service=service, on=date(2026, 9, 24), label="alles digitaal", label_en="all digital")
    ServiceMark.objects.create(service=service, on=date(2020, 1, 1), label="lang geleden")
    form, told, starts = (
        Method.FORM.value,
        Method.DICTATED.value,
        [day_of(back).replace(day=1) for back in (3, 2, 1, 0)],
    )
    methods = {
        starts[0]: Counter({form: 9, told: 1}),
        starts[1]: Counter({told: 4}),
        starts[2]: Counter({told: 9, form: 2}),
        starts[3]: Counter({told: 5, form: 5}),
    }
    found = drawing.happenings_of(service.marks.all(), methods, starts)
    assert [(one.number, one.words) for one in found] == [
        (1, "all digital"),
        (2, "from here on most comments: told to an employee"),
    ]
    drawn = drawing.chart([Month(start, 1, 9) for start in starts], width=320, height=132, top=0.2, happenings=found)
    assert [one.words for one in drawn.happenings] == ["1", "2"]
    assert drawn.dots[1].x < drawn.happenings[0].x < drawn.dots[2].x


# ---- The screens


def open_as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_screen_has_a_chart_a_table_and_a_sentence_for_each_approved_theme(
    service: Service, standing: AnalysisRun, researcher: User
) -> None:
    rising, other = (ThemeFactory(service=service, approved=True, title=title) for title in ("Stijgt", "Blijft"))
    ThemeFactory(service=service, title="Voorstel")
    for back in range(10):
        month(standing, rising, 11 - back, 40, back)
        month(standing, other, 3, 10, back)
    address = reverse("insights_trends:service", args=[service.slug])
    page = open_as(researcher).get(address).content.decode()
    assert page.count('<svg class="d8-trend"') == 2
    assert page.index("Stijgt") < page.index("Blijft")
    assert "Larger than chance." in page
    assert "Voorstel" not in page
    assert "Months of Stijgt" in page
    by_title = open_as(researcher).get(address, {"sort": "title", "months": "24"}).content.decode()
    assert by_title.index("Blijft") < by_title.index("Stijgt")
    assert open_as(researcher).get(address, {"sort": "'; --", "months": "9" * 99}).status_code == 200
    own = open_as(researcher).get(reverse("insights_themes:theme", args=[rising.uuid])).content.decode()
    assert "d8-trend" in own
    assert address in own


def test_a_service_without_themes_or_comments_gets_a_sentence(service: Service, researcher: User) -> None:
    address = reverse("insights_trends:service", args=[service.slug])
    assert "No approved themes yet." in open_as(researcher).get(address).content.decode()
    theme = ThemeFactory(service=service, approved=True)
    page = open_as(researcher).get(address).content.decode()
    assert "Too few comments to say which way this goes." in page
    assert '<svg class="d8-trend"' not in page
    assert open_as(researcher).get(reverse("insights_themes:theme", args=[theme.uuid])).status_code == 200


def test_the_order_puts_what_moved_first(service: Service, standing: AnalysisRun) -> None:
    small, large = (ThemeFactory(service=service, approved=True, title=title) for title in ("a", "b"))
    month(standing, small, 5, 20, 1)
    month(standing, large, 9, 20, 0)
    shown = trends_of_service(service, YEAR).themes
    assert [one.theme.title for one in in_order(shown, "size")] == ["b", "a"]
    assert [one.theme.title for one in in_order(shown, "nonsense")] == [
        one.theme.title for one in in_order(shown, "change")
    ]


def test_a_theme_reads_the_same_on_every_screen(service: Service, standing: AnalysisRun) -> None:
    theme = ThemeFactory(service=service, approved=True)
    for back in range(10):
        month(standing, theme, 10 - back, 30, back)
    listed = trends_of([service.pk], YEAR)
    shown = trends_of_service(service, YEAR).themes
    assert listed[theme.pk] == shown[0].trend


def test_the_number_of_questions_does_not_grow_with_the_themes(service: Service, standing: AnalysisRun) -> None:
    def questions(themes: int) -> int:
        for n in range(themes):
            month(standing, ThemeFactory(service=service, approved=True, title=f"Thema {n}"), 3, 6, n % 9)
        with CaptureQueriesContext(connection) as asked:
            trends_of_service(Service.objects.get(pk=service.pk), YEAR)
        return len(asked)

    assert questions(2) == questions(20) <= 7


def test_services_are_counted_together_in_as_many_questions(
    service: Service, standing: AnalysisRun, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    passport = ServiceFactory(passport=True)
    other = AnalysisRunFactory(service=passport, done=True)
    themes = [ThemeFactory(service=run.service, approved=True) for run in (standing, other)]
    for run, theme in zip((standing, other), themes, strict=True):
        month(run, theme, 5, 10, 0)
    with django_assert_max_num_queries(5):
        found = trends_of([service.pk, passport.pk], YEAR)
    assert {found[theme.pk].out_of for theme in themes} == {10}
