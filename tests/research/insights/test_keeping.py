from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import User
from feedback.models import Comment
from journeys.models import Service
from research.analysis import Parameters
from research.insights.actions import approve_theme, recut_proposals, run_now
from research.insights.cuts import preview
from research.insights.models import AnalysisRun, Theme
from tests.factories import CommentFactory
from tests.research.insights.conftest import LEXICAL, WORDS, theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]

GARBAGE = [
    "De grijze container werd vorige week niet geleegd.",
    "Onze container is alweer niet geleegd door de vuilniswagen.",
    "De vuilniswagen reed voorbij en de container bleef vol.",
    "Al twee weken een volle container voor de deur staan.",
    "Niemand kwam de volle grijze container legen.",
    "De container is vol en de vuilniswagen komt niet.",
]


def said(service: Service, texts: list[str]) -> list[Comment]:
    return [CommentFactory(service=service, text=text, said_on=date(2026, 9, 2)) for text in texts]


def kept(run: AnalysisRun) -> bool:
    return any(one["code"] == "proposals_kept" for one in run.notices)


def main_themes(run: AnalysisRun) -> dict[int, int | None]:
    return dict(run.assignments.primary().values_list("comment_id", "theme_id"))


def test_more_of_the_same_moves_nobody_to_another_proposal(
    run: AnalysisRun, talk: Talk, service: Service, analyse: Analyse
) -> None:
    before = main_themes(run)
    more = {topic: said(service, [f"Nog eens: {text}" for text in WORDS[topic]]) for topic in WORDS}
    again = analyse()
    assert kept(again)
    assert {comment: main_themes(again)[comment] for comment in before} == before
    for topic, comments in more.items():
        assert theme_about(again, comments) == theme_about(run, talk[topic])


def test_a_new_matter_becomes_a_new_proposal_beside_them(run: AnalysisRun, service: Service, analyse: Analyse) -> None:
    before = set(Theme.objects.in_run(run))
    garbage = said(service, [text + ending for ending in ("", " Jammer.", " Vervelend.") for text in GARBAGE])
    again = analyse()
    assert kept(again)
    assert theme_about(again, garbage) not in before
    assert before <= set(Theme.objects.in_run(again))


def test_nothing_new_gives_the_same_answer_by_the_same_way(run: AnalysisRun, analyse: Analyse) -> None:
    again = analyse()
    assert not kept(again)
    assert again.input_hash == run.input_hash


def test_when_much_was_said_since_they_are_made_afresh(run: AnalysisRun, service: Service, analyse: Analyse) -> None:
    said(service, [f"{text} Deel {n}." for n in range(5) for text in GARBAGE])
    assert not kept(analyse())


def test_another_fineness_makes_them_afresh(run: AnalysisRun, service: Service) -> None:
    said(service, GARBAGE)
    finer = run_now(service=service, by=None, parameters=Parameters(backend="lexical", granularity="fine"))
    assert finer.state == "done"
    assert not kept(finer)


def test_it_holds_for_run_after_run_and_approved_themes_stay_beside_them(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["balie"])
    approve_theme(theme=theme, version=theme.version, by=researcher)
    before = main_themes(run)
    for text in GARBAGE[:3]:
        said(service, [text])
        again = analyse()
        assert kept(again)
    assert {comment: main_themes(again)[comment] for comment in before} == before
    assert again.counts["received"] == 57


def test_what_a_person_cut_stays_cut_and_can_be_cut_again_after_more_was_said(
    run: AnalysisRun, talk: Talk, service: Service, researcher: User
) -> None:
    n = Theme.objects.in_run(run).count()
    shown = preview(service, 2).plan
    assert shown
    recut_proposals(service=service, wanted=2, stamp=shown.stamp, by=researcher)
    two = set(Theme.objects.in_run(run))
    said(service, [f"Nog eens: {text}" for text in WORDS["balie"]])
    again = run_now(service=service, by=None, parameters=Parameters(backend="lexical", themes=2))
    assert kept(again)
    assert set(Theme.objects.in_run(again)) == two
    shown = preview(service, n).plan
    assert shown
    recut_proposals(service=service, wanted=n, stamp=shown.stamp, by=researcher)
    again.refresh_from_db()
    assert Theme.objects.in_run(again).count() == n
    assert again.counts["received"] == 60


def test_a_proposal_with_too_little_left_is_let_go(
    run: AnalysisRun, talk: Talk, service: Service, analyse: Analyse
) -> None:
    gone = theme_about(run, talk["balie"])
    Comment.objects.filter(pk__in=[one.pk for one in talk["balie"]]).update(state="unusable", unusable_reason="spam")
    assert gone not in Theme.objects.in_run(analyse())


def test_a_proposal_that_reads_differently_is_a_new_version(
    run: AnalysisRun, talk: Talk, service: Service, analyse: Analyse
) -> None:
    theme = theme_about(run, talk["balie"])
    said(service, [f"Vriendelijk geholpen, snel geholpen, topservice aan de balie {n}." for n in range(9)])
    again = analyse()
    theme.refresh_from_db()
    assert kept(again)
    assert theme.version == 2


def test_the_default_choices_are_the_same_choices(run: AnalysisRun, service: Service) -> None:
    said(service, GARBAGE[:1])
    assert kept(run_now(service=service, by=None, parameters=LEXICAL))
