"""A report's figures: what they say, that they add up, and that no small group is in them."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Comment
from journeys.models import Service, ServiceMark
from research.insights import reports, standing
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Assignment, ReportSnapshot, Theme
from research.insights.models.verdicts import Status
from research.insights.reports import parts
from tests.factories import (
    AnalysisRunFactory,
    CommentFactory,
    PainPointFactory,
    ServiceFactory,
    StepFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
BEFORE = date(2026, 5, 1)
LAST_YEAR = date(2025, 9, 1)


def say(*grades: int | None, **fields: Any) -> list[Comment]:
    """Let each of these grades be given in September 2026."""
    return [CommentFactory(grade=grade, **fields) for grade in grades]


def became(
    run: AnalysisRun, comments: list[Comment], status: Status, theme: Theme | None = None, reason: str = ""
) -> None:
    """Let a run decide what became of comments."""
    for comment in comments:
        Assignment.objects.create(run=run, comment=comment, status=status, theme=theme, reason=reason, primary=True)


def row_of(figures: dict[str, Any], slug: str = "trouwen") -> dict[str, Any]:
    """Return the line of a service."""
    return next(row for row in figures["services"] if row["slug"] == slug)


# ---- The table of services


def test_a_service_stands_beside_its_goal_with_n() -> None:
    say(*[7, 8] * 15)
    row = row_of(reports.figures(QUARTER))
    assert (row["grade"]["mean"], row["grade"]["n"], row["target"]) == (7.5, 30, 8.0)
    assert row["grade"]["low"] < 7.5 < row["grade"]["high"]


def test_under_twenty_grades_a_service_has_no_grade() -> None:
    say(*[7] * 19)
    row = row_of(reports.figures(QUARTER))
    assert not row["enough"]
    assert row["grade"] == {"n": 19}


def test_under_five_grades_even_n_is_not_told() -> None:
    say(*[7] * 4)
    assert row_of(reports.figures(QUARTER))["grade"] == {"n": None}


def test_a_report_compares_with_a_year_before_when_there_is_one() -> None:
    say(*[5, 6] * 20, said_on=LAST_YEAR)
    say(*[9] * 40, said_on=BEFORE)
    say(*[7, 8] * 20)
    figures = reports.figures(QUARTER)
    assert figures["compared"] == {"start": "2025-07-01", "end": "2025-09-30", "span": "year"}
    assert row_of(figures)["change"]["from"] == 5.5
    assert row_of(figures)["change"]["larger_than_chance"]


def test_else_it_compares_with_the_quarter_before() -> None:
    say(*[9, 10] * 20, said_on=BEFORE)
    say(*[7, 8] * 20)
    figures = reports.figures(QUARTER)
    assert figures["compared"]["span"] == "quarter"
    assert row_of(figures)["change"]["change"] == -2.0


def test_a_change_that_could_not_be_tested_is_not_there() -> None:
    say(*[2] * 29, said_on=BEFORE)
    say(*[7, 8] * 20)
    assert row_of(reports.figures(QUARTER))["change"] is None


@pytest.mark.parametrize(
    ("yes", "n", "found"),
    [
        (30, 40, {"share": 0.75, "n": 40}),
        (38, 40, {"at_least": 0.9, "n": 40}),
        (40, 40, {"at_least": 0.9, "n": 40}),
        (2, 40, {"at_most": 0.1, "n": 40}),
        (4, 8, None),
        (0, 0, None),
    ],
)
def test_a_share_gives_no_group_under_five_away(yes: int, n: int, found: dict[str, float] | None) -> None:
    assert parts.share(yes, n) == found


# ---- The course


def test_the_service_that_changed_most_has_its_course_with_what_happened() -> None:
    service = ServiceFactory()
    ServiceMark.objects.create(
        service=service, on=date(2026, 7, 1), label="Gesprek terug", label_en="Conversation back"
    )
    say(*[5, 6] * 20, said_on=BEFORE)
    say(*[8, 9] * 20)
    say(*[7, 8] * 40, service=ServiceFactory(passport=True))
    course = reports.figures(QUARTER)["course"]
    assert course["slug"] == "trouwen"
    assert len(course["points"]) == 14
    assert [mark["went"] for mark in course["marks"]] == ["up"]


def test_a_month_with_few_grades_has_no_point_nor_the_one_that_would_give_it_away() -> None:
    say(*[7] * 4, said_on=date(2026, 7, 1))
    say(*[7] * 6, said_on=date(2026, 8, 1))
    say(*[7] * 30, said_on=date(2026, 9, 1))
    points = reports.figures(QUARTER)["course"]["points"]
    assert [point["n"] for point in points[-3:]] == [None, None, 30]


# ---- Steps and channels


def test_steps_stand_worst_first_and_small_ones_together() -> None:
    bad, good, small, left = StepFactory(), StepFactory(), StepFactory(), StepFactory(removed_at="2026-08-01T00:00Z")
    say(*[4] * 10, step=bad)
    say(*[9] * 10, step=good)
    say(*[1] * 3, step=small)
    say(*[6] * 5, step=left)
    say(*[7] * 12)
    rows = reports.figures(QUARTER)["steps"]
    assert [(row["kind"], row["grade"]["mean"], row["grade"]["n"]) for row in rows] == [
        ("step", 4.0, 10),
        ("step", 9.0, 10),
        ("whole", 7.0, 12),
        ("other", 4.125, 8),
    ]
    assert rows[0]["step"]["nl"] == bad.title


def test_channels_stand_side_by_side_and_small_ones_together() -> None:
    say(*[8] * 20, channel="web")
    say(*[6] * 7, channel="phone")
    say(*[2] * 3, channel="letter")
    figures = reports.figures(QUARTER)
    assert [(row["channels"], row["grade"]["n"]) for row in figures["by_channel"]] == [
        (["web"], 20),
        (["phone", "letter"], 10),
    ]
    assert figures["channels"] == [{"channels": ["web"], "n": 20}, {"channels": ["phone", "letter"], "n": 10}]


# ---- Pain points


def test_a_pain_point_is_counted_in_the_period_of_the_report() -> None:
    run, theme = AnalysisRunFactory(done=True), ThemeFactory(approved=True)
    PainPointFactory(theme=theme, frequency=400, out_of=900)
    became(run, say(*[4] * 12), Status.ASSIGNED, theme)
    became(run, say(*[8] * 20), Status.OTHER, reason="far_from_all")
    became(run, say(*[4] * 9, said_on=BEFORE), Status.ASSIGNED, theme)
    (pain,) = reports.figures(QUARTER)["pain_points"]
    assert (pain["frequency"], pain["out_of"]) == (12, 32)


@pytest.mark.parametrize(("about", "rest"), [(4, 20), (20, 4)])
def test_a_pain_point_of_few_has_no_numbers(about: int, rest: int) -> None:
    run, theme = AnalysisRunFactory(done=True), ThemeFactory(approved=True)
    PainPointFactory(theme=theme)
    became(run, say(*[4] * about), Status.ASSIGNED, theme)
    became(run, say(*[8] * rest), Status.OTHER, reason="far_from_all")
    (pain,) = reports.figures(QUARTER)["pain_points"]
    assert (pain["frequency"], pain["out_of"]) == (None, None)


def test_what_is_solved_asks_for_no_decision() -> None:
    PainPointFactory(status="solved")
    PainPointFactory(status="wont", theme__title="Anders")
    figures = reports.figures(QUARTER)
    assert figures["pain_points"] == []
    assert figures["owned"] == {"with_owner": 0, "all": 0}


def test_a_department_or_a_person_is_an_owner() -> None:
    PainPointFactory(department="Burgerzaken")
    PainPointFactory(department="", owner=UserFactory())
    PainPointFactory(department="")
    assert reports.figures(QUARTER)["owned"] == {"with_owner": 2, "all": 3}


# ---- Conservation


def test_received_is_the_sum_of_its_parts() -> None:
    run, theme = AnalysisRunFactory(done=True), ThemeFactory()
    became(run, say(*[7] * 20), Status.ASSIGNED, theme)
    became(run, say(*[7] * 10), Status.OTHER, reason="far_from_all")
    became(run, say(*[7] * 6), Status.UNDECIDED, reason="between_themes")
    became(run, say(*[7] * 5), Status.EXCLUDED, reason="no_words")
    CommentFactory.create_batch(7, spam=True)
    say(*[7] * 8)
    found = standing.conservation(QUARTER)
    assert {tuple(part["kinds"]): part["n"] for part in found["parts"]} == {
        ("assigned",): 20,
        ("other",): 10,
        ("undecided",): 6,
        ("excluded",): 12,
        ("not_analysed",): 8,
    }
    assert found["reasons"] == [{"reasons": ["spam"], "n": 7}, {"reasons": ["empty"], "n": 5}]
    assert found["received"] == 56


def test_a_comment_in_a_run_over_its_service_and_one_over_all_counts_once() -> None:
    theme = ThemeFactory()
    comments, elsewhere = say(*[7] * 10), say(*[7] * 10, service=ServiceFactory(passport=True))
    became(AnalysisRunFactory(done=True, service=None), [*comments, *elsewhere], Status.OTHER, reason="far_from_all")
    became(AnalysisRunFactory(done=True), comments, Status.ASSIGNED, theme)
    found = standing.conservation(QUARTER)
    assert [(part["kinds"], part["n"]) for part in found["parts"]] == [(["assigned"], 10), (["other"], 10)]


def test_an_older_and_an_unfinished_run_do_not_count() -> None:
    theme, comments = ThemeFactory(), say(*[7] * 10)
    became(AnalysisRunFactory(done=True), comments, Status.ASSIGNED, theme)
    became(AnalysisRunFactory(done=True), comments, Status.OTHER, reason="far_from_all")
    became(AnalysisRunFactory(state="running"), comments, Status.ASSIGNED, theme)
    assert standing.conservation(QUARTER)["parts"] == [{"kinds": ["other"], "n": 10}]


@given(st.lists(st.integers(0, 12), min_size=5, max_size=5), st.lists(st.integers(0, 9), min_size=0, max_size=3))
def test_the_printed_parts_add_up_and_none_is_under_five(parts: list[int], reasons: list[int]) -> None:
    kinds = ["assigned", "other", "undecided", "excluded", "not_analysed"]
    counted = Counter(dict(zip(kinds, parts, strict=True)))
    excluded = Counter(dict(zip(["spam", "empty", "abuse"], reasons, strict=False)))
    counted["excluded"] = excluded.total()
    found = standing.printable(counted.total(), counted, excluded)
    assert all(part["n"] >= 5 for part in [*found["parts"], *found["reasons"]])
    assert sum(part["n"] for part in found["parts"]) == (found["received"] or 0)
    assert found["received"] in (None, counted.total())


# ---- No small group anywhere


def counts_in(value: Any, path: str = "") -> Iterator[tuple[str, int]]:
    """Yield every number of people or comments in figures."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from counts_in(one, f"{path}.{key}")
    elif isinstance(value, list):
        for one in value:
            yield from counts_in(one, path)
    elif (
        path.rsplit(".", 1)[-1] in {"n", "comments", "people", "frequency", "out_of", "received"} and value is not None
    ):
        yield path, value


