"""A trend in words: which way, from what to what, of how many, and whether chance could do it."""

from django.utils.translation import gettext as _

from research.analysis.statistics import SMALLEST_TESTED
from research.analysis.trend_tests import Part
from research.insights.shown.fact_cards import percent
from research.insights.trends.judging import Trend


def verdict(trend: Trend) -> str:
    """Return the trend in two or three words."""
    if not trend.is_shown:
        return _("too few comments")
    if not trend.is_tested:
        return _("not tested, too few")
    if not trend.has_moved:
        return _("no clear change")
    return _("rising") if trend.change > 0 else _("falling")


def sentence(trend: Trend) -> str:
    """Return the story of the months: "Neemt toe: van 8 % naar 14 % van de reacties (n = 46). Groter dan toeval."

    The first share is that of the first half of the months, the second that of the second half.
    """
    if not trend.is_shown:
        return _("Too few comments to say which way this goes.")
    told = {"before": percent(trend.course.first.share), "now": percent(trend.course.second.share), "n": trend.n}
    if not trend.is_tested:
        line = _("From %(before)s to %(now)s of the comments (n = %(n)s).") % told
        few = _("Not tested: that takes %(fewest)s comments and six months.") % {"fewest": SMALLEST_TESTED}
        return f"{line} {few}"
    if not trend.has_moved:
        line = _("No clear change: from %(before)s to %(now)s of the comments (n = %(n)s). It may be chance.")
    elif trend.change > 0:
        line = _("Rises: from %(before)s to %(now)s of the comments (n = %(n)s). Larger than chance.")
    else:
        line = _("Falls: from %(before)s to %(now)s of the comments (n = %(n)s). Larger than chance.")
    return line % told


def recent_sentence(trend: Trend) -> str:
    """Return the last three full months beside the same months a year before; nothing where there is no such year."""
    recent = trend.recent
    if not trend.is_shown or not recent.now.n or not recent.before.n:
        return ""
    told = {"now": of(recent.now), "before": of(recent.before)}
    if recent.p is None:
        line = _("The last three full months: %(now)s. The same months a year before: %(before)s. Too few to test.")
    elif trend.recently_moved:
        line = _("The last three full months: %(now)s. The same months a year before: %(before)s. Larger than chance.")
    else:
        line = _("The last three full months: %(now)s. The same months a year before: %(before)s. It may be chance.")
    return line % told


def of(part: Part) -> str:
    """Return a part as a share and as so many of so many."""
    return _("%(share)s (%(k)s of %(n)s)") % {"share": percent(part.share), "k": part.k, "n": part.n}


def halves(trend: Trend) -> str:
    """Return the share of the first and of the second half, for a table."""
    if not trend.is_shown:
        return "–"
    return f"{percent(trend.course.first.share)} → {percent(trend.course.second.share)}"
