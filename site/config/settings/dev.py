"""A developer's machine and the demo: nothing need be set."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DEMO_SECRET_KEY, VAR, env

DEBUG = env.bool("DEBUG", default=False)  # so that mistakes look as they would to a visitor; DEBUG=1 while building
DEMO = True
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET_KEY)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost", "testserver"]
VAR.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="security@voorbeeldstad.example")
