"""What the commands of insights share: choices that are checked at the door, and a quiet end after Ctrl+C."""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

LARGEST_SEED = 2**32 - 1
INTERRUPTED = 130  # what shells expect of a program that was stopped by Ctrl+C


def seed(text: str) -> int:
    """Return a seed; refuse what no generator of random numbers takes.

    >>> seed("7")
    7
    """
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_SEED):
        raise ArgumentTypeError(_("a seed is a whole number from 0 to %(most)d") % {"most": LARGEST_SEED})
    return int(text)


@contextmanager
def quiet_when_stopped(sentence: str) -> Iterator[None]:
    """End with a sentence instead of a traceback when somebody presses Ctrl+C."""
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError(sentence, returncode=INTERRUPTED) from None
