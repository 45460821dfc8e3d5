"""The cast: a few named people and things, with traits for the states they can be in."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.models import Role, User
from config.first_pages import lay_out
from feedback.models import Comment, State, Unusable
from feedback.redaction import redact
from journeys.models import JourneyIndexPage, JourneyPage, Persona, Service, Step
from pages.models import HomePage
from research.insights.models import AnalysisRun, PainPoint, Theme

PASSWORD = "een-lang-wachtwoord-voor-de-test"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"medewerker{n}")
    first_name = "Noor"
    last_name = "de Wit"
    password = factory.django.Password(PASSWORD)


def member_of(*roles: Role, **fields: Any) -> User:
    """Return an employee with these roles, as the role migration made them."""
    user = UserFactory(**fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles), "the role migration did not make these groups"
    return user


class ServiceFactory(DjangoModelFactory[Service]):
    class Meta:
        model = Service
        django_get_or_create = ("slug",)

    slug = "trouwen"
    name = "Trouwen"
    name_en = "Getting married"
    citizen_goal = "Wij willen trouwen."
    citizen_goal_en = "We want to get married."
    owner_department = "Burgerzaken"
    channels = ["web", "phone", "counter"]
    help_phone = "14 0123"
    counter = "Stadhuis, Markt 1"

    class Params:
        passport = factory.Trait(slug="paspoort", name="Paspoort", name_en="Passport")


class StepFactory(DjangoModelFactory[Step]):
    class Meta:
        model = Step

    service = factory.SubFactory(ServiceFactory)
    journey_key = UUID("00000000-0000-4000-8000-000000000001")
    key = factory.LazyFunction(uuid4)
    title = factory.Sequence(lambda n: f"Stap {n + 1}")
    stage_title = "Melden"
    position = factory.Sequence(lambda n: n)


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    service = factory.SubFactory(ServiceFactory)
    text = factory.Sequence(lambda n: f"Ik kreeg geen bevestiging van mijn melding nummer {n}.")
    redacted_text = factory.LazyAttribute(lambda comment: redact(comment.text).text)
    said_on = date(2026, 9, 1)
    grade = 6
    state = State.READ

    class Params:
        waiting = factory.Trait(state=State.RECEIVED)
        spam = factory.Trait(text="Win nu 500 euro casino", state=State.UNUSABLE, unusable_reason=Unusable.SPAM)
        grade_only = factory.Trait(text="", grade=8)


class PersonaFactory(DjangoModelFactory[Persona]):
    class Meta:
        model = Persona
        django_get_or_create = ("name",)

    name = "Sanne en Youssef"
    summary = "Gaan volgend jaar trouwen en werken allebei."
    summary_en = "Will marry next year and both work."


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    service = factory.SubFactory(ServiceFactory)
    title = "Geen bevestiging na de melding"
    keywords = ["bevestiging", "melding"]

    class Params:
        approved = factory.Trait(state="approved", title_locked=True)


class AnalysisRunFactory(DjangoModelFactory[AnalysisRun]):
    class Meta:
        model = AnalysisRun

    service = factory.SubFactory(ServiceFactory)

    class Params:
        done = factory.Trait(state="done", progress=100)


class PainPointFactory(DjangoModelFactory[PainPoint]):
    class Meta:
        model = PainPoint

    service = factory.SubFactory(ServiceFactory)
    theme = factory.SubFactory(ThemeFactory, approved=True, service=factory.SelfAttribute("..service"))
    title = "Geen bevestiging na de melding"
    title_en = "No confirmation after the notice"
    severity = 4
    department = "Burgerzaken"
    frequency = 38
    out_of = 212
    since = date(2026, 3, 12)


def make_home() -> HomePage:
    """Return the Dutch home page, with the first pages of every installation below it in both languages."""
    return lay_out(name="Voorbeeldstad")["nl"]


def step_block(title: str, **lanes: Any) -> dict[str, Any]:
    """Return one step as Wagtail keeps it, with an id of its own."""
    return {"type": "step", "id": str(uuid4()), "value": {"title": title, **lanes}}


def stage_block(title: str) -> dict[str, Any]:
    """Return one stage as Wagtail keeps it."""
    return {"type": "stage", "id": str(uuid4()), "value": {"title": title}}


def make_journey(
    *, service: Service | None = None, live: bool = True, body: list[dict[str, Any]] | None = None
) -> JourneyPage:
    """Return a journey of two stages and three steps (or of a given body) below /klantreizen/."""
    index = JourneyIndexPage.objects.child_of(make_home()).get()
    page = JourneyPage(
        title="Trouwen: zo gaat het nu",
        slug=f"trouwen-{uuid4().hex[:6]}",
        service=service or ServiceFactory(),
        lead="Van het eerste idee tot de dag zelf.",
        plain_story="Eerst kijkt u wat kan.\n\nDan doet u de melding.",
        locale=index.locale,
        live=live,
        body=body
        or [
            stage_block("Oriënteren"),
            step_block("Kijken wat kan", action="Zoekt op de site.", channels=["web"], assumed_feeling="1"),
            stage_block("Melden"),
            step_block("Melding doen", action="Vult de melding in.", channels=["web", "counter"], assumed_feeling="1"),
            step_block("Bevestiging", action="Wacht op bericht.", channels=["email"], assumed_feeling="0"),
        ],
    )
    index.add_child(instance=page)
    return JourneyPage.objects.get(pk=page.pk)
