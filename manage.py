#!/usr/bin/env python3
"""The one door: the first call builds .venv, every call runs its command in there. See site/config/bootstrap.py.

The lines above the imports are written so that any old Python can read them and say what is wrong.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - people do start this with an older Python
    sys.exit(
        "Python 3.11 or newer is needed, this is {}.{}.{}; install it (Debian, Ubuntu: sudo apt install python3) "
        "or name a newer one yourself, such as: python3.12 manage.py demo".format(*sys.version_info)
    )
if sys.platform == "win32":
    sys.exit("This runs on Linux and macOS; on Windows, call it inside WSL (Windows Subsystem for Linux).")

ROOT = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - an old Python has no pathlib to import
HERE = [ROOT, ROOT + "/site"]
sys.path[:] = HERE + [folder for folder in sys.path if folder not in HERE]  # before another checkout's

if __name__ == "__main__":
    from config import bootstrap

    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
