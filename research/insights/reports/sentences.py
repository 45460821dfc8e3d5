"""What the figures of a report say, in sentences: the headline, the finding of the chart, and who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from research.insights.reports import words

Row = Mapping[str, Any]

IMPROVED = {
    "year": gettext_lazy("%(service)s improved most: from %(before)s to %(now)s in a year."),
    "quarter": gettext_lazy("%(service)s improved most: from %(before)s to %(now)s since the quarter before."),
    "before": gettext_lazy("%(service)s improved most: from %(before)s to %(now)s since the period before."),
}
DROPPED = {
    "year": gettext_lazy(
        "%(service)s dropped from %(before)s to %(now)s in a year; that drop is larger than chance can explain."
    ),
    "quarter": gettext_lazy(
        "%(service)s dropped from %(before)s to %(now)s since the quarter before; "
        "that drop is larger than chance can explain."
    ),
    "before": gettext_lazy(
        "%(service)s dropped from %(before)s to %(now)s since the period before; "
        "that drop is larger than chance can explain."
    ),
}
SINCE = {
    "year": gettext_lazy("In a year"),
    "quarter": gettext_lazy("In a quarter"),
    "before": gettext_lazy("Since the period before"),
}
EARLIER = {
    "year": gettext_lazy("a year before, only where the difference is larger than chance"),
    "quarter": gettext_lazy("the quarter before, only where the difference is larger than chance"),
    "before": gettext_lazy("the period before, only where the difference is larger than chance"),
}


@dataclass(frozen=True)
class Headline:
    """What management reads if it reads one thing: a first sentence, and what follows it."""

    first: str
    rest: tuple[str, ...]


def headline(figures: Mapping[str, Any]) -> Headline:
    """Return what the figures of a report say, most important thing first; also when that is little."""
    first, *rest = [*about_grades(figures), *owners(figures["owned"])]
    return Headline(first, tuple(rest))


def about_grades(figures: Mapping[str, Any]) -> list[str]:
    """Return one to three sentences about the grades of the services."""
    if not figures["services"]:
        return [_("There are no services yet.")]
    if figures["comments"] is None:
        return [_("In this period fewer than five comments came in. That is too few to say anything.")]
    graded = [row for row in figures["services"] if row["enough"]]
    if not graded:
        return [_("There are too few grades yet to say how a service is doing.")]
    span, moved = figures["compared"]["span"], sorted(filter(has_moved, graded), key=by_change)
    sentences = []
    if moved and by_change(moved[-1]) > 0:
        sentences.append(IMPROVED[span] % from_to(moved[-1]))
    if moved and by_change(moved[0]) < 0:
        sentences.append(DROPPED[span] % from_to(moved[0]))
    elif moved and len(graded) > 1:
        sentences.append(lowest(graded))
    return sentences or unchanged(graded)


def lowest(graded: list[Row]) -> str:
    """Return which service has the lowest grade."""
    row = min(graded, key=lambda row: float(row["grade"]["mean"]))
    named = {"service": words.words(row["name"]), "grade": words.grade(row["grade"]["mean"])}
    return _("%(service)s has the lowest grade: %(grade)s.") % named


def has_moved(row: Row) -> bool:
    """Say whether a grade changed more than chance can explain, and so that it shows."""
    changed = row["change"]
    if not changed or not changed["larger_than_chance"]:
        return False
    return words.tenths(changed["from"]) != words.tenths(row["grade"]["mean"])


def by_change(row: Row) -> float:
    """Return how much the grade of a service changed."""
    return float(row["change"]["change"])


def from_to(row: Row) -> dict[str, str]:
    """Return the words for a change of one service."""
    return {
        "service": words.words(row["name"]),
        "before": words.grade(row["change"]["from"]),
        "now": words.grade(row["grade"]["mean"]),
    }


def unchanged(graded: list[Row]) -> list[str]:
    """Return what to say when no grade changed: the extremes, and whether there was something to compare with."""
    ranked = sorted(graded, key=lambda row: float(row["grade"]["mean"]))
    if any(row["change"] for row in graded):
        return [_("No grade changed more than chance can explain."), *extremes(ranked)]
    return [*extremes(ranked), _("There is too little of before to compare with.")]


def extremes(ranked: list[Row]) -> list[str]:
    """Return the highest and the lowest grade in a sentence."""
    low, high = ranked[0], ranked[-1]
    named = {"service": words.words(high["name"]), "grade": words.grade(high["grade"]["mean"])}
    if words.grade(low["grade"]["mean"]) == named["grade"]:
        if len(ranked) > 1:
            return [_("All services get the same grade: %(grade)s.") % named]
        named |= {"goal": words.target(high["target"])}
        return [_("%(service)s gets the grade %(grade)s; the goal is %(goal)s.") % named]
    named |= {"other": words.words(low["name"]), "lowest": words.grade(low["grade"]["mean"])}
    return [_("%(service)s gets the highest grade, %(grade)s; %(other)s the lowest, %(lowest)s.") % named]


def owners(owned: Mapping[str, int]) -> list[str]:
    """Return in a sentence how many pain points somebody acts on."""
    acted, everything = owned["with_owner"], owned["all"]
    if everything == 0:
        return [_("There are no open pain points.")]
    if everything == 1:
        return [_("The one pain point has an owner.") if acted else _("The one pain point has no owner yet.")]
    counts = {"some": capfirst(words.cardinal(acted)), "all": words.cardinal(everything)}
    if acted == 0:
        return [_("None of the %(all)s pain points has an owner yet.") % counts]
    if acted == everything:
        return [_("All %(all)s pain points have an owner.") % counts]
    if acted == 1:
        return [_("One of %(all)s pain points has an owner.") % counts]
    return [_("%(some)s of %(all)s pain points have an owner.") % counts]


def finding(course: Mapping[str, Any], row: Row | None) -> str:
    """Return the title of the chart: what its line shows, as far as chance does not explain it."""
    name, went = words.words(course["name"]), [mark for mark in course["marks"] if mark["went"]]
    if went:
        earlier = [mark["went"] for mark in went[:-1]]
        told = {"service": name, "event": words.words(went[-1]["label"])}
        if went[-1]["went"] == "up":
            again = _("After “%(event)s” %(service)s went up again")
            return (again if "down" in earlier else _("After “%(event)s” %(service)s went up")) % told
        return _("After “%(event)s” %(service)s went down") % told
    if row and has_moved(row):
        return _("%(service)s went from %(before)s to %(now)s") % from_to(row)
    if row and row["change"]:
        return _("%(service)s stayed about the same") % {"service": name}
    return _("%(service)s month by month") % {"service": name}


def course_in_words(course: Mapping[str, Any]) -> str:
    """Return what the line of the chart does, for who cannot see it."""
    known = [point for point in course["points"] if point["mean"] is not None]
    name = words.words(course["name"])
    if not known:
        return _("Too few grades for a line.")
    low, high = (choose(known, key=lambda point: float(point["mean"])) for choose in (min, max))
    return _(
        "Grade of %(service)s by month: lowest %(low)s in %(low_month)s, highest %(high)s in %(high_month)s, "
        "last %(last)s in %(last_month)s. The goal is %(goal)s."
    ) % {
        "service": name,
        "low": words.grade(low["mean"]),
        "low_month": words.month(low["start"]),
        "high": words.grade(high["mean"]),
        "high_month": words.month(high["start"]),
        "last": words.grade(known[-1]["mean"]),
        "last_month": words.month(known[-1]["start"]),
        "goal": words.target(course["target"]),
    }


def channel_shares(groups: list[Mapping[str, Any]], most: int = 4) -> str:
    """Return where the comments came in, most used first: "61 % site, 18 % telefoon, 21 % andere kanalen"."""
    if not groups:
        return ""
    shares = words.hundredths([group["n"] for group in groups])
    named = [(words.channels(group["channels"]), share) for group, share in zip(groups, shares, strict=True)]
    if len(named) > most + 1:
        rest = sum(share for _label, share in named[most:])
        named = [*named[:most], (_("other channels"), rest)]
    return ", ".join(f"{words.percent(share / 100)} {label}" for label, share in named)
