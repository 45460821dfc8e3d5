"""A developer's machine and the demo: nothing need be set."""

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR, env

DEBUG = env.bool("DEBUG", default=False)  # so that mistakes look as they would to a visitor; DEBUG=1 while building
DEMO = True
# Known to everybody, so never used outside a developer's machine: production refuses to start without its own.
SECRET_KEY = env.str("SECRET_KEY", default="only-for-the-demo-on-this-machine-and-nowhere-else")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost", "testserver"]
VAR.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
