"""Two themes become one."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from research.insights.actions.refusals import RefusedError
from research.insights.actions.themes.claims import check_not_merged, claim
from research.insights.actions.themes.decision import Decision, comments_under, remember
from research.insights.actions.themes.rows import settle_standing, typical
from research.insights.models import AnalysisRun, Anchor, Assignment, PainPoint, Theme
from research.insights.models.themes import EditKind, ThemeState
from research.insights.models.verdicts import Status


@transaction.atomic
def merge_themes(*, source: Theme, into: Theme, versions: tuple[int, int], by: User) -> Theme:
    """Move everything of one theme into another and return that one; the old address of the first leads there."""
    if source.pk == into.pk or source.service_id != into.service_id:
        raise RefusedError(_("Choose another theme of the same service to merge with."))
    source, into = claim({source: versions[0], into: versions[1]})
    check_may_merge(source, into)
    here, typical_there = comments_under(source), typical(source)
    decision = Decision(by, {**remember([source, into], here, all_anchors=True), "merged": _merged_earlier(source)})
    _hand_over_pain_point(source, into)
    _hand_over_anchors(source, into)
    Assignment.objects.filter(theme=source, run__in=AnalysisRun.objects.about(source.service)).update(
        theme=into, status=Status.ASSIGNED, reason=""
    )
    Theme.objects.filter(merged_into=source).update(merged_into=into)
    kept = typical(into)
    settle_standing(into)
    source.state, source.merged_into = ThemeState.RETIRED, into
    names = {"source_title": source.title, "into_title": into.title, "n": len(here)}
    decision.about(source, EditKind.MERGE, into=str(into.uuid), typical=typical_there, **names)
    return decision.about(into, EditKind.MERGE, source=str(source.uuid), typical=kept, **names)


def check_may_merge(source: Theme, into: Theme) -> None:
    """Refuse a merge with what is put away, or of two pain points: they cannot become one by themselves."""
    check_not_merged(source)
    if into.state == ThemeState.RETIRED:
        raise RefusedError(
            _("“%(title)s” is retired. Approve it first, or choose another theme.") % {"title": into.title}
        )
    if PainPoint.objects.filter(theme__in=[source, into]).count() > 1:
        raise RefusedError(_("Both themes carry a pain point. Remove one of them first."))


def _merged_earlier(source: Theme) -> dict[str, int]:
    """Return which themes became part of this one before, with its number."""
    return {str(pk): source.pk for pk in source.merged_from.order_by("id").values_list("pk", flat=True)}


def _hand_over_pain_point(source: Theme, into: Theme) -> None:
    """Let the pain point follow its comments."""
    PainPoint.objects.filter(theme=source).update(theme=into)
    if PainPoint.objects.filter(theme=into).exists():
        into.state, into.title_locked = ThemeState.APPROVED, True


def _hand_over_anchors(source: Theme, into: Theme) -> None:
    """Join what people said about single comments; what they said of the theme that stays weighs more."""
    said = Anchor.objects.filter(theme=into).values("comment")
    here = Assignment.objects.filter(theme=into).values("comment")
    anchors = Anchor.objects.filter(theme=source)
    anchors.exclude(comment__in=said).exclude(belongs=False, comment__in=here).update(theme=into)
    anchors.delete()
