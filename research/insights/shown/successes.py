"""How many people got what they came for, in words that give nobody away: of a group under five only a bound."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from research.analysis.statistics import SMALLEST_SHOWN

FEW = SMALLEST_SHOWN - 1


@dataclass(frozen=True)
class Told:
    """What may be said: `of` is the number or its bound, `kind` tells which."""

    of: int
    n: int
    kind: str = "exactly"

    @property
    def words(self) -> str:
        """Return it in words: "19 of 24", "at least 35 of 39", "at most 4 of 17"."""
        sentence = {
            "exactly": _("%(k)s of %(n)s"),
            "at least": _("at least %(k)s of %(n)s"),
            "at most": _("at most %(k)s of %(n)s"),
        }[self.kind]
        return sentence % {"k": self.of, "n": self.n}

    @property
    def share(self) -> float:
        """Return it as a part of all."""
        return self.of / self.n


def told(k: int, n: int) -> Told | None:
    """Return what may be said of k out of n people; None where the two groups together are too small to say anything.

    >>> told(37, 39)
    Told(of=35, n=39, kind='at least')
    """
    if n <= 2 * FEW:
        return None
    if n - k <= FEW:
        return Told(n - FEW, n, "at least")
    return Told(FEW, n, "at most") if k <= FEW else Told(k, n)
