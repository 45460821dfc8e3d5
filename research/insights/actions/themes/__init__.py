"""What people decide about themes. Every decision is kept, takes effect at once, and holds in every later run."""

from research.insights.actions.themes.bulk import approve_themes, merge_all, retire_themes
from research.insights.actions.themes.leaving_out import exclude_comments, put_back_comments
from research.insights.actions.themes.merging import merge_themes
from research.insights.actions.themes.moving import add_comments, move_comments, move_to_new_theme
from research.insights.actions.themes.splitting import Part, split_theme
from research.insights.actions.themes.states import approve_theme, new_theme, rename_theme, retire_theme
from research.insights.actions.themes.undoing import undo, undo_all

__all__ = [
    "Part",
    "add_comments",
    "approve_theme",
    "approve_themes",
    "exclude_comments",
    "merge_all",
    "merge_themes",
    "move_comments",
    "move_to_new_theme",
    "new_theme",
    "put_back_comments",
    "rename_theme",
    "retire_theme",
    "retire_themes",
    "split_theme",
    "undo",
    "undo_all",
]
