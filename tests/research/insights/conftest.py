"""A service that people said clear things about, and a run that stands."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import Role, User
from feedback.models import Comment
from journeys.models import Service, Step
from research.analysis import Parameters
from research.insights.actions import run_now
from research.insights.models import AnalysisRun, Theme
from tests.factories import CommentFactory, ServiceFactory, StepFactory, member_of

WORDS = {
    "bevestiging": [
        "Ik kreeg geen bevestiging van mijn melding per mail.",
        "Na de melding kwam er nooit een bevestiging binnen.",
        "Drie weken gewacht op een bevestiging van de melding.",
        "Er kwam geen mail met een bevestiging na onze melding.",
        "Zonder bevestiging weet ik niet of de melding gelukt is.",
        "Waarom stuurt u geen bevestiging als de melding binnen is?",
    ],
    "telefoon": [
        "Aan de telefoon stond ik een half uur in de wacht.",
        "De telefoon werd niet opgenomen, ik stond lang in de wacht.",
        "Veel te lang wachten aan de telefoon voor een korte vraag.",
        "Na een half uur wachten aan de telefoon werd opgehangen.",
        "Bellen duurt lang, de telefoon staat altijd in de wacht.",
        "Ik belde, maar de wachttijd aan de telefoon was een half uur.",
    ],
    "balie": [
        "De vrouw aan de balie was heel vriendelijk en hielp goed.",
        "Vriendelijk geholpen aan de balie door een aardige vrouw.",
        "Aan de balie hielp een vriendelijke man mij goed op weg.",
        "Heel vriendelijk gesprek aan de balie, goed geholpen.",
        "Bij de balie werd ik vriendelijk en goed geholpen.",
        "Wat een vriendelijke hulp aan de balie, goed gedaan.",
    ],
}
ENDINGS = ("", " Jammer.", " Dat vind ik ervan.")
LEXICAL = Parameters(backend="lexical", seed=0)


def say(service: Service, topic: str, **fields: object) -> list[Comment]:
    """Return eighteen comments on one topic, by eighteen people."""
    texts = [sentence + ending for ending in ENDINGS for sentence in WORDS[topic]]
    return [
        CommentFactory(
            **{"service": service, "text": text, "person_key": f"{topic}-{n}", "said_on": date(2026, 9, 1), **fields}
        )
        for n, text in enumerate(texts)
    ]


@pytest.fixture
def researcher(db: None) -> User:
    """Kwame, who reviews themes."""
    return member_of(Role.RESEARCHER, first_name="Kwame", last_name="Boateng")


@pytest.fixture
def service(db: None) -> Service:
    """Trouwen."""
    return ServiceFactory()


@pytest.fixture
def step(service: Service) -> Step:
    """The step where people wait for a confirmation."""
    return StepFactory(service=service, title="Bevestiging")


@pytest.fixture
def talk(service: Service, step: Step) -> dict[str, list[Comment]]:
    """Fifty-four comments on three topics; those on the confirmation were made at its step."""
    return {topic: say(service, topic, step=step if topic == "bevestiging" else None) for topic in WORDS}


@pytest.fixture
def analyse(service: Service) -> Callable[[], AnalysisRun]:
    """Return a function that analyses the service now and returns the finished run."""

    def now() -> AnalysisRun:
        run = run_now(service=service, by=None, parameters=LEXICAL)
        assert run.state == "done", run.error
        return run

    return now


@pytest.fixture
def run(talk: dict[str, list[Comment]], analyse: Callable[[], AnalysisRun]) -> AnalysisRun:
    """The run that stands over those comments."""
    return analyse()


def theme_about(run: AnalysisRun, comments: list[Comment]) -> Theme:
    """Return the theme under which most of these comments stand in a run."""
    rows = run.assignments.primary().filter(comment__in=comments).exclude(theme=None).select_related("theme")
    themes = [row.theme for row in rows if row.theme]
    assert themes, "none of these comments has a theme"
    return max(themes, key=themes.count)
