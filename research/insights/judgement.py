"""What a person says about a pain point."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from journeys.models import Step
from research.insights.models.pain_points import PainStatus


@dataclass(frozen=True)
class Upkeep:
    """Who acts on a pain point, how far it is, and when it is to be done."""

    department: str = ""
    owner: User | None = None
    status: str = PainStatus.OPEN
    due: date | None = None


@dataclass(frozen=True)
class Judgement:
    """What a person says about a pain point, with the figures in view."""

    title: str
    severity: int
    step: Step | None = None
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    department: str = ""
    owner: User | None = None
    status: str = PainStatus.OPEN
    due: date | None = None
