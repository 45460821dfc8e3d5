"""What the machine keeps in codes and numbers, said in the language of the reader."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from research.insights.models import AnalysisRun
from research.insights.models.runs import RunState
from research.insights.models.verdicts import REASONS

STAGES: dict[str, Promise] = {
    "reading": gettext_lazy("reading the comments"),
    "encoding": gettext_lazy("measuring what resembles what"),
    "grouping": gettext_lazy("making groups"),
    "assigning": gettext_lazy("looking sentence by sentence"),
    "naming": gettext_lazy("looking for words and quotes"),
    "done": gettext_lazy("writing it down"),
}
NOTICES: dict[str, Promise] = {
    "semantic_missing": gettext_lazy(
        "Comments were grouped by their words only. So Dutch and English comments on one problem are not put together."
    ),
    "semantic_too_many": gettext_lazy(
        "There were %(texts)s different texts, more than %(most)s. So comments were grouped by their words only."
    ),
    "too_few": gettext_lazy("There are too few comments that resemble each other to speak of themes."),
    "campaign": gettext_lazy(
        "%(comments)s comments say (nearly) the same; they come from %(people)s people. Is it a campaign?"
    ),
    "sampled": gettext_lazy("The themes were learned from %(texts)s different texts; then all comments got a place."),
    "fewer_themes": gettext_lazy(
        "%(asked)s themes were asked for; only %(found)s are big enough and different from each other."
    ),
    "theme_back": gettext_lazy("Theme “%(title)s” is back (last seen in %(last)s)."),
    "proposals_kept": gettext_lazy(
        "The proposals stayed as they were; comments were added, and new proposals where these fit nowhere. A trial "
        "analysis shows what a fresh look would change."
    ),
    "recut": gettext_lazy("A person chose fewer or more proposals: there are %(proposals)s now."),
}


def stage(run: AnalysisRun) -> str:
    """Return what a run is busy with."""
    if run.state == RunState.QUEUED:
        return _("waiting for a worker")
    return str(STAGES.get(run.stage, _("getting ready")))


def error(run: AnalysisRun) -> str:
    """Return why a run failed."""
    return _(run.error) if run.error else ""


def notices(run: AnalysisRun, *, may_read: bool = True) -> list[str]:
    """Return what a reader of the result must be told beside the figures; titles of drafts to who may read comments."""
    return [_notice(one) for one in run.notices if may_read or not one["values"].get("draft")]


def _notice(notice: dict[str, Any]) -> str:
    words = NOTICES.get(notice["code"])
    try:
        return str(words) % _values(notice["values"]) if words else str(notice["text"])
    except KeyError:  # an older run that kept other figures
        return str(notice["text"])


def _values(values: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of a notice; the day when something was last seen is told as its month."""
    if last := values.get("last"):
        return {**values, "last": date_format(date.fromisoformat(last), "F Y")}
    return values


def conservation(run: AnalysisRun) -> str:
    """Return the line that shows that no comment got lost, with the reasons of what was left out."""
    counts = run.counts
    if not counts:
        return ""
    reasons = "; ".join(f"{n} {REASONS.get(reason, reason)}" for reason, n in sorted(counts["excluded"].items()))
    line = _(
        "%(received)s received = %(assigned)s on a theme + %(other)s other + %(undecided)s undecided + %(out)s left out"
    ) % {**counts, "out": sum(counts["excluded"].values())}
    return f"{line} ({reasons})" if reasons else line
