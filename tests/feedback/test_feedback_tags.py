"""The question inside another page."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from journeys.models import JourneyPage, Service, Step
from journeys.models.journeys import State
from tests.factories import ServiceFactory, StepFactory, make_journey


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory()


def band(service: Service, *, query: str = "", step: Step | None = None) -> str:
    request = RequestFactory().get(f"/een-pagina/{query}")
    template = Template("{% load feedback_tags %}{% feedback_form service step %}")
    return template.render(Context({"request": request, "service": service, "step": step}))


def test_the_band_posts_to_the_address_of_the_service(service: Service) -> None:
    text = band(service)
    assert f"/{service.slug}/" in text
    assert 'method="post"' in text
    assert 'name="token"' in text
    assert "14 0123" in text


def test_a_step_given_or_named_in_the_address_is_chosen(service: Service) -> None:
    step = StepFactory(service=service)
    assert f'value="{step.key}" selected' in band(service, step=step)
    assert f'value="{step.key}" selected' in band(service, query=f"?stap={step.key}")


def test_without_steps_nothing_is_asked_about_them(service: Service) -> None:
    assert '<select name="step"' not in band(service)


def test_a_page_without_a_request_has_the_band_too(service: Service) -> None:
    template = Template("{% load feedback_tags %}{% feedback_form service %}")
    assert "d8-ask" in template.render(Context({"service": service}))


def test_steps_of_a_journey_that_is_only_wished_for_are_not_asked_about(service: Service) -> None:
    page = make_journey(service=service)
    assert "Bevestiging" in band(service)
    JourneyPage.objects.filter(pk=page.pk).update(state=State.FUTURE)
    assert "Bevestiging" not in band(service)
