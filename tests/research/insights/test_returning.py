from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import User
from feedback.models import Comment, State, Unusable
from journeys.models import Service
from research.insights import wording
from research.insights.actions import RefusedError, approve_theme, new_theme
from research.insights.models import AnalysisRun, Theme
from research.insights.pipeline.identity import Group, continued
from research.insights.pipeline.returning import remember
from tests.factories import ThemeFactory
from tests.research.insights.conftest import say, theme_about

Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]


def come_back(new: list[Group], remembered: dict[int, Group]) -> dict[int, int]:
    return continued(new, {}, frozenset(), remembered)


def group(first: int, last: int) -> frozenset[int]:
    return frozenset(range(first, last))


def set_aside(comments: list[Comment]) -> None:
    keys = [one.pk for one in comments]
    Comment.objects.filter(pk__in=keys).update(state=State.UNUSABLE, unusable_reason=Unusable.NOT_OURS)


def put_back(comments: list[Comment]) -> None:
    keys = [one.pk for one in comments]
    Comment.objects.filter(pk__in=keys).update(state=State.READ, unusable_reason="")


class TestKnowingAgain:
    def test_a_group_that_holds_what_is_remembered_is_back(self) -> None:
        assert come_back([group(0, 40), group(40, 80)], {7: group(40, 60)}) == {1: 7}

    def test_what_came_since_does_not_count(self) -> None:
        assert come_back([group(0, 5) | group(100, 400)], {7: group(0, 5)}) == {0: 7}

    def test_a_big_group_that_swallowed_it_is_not_it(self) -> None:
        assert come_back([group(0, 200)], {7: group(0, 200) & frozenset({*range(5), 199})}) == {}

    def test_of_a_big_theme_three_hundred_are_enough(self) -> None:
        assert come_back([group(0, 1_000)], {7: frozenset(range(0, 1_000, 4))}) == {0: 7}

    def test_a_theme_that_stands_goes_before_one_that_was_away(self) -> None:
        assert continued([group(0, 20)], {1: group(0, 12)}, group(0, 20), {7: group(0, 20)}) == {0: 1}

    def test_what_took_up_another_gives_it_back(self) -> None:
        parts = [group(0, 10), group(10, 20)]
        assert continued(parts, {1: group(0, 20)}, group(0, 20), {7: group(0, 10)}) == {0: 7, 1: 1}

    def test_nothing_comes_back_to_nothing(self) -> None:
        assert come_back([], {7: group(0, 3)}) == {}
        assert come_back([group(0, 3)], {}) == {}
        assert come_back([group(0, 3)], {7: frozenset()}) == {}


def test_at_most_three_hundred_comments_are_remembered_from_all_over_a_theme() -> None:
    theme = Theme()
    remember(theme, list(range(1_000)), timezone.now())
    assert len(theme.remembered) <= 300
    assert max(theme.remembered) > 900
    remember(theme, [3, 1, 2], timezone.now())
    assert theme.remembered == [1, 2, 3]


@pytest.mark.django_db
class TestProposals:
    def test_a_proposal_that_comes_back_is_the_same_theme_and_the_run_says_so(
        self, run: AnalysisRun, talk: Talk, service: Service, analyse: Analyse
    ) -> None:
        first = theme_about(run, talk["balie"])
        set_aside(talk["balie"])
        assert first not in Theme.objects.in_run(analyse())
        Theme.objects.filter(pk=first.pk).update(seen_at=timezone.now().replace(year=2026, month=3, day=10))
        put_back(talk["balie"])
        again = analyse()
        assert theme_about(again, talk["balie"]) == first
        with translation.override("en"):
            told = wording.notices(again)
        first.refresh_from_db()
        assert f"Theme “{first.title}” is back (last seen in March 2026)." in told
        with translation.override("nl"):
            assert any("maart 2026" in one for one in wording.notices(again))
        assert not any(one["code"] == "theme_back" for one in analyse().notices), "told once"

    def test_the_title_of_a_proposal_that_is_away_is_free(
        self, run: AnalysisRun, talk: Talk, service: Service, researcher: User, analyse: Analyse
    ) -> None:
        away = theme_about(run, talk["balie"])
        with pytest.raises(RefusedError):
            new_theme(service=service, title=away.title, by=researcher)
        set_aside(talk["balie"])
        analyse()
        assert new_theme(service=service, title=away.title, by=researcher) != away

    def test_what_was_never_away_is_not_back(self, run: AnalysisRun, analyse: Analyse) -> None:
        assert not any(one["code"] == "theme_back" for one in analyse().notices)

    def test_a_run_remembers_what_it_found(self, run: AnalysisRun, talk: Talk) -> None:
        theme = theme_about(run, talk["balie"])
        assert set(theme.remembered) & {one.pk for one in talk["balie"]}
        assert theme.seen_at
        assert theme.seen_at >= run.created_at

    def test_another_service_does_not_take_over_a_theme_that_is_away(self, run: AnalysisRun, analyse: Analyse) -> None:
        elsewhere = ThemeFactory(service=None, remembered=list(range(1, 60)))
        analyse()
        elsewhere.refresh_from_db()
        assert elsewhere.version == 1


@pytest.mark.django_db
def test_an_approved_theme_that_nobody_spoke_of_for_a_year_is_told_when_somebody_does(
    talk: Talk, service: Service, researcher: User, analyse: Analyse
) -> None:
    keys = [one.pk for one in talk["balie"]]
    Comment.objects.filter(pk__in=keys).update(said_on=date(2025, 3, 12))
    theme = theme_about(analyse(), talk["balie"])
    approve_theme(theme=theme, version=theme.version, by=researcher)
    assert not any(one["code"] == "theme_back" for one in analyse().notices)
    say(service, "balie", person_key="", said_on=date(2026, 9, 1) + timedelta(days=9))
    theme.refresh_from_db()
    with translation.override("en"):
        told = wording.notices(analyse())
    assert f"Theme “{theme.title}” is back (last seen in March 2025)." in told
    assert not any(one["code"] == "theme_back" for one in analyse().notices)
