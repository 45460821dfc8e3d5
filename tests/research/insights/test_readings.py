"""People read comments; Kwame and Ilse are researchers."""

import random
from collections.abc import Callable

import pytest

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions import (
    RefusedError,
    approve_theme,
    confirm_comments,
    move_comments,
    read_comment,
    retire_theme,
    undo,
)
from research.insights.models import AnalysisRun, Anchor, Assignment, Reading, Theme, ThemeEdit
from research.insights.models.decisions import Queue
from research.insights.reading_queues import next_row, progress, rows_of
from tests.factories import CommentFactory, ServiceFactory, ThemeFactory, member_of
from tests.research.insights.conftest import theme_about

pytestmark = pytest.mark.django_db
Analyse = Callable[[], AnalysisRun]
Talk = dict[str, list[Comment]]
Themes = dict[str, Theme]


@pytest.fixture
def ilse(db: None) -> User:
    """A second researcher."""
    return member_of(Role.RESEARCHER, first_name="Ilse", last_name="Bakker")


@pytest.fixture
def themes(run: AnalysisRun, talk: Talk, researcher: User) -> Themes:
    """The three themes of the service, approved."""
    found = {topic: theme_about(run, comments) for topic, comments in talk.items()}
    return {topic: approve_theme(theme=one, version=one.version, by=researcher) for topic, one in found.items()}


def themes_of(run: AnalysisRun, comment: Comment) -> list[int]:
    rows = run.assignments.filter(comment=comment, status="assigned").order_by("theme_id")
    return list(rows.values_list("theme_id", flat=True))


def one_under(run: AnalysisRun, theme: Theme) -> Comment:
    row = run.assignments.primary().filter(theme=theme).select_related("comment").order_by("comment_id")[0]
    return row.comment


def adds_up(run: AnalysisRun, comments: int = 54) -> bool:
    run.refresh_from_db()
    rows = run.assignments.primary().count()
    return run.counts["received"] == rows == comments == run.assignments.values("comment").distinct().count()


def read(comment: Comment, by: User, *themes: Theme, queue: Queue = Queue.SAMPLE) -> Reading:
    return read_comment(comment=comment, queue=queue, themes=themes, by=by)


