"""Where comments stand in the run that stands, and what people said about single ones."""

from collections.abc import Collection, Iterable, Sequence

from accounts.models import User
from feedback.models import Comment
from research.insights.models import AnalysisRun, Anchor, Assignment, Theme
from research.insights.models.verdicts import RETIRED, Source, Status
from research.insights.pipeline.standing import settle

TYPICAL = 50


def typical(theme: Theme) -> list[int]:
    """Return the comments that this theme is most clearly about now; the examples of what is being decided."""
    run = AnalysisRun.objects.standing(theme.service)
    rows = Assignment.objects.filter(run=run, theme=theme).primary().order_by("-score", "comment_id")
    return list(rows.values_list("comment_id", flat=True)[:TYPICAL])


def settle_standing(theme: Theme) -> None:
    """Bring the figures of the run that stands up to date."""
    if run := AnalysisRun.objects.standing(theme.service):
        settle(run)


def anchor(theme: Theme, comments: Sequence[int], *, belongs: bool, by: User) -> None:
    """Keep the word of a person about these comments; the last word counts."""
    Anchor.objects.filter(theme=theme, comment__in=comments).delete()
    Anchor.objects.bulk_create(Anchor(theme=theme, comment_id=pk, belongs=belongs, by=by) for pk in comments)


def to_another(run: AnalysisRun, theme: Theme, to: Theme, comments: Collection[int], source: Source) -> None:
    """Show the comments under the other theme now."""
    Assignment.objects.filter(run=run, theme=theme, comment__in=comments).update(
        theme=to, status=Status.ASSIGNED, reason="", source=source
    )


def out_of(run: AnalysisRun, theme: Theme, comments: Sequence[int]) -> None:
    """Show the comments no longer under the theme: under what else they say, or as taken out."""
    rows = Assignment.objects.filter(run=run, theme=theme, comment__in=comments)
    main = set(rows.primary().values_list("comment_id", flat=True))
    rows.filter(primary=False).delete()
    rows.update(theme=None, status=Status.OTHER, reason="moved_out", source=Source.PERSON)
    give_main_themes(run, main)


def put_under(run: AnalysisRun, theme: Theme, comments: Collection[int]) -> None:
    """Give each comment this main theme; what else it was found to say stays beside it."""
    Assignment.objects.filter(run=run, comment__in=comments, theme=None).delete()
    rows = Assignment.objects.filter(run=run, comment__in=comments)
    rows.update(primary=False)
    texts = Comment.objects.filter(pk__in=comments).order_by("id")
    Assignment.objects.bulk_create(
        Assignment(
            run=run, comment_id=pk, theme=theme, status=Status.ASSIGNED, primary=True, unit_end=len(text), score=1,
            source=Source.PERSON,
        )
        for pk, text in texts.values_list("pk", "redacted_text")
    )  # fmt: skip


def retire_rows(run: AnalysisRun, theme: Theme) -> None:
    """Show the comments of a retired theme as "other", or under what else they say."""
    rows = Assignment.objects.filter(run=run, theme=theme)
    without = set(rows.primary().values_list("comment_id", flat=True))
    rows.update(status=Status.OTHER, reason=RETIRED)
    give_main_themes(run, without)


def restore_rows(theme: Theme) -> None:
    """Show the comments of a theme that comes back from retirement again."""
    Assignment.objects.filter(theme=theme, reason=RETIRED).update(status=Status.ASSIGNED, reason="")


def give_main_themes(run: AnalysisRun, comments: Iterable[int]) -> None:
    """Where a comment lost its main theme and says something else too, let that come first."""
    rows = Assignment.objects.filter(run=run, comment__in=list(comments), status=Status.ASSIGNED, primary=False)
    others = dict(rows.order_by("score", "-pk").values_list("comment_id", "pk"))
    lost = Assignment.objects.filter(run=run, comment__in=others, primary=True)
    lost.filter(theme=None).delete()
    lost.update(primary=False)
    Assignment.objects.filter(pk__in=others.values()).update(primary=True)
