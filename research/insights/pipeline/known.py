"""What people decided about themes, as the analysis takes it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Q

from research.analysis import KnownTheme
from research.insights.models import Anchor, Theme, ThemeEdit


def known_themes(
    held: Sequence[Theme], members: Mapping[int, list[int]], here: Collection[int]
) -> Iterator[KnownTheme]:
    """Yield each theme that a person decided about, for a run over the comments `here`.

    Its examples are the comments that a person put there, and those that stood there when a person decided about it:
    the machine's later finds do not pull it away from what was approved.
    """
    belongs, does_not = _words_of_people(held, here)
    typical = _typical(held)
    for theme in held:
        seen = [comment for comment in typical[theme.pk] if comment in here and comment not in does_not[theme.pk]]
        yield KnownTheme(
            uuid=str(theme.uuid),
            title=theme.title,
            anchors=_ids([*belongs[theme.pk], *seen]),
            negative_anchors=_ids(does_not[theme.pk]),
            required=_ids(belongs[theme.pk]),
            forbidden=_ids(does_not[theme.pk]),
            members=_ids(comment for comment in members.get(theme.pk, ()) if comment in here),
        )


def _ids(comments: Collection[int] | Iterator[int]) -> tuple[str, ...]:
    return tuple(str(comment) for comment in sorted(set(comments)))


def _words_of_people(
    held: Sequence[Theme], here: Collection[int]
) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    """Return the comments that people put under a theme, and those that they took out of it."""
    belongs: dict[int, list[int]] = defaultdict(list)
    does_not: dict[int, list[int]] = defaultdict(list)
    rows = Anchor.objects.filter(theme__in=held).order_by("comment_id").values_list("theme_id", "comment_id", "belongs")
    for theme, comment, yes in rows:
        if comment in here:
            (belongs if yes else does_not)[theme].append(comment)
    return belongs, does_not


def _typical(held: Sequence[Theme]) -> Mapping[int, list[int]]:
    """Return the comments that stood under each theme, or one merged into it, when a person decided about it.

    What left in a split is no example any more; what was undone again counts for nothing.
    """
    found: dict[int, list[int]] = defaultdict(list)
    edits = ThemeEdit.objects.filter(Q(theme__in=held) | Q(theme__merged_into__in=held), undone_by=None).order_by("id")
    kept = ("theme_id", "theme__merged_into_id", "details__typical", "details__gone")
    for theme, target, typical, gone in edits.values_list(*kept):
        before = set(found[target or theme]) - set(gone or ())  # what went to a part in a split typifies that part now
        found[target or theme] = sorted(before.union(typical or ()))
    return found
