"""What a split would do, before anybody decides: the parts, their words, and how many comments would go where."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.models import Comment
from research.analysis import Document
from research.analysis.keywords import title_of
from research.analysis.lexical import Matrix
from research.analysis.split import Part, digest, propose_parts
from research.insights.models import AnalysisRun, Assignment, Theme
from research.insights.models.verdicts import Status
from research.insights.pipeline.vectors import DatabaseVectors
from research.insights.reviews import Evidence, evidence

LETTERS = "ABCDEF"
QUOTES, DOUBTFUL = 3, 2
MOST_PLACES = 5


class NotKeptError(LookupError):
    """The vector of a text is not in the database."""


@dataclass(frozen=True)
class KeptVectors:
    """An embedder that encodes nothing: a web process reads the vectors that workers made, and loads no model."""

    fingerprint: str
    name: str = "kept"
    dimensions: int = 0
    languages: frozenset[str] = field(default=frozenset())

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Raise NotKeptError: these texts were not encoded yet."""
        raise NotKeptError(f"{len(texts)} texts have no vector yet.")


@dataclass(frozen=True)
class PartShown:
    """One part as a person judges it: what it would be called, its words, and comments to tick."""

    letter: str
    ids: tuple[int, ...]
    keywords: tuple[str, ...]
    suggestion: str
    examples: tuple[int, ...]
    typical: tuple[Evidence, ...]
    doubtful: tuple[Evidence, ...]

    @property
    def size(self) -> int:
        """Return how many comments it has."""
        return len(self.ids)

    @property
    def places(self) -> tuple[dict[str, Any], ...]:
        """Return where its quotes stand."""
        shown = self.typical[:MOST_PLACES]
        return tuple(
            {"comment": one.comment.pk, "start": 0, "end": len(one.comment.redacted_text), "kind": "central"}
            for one in shown
        )


@dataclass(frozen=True)
class Preview:
    """All parts; `digest` says which comment is in which, `by_words` that no vectors were there."""

    parts: tuple[PartShown, ...]
    digest: str
    by_words: bool


def preview(theme: Theme, parts: int, examples: Mapping[int, str], user: Any) -> Preview:
    """Return the parts that the theme's own comments fall into; `examples` gives the letter of comments by number."""
    run = AnalysisRun.objects.standing(theme.service)
    documents = _documents(run, theme, user)
    letters = LETTERS[:parts]
    here = {document.id for document in documents}
    chosen = [[str(pk) for pk, said in examples.items() if said == letter and str(pk) in here] for letter in letters]
    found, by_words = _parts(run, documents, parts, chosen)
    shown = _shown(found, chosen)
    comments = Comment.objects.select_related("step").in_bulk({pk for group in shown for part in group for pk in part})
    seen = {one.comment.pk: one for one in evidence(theme, run, comments.values())}
    made = [
        _as_shown(letter, part, picked, [[seen[pk] for pk in group] for group in groups])
        for letter, part, picked, groups in zip(letters, found, chosen, shown, strict=True)
    ]
    return Preview(tuple(made), digest(found), by_words)


def _documents(run: AnalysisRun | None, theme: Theme, user: Any) -> list[Document]:
    """Return what is said about the theme: whole comments, of those with another main theme only the piece on this."""
    rows = Assignment.objects.filter(run=run, theme=theme, status=Status.ASSIGNED)
    pieces: dict[int, list[tuple[int, int]]] = defaultdict(list)
    whole = set()
    for comment, start, end, primary in rows.values_list("comment_id", "unit_start", "unit_end", "primary"):
        pieces[comment].append((start, end))
        if primary:
            whole.add(comment)
    said = Comment.objects.visible_to(user).usable().filter(pk__in=pieces).order_by("pk")
    return [
        Document(str(pk), text if pk in whole else _joined(text, pieces[pk]), person=person or None)
        for pk, text, person in said.values_list("pk", "redacted_text", "person_key")
    ]


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in sorted(set(spans)))


def _parts(
    run: AnalysisRun | None, documents: Sequence[Document], parts: int, chosen: Sequence[Collection[str]]
) -> tuple[tuple[Part, ...], bool]:
    """Return the parts, and whether words alone decided because the run had no vectors, or not of these texts."""
    made_by = str(run.fingerprint.get("model", "words")) if run else "words"
    if made_by != "words":
        try:
            kept = KeptVectors(made_by)
            return propose_parts(documents, parts, chosen, embedder=kept, cache=DatabaseVectors()), False
        except NotKeptError:
            pass
    return propose_parts(documents, parts, chosen), True


def _shown(found: Sequence[Part], chosen: Sequence[Sequence[str]]) -> list[tuple[list[int], list[int]]]:
    """Return the comments to show of each part: its examples and the most typical ones, and the least typical."""
    groups = []
    for part, examples in zip(found, chosen, strict=True):
        others = [pk for pk in part.ids if pk not in set(examples)]
        typical, rest = others[:QUOTES], others[QUOTES:]
        groups.append(([int(pk) for pk in (*examples, *typical)], [int(pk) for pk in rest[-DOUBTFUL:]]))
    return groups


def _as_shown(letter: str, part: Part, examples: Sequence[str], seen: Sequence[Sequence[Evidence]]) -> PartShown:
    typical, doubtful = seen
    return PartShown(
        letter=letter,
        ids=tuple(int(pk) for pk in part.ids),
        keywords=part.keywords,
        suggestion=title_of(part.keywords),
        examples=tuple(int(pk) for pk in examples),
        typical=tuple(typical),
        doubtful=tuple(doubtful),
    )