class TestReading:
    def test_agreeing_confirms(self, run: AnalysisRun, themes: Themes, researcher: User) -> None:
        comment = one_under(run, themes["balie"])
        reading = read(comment, researcher, themes["balie"])
        assert (reading.machine, reading.person) == ([themes["balie"].pk], [themes["balie"].pk])
        assert Anchor.objects.get().belongs
        assert themes_of(run, comment) == [themes["balie"].pk]
        assert run.assignments.get(comment=comment).source == "person"
        assert adds_up(run)

    def test_another_theme_moves_it_now_and_in_every_later_run(
        self, run: AnalysisRun, themes: Themes, researcher: User, analyse: Analyse
    ) -> None:
        comment = one_under(run, themes["balie"])
        reading = read(comment, researcher, themes["telefoon"])
        assert (reading.machine, reading.person) == ([themes["balie"].pk], [themes["telefoon"].pk])
        said = dict(Anchor.objects.values_list("theme_id", "belongs"))
        assert said == {themes["telefoon"].pk: True, themes["balie"].pk: False}
        for now in (run, analyse()):
            assert themes_of(now, comment) == [themes["telefoon"].pk]
            assert adds_up(now)

    def test_two_themes_both_hold(self, run: AnalysisRun, themes: Themes, researcher: User, analyse: Analyse) -> None:
        comment = one_under(run, themes["balie"])
        both = sorted([themes["balie"].pk, themes["telefoon"].pk])
        read(comment, researcher, themes["balie"], themes["telefoon"])
        for now in (run, analyse()):
            assert themes_of(now, comment) == both
            assert set(now.assignments.filter(comment=comment).values_list("source", flat=True)) == {"person"}
            assert adds_up(now)

    def test_none_of_these_takes_it_out_and_keeps_it_out(
        self, run: AnalysisRun, themes: Themes, researcher: User, analyse: Analyse
    ) -> None:
        comment = one_under(run, themes["balie"])
        read(comment, researcher)
        assert run.assignments.get(comment=comment).reason == "moved_out"
        for now in (run, analyse()):
            assert themes["balie"].pk not in themes_of(now, comment)
            assert adds_up(now)

    def test_reading_again_replaces_ones_own_reading(self, run: AnalysisRun, themes: Themes, researcher: User) -> None:
        comment = one_under(run, themes["balie"])
        read(comment, researcher, themes["telefoon"])
        reading = read(comment, researcher, themes["balie"], themes["bevestiging"])
        assert Reading.objects.count() == 1
        assert reading.machine == [themes["balie"].pk], "as it was before anybody read it"
        assert themes_of(run, comment) == sorted([themes["balie"].pk, themes["bevestiging"].pk])
        assert not Anchor.objects.filter(theme=themes["telefoon"]).exists()
        assert adds_up(run)

    def test_a_second_reader_is_held_against_what_the_machine_said_to_the_first(
        self, run: AnalysisRun, themes: Themes, researcher: User, ilse: User, analyse: Analyse
    ) -> None:
        comment = one_under(run, themes["balie"])
        read(comment, researcher, themes["telefoon"])
        analyse()
        assert read(comment, ilse, themes["balie"]).machine == [themes["balie"].pk]
        assert Reading.objects.count() == 2

    def test_a_comment_between_themes_gets_one(
        self, run: AnalysisRun, themes: Themes, researcher: User, analyse: Analyse
    ) -> None:
        comment = one_under(run, themes["balie"])
        undecided(run, comment, themes["telefoon"])
        reading = read(comment, researcher, themes["balie"], queue=Queue.UNDECIDED)
        assert reading.machine == [themes["telefoon"].pk], "what it leaned to"
        for now in (run, analyse()):
            assert themes_of(now, comment) == [themes["balie"].pk]
            assert adds_up(now)

    def test_what_was_not_offered_is_left_alone(self, run: AnalysisRun, talk: Talk, researcher: User) -> None:
        proposal, approved = theme_about(run, talk["balie"]), theme_about(run, talk["telefoon"])
        approved = approve_theme(theme=approved, version=approved.version, by=researcher)
        comment = one_under(run, proposal)
        assert read(comment, researcher).machine == []
        assert themes_of(run, comment) == [proposal.pk]
        read(comment, researcher, approved)
        assert run.assignments.primary().get(comment=comment).theme == approved
        assert not Anchor.objects.filter(theme=proposal).exists()
        assert adds_up(run)

    def test_it_is_on_record_and_can_be_undone(self, run: AnalysisRun, themes: Themes, researcher: User) -> None:
        comment = one_under(run, themes["balie"])
        read(comment, researcher, themes["telefoon"])
        edit = ThemeEdit.objects.get(kind="confirm", theme=themes["telefoon"])
        assert edit.details["comments"] == [comment.pk]
        assert edit.details["before"] == [[comment.pk, [themes["balie"].pk]]]
        undo(edit=edit, by=researcher)
        assert themes_of(run, comment) == [themes["balie"].pk]
        assert not Anchor.objects.exists()
        assert not Reading.objects.exists()
        assert adds_up(run)

    def test_a_theme_that_is_gone_cannot_be_chosen(self, run: AnalysisRun, themes: Themes, researcher: User) -> None:
        comment, gone = one_under(run, themes["balie"]), themes["telefoon"]
        retire_theme(theme=gone, version=gone.version, by=researcher)
        elsewhere = ThemeFactory(service=ServiceFactory(passport=True), approved=True)
        for theme in (gone, elsewhere):
            with pytest.raises(RefusedError):
                read(comment, researcher, theme)
        assert not Reading.objects.exists()

    def test_a_comment_that_no_run_knows_cannot_be_read(
        self, run: AnalysisRun, themes: Themes, service: Service, researcher: User
    ) -> None:
        with pytest.raises(RefusedError):
            read(CommentFactory(service=service), researcher, themes["balie"])


def test_whatever_two_people_say_in_whatever_order_adds_up_and_holds(
    run: AnalysisRun, themes: Themes, talk: Talk, researcher: User, ilse: User, analyse: Analyse
) -> None:
    lots = random.Random(8)
    offered = sorted(themes.values(), key=lambda theme: theme.pk)
    comments = [one for said in talk.values() for one in said[:4]]
    for _turn in range(40):
        chosen = lots.sample(offered, lots.randint(0, 3))
        read(lots.choice(comments), lots.choice([researcher, ilse]), *chosen)
        assert adds_up(run)
    again = analyse()
    assert adds_up(again)
    for theme, comment, belongs in Anchor.objects.values_list("theme_id", "comment_id", "belongs"):
        stands = again.assignments.filter(comment=comment, theme=theme, status="assigned").exists()
        assert stands is belongs


class TestConfirming:
    def test_confirmed_comments_become_examples(
        self, run: AnalysisRun, themes: Themes, researcher: User, analyse: Analyse
    ) -> None:
        theme = themes["balie"]
        chosen = Comment.objects.filter(assignments__run=run, assignments__theme=theme).order_by("pk")[:5]
        assert confirm_comments(theme=theme, comments=chosen, version=theme.version, by=researcher) == 5
        assert Anchor.objects.filter(theme=theme, belongs=True).count() == 5
        again = analyse()
        assert again.assignments.filter(theme=theme, source="person").count() == 5
        edit = ThemeEdit.objects.get(kind="confirm")
        assert edit.details["before"] == [[one.pk, [theme.pk]] for one in chosen]

    def test_only_what_stands_there_can_be_confirmed(
        self, run: AnalysisRun, themes: Themes, talk: Talk, researcher: User
    ) -> None:
        theme = themes["balie"]
        with pytest.raises(RefusedError):
            confirm_comments(theme=theme, comments=talk["telefoon"], version=theme.version, by=researcher)

    def test_the_second_of_two_colleagues_is_told(
        self, run: AnalysisRun, themes: Themes, talk: Talk, researcher: User
    ) -> None:
        theme = themes["balie"]
        confirm_comments(theme=theme, comments=talk["balie"], version=theme.version, by=researcher)
        with pytest.raises(RefusedError):
            confirm_comments(theme=theme, comments=talk["balie"], version=theme.version, by=researcher)


