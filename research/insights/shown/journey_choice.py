"""What a visitor chose to see of a journey: how it is drawn, over which months, on which channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from journeys.models import Channel
from research.insights.measures import Period

VIEWS: dict[str, Any] = {"kaart": _("Map"), "lijst": _("List"), "verhaal": _("Story")}
DAYS = {"12": 365, "6": 182, "3": 91}
MONTHS: dict[str, Any] = {"12": _("Last 12 months"), "6": _("Last 6 months"), "3": _("Last 3 months")}


@dataclass(frozen=True)
class JourneyChoice:
    """A view, a number of months and a channel ("" is all); anything unknown becomes the first of the list."""

    view: str = "kaart"
    months: str = "12"
    channel: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Self:
        """Read the choice from an address: ?weergave=lijst&periode=6&kanaal=phone."""
        view, months, channel = (str(query.get(name, "")) for name in ("weergave", "periode", "kanaal"))
        return cls(
            view=view if view in VIEWS else "kaart",
            months=months if months in DAYS else "12",
            channel=channel if channel in Channel.values else "",
        )

    @property
    def period(self) -> Period:
        """Return the days up to today."""
        return Period.last_days(DAYS[self.months])

    @property
    def wider(self) -> list[Period]:
        """Return the wider periods that can be chosen too, narrowest first."""
        return [Period.last_days(days) for days in sorted(DAYS.values()) if days > DAYS[self.months]]

    @property
    def views(self) -> list[tuple[str, Any]]:
        """Return the ways in which a journey can be drawn."""
        return list(VIEWS.items())

    @property
    def periods(self) -> list[tuple[str, Any]]:
        """Return the periods that one can choose."""
        return list(MONTHS.items())

    @property
    def channels(self) -> list[tuple[str, Any]]:
        """Return the channels that one can choose."""
        return list(Channel.choices)

    @property
    def in_words(self) -> str:
        """Return the period and the channel in words."""
        channel = str(Channel(self.channel).label) if self.channel else _("all channels")
        return f"{MONTHS[self.months]}, {channel}"

    @property
    def is_narrowed(self) -> bool:
        """Say whether part of the comments was chosen."""
        return bool(self.channel) or self.months != "12"
