"""Comments read one at a time: drawn by lot and blind, or the ones that the machine could not decide on."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from feedback.models import Comment
from research.insights.actions import RefusedError, confirm_comments, read_comment
from research.insights.admin.theme_frame import ServiceScreen, last_edit, number, numbers, permissions, tell
from research.insights.admin.theme_verbs import ThemeVerb
from research.insights.closeness import closest_first
from research.insights.models import AnalysisRun, Assignment, Reading, Theme
from research.insights.models.decisions import Queue
from research.insights.reading_queues import next_row, progress

CLOSEST = 2
MANY = 12  # themes from which looking for one is quicker than seeing it
SAVE, NONE, FIND = "save", "none", "find"


class ReadView(ServiceScreen):
    """One comment, and the approved themes to choose from."""

    permission = "insights.approve_theme"
    header_icon = "view"
    template_name = "insights/admin/reading.html"
    page_title = gettext_lazy("Read comments")

    @cached_property
    def run(self) -> AnalysisRun | None:
        """Return the run that stands."""
        return AnalysisRun.objects.standing(self.service)

    @cached_property
    def themes(self) -> list[Theme]:
        """Return the themes that a comment can be given."""
        return list(Theme.objects.of(self.service).approved().order_by("title", "pk"))

    @property
    def queue(self) -> Queue:
        """Return which queue this is."""
        return Queue.UNDECIDED if self.asked("queue") == Queue.UNDECIDED else Queue.SAMPLE

    def asked(self, name: str) -> str:
        """Return a choice of the person, from the form or the address."""
        return self.request.POST.get(name, self.request.GET.get(name, ""))

    @cached_property
    def row(self) -> Assignment | None:
        """Return the comment on the screen: the one asked for, else the next of the queue."""
        if self.run is None:
            return None
        if pk := number(self.asked("comment")):
            rows = (
                Assignment.objects.filter(run=self.run, comment=pk).primary().select_related("comment__step", "nearest")
            )
            return rows.filter(comment__in=Comment.objects.visible_to(self.request.user).usable()).first()
        return next_row(self.queue, self.run, self.service, self.person, number(self.asked("after")) or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was said and go on to the next, or only look for a theme."""
        if request.POST.get("do") == FIND:
            return self.get(request, *args, **kwargs)
        since = last_edit(self.service)
        try:
            said = self.save()
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return self.get(request, *args, **kwargs)
        tell(request, said, self.service, since)
        return HttpResponseRedirect(self.address(last=self.row.comment_id if self.row else None))

    def save(self) -> str:
        """Keep the reading; return what the machine had said."""
        if self.row is None:
            raise RefusedError(_("This comment is not in the analysis that stands. Take the next one."))
        ticked = set() if self.request.POST.get("do") == NONE else self.ticked()
        if not ticked and self.request.POST.get("do") != NONE:
            raise RefusedError(_("Tick at least one theme, or choose “None of these”."))
        themes = list(Theme.objects.filter(pk__in=ticked).select_related("service"))
        reading = read_comment(comment=self.row.comment, queue=self.queue, themes=themes, by=self.person)
        return told(reading, self.themes)

    def ticked(self) -> set[int]:
        """Return the themes that are ticked: by the person, else the own earlier reading or what is suggested."""
        if self.request.method == "POST":
            return set(numbers(self.request.POST.getlist("theme")))
        if self.row is None:
            return set()
        if number(self.asked("comment")):
            own = Reading.objects.filter(comment=self.row.comment_id, by=self.person).first()
            return set(own.person) if own else set()
        return {self.row.nearest_id} if self.queue == Queue.UNDECIDED and self.row.nearest_id else set()

    def choices(self) -> list[dict[str, Any]]:
        """Return the themes to choose from: those looked for and those ticked; the closest first, unless read blind."""
        row, themes, sought = self.row, self.themes, self.asked("q").strip().casefold()
        closest: list[Theme] = []
        if row and self.run and self.queue == Queue.UNDECIDED:
            themes = closest_first(row.comment, themes, self.run, row.nearest)
            closest = themes[:CLOSEST]
        ticked = self.ticked()
        shown = [one for one in themes if one.pk in ticked or sought in one.title.casefold()]
        return [
            {"theme": one, "ticked": one.pk in ticked, "close": one in closest, "key": place if place < 10 else ""}
            for place, one in enumerate(shown, 1)
        ]

    def address(self, **more: Any) -> str:
        """Return the address of the next comment of this queue."""
        wanted = {"queue": self.queue.value, "after": number(self.asked("after")) or None, **more}
        return f"{self.request.path}?{urlencode({key: value for key, value in wanted.items() if value})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comment, the themes to choose from, and how far this person is."""
        how_far = progress(self.queue, self.run, self.service, self.person) if self.run else None
        choices = self.choices() if self.row else []
        more = {
            "service": self.service,
            "run": self.run,
            "row": self.row,
            "comment": self.row.comment if self.row else None,
            "has_themes": bool(self.themes),
            "choices": choices,
            "many": len(self.themes) > MANY,
            "sought": self.asked("q"),
            "queue": self.queue.value,
            "after": number(self.asked("after")) or "",
            "progress": how_far,
            "queues": [(one.value, one.label, f"{self.request.path}?queue={one.value}") for one in Queue],
            "skip": self.address(after=self.row.comment_id) if self.row else "",
            "start": f"{self.request.path}?queue={self.queue.value}",
            "again": self.address(comment=number(self.asked("last"))) if number(self.asked("last")) else "",
            **permissions(self.request),
        }
        return {**super().get_context_data(**kwargs), **more}


class ConfirmView(ThemeVerb):
    """Say that the ticked comments belong under the theme where they stand."""

    name = "confirm"

    def act(self) -> str:
        """Confirm them."""
        n = confirm_comments(theme=self.theme, comments=self.chosen(), version=self.version, by=self.person)
        words = {"n": n, "title": self.theme.title}
        return (
            ngettext(
                "%(n)s comment confirmed as “%(title)s”. Later analyses learn from it.",
                "%(n)s comments confirmed as “%(title)s”. Later analyses learn from them.",
                n,
            )
            % words
        )


def told(reading: Reading, themes: list[Theme]) -> str:
    """Return what the person said and what the machine had said before."""
    names = {theme.pk: theme.title for theme in themes}
    machine, person = (
        ", ".join(f"“{names[pk]}”" for pk in said if pk in names) or _("no approved theme")
        for said in (reading.machine, reading.person)
    )
    words = {"machine": machine, "person": person}
    if reading.queue == Queue.UNDECIDED:
        return _("Saved: %(person)s. The machine leaned to %(machine)s.") % words
    if set(reading.machine) == set(reading.person):
        return _("Saved: %(person)s. The machine said the same.") % words
    return _("Saved: %(person)s. The machine had said: %(machine)s.") % words


def reading_addresses() -> list[URLPattern]:
    """Return the addresses of reading and confirming, below those of themes."""
    return [
        path("<uuid:uuid>/confirm/", ConfirmView.as_view(), name="confirm"),
        path("<slug:slug>/read/", ReadView.as_view(), name="read"),
    ]
