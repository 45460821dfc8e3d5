"""How far machine and people agree, for any screen about a service."""

from django import template

from journeys.models import Service
from research.insights.agreement import Agreement
from research.insights.agreement import agreement_of as agreement

register = template.Library()


@register.simple_tag
def agreement_of(service: Service) -> Agreement:
    """Return how far machine and people agree about a service."""
    return agreement(service)
