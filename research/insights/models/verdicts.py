"""What becomes of a comment in a run, who said so, and why."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What became of a comment in a run."""

    ASSIGNED = "assigned", _("assigned")
    OTHER = "other", _("other")
    UNDECIDED = "undecided", _("undecided")
    EXCLUDED = "excluded", _("left out")


class Source(models.TextChoices):
    """Who said so."""

    MACHINE = "machine", _("machine")
    PERSON = "person", _("person")


# A comment under a theme that a person retired counts as "other", and stays known as such.
RETIRED = "retired"

REASONS: dict[str, Any] = {
    "empty": _("no words"),
    "no_words": _("no words that can be read"),
    "gibberish": _("no language that can be read"),
    "spam": _("looks like spam"),
    "far_from_all": _("far from every theme"),
    "between_themes": _("between themes"),
    "too_short": _("too short to tell"),
    "too_few_comments": _("too few comments"),
    "unusable_spam": _("spam, says a moderator"),
    "unusable_empty": _("says nothing, says a moderator"),
    "unusable_abuse": _("abuse, says a moderator"),
    "unusable_not_ours": _("not about us, says a moderator"),
    "moved_out": _("taken out by a person"),
    "left_out": _("left out by a person"),
    RETIRED: _("theme retired by a person"),
}
