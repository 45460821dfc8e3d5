"""What a journey page and a service page show of measured things."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from accounts.models import Role
from feedback.models import Comment, State, Unusable
from journeys.models import JourneyPage, Service, Step
from research.insights.measures import Period
from research.insights.models import Answer, Assignment
from research.insights.shown import journey_figures, service_figures
from research.insights.shown.fact_cards import fact_cards, interval_words, one_decimal, place, signed
from research.insights.shown.journey_choice import JourneyChoice
from research.insights.shown.step_counts import Counts
from research.insights.shown.successes import told
from tests.factories import (
    AnalysisRunFactory,
    CommentFactory,
    PainPointFactory,
    ServiceFactory,
    ThemeFactory,
    make_journey,
    member_of,
)

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def say(service: Service, grades: list[int | None], *, step: Step | None = None, ago: int = 0, **fields: Any) -> None:
    """Let people say something so many days ago."""
    on = timezone.localdate() - timedelta(days=ago)
    Comment.objects.bulk_create(
        CommentFactory.build(service=service, step=step, grade=grade, said_on=on, **fields) for grade in grades
    )


def last_step(page: JourneyPage) -> Step:
    """Return the last step of a journey."""
    return Step.objects.filter(journey_key=page.translation_key).order_by("-position")[0]


def shown(page: JourneyPage, **options: Any) -> journey_figures.JourneyFigures:
    """Return what the page shows over the last year."""
    return journey_figures.of_journey(page, Period.last_year(), **options)


def test_steps_carry_their_own_figures_and_the_facts_carry_all() -> None:
    page = make_journey()
    say(page.service, [4, 4, 5, 5, 5], step=last_step(page), outcome="no")
    say(page.service, [9, 9, 9, 9, 9], outcome="yes")
    figures = shown(page)
    assert [step.grade.mean for step in figures.steps] == [None, None, 4.6]
    assert figures.steps[-1].is_low
    assert figures.facts.grade.mean == pytest.approx(6.8)
    assert (figures.facts.succeeded_count, figures.facts.succeeded.n) == (5, 10)
    assert figures.facts.comments == 10


def test_what_a_moderator_set_aside_does_not_count() -> None:
    page = make_journey()
    say(page.service, [1] * 9, state=State.UNUSABLE, unusable_reason=Unusable.SPAM)
    assert shown(page).facts.comments == 0


def test_four_people_are_too_few_for_a_step_and_that_is_said() -> None:
    page = make_journey()
    say(page.service, [4, 4, 4, 4], step=last_step(page))
    step = shown(page).steps[-1]
    assert not step.is_measured
    assert step.too_few
    assert not shown(page).steps[0].too_few


def test_a_change_is_named_only_when_it_is_larger_than_chance() -> None:
    service = ServiceFactory()
    say(service, [5, 6, 5, 6] * 10, ago=400)
    say(service, [8, 9, 8, 9] * 10)
    better = next(fact_cards(service, Counts(service, Period.last_year()).facts(), None))
    assert (better.value, better.change, better.direction) == ("8,5", "+3,0", "up")
    say(service, [6, 5, 5, 6] * 60)
    calm = ServiceFactory(passport=True)
    say(calm, [6, 7] * 20, ago=400)
    say(calm, [7, 6] * 20)
    assert next(fact_cards(calm, Counts(calm, Period.last_year()).facts(), None)).change == ""


def test_facts_about_a_service_nobody_spoke_of_have_words_instead_of_figures() -> None:
    service = ServiceFactory()
    with translation.override("en"):
        cards = list(fact_cards(service, Counts(service, Period.last_year()).facts(), None))
    assert [card.value for card in cards] == ["Too few comments"] * 3 + ["None that we know of"]


def test_one_channel_does_not_give_away_the_others() -> None:
    page = make_journey()
    say(page.service, [8] * 6, step=last_step(page), channel="phone", outcome="yes", referrals_count=1)
    say(page.service, [2] * 3, step=last_step(page), channel="web", outcome="no", referrals_count=5)
    one = shown(page, channel="phone")
    assert one.steps[-1].grade.mean is None
    assert one.facts.grade.mean is one.facts.succeeded.mean is one.facts.referrals.mean is None
    assert shown(page).facts.grade.mean == pytest.approx(6.0)
    say(page.service, [2] * 2, step=last_step(page), channel="web", outcome="no", referrals_count=5)
    assert shown(page, channel="phone").steps[-1].grade.mean == pytest.approx(8.0)


def test_a_short_period_does_not_give_away_the_rest_of_a_longer_one() -> None:
    page = make_journey()
    choice = JourneyChoice(months="3")
    say(page.service, [8] * 6, step=last_step(page), outcome="yes")
    say(page.service, [2] * 3, step=last_step(page), outcome="no", ago=120)
    short = journey_figures.of_journey(page, choice.period, wider=choice.wider)
    assert short.steps[-1].grade.mean is short.facts.grade.mean is short.steps[-1].succeeded.mean is None
    assert shown(page).steps[-1].grade.mean == pytest.approx(6.0)
    say(page.service, [2] * 2, step=last_step(page), outcome="no", ago=300)
    half = JourneyChoice(months="6")
    assert journey_figures.of_journey(page, half.period, wider=half.wider).steps[-1].grade.mean is None
    say(page.service, [2] * 7, step=last_step(page), outcome="no", ago=120)
    short = journey_figures.of_journey(page, choice.period, wider=choice.wider)
    assert short.steps[-1].grade.mean == pytest.approx(8.0)


def test_the_total_does_not_give_away_a_step_that_is_too_small() -> None:
    page = make_journey()
    first, last = Step.objects.filter(journey_key=page.translation_key).order_by("position")[0], last_step(page)
    say(page.service, [8] * 6, step=last, outcome="yes")
    say(page.service, [1] * 4, step=first, outcome="no")
    assert [step.grade.mean for step in shown(page).steps] == [None, None, None]
    say(page.service, [5], outcome="no")  # about no step: now the rest are five
    assert [step.grade.mean for step in shown(page).steps] == [None, None, 8.0]
    say(page.service, [5] * 5, outcome="no")
    assert [step.grade.mean for step in shown(page).steps] == [None, None, 8.0], "many about no step cover for it"


def test_a_few_words_about_no_step_are_not_given_away_by_the_steps() -> None:
    page = make_journey()
    say(page.service, [8] * 6, step=last_step(page), outcome="yes")
    say(page.service, [1] * 2, outcome="no")
    assert shown(page).steps[-1].grade.mean is None


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (19, 24, "19 of 24"),
        (37, 39, "at least 35 of 39"),
        (39, 39, "at least 35 of 39"),
        (3, 17, "at most 4 of 17"),
        (5, 8, None),
    ],
)
def test_of_fewer_than_five_people_only_a_bound_is_told(k: int, n: int, words: str | None) -> None:
    with translation.override("en"):
        found = told(k, n)
        assert (found.words if found else None) == words


def test_a_share_with_few_others_is_a_bound_on_the_card() -> None:
    page = make_journey()
    say(page.service, [8] * 18, outcome="yes")
    say(page.service, [2] * 2, outcome="no")
    with translation.override("en"):
        card = list(fact_cards(page.service, shown(page).facts, None))[1]
    assert (card.value, card.unit, card.note) == ("80%", "or more", "at least 16 of 20 people")


def test_what_is_solved_stands_apart_from_what_goes_wrong() -> None:
    page = make_journey()
    PainPointFactory(service=page.service, severity=4, status="solved")
    theme = ThemeFactory(service=page.service, title="Nog niet")
    PainPointFactory(service=page.service, severity=2, theme=theme)
    figures = shown(page)
    assert ([one.pain.severity for one in figures.wrong], [one.pain.severity for one in figures.settled]) == ([2], [4])
    assert figures.settled[0].chip_severity == 1


def quoted(service: Service, theme: Any, run: Any, text: str, **fields: Any) -> Comment:
    """Return a comment of somebody who agreed to be quoted, put under a theme in a run."""
    options = {"quote_consent": True, "said_on": timezone.localdate(), "text": text} | fields
    comment: Comment = CommentFactory(service=service, **options)
    Assignment.objects.create(
        run=run,
        comment=comment,
        theme=theme,
        status="assigned",
        primary=True,
        unit_end=len(comment.redacted_text),
        score=0.5,
    )
    return comment


def test_each_pain_point_has_a_quote_of_its_own_that_may_be_shown() -> None:
    page = make_journey()
    run = AnalysisRunFactory(service=page.service, done=True)
    pains = [
        PainPointFactory(service=page.service, theme=ThemeFactory(service=page.service, title=title, state="approved"))
        for title in ("een", "twee")
    ]
    quoted(page.service, pains[0].theme, run, "Drie weken niets gehoord, toen maar gebeld.")
    quoted(page.service, pains[1].theme, run, "Dit mag niemand lezen van mij.", quote_consent=False)
    quoted(page.service, pains[1].theme, run, "Dit heeft nog geen mens gezien.", state=State.RECEIVED)
    found = {one.pain.pk: one.quote for one in shown(page).pains}
    first = found[pains[0].pk]
    assert first
    assert first.text == "Drie weken niets gehoord, toen maar gebeld."
    assert found[pains[1].pk] is None


def test_a_quote_comes_from_the_newest_run_only() -> None:
    page = make_journey()
    old, new = (AnalysisRunFactory(service=page.service, done=True) for _ in range(2))
    pain = PainPointFactory(service=page.service)
    quoted(page.service, pain.theme, old, "Woorden uit de oude analyse.")
    quoted(page.service, pain.theme, new, "Woorden uit de nieuwe analyse.")
    (one,) = shown(page).pains
    assert one.quote
    assert one.quote.text == "Woorden uit de nieuwe analyse."


def test_who_acts_is_a_function_or_a_department_never_a_name() -> None:
    page = make_journey()
    owner = member_of(Role.MANAGER, job_title="hoofd Burgerzaken")
    PainPointFactory(service=page.service, owner=owner, department="Burgerzaken")
    assert shown(page).pains[0].who == "hoofd Burgerzaken"
    owner.job_title = ""
    owner.save()
    assert shown(page).pains[0].who == "Burgerzaken"


def test_what_goes_well_does_not_stand_among_what_goes_wrong() -> None:
    page = make_journey()
    PainPointFactory(service=page.service, severity=0)
    figures = shown(page)
    assert figures.wrong == ()
    assert len(figures.well) == 1
    assert figures.worst is None


def test_a_pain_point_on_the_current_journey_stands_at_the_same_step_of_the_wanted_one() -> None:
    page = make_journey()
    PainPointFactory(service=page.service, step=last_step(page))
    wanted = page.copy(update_attrs={"slug": "straks", "state": "future"}, keep_live=True)
    assert len(shown(JourneyPage.objects.get(pk=wanted.pk)).steps[-1].pains) == 1


def test_a_journey_that_was_never_published_has_steps_without_figures() -> None:
    page = make_journey(live=False)
    say(page.service, [5] * 9)
    figures = shown(page)
    assert len(figures.steps) == 3
    assert figures.graded == ()


def test_cards_of_services_carry_the_worst_pain_point_that_still_waits() -> None:
    service = ServiceFactory()
    PainPointFactory(service=service, title="Opgelost", severity=4, status="solved")
    PainPointFactory(service=service, title="Klein", severity=1, theme=ThemeFactory(service=service, title="a"))
    PainPointFactory(service=service, title="Groot", severity=3, theme=ThemeFactory(service=service, title="b"))
    (card,) = service_figures.cards_of([service], Period.last_year())
    assert card.worst
    assert card.worst.title == "Groot"
    assert not card.is_low


def test_channels_with_few_comments_are_left_out_of_a_service() -> None:
    service = ServiceFactory()
    say(service, [7] * 20, channel="web")
    say(service, [5] * 8, channel="phone")
    say(service, [3] * 2, channel="letter")
    found = service_figures.of_service(service, Period.last_year(), language="nl")
    assert [row.comments for row in found.channels] == [20]  # beside the total, phone would give the letters away


def test_the_news_is_the_two_biggest_pain_points_and_the_newest_answer() -> None:
    service = ServiceFactory()
    for severity in (1, 4, 3):
        theme = ThemeFactory(service=service, title=str(severity))
        PainPointFactory(service=service, severity=severity, theme=theme)
    for ago in (3, 1, 2):
        on = timezone.localdate() - timedelta(days=ago)
        Answer.objects.create(service=service, you_said=str(ago), we_did="Gedaan.", on=on)
    news = service_figures.news()
    assert [one.pain.severity for one in news.pains] == [4, 3]
    assert news.answer
    assert news.answer.you_said == "1"


def test_a_choice_that_does_not_exist_becomes_the_first() -> None:
    assert JourneyChoice.of({"weergave": "x", "periode": "9999", "kanaal": "pigeon"}) == JourneyChoice()
    chosen = JourneyChoice.of({"weergave": "lijst", "periode": "3", "kanaal": "phone"})
    assert (chosen.view, chosen.months, chosen.channel, chosen.is_narrowed) == ("lijst", "3", "phone", True)
    assert (chosen.period.end - chosen.period.start).days == 90


def test_figures_are_written_as_the_reader_writes_them() -> None:
    grade = Counts(ServiceFactory(), Period.last_year()).facts().grade
    with translation.override("en"):
        assert signed(-0.34) == "−0.3"
        assert interval_words(grade) == "Too few comments"
    with translation.override("nl"):
        assert signed(0.55) == "+0,6"
        assert one_decimal(8.47) == "8,5"
    assert (place(1), place(5.5), place(10), place(None)) == (0.0, 50.0, 100.0, None)
