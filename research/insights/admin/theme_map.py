"""The themes of a service as a picture."""

from typing import Any

from django.utils.translation import gettext as _

from research.insights.admin.theme_frame import ServiceScreen
from research.insights.theme_map import theme_map


class MapView(ServiceScreen):
    """What stands near what."""

    template_name = "insights/admin/theme_map.html"

    def get_page_title(self) -> str:
        """Return whose picture this is."""
        return _("Picture of the themes of %(service)s") % {"service": self.service}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the picture."""
        more = {"map": theme_map(self.service, self.request.user), "service": self.service}
        return {**super().get_context_data(**kwargs), **more}