def undecided(run: AnalysisRun, comment: Comment, nearest: Theme, score: float = 0.4) -> None:
    Assignment.objects.filter(run=run, comment=comment).delete()
    Assignment.objects.create(
        run=run,
        comment=comment,
        status="undecided",
        reason="between_themes",
        primary=True,
        nearest=nearest,
        score=score,
    )


class TestSample:
    def test_everybody_gets_the_same_list_in_an_order_that_says_nothing(
        self, run: AnalysisRun, themes: Themes, service: Service, researcher: User, ilse: User
    ) -> None:
        lists = [
            list(rows_of(Queue.SAMPLE, run, service, by).values_list("comment_id", flat=True))
            for by in (researcher, ilse)
        ]
        assert lists[0] == lists[1]
        assert len(lists[0]) == 54
        assert lists[0] != sorted(lists[0])

    def test_skipping_goes_on_and_loses_nothing(
        self, run: AnalysisRun, themes: Themes, service: Service, researcher: User
    ) -> None:
        seen: list[int] = []
        while row := next_row(Queue.SAMPLE, run, service, researcher, seen[-1] if seen else None):
            seen.append(row.comment_id)
        assert len(seen) == len(set(seen)) == 54
        assert progress(Queue.SAMPLE, run, service, researcher).left == 54

    def test_what_one_read_does_not_come_back_and_a_colleague_still_gets_it(
        self, run: AnalysisRun, themes: Themes, service: Service, researcher: User, ilse: User
    ) -> None:
        first = next_row(Queue.SAMPLE, run, service, researcher)
        assert first
        read(first.comment, researcher, themes["balie"])
        second, hers = (next_row(Queue.SAMPLE, run, service, by) for by in (researcher, ilse))
        assert second
        assert hers
        assert second.comment_id != first.comment_id == hers.comment_id
        how_far = progress(Queue.SAMPLE, run, service, researcher)
        assert (how_far.done, how_far.goal, how_far.left) == (1, 30, 53)

    def test_what_a_moderator_set_aside_since_is_not_read(
        self, run: AnalysisRun, themes: Themes, service: Service, researcher: User
    ) -> None:
        first = next_row(Queue.SAMPLE, run, service, researcher)
        assert first
        Comment.objects.filter(pk=first.comment_id).update(state="unusable", unusable_reason="spam")
        second = next_row(Queue.SAMPLE, run, service, researcher)
        assert second
        assert second.comment_id != first.comment_id
        assert progress(Queue.SAMPLE, run, service, researcher).left == 53

    def test_what_people_decided_otherwise_says_nothing_of_the_machine(
        self, run: AnalysisRun, themes: Themes, service: Service, talk: Talk, researcher: User
    ) -> None:
        theme = themes["balie"]
        moved = move_comments(comments=talk["balie"][:4], theme=theme, to=None, version=theme.version, by=researcher)
        assert rows_of(Queue.SAMPLE, run, service, researcher).count() == 54 - moved


class TestUndecided:
    def test_the_closest_comes_first(
        self, run: AnalysisRun, themes: Themes, service: Service, talk: Talk, researcher: User
    ) -> None:
        scores = {talk["balie"][n].pk: score for n, score in enumerate((0.2, 0.5, 0.3, 0.3))}
        for comment in talk["balie"][:4]:
            undecided(run, comment, themes["telefoon"], scores[comment.pk])
        listed = list(rows_of(Queue.UNDECIDED, run, service, researcher).values_list("comment_id", flat=True))
        assert [scores[pk] for pk in listed] == [0.5, 0.3, 0.3, 0.2]
        seen: list[int] = []
        while row := next_row(Queue.UNDECIDED, run, service, researcher, seen[-1] if seen else None):
            seen.append(row.comment_id)
        assert seen == listed

    def test_what_anybody_read_is_decided(
        self, run: AnalysisRun, themes: Themes, service: Service, talk: Talk, researcher: User, ilse: User
    ) -> None:
        undecided(run, talk["balie"][0], themes["telefoon"])
        read(talk["balie"][0], ilse, queue=Queue.UNDECIDED)
        assert next_row(Queue.UNDECIDED, run, service, researcher) is None
