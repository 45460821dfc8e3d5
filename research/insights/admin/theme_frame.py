"""What the screens about themes share: whose themes, which theme, what this person may do, and the way back."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages

from journeys.models import Service
from research.insights.admin.screens import Screen
from research.insights.models import AnalysisRun, Theme, ThemeEdit


class ServiceScreen(Screen):
    """A screen about the themes of one service."""

    permission = "insights.view_theme"
    header_icon = "tag"

    @cached_property
    def service(self) -> Service:
        """Return the service of this address."""
        return get_object_or_404(Service, slug=self.kwargs["slug"])

    @property
    def board_address(self) -> str:
        """Return where its board is."""
        return reverse("insights_themes:board", args=[self.service.slug])

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services and the board."""
        return [(reverse("insights_themes:index"), _("Themes")), (self.board_address, self.service.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose themes these are, and what this person may do."""
        more = {"service": self.service, **permissions(self.request)}
        return {**super().get_context_data(**kwargs), **more}


class ThemeScreen(ServiceScreen):
    """A screen about one theme."""

    @cached_property
    def theme(self) -> Theme:
        """Return the theme of this address."""
        found = Theme.objects.visible_to(self.request.user).select_related("merged_into", "pain_point")
        return get_object_or_404(found, uuid=self.kwargs["uuid"])

    @cached_property
    def service(self) -> Service:
        """Return whose theme it is."""
        return get_object_or_404(Service, pk=self.theme.service_id)

    @cached_property
    def run(self) -> AnalysisRun | None:
        """Return the run that stands."""
        return AnalysisRun.objects.standing(self.service)

    def trail(self) -> list[tuple[str, str]]:
        """Return the list of services, the board, and the theme."""
        theme = reverse("insights_themes:theme", args=[self.theme.uuid])
        return [*super().trail(), (theme, self.theme.title)]


def permissions(request: HttpRequest) -> dict[str, bool]:
    """Return what this person may do with a theme."""
    return {
        "may_decide": request.user.has_perm("insights.approve_theme"),
        "may_make_pain_point": request.user.has_perm("insights.add_painpoint"),
    }


def last_edit(service: Service | None) -> int:
    """Return the number of the newest decision about themes of this service, 0 without any."""
    newest = ThemeEdit.objects.filter(theme__service=service).order_by("-id").values_list("pk", flat=True).first()
    return newest or 0


def tell(request: HttpRequest, sentence: str, service: Service | None, since: int) -> None:
    """Say what was done, with a way to take it back when something was decided."""
    written = ThemeEdit.objects.filter(theme__service=service, pk__gt=since, by_id=request.user.pk, undoes=None)
    keys = list(written.exclude(details__has_key="follows").order_by("id").values_list("pk", flat=True))
    buttons = [messages.button(undo_address(keys), _("Undo"))] if keys else None
    messages.success(request, sentence, buttons=buttons)


def undo_address(edits: Sequence[int]) -> str:
    """Return the screen that takes these decisions back."""
    return f"{reverse('insights_themes:undo')}?{urlencode([('edit', pk) for pk in edits])}"


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Return the address in the form to go back to, when it is one of ours."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else otherwise


def number(value: str) -> int:
    """Return a number sent by a form, 0 for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def numbers(values: Sequence[str]) -> list[int]:
    """Return the numbers sent by ticks of a form."""
    return [found for value in values if (found := number(value))]


def is_uuid(value: str) -> bool:
    """Say whether this is how a theme's identity is written."""
    digits = value.replace("-", "")
    return len(digits) == 32 and all(letter in "0123456789abcdefABCDEF" for letter in digits)


def seen_themes(values: Sequence[str], service: Service) -> dict[Theme, int]:
    """Return themes of the service as ticked, "uuid:version", with the version that the person looked at."""
    asked = dict(value.partition(":")[::2] for value in values if is_uuid(value.partition(":")[0]))
    found = Theme.objects.filter(service=service, uuid__in=asked).select_related("merged_into").order_by("title", "pk")
    return {theme: number(asked.get(str(theme.uuid), "")) for theme in found}
