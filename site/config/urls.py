"""Every address of the site. Dutch at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from config.health import live, ready
from config.signposts import PublicPages, robots_txt, security_txt
from pages.choosers import ChosenPages

handler500 = "config.failures.server_error"

urlpatterns = [
    path("robots.txt", robots_txt, name="robots_txt"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    # Before Wagtail's own address of the same name, which names every page to every employee.
    path("admin/choose-page/chosen-multiple/", require_admin_access(ChosenPages.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
urlpatterns += i18n_patterns(
    path("", include("feedback.urls")),
    path("", include("research.insights.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
