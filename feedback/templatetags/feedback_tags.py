"""The question inside any page."""

from typing import Any

from django import template

from feedback import tokens
from feedback.forms import FeedbackForm
from journeys.models import Service, Step

register = template.Library()


@register.inclusion_tag("feedback/ask_band.html", takes_context=True)
def feedback_form(context: template.Context, service: Service, step: Step | None = None) -> dict[str, Any]:
    """Render the dark band with the questions; a step given, or named by ?stap= or ?step=, is chosen already.

    The form carries a token of its own, so a page with this band may not be handed to several visitors from a cache.
    """
    request = context.get("request")
    asked = request.GET if request else {}
    chosen = str(step.key) if step else asked.get("stap") or asked.get("step") or ""
    return {
        "form": FeedbackForm(service=service, step=chosen),
        "service": service,
        "token": tokens.issue(service),
        "organisation": context.get("organisation"),
    }
