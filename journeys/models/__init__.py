"""Services, personas, journeys and their steps."""

from journeys.models.journeys import JourneyIndexPage, JourneyPage
from journeys.models.personas import Persona
from journeys.models.services import Channel, Service, ServiceIndexPage, ServiceMark
from journeys.models.steps import Step

__all__ = [
    "Channel",
    "JourneyIndexPage",
    "JourneyPage",
    "Persona",
    "Service",
    "ServiceIndexPage",
    "ServiceMark",
    "Step",
]
