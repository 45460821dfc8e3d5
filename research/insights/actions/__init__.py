"""What people do with insights: start, stop, name, merge, approve, move, act."""

from research.insights.actions.pain_points import keep_up, make_pain_point, record_changes
from research.insights.actions.readings import confirm_comments, read_comment
from research.insights.actions.recuts import recut_proposals
from research.insights.actions.refusals import ChangedMeanwhileError, RefusedError, RefusedTogetherError
from research.insights.actions.runs import cancel_run, retry_run, run_now, start_run
from research.insights.actions.themes import (
    add_comments,
    approve_theme,
    approve_themes,
    exclude_comments,
    merge_all,
    merge_themes,
    move_comments,
    move_to_new_theme,
    new_theme,
    put_back_comments,
    rename_theme,
    retire_theme,
    retire_themes,
    split_theme,
    undo,
    undo_all,
)
from research.insights.actions.trials import adopt_finding

__all__ = [
    "ChangedMeanwhileError",
    "RefusedError",
    "RefusedTogetherError",
    "add_comments",
    "adopt_finding",
    "approve_theme",
    "approve_themes",
    "cancel_run",
    "confirm_comments",
    "exclude_comments",
    "keep_up",
    "make_pain_point",
    "merge_all",
    "merge_themes",
    "move_comments",
    "move_to_new_theme",
    "new_theme",
    "put_back_comments",
    "read_comment",
    "record_changes",
    "recut_proposals",
    "rename_theme",
    "retire_theme",
    "retire_themes",
    "retry_run",
    "run_now",
    "split_theme",
    "start_run",
    "undo",
    "undo_all",
]
