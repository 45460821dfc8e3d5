"""What pages show of measured things. Templates may know everybody, so that journeys need not know insights."""

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journeys.models import JourneyPage, Service
from research.insights.measures import Period
from research.insights.shown import fact_cards as words
from research.insights.shown import journey_figures as journeys
from research.insights.shown import service_figures as services
from research.insights.shown.feeling_curve import LOW
from research.insights.shown.journey_choice import JourneyChoice
from research.insights.shown.journey_figures import JourneyFigures, ShownStep
from research.insights.shown.successes import told

register = template.Library()


@register.simple_tag(takes_context=True)
def journey_choice(context: template.Context) -> JourneyChoice:
    """Return what the visitor chose to see."""
    request = context.get("request")
    return JourneyChoice.of(request.GET if request else {})


@register.simple_tag(takes_context=True)
def journey_figures(context: template.Context, page: JourneyPage, choice: JourneyChoice) -> JourneyFigures:
    """Return all that is measured on a journey page; each block of the template may ask, it is counted once."""
    kept = context.render_context
    if (key := f"journey_figures {choice}") not in kept:
        kept[key] = journeys.of_journey(page, choice.period, channel=choice.channel, wider=choice.wider)
    found: JourneyFigures = kept[key]
    return found


@register.simple_tag(takes_context=True)
def service_figures(context: template.Context, service: Service) -> services.ServiceFigures:
    """Return all that is measured on the page of one service, over the last year; it is counted once."""
    kept = context.render_context
    if (key := f"service_figures {service.pk}") not in kept:
        kept[key] = services.of_service(service, Period.last_year(), language=get_language() or "nl")
    found: services.ServiceFigures = kept[key]
    return found


@register.simple_tag
def service_cards(listed: Iterable[Service]) -> list[services.ServiceCard]:
    """Return a card for each of these services."""
    return services.cards_of(listed, Period.last_year())


@register.simple_tag
def fact_cards(service: Service, figures: JourneyFigures | services.ServiceFigures) -> list[words.FactCard]:
    """Return the four facts on top of a journey or a service."""
    return list(words.fact_cards(service, figures.facts, figures.worst))


@register.simple_tag(takes_context=True)
def all_service_cards(context: template.Context) -> list[services.ServiceCard]:
    """Return a card for each service that this visitor may see."""
    return services.cards_of(Service.objects.visible_to(context["request"].user), Period.last_year())


@register.simple_tag
def journey_cards(listed: Iterable[JourneyPage]) -> list[services.JourneyCard]:
    """Return a card for each of these journeys."""
    return services.journey_cards_of(listed, Period.last_year())


@register.simple_tag(takes_context=True)
def what_goes_on(context: template.Context) -> services.News:
    """Return the biggest pain points of now and the newest answer."""
    kept = context.render_context
    if "what_goes_on" not in kept:
        kept["what_goes_on"] = services.news()
    found: services.News = kept["what_goes_on"]
    return found


register.filter("one_decimal", words.one_decimal)
register.filter("signed", words.signed)
register.filter("percent", words.percent)
register.filter("place", words.place)
register.filter("interval_words", words.interval_words)
register.filter("how_many", words.how_many)
register.filter("how_many_grades", words.how_many_grades)
register.filter("pain_note", words.pain_note)
register.filter("pain_count", words.pain_count)


@register.filter
def succeeded_words(shown: ShownStep | services.ChannelRow) -> str:
    """Return how many people got what they came for, as far as that may be said; nothing where it may not."""
    found = None if shown.succeeded.mean is None else told(shown.succeeded_count, shown.succeeded.n)
    return found.words if found else ""


@register.filter
def is_fail(grade: float | None) -> bool:
    """Say whether a grade is a fail."""
    return grade is not None and grade < LOW


@register.filter
def in_words(figures: JourneyFigures) -> str:
    """Return the curve as a sentence: its lowest and its highest step."""
    graded = figures.graded
    if not graded:
        return _("Too few comments for a measured line. The dashed line is what we thought.")
    low, high = graded[0], graded[-1]
    said = {
        "low": low.lanes["title"],
        "low_grade": words.one_decimal(low.grade.mean),
        "high": high.lanes["title"],
        "high_grade": words.one_decimal(high.grade.mean),
    }
    if low is high:
        return _("One step has a grade: %(low)s, %(low_grade)s.") % said
    return _("The lowest grade is for %(low)s: %(low_grade)s. The highest is for %(high)s: %(high_grade)s.") % said
