"""The same decision about several themes at once: about all of them or about none."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from research.insights.actions.refusals import RefusedError, RefusedTogetherError
from research.insights.actions.themes.merging import merge_themes
from research.insights.actions.themes.states import approve_theme, retire_theme
from research.insights.models import Theme


@transaction.atomic
def approve_themes(*, seen: Mapping[Theme, int], by: User) -> list[Theme]:
    """Stand for several themes."""
    return _each(seen, lambda theme: approve_theme(theme=theme, version=seen[theme], by=by))


@transaction.atomic
def retire_themes(*, seen: Mapping[Theme, int], by: User) -> list[Theme]:
    """Put several themes away."""
    return _each(seen, lambda theme: retire_theme(theme=theme, version=seen[theme], by=by))


@transaction.atomic
def merge_all(*, seen: Mapping[Theme, int], into: Theme, by: User) -> Theme:
    """Move everything of several themes into one of them and return that one."""
    if into not in seen or len(seen) == 1:
        raise RefusedError(_("Choose at least two themes, and which one stays."))
    stays, version = into, seen[into]

    def merge(theme: Theme) -> Theme:
        nonlocal stays, version
        stays = merge_themes(source=theme, into=stays, versions=(seen[theme], version), by=by)
        version = stays.version
        return stays

    _each({theme: number for theme, number in seen.items() if theme != into}, merge)
    return stays


def _each(seen: Mapping[Theme, int], decide: Callable[[Theme], Theme]) -> list[Theme]:
    """Decide about each theme; when one is refused all are, with a sentence for each that was."""
    if not seen:
        raise RefusedError(_("Choose at least one theme."))
    decided, refused = [], []
    for theme in seen:
        try:
            with transaction.atomic():
                decided.append(decide(theme))
        except RefusedError as refusal:
            refused.append(f"“{theme.title}”: {refusal}")
    if refused:
        raise RefusedTogetherError(refused)
    return decided