SAID = st.lists(
    st.tuples(
        st.sampled_from(["trouwen", "paspoort"]),
        st.sampled_from(["web", "phone", "letter"]),
        st.sampled_from([None, 0, 1]),
        st.sampled_from([7, 8, 9]),
        st.integers(1, 14),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID)
def test_whatever_is_said_no_figure_counts_fewer_than_five(db: None, said: list[tuple[Any, ...]]) -> None:
    Comment.objects.all().delete()
    services = {"trouwen": ServiceFactory(), "paspoort": ServiceFactory(passport=True)}
    steps = [step for one in services.values() for step in one.steps.all()] or [
        StepFactory(service=one) for one in services.values() for _n in range(2)
    ]
    CommentFactory.create_batch(3, spam=True)
    for slug, channel, step, month, n in said:
        mine = [one for one in steps if one.service_id == services[slug].pk]
        CommentFactory.create_batch(
            n,
            service=services[slug],
            channel=channel,
            step=None if step is None else mine[step],
            said_on=date(2026, month, 1),
        )
    figures = reports.figures(QUARTER)
    json.dumps(figures)
    assert [found for found in counts_in(figures) if found[1] < 5] == []
    for row in figures["services"]:
        for part in ("steps", "by_channel"):
            mine = [one["grade"]["n"] for one in figures[part] if one["service"] == row["name"]]
            assert not mine or sum(mine) == row["grade"]["n"], "what is shown leaves nothing to work out"
        if figures["course"] and figures["course"]["slug"] == row["slug"]:
            months = [point["n"] for point in figures["course"]["points"] if point["start"] >= "2026-07-01"]
            left = row["grade"]["n"] - sum(n for n in months if n)
            assert left == 0 or left >= 5


# ---- Freezing and cost


def test_figures_are_kept_once() -> None:
    key = uuid4()
    first = reports.freeze(report_key=key, period=QUARTER)
    say(*[7] * 30)
    assert reports.freeze(report_key=key, period=QUARTER) == first
    assert ReportSnapshot.objects.get().figures["comments"] is None


def queries(services: int, comments: int) -> int:
    """Return how many queries the figures cost with so many services and comments about each."""
    for n in range(services):
        service: Service = ServiceFactory(slug=f"dienst-{n}", name=f"Dienst {n}")
        step, run = StepFactory(service=service), AnalysisRunFactory(service=service, done=True)
        pain = PainPointFactory(service=service)
        said = CommentFactory.create_batch(comments, service=service, step=step, quote_consent=True)
        became(run, said, Status.ASSIGNED, pain.theme)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reports.figures(QUARTER)
    return len(asked)


def test_the_cost_depends_on_neither_comments_nor_services() -> None:
    few = queries(1, 25)
    assert queries(5, 60) == few
    assert few <= 35
