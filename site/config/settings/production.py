"""Production: everything that matters is set by the operator, or the site says what is missing and does not start."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import (
    ALLOWED_HOSTS,
    CONTENT_SECURITY_POLICY,
    CSP_DIRECTIVES,
    CSP_STAFF_DIRECTIVES,
    DATABASES,
    DEMO_SECRET_KEY,
    SECRET_KEY,
    env,
)

missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL") if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(
        f"Production does not start without {', '.join(missing)}. "
        "Set them in the environment; docs/deployment.md says how."
    )
if SECRET_KEY == DEMO_SECRET_KEY or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured("SECRET_KEY is the demo's or an example's, which everybody knows. Make one of your own.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY is too short or too simple. Use at least 50 random characters.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own hosts, not '*'.")
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL database in production: several processes write at once. "
        "SQLite is for the demo and for development."
    )

# What people outside read in links and mails: https and the first host, unless said otherwise.
WAGTAILADMIN_BASE_URL = env.str("PUBLIC_ADDRESS", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by machines on the inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY,
    "DIRECTIVES": {**CSP_DIRECTIVES, "upgrade-insecure-requests": True},
}
CSP_STAFF_DIRECTIVES = {**CSP_STAFF_DIRECTIVES, "upgrade-insecure-requests": True}
