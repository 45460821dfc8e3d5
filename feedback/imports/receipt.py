"""What an import did, or would do: read = imported + already there + refused."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN = 20
PREVIEW = 5


@dataclass
class Receipt:
    """Counts while an import goes on; `lines()` says them."""

    format: str
    service: str
    slug: str = ""
    read: int = 0
    imported: int = 0
    already_there: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)
    set_aside: int = 0
    masked: int = 0
    undated: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unused: tuple[str, ...] = ()
    preview: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were not taken."""
        return len(self.refusals)

    @property
    def adds_up(self) -> bool:
        """Whether each row that was read ended in exactly one place."""
        return self.read == self.imported + self.already_there + self.refused

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """Yield the receipt in sentences."""
        yield _("Format %(format)s, service %(service)s.") % {"format": self.format, "service": self.service}
        if dry_run and self.preview:
            yield _("The first rows, as everybody will read them:")
            yield from (f"  {line}" for line in self.preview)
        counts = {"read": self.read, "new": self.imported, "there": self.already_there, "refused": self.refused}
        if dry_run:
            yield (
                _("%(read)d read = %(new)d would be imported + %(there)d already there + %(refused)d refused.") % counts
            )
        else:
            yield _("%(read)d read = %(new)d imported + %(there)d already there + %(refused)d refused.") % counts
        yield from self._remarks()
        for number, why in self.refusals[:SHOWN]:
            yield _("Line %(number)d: %(why)s.") % {"number": number, "why": why}
        if self.refused > SHOWN:
            yield _("... and %(n)d more lines that were refused.") % {"n": self.refused - SHOWN}

    def _remarks(self) -> Iterator[str]:
        if self.set_aside:
            yield _("%(n)d were rejected by their own moderators: kept as unusable.") % {"n": self.set_aside}
        if self.masked:
            yield ngettext(
                "Personal data were masked in %(n)d text.", "Personal data were masked in %(n)d texts.", self.masked
            ) % {"n": self.masked}
        if self.undated:
            yield _("%(n)d have no date: today was put down.") % {"n": self.undated}
        for column, times in sorted(self.dropped.items()):
            yield _("Left out, because it is about persons: column “%(column)s” (%(n)d cells).") % {
                "column": column,
                "n": times,
            }
        if self.unused:
            yield _("Columns that were not used: %(columns)s.") % {"columns": ", ".join(self.unused)}
