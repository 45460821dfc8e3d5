"""Figures as people read them: in the reader's language, with its decimal mark, and a word for what has no figure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from journeys.models import Channel

NONE = "–"
ONE_DECIMAL = Decimal("0.1")
CARDINALS = [
    gettext_lazy("none"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
]
PARTS = {
    "assigned": gettext_lazy("grouped"),
    "other": gettext_lazy("other"),
    "undecided": gettext_lazy("undecided"),
    "excluded": gettext_lazy("left out"),
    "not_analysed": gettext_lazy("not grouped yet"),
}
REASONS = {
    "spam": gettext_lazy("spam"),
    "empty": gettext_lazy("without words"),
    "gibberish": gettext_lazy("unreadable"),
    "abuse": gettext_lazy("abuse"),
    "not_ours": gettext_lazy("not about us"),
    "other": gettext_lazy("other reasons"),
}


def words(pair: Mapping[str, str] | None) -> str:
    """Return words in the language of the reader, else in Dutch; nothing for nothing."""
    if not pair:
        return ""
    return pair.get("en" if get_language() == "en" else "nl") or pair["nl"]


def tenths(number: float) -> Decimal:
    """Return a figure with one decimal, halves rounded up, as people do."""
    return Decimal(str(number)).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def grade(number: float | None) -> str:
    """Return a grade or a mean with one decimal: "7,4"."""
    return NONE if number is None else formats.number_format(tenths(number), 1)


def target(number: float) -> str:
    """Return a goal: "8", or "7,5"."""
    return str(int(number)) if number == int(number) else grade(number)


def number(n: int | None) -> str:
    """Return a count with its thousands apart: "1.148"; too few to tell has words."""
    return _("fewer than 5") if n is None else formats.number_format(n, force_grouping=True)


def count_of(n: int | None) -> str:
    """Return how many a figure stands for: "n = 86"; what may not be shown has words."""
    return _("n not shown") if n is None else f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{number(n)}"


def change(before: float, now: float) -> str:
    """Return the difference between two grades as they are printed, with its sign: "+1,3"."""
    difference = tenths(now) - tenths(before)
    return f"{'+' if difference > 0 else '−'}{formats.number_format(abs(difference), 1)}"


def percent(part: float) -> str:
    """Return a share: "61 %"."""
    return _("%(share)s%%") % {"share": int((Decimal(str(part)) * 100).quantize(Decimal(1), ROUND_HALF_UP))}


def bounded_share(found: Mapping[str, Any] | None) -> str:
    """Return who succeeded, as a share or as a bound where the rest are fewer than five people."""
    if not found:
        return NONE
    if "share" in found:
        return percent(found["share"])
    bound = found.get("at_least", found.get("at_most", 0))
    sign = "≥" if "at_least" in found else "≤"
    return f"{sign} {percent(bound)}"


def hundredths(counts: list[int]) -> list[int]:
    """Return counts as whole per cents that add up to 100: what rounding leaves goes to the largest remainders."""
    total = sum(counts)
    shares = [divmod(100 * n, total) for n in counts]
    left = 100 - sum(whole for whole, _rest in shares)
    by_rest = sorted(range(len(shares)), key=lambda at: -shares[at][1])
    return [whole + (at in by_rest[:left]) for at, (whole, _rest) in enumerate(shares)]


def listed(labels: Iterable[str]) -> str:
    """Return labels as a list in a sentence: "a, b and c"."""
    *most, last = labels
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def channels(values: Iterable[str]) -> str:
    """Return channels in words."""
    return listed(str(Channel(value).label) if value in Channel.values else value for value in values)


def cardinal(n: int) -> str:
    """Return a number in words up to twelve, else in figures."""
    return str(CARDINALS[n]) if 0 <= n < len(CARDINALS) else number(n)


def day(value: str | date) -> str:
    """Return a day in words: "6 oktober 2026"."""
    return formats.date_format(as_date(value), "j F Y")


def month(value: str | date) -> str:
    """Return the month of a day in words: "oktober 2026"."""
    return formats.date_format(as_date(value), "F Y")


def as_date(value: str | date) -> date:
    """Return a day as it is kept in figures as a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def span(period: Mapping[str, str]) -> str:
    """Return a period in words, without saying month or year twice: "1 juli tot en met 30 september 2026"."""
    start, end = as_date(period["start"]), as_date(period["end"])
    pattern = "j F" if start.year == end.year else "j F Y"
    return _("%(start)s up to and including %(end)s") % {"start": formats.date_format(start, pattern), "end": day(end)}


def conservation(balance: Mapping[str, Any]) -> str:
    """Return what became of every comment, as a sum that adds up."""
    if balance["received"] is None:
        return _("Fewer than five comments came in.")
    parts = []
    for part in balance["parts"]:
        line = f"{listed(str(PARTS[kind]) for kind in part['kinds'])} {number(part['n'])}"
        reasons = ", ".join(
            f"{listed(str(REASONS[reason]) for reason in one['reasons'])} {number(one['n'])}"
            for one in balance["reasons"]
        )
        parts.append(f"{line} ({reasons})" if part["kinds"] == ["excluded"] and reasons else line)
    return _("Received %(n)s = %(parts)s") % {"n": number(balance["received"]), "parts": " + ".join(parts)}
