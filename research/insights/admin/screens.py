"""What every screen here shares: who may see it, who may act, and how a refusal is told."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from research.insights.actions import RefusedError


class Permitted:
    """A view for who has one permission; anybody else gets Wagtail's sentence about it."""

    permission = ""
    request: HttpRequest

    @property
    def person(self) -> User:
        """Return who acts."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the permitted in."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class Screen(Permitted, WagtailAdminTemplateMixin, TemplateView):
    """A page to look at, in Wagtail's frame."""

    def trail(self) -> list[tuple[str, str]]:
        """Return the screens above this one: address and label."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the admin's home to this screen."""
        steps = [(reverse("wagtailadmin_home"), _("Home")), *self.trail(), ("", str(self.get_page_title()))]
        return [{"url": url, "label": label} for url, label in steps]


class Verb(Permitted, View):
    """One action: does it, says what happened, and goes back to where the person was."""

    http_method_names = ("post",)

    def act(self) -> str:
        """Do it and return the sentence that says so; raise RefusedError to say why not."""
        raise NotImplementedError

    def back(self) -> str:
        """Return where to go afterwards."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, and tell."""
        try:
            messages.success(request, self.act())
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.back())
