"""The line that shows that no comment got lost: received = assigned + other + undecided + left out."""

from django.utils.translation import gettext as _

from research.insights.models import AnalysisRun
from research.insights.models.themes import REASONS


def conservation(run: AnalysisRun) -> str:
    """Return the counts of a finished run as a sum, with the reasons of what was left out."""
    counts = run.counts
    if not counts:
        return ""
    reasons = ", ".join(f"{REASONS.get(reason, reason)}: {n}" for reason, n in sorted(counts["excluded"].items()))
    line = _(
        "%(received)s received = %(assigned)s assigned + %(other)s other + %(undecided)s undecided + %(excluded)s left out"
    ) % {**counts, "excluded": sum(counts["excluded"].values())}
    return f"{line} ({reasons})" if reasons else line
