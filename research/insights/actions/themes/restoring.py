"""What a decision remembers, put back into the run that stands, whichever run that is by now."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q

from feedback.models import Comment
from research.insights.actions.themes.decision import PERSON, PRIMARY, PUT_AWAY
from research.insights.actions.themes.rows import restore_rows, retire_rows
from research.insights.models import AnalysisRun, Anchor, Assignment, Exclusion, PainPoint, Reading, Theme
from research.insights.models.themes import ThemeState
from research.insights.models.verdicts import RETIRED, Source, Status

AT_ONCE = 2_000
Memory = Mapping[str, Any]


def put_back_rows(
    run: AnalysisRun, memory: Memory, comments: Collection[int] | None = None, made: Collection[Theme] = ()
) -> None:
    """Put comments back where they stood; what a moderator or a colleague set aside since then stays aside.

    `made` are themes that the decision made: nothing stands under them afterwards.
    """
    here = _still_here(run, set(memory["comments"] if comments is None else comments))
    themes = set(Theme.objects.filter(pk__in=memory["themes"]).values_list("pk", flat=True))
    under = [row for row in memory["rows"] if row[0] in here and row[1] in themes]
    none = [row for row in memory["none"] if row[0] in here]
    known = {row[0] for row in (*under, *none)}
    rows = Assignment.objects.filter(run=run, comment__in=here)
    away = [*themes, *(theme.pk for theme in made)]
    rows.filter(Q(theme__in=away) | Q(theme=None, comment__in=known)).delete()
    rows.update(primary=False)
    again = [*(_under(run, row) for row in under), *(_none(run, row) for row in none)]
    Assignment.objects.bulk_create(again, batch_size=AT_ONCE)
    elsewhere = {int(pk): row for pk, row in memory["elsewhere"].items()}
    _no_comment_without_a_row(run, here, elsewhere)
    _one_main_row_each(run, here, {comment: row[0] for comment, row in elsewhere.items()})


def put_back_anchors(memory: Memory) -> None:
    """Let what people said about single comments be what it was."""
    themes = [int(pk) for pk in memory["themes"]]
    now = Anchor.objects.filter(theme__in=themes)
    (now if memory["all_anchors"] else now.filter(comment__in=memory["comments"])).delete()
    rows = memory["anchors"]
    there = set(Comment.objects.filter(pk__in=[row[1] for row in rows]).values_list("pk", flat=True))
    Anchor.objects.bulk_create(
        Anchor(theme_id=theme, comment_id=comment, belongs=belongs, by_id=by)
        for theme, comment, belongs, by in rows
        if comment in there
    )


def put_back_points(memory: Memory) -> None:
    """Give pain points back to the theme that carried them."""
    for point, theme in memory["points"].items():
        PainPoint.objects.filter(pk=point).update(theme=theme)


def put_back_readings(memory: Memory) -> None:
    """Forget a reading, or let it say what it said before it was read again."""
    for reading, person in memory.get("readings", ()):
        rows = Reading.objects.filter(pk=reading)
        if person is None:
            rows.delete()
        else:
            rows.update(person=person)


def fit_rows_to_states(run: AnalysisRun, themes: Sequence[Theme]) -> None:
    """Let comments that later runs brought be shown as the state of their theme says."""
    for theme in themes:
        rows = Assignment.objects.filter(run=run, theme=theme)
        if theme.merged_into_id:
            rows.update(theme=theme.merged_into_id, status=Status.ASSIGNED, reason="")
        elif theme.state == ThemeState.RETIRED:
            if rows.filter(status=Status.ASSIGNED).exists():
                retire_rows(run, theme)
        else:
            restore_rows(theme)


def _still_here(run: AnalysisRun, comments: set[int]) -> set[int]:
    """Return which of these comments the run counts and nobody set aside otherwise."""
    rows = Assignment.objects.filter(run=run, comment__in=comments).primary().exclude(reason__startswith="unusable_")
    out = Exclusion.objects.filter(comment__in=comments)
    return set(rows.exclude(comment__in=out.values("comment")).values_list("comment_id", flat=True))


def _under(run: AnalysisRun, row: Sequence[Any]) -> Assignment:
    """Return the row of a comment under a theme."""
    comment, theme, start, end, score, signs = row
    away = bool(signs & PUT_AWAY)
    return Assignment(
        run=run, comment_id=comment, theme_id=theme, unit_start=start, unit_end=end, score=score,
        status=Status.OTHER if away else Status.ASSIGNED, reason=RETIRED if away else "",
        primary=bool(signs & PRIMARY), source=Source.PERSON if signs & PERSON else Source.MACHINE,
    )  # fmt: skip


def _none(run: AnalysisRun, row: Sequence[Any]) -> Assignment:
    """Return the row of a comment without a theme."""
    comment, status, reason, source, nearest, end = row
    return Assignment(
        run=run, comment_id=comment, status=status, reason=reason, source=source, nearest_id=nearest, unit_end=end,
        primary=True,
    )  # fmt: skip


def _no_comment_without_a_row(run: AnalysisRun, comments: set[int], elsewhere: Mapping[int, Sequence[Any]]) -> None:
    """Where nothing is left of a comment, put it under the theme that it had, else count it as undecided."""
    lost = sorted(comments - set(run.assignments.filter(comment__in=comments).values_list("comment_id", flat=True)))
    themes = Theme.objects.select_related("merged_into").in_bulk([elsewhere[pk][0] for pk in lost if pk in elsewhere])
    made = []
    for comment in lost:
        theme, start, end, score = elsewhere.get(comment, (None, 0, 0, 0.0))
        stands = (themes[theme].merged_into or themes[theme]) if theme in themes else None
        if stands is None:
            made.append(Assignment(run=run, comment_id=comment, status=Status.UNDECIDED))
        else:
            away = PUT_AWAY if stands.state == ThemeState.RETIRED else 0
            made.append(_under(run, (comment, stands.pk, start, end, score, away)))
    Assignment.objects.bulk_create(made)


def _one_main_row_each(run: AnalysisRun, comments: set[int], elsewhere: Mapping[int, int]) -> None:
    """Where no row that was put back is the main one, take what was it before, else what scores best."""
    rows = Assignment.objects.filter(run=run, comment__in=comments)
    lacking = comments - set(rows.primary().values_list("comment_id", flat=True))
    best: dict[int, tuple[tuple[bool, bool, float, int], int]] = {}
    for pk, comment, theme, status, score in rows.filter(comment__in=lacking).values_list(
        "pk", "comment_id", "theme_id", "status", "score"
    ):
        worth = (theme is not None and theme == elsewhere.get(comment), status == Status.ASSIGNED, score, -pk)
        best[comment] = max(best.get(comment, (worth, pk)), (worth, pk))
    Assignment.objects.filter(pk__in=[pk for _worth, pk in best.values()]).update(primary=True)
