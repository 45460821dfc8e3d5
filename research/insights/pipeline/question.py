"""What a run thinks about: the comments of its scope, and what people decided so far. Read once."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Max

from feedback.models import Comment, CommentQuerySet, State
from journeys.models import Service
from research.analysis import Document, KnownTheme
from research.insights.models import AnalysisRun, Exclusion, Theme, ThemeEdit
from research.insights.pipeline.known import known_themes

LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Question:
    """The input of one run. `set_aside` says why a person left out which comment; the rest are `documents`.

    `earlier` are the proposals of the run that stands, `remembered` those that were found before it: theme -> comments.
    `kept` are the earlier ones that stay as they are; they are among the `known` themes.
    """

    documents: tuple[Document, ...]
    set_aside: Mapping[int, str]
    known: tuple[KnownTheme, ...]
    earlier: Mapping[int, frozenset[int]]
    remembered: Mapping[int, frozenset[int]]
    last_edit: tuple[int, ...]
    kept: frozenset[int] = frozenset()

    @property
    def received(self) -> int:
        """Return how many comments there are in the scope, usable or not."""
        return len(self.documents) + len(self.set_aside)

    @property
    def comment_ids(self) -> frozenset[int]:
        """Return every comment that the answer will name."""
        return frozenset(int(document.id) for document in self.documents) | frozenset(self.set_aside)

    def digest(self) -> str:
        """Return SHA-256 over all that the answer depends on: the same digest and parameters give the same answer."""
        found = hashlib.sha256()
        told = [asdict(theme) for theme in self.known]
        for part in (*self.documents, sorted(self.set_aside.items()), told):
            found.update(json.dumps(plain(part), ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))
        return found.hexdigest()


def plain(part: Any) -> Any:
    """Return a document as its values, anything else as it is."""
    if isinstance(part, Document):
        return [part.id, part.text, part.language, part.person, part.grade]
    return part


def in_scope(service: Service | None) -> CommentQuerySet:
    """Return every comment that a run over this scope answers for."""
    return Comment.objects.all() if service is None else Comment.objects.of(service)


def last_edit(service: Service | None) -> tuple[int, ...]:
    """Return marks that change with every decision in this scope: about themes, and about comments left out."""
    edit = ThemeEdit.objects.filter(theme__service=service).aggregate(last=Max("id"))["last"]
    left_out = Exclusion.objects.filter(comment__in=in_scope(service)).aggregate(last=Max("id"), n=Count("id"))
    return edit or 0, left_out["last"] or 0, left_out["n"]


def read(service: Service | None) -> Question:
    """Return what there is to think about now: redacted words only, no names, no raw text."""
    edit = last_edit(service)  # first, so that a decision taken while we read counts as newer
    documents, set_aside = _comments(in_scope(service))
    standing = AnalysisRun.objects.standing(service)
    members = members_of(standing) if standing else {}
    held = list(Theme.objects.of(service).held().order_by("id"))
    proposed = Theme.objects.of(service).proposed().exclude(pk__in=[theme.pk for theme in held]).order_by("id")
    ever = dict(proposed.values_list("pk", "remembered"))
    here = {int(document.id) for document in documents}
    return Question(
        documents=tuple(documents),
        set_aside=set_aside,
        known=tuple(known_themes(held, members, here)),
        earlier={pk: frozenset(members[pk]) for pk in ever if pk in members},
        remembered={pk: frozenset(group) for pk, group in ever.items() if pk not in members and group},
        last_edit=edit,
    )


def members_of(run: AnalysisRun) -> dict[int, list[int]]:
    """Return the comments of each theme in a run, by main theme; those of a retired theme too."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = run.assignments.primary().exclude(theme=None).order_by("comment_id")
    for theme, comment in rows.values_list("theme_id", "comment_id"):
        found[theme].append(comment)
    return dict(found)


def documents_between(service: Service | None, first: int, last: int) -> list[Document]:
    """Return what may be read of a stretch of comments, by number, both ends included."""
    return _comments(in_scope(service).filter(pk__range=(first, last)))[0]


def _comments(scope: CommentQuerySet) -> tuple[list[Document], dict[int, str]]:
    """Return what may be read, and why the rest may not."""
    documents: list[Document] = []
    set_aside: dict[int, str] = {}
    left_out = set(Exclusion.objects.filter(comment__in=scope).values_list("comment_id", flat=True))
    fields = ("id", "redacted_text", "person_key", "grade", "state", "unusable_reason")
    for pk, text, person, grade, state, reason in scope.order_by("id").values_list(*fields).iterator(5_000):
        if state == State.UNUSABLE:
            set_aside[pk] = f"unusable_{reason}"
        elif pk in left_out:
            set_aside[pk] = LEFT_OUT
        else:
            score = None if grade is None else float(grade)
            documents.append(Document(id=str(pk), text=text, person=person or None, grade=score))
    return documents, set_aside
