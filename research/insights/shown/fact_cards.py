"""The four facts on top of a journey or a service, in words: grade, success, being sent on, what hurts most."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.models import Service
from research.analysis.statistics import SMALLEST_SHOWN, Interval
from research.insights.shown.journey_figures import ShownPain
from research.insights.shown.step_counts import Facts
from research.insights.shown.successes import told


@dataclass(frozen=True)
class FactCard:
    """One fact as components/fact_card.html draws it."""

    key: str
    value: str
    unit: str = ""
    change: str = ""
    direction: str = ""
    note: str = ""
    text: bool = False
    url: str = ""


def fact_cards(service: Service, facts: Facts, worst: ShownPain | None) -> Iterator[FactCard]:
    """Yield the four facts; a group under five has words instead of a figure."""
    yield grade_card(service, facts)
    yield success_card(facts)
    yield referrals_card(facts)
    yield pain_card(worst)


def grade_card(service: Service, facts: Facts) -> FactCard:
    """Return the grade beside its goal; the change against a year before where it is larger than chance."""
    key = _("Grade from citizens")
    if facts.grade.mean is None:
        return too_few(key)
    than_chance, the_same = _("in a year, more than chance"), _("about the same as a year before")
    goal = _("goal %(grade)s") % {"grade": short(float(service.target_grade))}
    grades = how_many_grades(facts.grade.n)
    change = facts.change
    if change.change is not None and change.larger_than_chance:
        return FactCard(
            key=key,
            value=one_decimal(facts.grade.mean),
            unit=goal,
            change=signed(change.change),
            direction="down" if change.change < 0 else "up",
            note=f"{than_chance} · {grades}",
        )
    same = f"{the_same} · " if change.tested else ""
    return FactCard(key=key, value=one_decimal(facts.grade.mean), unit=goal, note=f"{same}{grades}")


def success_card(facts: Facts) -> FactCard:
    """Return how many people got what they came for, out of how many; only a bound where the rest are under five."""
    key, share = _("Got what they came for"), facts.succeeded
    found = None if share.mean is None else told(facts.succeeded_count, share.n)
    if found is None:
        return too_few(key)
    unit = {"at least": _("or more"), "at most": _("or less")}.get(found.kind, "")
    return FactCard(key=key, value=percent(found.share), unit=unit, note=_("%(told)s people") % {"told": found.words})


def referrals_card(facts: Facts) -> FactCard:
    """Return how often people were sent on."""
    key, times = _("Sent from pillar to post"), facts.referrals
    if times.mean is None:
        return too_few(key)
    unit, people = _("times"), ngettext("%(n)s person", "%(n)s people", times.n) % {"n": times.n}
    note = _("on average")
    if facts.referrals_change.larger_than_chance and facts.referrals_before.mean is not None:
        note = _("was %(before)s a year before") % {"before": one_decimal(facts.referrals_before.mean)}
    return FactCard(key=key, value=one_decimal(times.mean), unit=unit, note=f"{note} · {people}")


def pain_card(worst: ShownPain | None) -> FactCard:
    """Return what hurts most and what is done about it."""
    key = _("Biggest pain point")
    if worst is None:
        return FactCard(key=key, value=_("None that we know of"), note=_("Do you know one? Tell us below."), text=True)
    return FactCard(key=key, value=worst.pain.name, note=pain_note(worst), text=True, url=worst.anchor)


def pain_note(one: ShownPain) -> str:
    """Return how many people spoke of a pain point and what is done about it."""
    return " · ".join([how_many(one.count)] * bool(one.count) + [one.pain.get_status_display()])


def pain_count(one: ShownPain) -> str:
    """Return how many people spoke of it, or nothing for a group under five."""
    return how_many(one.count) if one.count else ""


def too_few(key: str) -> FactCard:
    """Return a fact that too few people told us about."""
    note = _("We show no figure that tells what fewer than %(n)s people said.") % {"n": SMALLEST_SHOWN}
    return FactCard(key=key, value=_("Too few comments"), note=note, text=True)


def how_many(n: int | None) -> str:
    """Return a number of comments in words."""
    return ngettext("%(n)s comment", "%(n)s comments", n or 0) % {"n": formats.number_format(n or 0)}


def how_many_grades(n: int) -> str:
    """Return a number of grades in words; not everybody who says something gives one."""
    return ngettext("%(n)s grade", "%(n)s grades", n) % {"n": formats.number_format(n)}


def one_decimal(number: float | None) -> str:
    """Return a figure with one decimal as the reader writes it: 7,4 or 7.4."""
    return "" if number is None else formats.number_format(rounded(number), 1)


def rounded(number: float) -> Decimal:
    """Return a figure rounded to one decimal; Django's number_format cuts off what it does not write."""
    return Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def short(number: float) -> str:
    """Return a figure without a decimal that says nothing: 8, or 7,5."""
    return formats.number_format(rounded(number), 0 if number == round(number) else 1)


def signed(number: float | None) -> str:
    """Return a difference with its sign: +0,6 or −0,3."""
    return "" if number is None else f"{'−' if rounded(number) < 0 else '+'}{one_decimal(abs(number))}"


def percent(share: float | None) -> str:
    """Return a share as a whole percentage as the reader writes it: 57 % or 57%."""
    return "" if share is None else _("%(share)s%%") % {"share": round(share * 100)}


def place(grade: Any) -> float | None:
    """Return where a grade stands between 1 and 10, as a percentage of the width."""
    return None if grade is None else round(min(100.0, max(0.0, (float(grade) - 1) / 9 * 100)), 2)


def interval_words(grade: Interval) -> str:
    """Return a grade with its uncertainty, for who cannot see the line."""
    if grade.mean is None:
        return _("Too few comments")
    return _("%(grade)s, between %(low)s and %(high)s") % {
        "grade": one_decimal(grade.mean),
        "low": one_decimal(grade.low),
        "high": one_decimal(grade.high),
    }
