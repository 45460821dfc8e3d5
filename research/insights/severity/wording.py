"""A suggestion in words: each part with its figure, its n and its points, then what they come to."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from research.insights.severity.rule import Kind, Part, Suggestion
from research.insights.shown.fact_cards import one_decimal, percent, short


def part_words(part: Part) -> str:
    """Return one part: "Cijfer 4,1 (n = 38), doel 8: 2 van 2 punten"."""
    if part.value is None:
        return _("%(what)s: too few answers (n = %(n)s), not counted") % {"what": name_of(part), "n": part.n}
    points = ngettext("%(points)s of %(most)s point", "%(points)s of %(most)s points", part.most)
    return f"{figure_of(part)}: {points % {'points': part.points, 'most': part.most}}"


def name_of(part: Part) -> str:
    """Return what a part looks at."""
    return {
        Kind.GOAL: _("Grade beside the goal"),
        Kind.SERVICE: _("Grade beside that of the service"),
        Kind.OUTCOME: _("Did not work out"),
        Kind.SENT_ON: _("Times sent on"),
    }[part.kind]


def figure_of(part: Part) -> str:
    """Return the figure of a part, with what it stands beside."""
    told = {
        "value": one_decimal(part.value),
        "n": part.n,
        "goal": short(part.beside or 0.0),
        "service": one_decimal(part.beside),
        "no": percent(part.no),
        "partly": percent(part.partly),
    }
    return {
        Kind.GOAL: _("Grade %(value)s (n = %(n)s), goal %(goal)s"),
        Kind.SERVICE: _("Grade %(value)s (n = %(n)s), whole service %(service)s"),
        Kind.OUTCOME: _("Did not work out %(no)s, partly %(partly)s (n = %(n)s)"),
        Kind.SENT_ON: _("Sent on %(value)s times on average (n = %(n)s)"),
    }[part.kind] % told


def suggestion_words(suggestion: Suggestion) -> str:
    """Return what the parts come to: "Voorstel: 3 – het gaat voor sommigen mis"."""
    if suggestion.severity is None:
        return _("No suggestion: fewer than five people gave a grade or said how it ended.")
    words = {"severity": suggestion.severity.value, "label": suggestion.severity.label}
    line = _("Suggestion: %(severity)s – %(label)s") % words
    partial = _("Some parts have too few answers, so it may be worse.")
    return f"{line}. {partial}" if suggestion.is_partial else line


def beside_judgement(judged: int, suggestion: Suggestion) -> str:
    """Return how a person's judgement stands beside the suggestion."""
    if suggestion.severity is None:
        return _("no suggestion, too few answers")
    if suggestion.severity == judged:
        return _("as the comments suggest")
    return _("the comments suggest %(severity)s") % {"severity": suggestion.severity.value}
