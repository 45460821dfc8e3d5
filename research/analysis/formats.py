"""The exports that we know by their header, and the usual names of a column with comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SPREADSHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})
TEXT_COLUMNS = (
    "comment-body", "comment_text", "comment", "body", "reactie", "opmerking", "toelichting", "antwoord", "response",
    "answer", "feedback", "tekst", "text", "detail",
)  # fmt: skip


class FileProblem(Exception):  # noqa: N818 - the field's word
    """What is wrong with a file, in a sentence for the person who brought it."""


class Columns(Protocol):
    """Anything with a header and rows."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        ...

    @property
    def rows(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Line and cells of each row."""
        ...


@dataclass(frozen=True)
class Format:
    """An export by its header. `text` is "" where the comments are answers to somebody's own questions."""

    name: str
    header: frozenset[str]
    text: str
    id: str
    person: str = ""


FORMATS = (
    Format("Polis", frozenset({"comment-id", "author-id", "comment-body"}), "comment-body", "comment-id", "author-id"),
    Format("Consul", frozenset({"comment-id", "comment_text"}), "comment_text", "comment-id", "author-id"),
    Format("kouchou-ai", frozenset({"comment-id", "comment-body"}), "comment-body", "comment-id"),
    Format("Decidim", frozenset({"id", "body", "commentable_id"}), "body", "id", "author/id"),
    Format("OpenStad", frozenset({"Reactie ID", "Reactie"}), "Reactie", "Reactie ID"),
    Format("adhocracy+", frozenset({"ID", "Comment", "Reply to Comment"}), "Comment", "ID", "Creator"),
    Format("FixMyStreet", frozenset({"Report ID", "Detail", "Category"}), "Detail", "Report ID"),
    Format("Signalen feedback", frozenset({"_signal_id", "text", "is_satisfied"}), "text", "_signal_id"),
    Format("GOV.UK feedback", frozenset({"creation date", "feedback", "user agent"}), "feedback", ""),
    Format("ThemeFinder", frozenset({"response_id", "response"}), "response", "response_id"),
    Format("ThemeFinder", frozenset({"response_id", "text"}), "text", "response_id"),
    Format("Talk to the City", frozenset({"id", "interview", "comment"}), "comment", "id", "interview"),
    Format("Signalen training", frozenset({"Text", "Main", "Sub"}), "Text", ""),
    Format("Go Vocal", frozenset({"ID", "Author ID", "Submitted at"}), "", "ID", "Author ID"),
    Format("Touchpoints", frozenset({"ID", "UUID", "Touchpoint"}), "", "ID"),
    Format("Touchpoints", frozenset({"ID", "UUID", "User Agent"}), "", "ID"),
    Format("Microsoft Forms", frozenset({"ID", "Start time", "Completion time"}), "", "ID"),
    Format("Microsoft Forms", frozenset({"Id", "Start time", "Completion time"}), "", "Id"),
)


def known_format(header: Sequence[str]) -> Format | None:
    """The export that this header belongs to, or None; a column that it lacks is left out of the answer."""
    there = set(header)
    for known in FORMATS:
        if known.header <= there:
            return Format(known.name, known.header, known.text, known.id, known.person if known.person in there else "")
    return None


def columns_of(name: str, sheet: Columns, asked: str, usual: str) -> int:
    """The position of the column: the one asked for, else the format's own, else one with a usual name.

    Raises FileProblem that names the columns there are.
    """
    if asked:
        return _asked(name, sheet, asked)
    if usual in sheet.header:
        return sheet.header.index(usual)
    lower = [column.casefold() for column in sheet.header]
    for alias in TEXT_COLUMNS:
        if alias in lower:
            return lower.index(alias)
    if len(sheet.header) == 1:
        return 0
    raise FileProblem(
        f"Which column of {name} holds the comments? Say so with --text-column. The columns are: {_named(sheet)}."
    )


def _asked(name: str, sheet: Columns, asked: str) -> int:
    if asked in sheet.header:
        return sheet.header.index(asked)
    alike = [i for i, column in enumerate(sheet.header) if column.casefold() == asked.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise FileProblem(f"{name} has no column {asked!r}. The columns are: {_named(sheet)}.")


def _named(sheet: Columns) -> str:
    return ", ".join(column or "(no name)" for column in sheet.header)
