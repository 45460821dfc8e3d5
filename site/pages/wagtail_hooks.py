"""Our own name and colour in Wagtail, and the page of patterns."""

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages.views import Patterns


@hooks.register("insert_global_admin_css")
def house_style() -> SafeString:
    """Return the link to the admin's own colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_urls")
def pattern_address() -> list[URLPattern]:
    """Return the address of the page of patterns; Wagtail lets staff only through."""
    return [path("patronen/", Patterns.as_view(), name="patterns")]


@hooks.register("register_help_menu_item")
def pattern_item() -> MenuItem:
    """Return its line in the help menu."""
    return MenuItem(_("Patterns"), reverse("patterns"), name="patterns", icon_name="view", order=900)
