"""Turns cells into values, or refuses them with a sentence."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Outcome
from journeys.models import Channel

OLDEST = date(1990, 1, 1)
MILLISECONDS = 10**11  # a count of seconds this high lies in the year 5138

OUTCOMES = {
    Outcome.YES: "yes ja gelukt true 1 y j",
    Outcome.PARTLY: "partly deels gedeeltelijk partially",
    Outcome.NO: "no nee niet false 0 n mislukt",
}
CHANNELS = {
    Channel.WEB: "web website site online internet formulier webformulier",
    Channel.WIDGET: "widget",
    Channel.EMAIL: "email e-mail mail",
    Channel.PHONE: "phone telefoon telefonisch tel call",
    Channel.COUNTER: "counter balie loket",
    Channel.LETTER: "letter brief post",
    Channel.PAPER: "paper papier papieren",
    Channel.SESSION: "session bijeenkomst ontwerpsessie workshop",
}
OUTCOME_OF = {word: outcome for outcome, words in OUTCOMES.items() for word in words.split()}
CHANNEL_OF = {word: channel for channel, words in CHANNELS.items() for word in words.split()}

YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|UTC|[+-]\d\d:?\d\d)$")


class RefusedError(Exception):
    """Says in one sentence why a row is not taken."""


def day(cell: str) -> date | None:
    """Return the day in a cell: a date in Dutch or ISO order, also with a time, or a count of (milli)seconds.

    >>> day("13-02-2018"), day("1518501496471"), day("")
    (datetime.date(2018, 2, 13), datetime.date(2018, 2, 13), None)
    """
    cell = cell.strip()
    if not cell:
        return None
    try:
        found = _day(cell)
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None:
        raise RefusedError(_("“%(cell)s” is not a date, such as 2026-09-01 or 01-09-2026") % {"cell": cell[:40]})
    if not OLDEST <= found <= timezone.localdate():
        raise RefusedError(_("%(day)s lies in the future or very far back") % {"day": found.isoformat()})
    return found


def _day(cell: str) -> date | None:
    if re.fullmatch(r"\d{9,14}(?:\.\d+)?", cell):
        seconds = float(cell)
        moment = datetime.fromtimestamp(seconds / 1000 if seconds > MILLISECONDS else seconds, UTC)
        return timezone.localdate(moment)
    if ZONED.fullmatch(cell):
        moment = datetime.fromisoformat(re.sub(r"\s?(?:Z|UTC)$", "+00:00", cell))
        return timezone.localdate(moment)
    if match := YEAR_FIRST.match(cell):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := DAY_FIRST.match(cell):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return None


def whole(cell: str, least: int, most: int, what: str) -> int | None:
    """Return a whole number within bounds, or None for an empty cell; "8,0" is 8."""
    cell = cell.strip()
    if not cell:
        return None
    match = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", cell)
    if not match or not least <= int(match[1]) <= most:
        raise RefusedError(
            _("%(what)s “%(cell)s” is not a whole number from %(least)d to %(most)d")
            % {"what": what, "cell": cell[:40], "least": least, "most": most}
        )
    return int(match[1])


def outcome(cell: str) -> str:
    """Return whether it worked out, or nothing for an empty cell."""
    return _word(cell, OUTCOME_OF, _("outcome"), [str(one.value) for one in Outcome])


def channel(cell: str) -> str:
    """Return the channel; an empty cell means the website."""
    return _word(cell, CHANNEL_OF, _("channel"), [str(one.value) for one in Channel]) or Channel.WEB


def _word(cell: str, known: Mapping[str, str], what: str, expected: list[str]) -> str:
    word = cell.strip().lower()
    if not word:
        return ""
    if word in expected:
        return word
    if word not in known:
        raise RefusedError(
            _("%(what)s “%(cell)s” is unknown; use one of %(known)s")
            % {"what": what, "cell": cell.strip()[:40], "known": ", ".join(expected)}
        )
    return str(known[word])


def is_yes(cell: str) -> bool:
    """Return whether a cell says yes; everything else is no."""
    return cell.strip().lower() in {"1", "true", "yes", "ja", "y", "j", "x"}
