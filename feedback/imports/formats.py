"""The formats that are known by their header, each with a class for one of its rows."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, Self

from django.utils.html import strip_tags

from feedback.imports.values import channel, day, is_yes, outcome, whole
from feedback.models import Flag, State, Unusable
from journeys.models import Channel

Cells = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one row of any format says, before it is a comment."""

    text: str = ""
    external_id: str = ""
    person: str = ""
    said_on: date | None = None
    grade: int | None = None
    outcome: str = ""
    referrals_count: int | None = None
    channel: str = Channel.WEB
    step: str = ""
    language: str = ""
    quote_consent: bool = False
    state: State = State.RECEIVED
    unusable_reason: str = ""
    flags: tuple[str, ...] = ()


class Row(Protocol):
    """One row of a format, with its cells as values."""

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Return the row, or raise RefusedError with a sentence."""
        ...

    def said(self) -> Said:
        """Return what it says."""
        ...


@dataclass(frozen=True)
class PolisRow:
    """Polis comments.csv, older and newer: `1518501496471,...,895,1756,48,8,1,"Smallhouse Rd needs to be widened"`.

    What the moderators of that conversation rejected (-1) is kept as unusable, so that the counts still add up;
    what they accepted (1) has been read.
    """

    external_id: str
    said_on: date | None
    author: str
    moderated: int
    seeded: bool
    text: str

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Take the columns that matter; votes stay behind."""
        return cls(
            external_id=cells["comment-id"],
            said_on=day(cells.get("timestamp", "")),
            author=cells["author-id"],
            moderated=-1 if cells["moderated"].strip() == "-1" else whole(cells["moderated"], 0, 1, "moderated") or 0,
            seeded=is_yes(cells.get("is-seed", "")),
            text=cells["comment-body"],
        )

    def said(self) -> Said:
        """Return the comment with the verdict it came with."""
        states = {-1: State.UNUSABLE, 0: State.RECEIVED, 1: State.READ}
        return Said(
            text=self.text,
            external_id=self.external_id,
            person=self.author,
            said_on=self.said_on,
            state=states[self.moderated],
            unusable_reason=Unusable.NOT_OURS if self.moderated == -1 else "",
            flags=(Flag.SEEDED.value,) if self.seeded else (),
        )


@dataclass(frozen=True)
class DecidimRow:
    """Decidim comments: `12,2026-03-01 10:00:00 UTC,<p>Meer groen</p>,nl,7,...`; or body/nl, body/en."""

    external_id: str
    said_on: date | None
    language: str
    author: str
    text: str

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Take the columns, whether their levels are divided by a slash or a dot."""
        cells = {name.replace(".", "/"): cell for name, cell in cells.items()}
        bodies = [cells.get("body", ""), *(cell for name, cell in cells.items() if name.startswith("body/"))]
        body = next((body for body in bodies if body.strip()), "")
        return cls(
            external_id=cells["id"],
            said_on=day(cells.get("created_at", "")),
            language=cells.get("locale", "")[:5],
            author=cells.get("author/id", ""),
            text=html.unescape(strip_tags(re.sub(r"</p>|<br ?/?>", "\n", body))).strip(),
        )

    def said(self) -> Said:
        """Return the comment without its mark-up."""
        return Said(
            text=self.text,
            external_id=self.external_id,
            person=self.author,
            said_on=self.said_on,
            language=self.language,
        )


@dataclass(frozen=True)
class NumberedRow:
    """Consul, kouchou-ai, Talk to the City: a number, words, and perhaps whose: `3,"We need more lanes",...,17`."""

    external_id: str
    person: str
    text: str

    IDS: ClassVar = ("comment-id", "id")
    PERSONS: ClassVar = ("author-id", "interview")
    TEXTS: ClassVar = ("comment-body", "comment_text", "comment", "response", "answer", "text")

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Take the first column of each kind that is there."""
        return cls(external_id=_first(cells, cls.IDS), person=_first(cells, cls.PERSONS), text=_first(cells, cls.TEXTS))

    def said(self) -> Said:
        """Return the comment."""
        return Said(text=self.text, external_id=self.external_id, person=self.person)


