"""A theme of one's own, its name, and whether people stand for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from journeys.models import Service
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.claims import check_not_merged, checked, checked_new, claim
from research.insights.actions.themes.decision import Decision, comments_under, remember
from research.insights.actions.themes.rows import restore_rows, retire_rows, settle_standing, typical
from research.insights.models import AnalysisRun, PainPoint, Theme
from research.insights.models.themes import EditKind, ThemeState


@transaction.atomic
def new_theme(*, service: Service, title: str, by: User) -> Theme:
    """Return a theme of a person's own, approved and still empty: comments are moved to it, later runs add more."""
    theme = Theme(service=service, title=checked_new(title, service), title_locked=True, state=ThemeState.APPROVED)
    return Decision(by, remember([])).about(theme, EditKind.APPROVE, created=True, typical=[])


@transaction.atomic
def rename_theme(*, theme: Theme, title: str, version: int, by: User) -> Theme:
    """Give the theme a title of a person, which no run replaces."""
    title = checked(title)
    [theme] = claim({theme: version})
    decision = Decision(by, remember([theme]))
    before, theme.title, theme.title_locked = theme.title, title, True
    return decision.about(theme, EditKind.RENAME, before=before, after=title, typical=typical(theme))


@transaction.atomic
def approve_theme(*, theme: Theme, version: int, by: User) -> Theme:
    """Stand for a theme: from now on runs only add to it. Approving it again changes nothing."""
    [theme] = claim({theme: version})
    if theme.state == ThemeState.APPROVED:
        return theme
    check_not_merged(theme)
    back = theme.state == ThemeState.RETIRED
    decision = Decision(by, remember([theme], comments_under(theme) if back else ()))
    theme.state, theme.title_locked = ThemeState.APPROVED, True
    if back:
        restore_rows(theme)
        settle_standing(theme)
    return decision.about(theme, EditKind.APPROVE, typical=typical(theme))


@transaction.atomic
def retire_theme(*, theme: Theme, version: int, by: User) -> Theme:
    """Put a theme away: it is no longer shown or proposed; its comments count as "other" until somebody moves them."""
    [theme] = claim({theme: version})
    if theme.state == ThemeState.RETIRED:
        return theme
    if PainPoint.objects.filter(theme=theme).exists():
        raise RefusedError(_("This theme carries a pain point. Merge the theme, or remove the pain point first."))
    here, examples = comments_under(theme), typical(theme)
    decision = Decision(by, remember([theme], here))
    theme.state = ThemeState.RETIRED
    if run := AnalysisRun.objects.standing(theme.service):
        retire_rows(run, theme)
        settle_standing(theme)
    return decision.about(theme, EditKind.RETIRE, typical=examples, n=len(here))
