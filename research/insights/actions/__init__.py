"""What people do with insights: start, stop, name, merge, approve, move, act."""

from research.insights.actions.pain_points import make_pain_point
from research.insights.actions.refusals import RefusedError
from research.insights.actions.runs import cancel_run, retry_run, run_now, start_run
from research.insights.actions.themes import (
    approve_theme,
    merge_themes,
    move_comments,
    move_to_new_theme,
    new_theme,
    rename_theme,
    retire_theme,
)

__all__ = [
    "RefusedError",
    "approve_theme",
    "cancel_run",
    "make_pain_point",
    "merge_themes",
    "move_comments",
    "move_to_new_theme",
    "new_theme",
    "rename_theme",
    "retire_theme",
    "retry_run",
    "run_now",
    "start_run",
]