@dataclass(frozen=True)
class GovUkRow:
    """GOV.UK feedback: `2026-03-01,/paspoort,Niet te vinden,2,Firefox,...`; its rating, 1 to 5, is no grade of ours."""

    said_on: date | None
    text: str

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Take the day and the words."""
        return cls(said_on=day(cells["creation date"]), text=cells["feedback"])

    def said(self) -> Said:
        """Return the comment."""
        return Said(text=self.text, said_on=self.said_on)


TEXTS = (
    *("comment", "comment-body", "comment_text", "body", "reactie", "opmerking", "toelichting", "antwoord"),
    *("response", "answer", "feedback", "text", "tekst", "detail"),
)
GRADES = ("grade", "cijfer", "rapportcijfer")
OUTCOMES = ("outcome", "gelukt", "is het gelukt?")
DATES = (
    "date",
    "datum",
    "said_on",
    "created_at",
    "created",
    "timestamp",
    "tijdstempel",
    "submitted_at",
    "completion time",
)
IDS = ("id", "reference", "referentie", "comment-id", "comment_id", "response_id", "reactie id")
STEPS, CHANNELS = ("step", "stap"), ("channel", "kanaal")
REFERRALS, LANGUAGES = ("referrals", "doorverwijzingen", "referrals_count"), ("language", "taal", "lang", "locale")
QUOTES = ("quote_consent", "mag_citeren", "quote")


@dataclass(frozen=True)
class GenericRow:
    """Any table with words or a grade in it: `datum;cijfer;kanaal;stap;reactie`."""

    said_on: date | None
    grade: int | None
    outcome: str
    referrals_count: int | None
    channel: str
    step: str
    language: str
    quote_consent: bool
    external_id: str
    text: str

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Take the columns by their usual names, in any case."""
        cells = {name.lower(): cell for name, cell in cells.items()}
        return cls(
            said_on=day(_first(cells, DATES)),
            grade=whole(_first(cells, GRADES), 1, 10, "grade"),
            outcome=outcome(_first(cells, OUTCOMES)),
            referrals_count=whole(_first(cells, REFERRALS), 0, 20, "referrals"),
            channel=channel(_first(cells, CHANNELS)),
            step=_first(cells, STEPS),
            language=_first(cells, LANGUAGES)[:5].lower(),
            quote_consent=is_yes(_first(cells, QUOTES)),
            external_id=_first(cells, IDS),
            text=_first(cells, TEXTS),
        )

    def said(self) -> Said:
        """Return the comment."""
        return Said(**vars(self))


def _first(cells: Cells, names: tuple[str, ...]) -> str:
    """Return the first cell of these columns that is there and not blank."""
    return next((cells[name].strip() for name in names if cells.get(name, "").strip()), "")


@dataclass(frozen=True)
class Format:
    """A format: its name, the columns it is known by, the class of its rows, the columns it takes."""

    name: str
    known_by: frozenset[str]
    row: type[Row]
    takes: frozenset[str]


def _format(name: str, known_by: str, row: type[Row], takes: str) -> Format:
    return Format(name, frozenset(known_by.split(",")), row, frozenset(takes.split(",")))


POLIS = "comment-id,author-id,agrees,disagrees,moderated,comment-body"
POLIS_TAKES = "timestamp,comment-id,author-id,moderated,is-seed,comment-body"
DECIDIM_TAKES = "id,created_at,body,body/nl,body/en,locale,author/id"
CONSUL = "comment-id,comment_text,agrees,disagrees,passes,author-id"
FORMATS = (
    _format("polis", POLIS, PolisRow, POLIS_TAKES),
    _format("decidim", "id,commentable_id,commentable_type", DecidimRow, DECIDIM_TAKES),
    _format("consul", CONSUL, NumberedRow, "comment-id,comment_text,author-id"),
    _format("gov.uk", "creation date,path or service name,feedback", GovUkRow, "creation date,feedback"),
    *(
        _format("talk-to-the-city", f"id,interview,{text}", NumberedRow, f"id,interview,{text}")
        for text in ("comment", "comment-body", "response", "answer", "text")
    ),
    _format("kouchou-ai", "comment-id,comment-body", NumberedRow, "comment-id,comment-body,author-id"),
)
GENERIC = Format(
    "generic",
    frozenset(),
    GenericRow,
    frozenset([*TEXTS, *GRADES, *OUTCOMES, *DATES, *IDS, *STEPS, *CHANNELS, *REFERRALS, *LANGUAGES, *QUOTES]),
)
NAMES = [*dict.fromkeys(one.name for one in FORMATS), GENERIC.name]

# Columns with data of persons: what stands in them is left behind and counted. Numbers of authors become pseudonyms.
PERSONAL = re.compile(
    r"name$|naam$|e-?mail|phone|telefoon|mobiel|address|adres|user agent|^ip\b|latitude|longitude|postcode|locatie"
    r"|geboorte|birth|^bsn$|referrer|author/avatar|^creator$|^user$|^melder|^browser|^author$|device",
    re.IGNORECASE,
)
HARMLESS = frozenset({"service name", "path or service name", "site name", "user_group/name"})


def detect(header: tuple[str, ...], wanted: str = "auto") -> Format | None:
    """Return the format of a table with these columns, or the one asked for if they fit it; None for none."""
    columns = frozenset(header) | frozenset(name.replace(".", "/") for name in header)
    for one in FORMATS:
        if wanted in {"auto", one.name} and one.known_by <= columns:
            return one
    lower = {name.lower() for name in header}
    usable = lower.intersection(TEXTS) or lower.intersection(GRADES) or lower.intersection(OUTCOMES)
    return GENERIC if wanted in {"auto", GENERIC.name} and usable else None


def is_personal(column: str) -> bool:
    """Say whether a column holds data of persons that we do not take."""
    return bool(PERSONAL.search(column)) and column.lower() not in HARMLESS
