"""Who changed a theme last, in words: what the second of two colleagues reads."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from research.insights.models import AnalysisRun, Theme, ThemeEdit
from research.insights.models.themes import EditKind

CHANGES: dict[str, Promise] = {
    EditKind.RENAME: gettext_lazy("%(who)s renamed “%(title)s” %(when)s."),
    EditKind.MERGE: gettext_lazy("%(who)s merged “%(title)s” with another theme %(when)s."),
    EditKind.APPROVE: gettext_lazy("%(who)s approved “%(title)s” %(when)s."),
    EditKind.RETIRE: gettext_lazy("%(who)s retired “%(title)s” %(when)s."),
    EditKind.MOVE: gettext_lazy("%(who)s moved comments of “%(title)s” %(when)s."),
    EditKind.SPLIT: gettext_lazy("%(who)s split “%(title)s” %(when)s."),
    EditKind.CONFIRM: gettext_lazy("%(who)s confirmed comments of “%(title)s” %(when)s."),
    EditKind.EXCLUDE: gettext_lazy("%(who)s left out comments of “%(title)s” %(when)s."),
    EditKind.RECUT: gettext_lazy("%(who)s cut “%(title)s” again %(when)s."),
    EditKind.UNDO: gettext_lazy("%(who)s undid a decision about “%(title)s” %(when)s."),
}


def last_change(theme: Theme) -> str:
    """Return the sentence that says who changed the theme last, what it was, and when."""
    edit = ThemeEdit.objects.filter(theme=theme).defer("details").select_related("by").order_by("-id").first()
    run = AnalysisRun.objects.standing(theme.service)
    if run and run.finished_at and (edit is None or edit.at < run.finished_at):
        return _("A new analysis changed “%(title)s” %(when)s.") % {"title": theme.title, "when": when(run.finished_at)}
    return told(edit, theme) if edit else ""


def told(edit: ThemeEdit, theme: Theme) -> str:
    """Return who did what to this theme and when."""
    who = str(edit.by) if edit.by else _("Somebody")
    return str(CHANGES[edit.kind]) % {"who": who, "title": theme.title, "when": when(edit.at)}


def when(at: datetime) -> str:
    """Return the moment as it follows a verb: the time today, with the date on other days."""
    local = timezone.localtime(at)
    words = {"time": formats.time_format(local, "H:i"), "date": formats.date_format(local, "SHORT_DATE_FORMAT")}
    if local.date() == timezone.localdate():
        return _("at %(time)s") % words
    return _("on %(date)s at %(time)s") % words
