"""Only words that may be shown are shown, and only as long as they may."""

from datetime import date
from typing import Any

import pytest

from feedback.models import Comment, Outcome, State, Unusable
from research.insights.measures import Period
from research.insights.models import AnalysisRun, Assignment, Theme
from research.insights.models.verdicts import Status
from research.insights.quotes import places_of_each, quotes_of_each, words_at
from tests.factories import AnalysisRunFactory, CommentFactory, ThemeFactory

pytestmark = pytest.mark.django_db

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
WORDS = "Ik kreeg geen bevestiging van mijn melding."


@pytest.fixture
def theme() -> Theme:
    return ThemeFactory(approved=True)


@pytest.fixture
def run() -> AnalysisRun:
    return AnalysisRunFactory(done=True)


def put(theme: Theme, run: AnalysisRun, score: float = 0.5, **fields: Any) -> Comment:
    """Return a comment that the run put under the theme, of somebody who may be quoted unless told otherwise."""
    comment = CommentFactory(**({"text": WORDS, "quote_consent": True} | fields))
    Assignment.objects.create(
        run=run, comment=comment, theme=theme, status=Status.ASSIGNED, primary=True, score=score,
        unit_start=0, unit_end=len(comment.redacted_text),
    )  # fmt: skip
    return comment


def texts(theme: Theme, most: int = 5) -> list[str]:
    """Return what would be shown."""
    return [quote.text for quote in quotes_of_each([theme.pk], period=SEPTEMBER, most=most).get(theme.pk, [])]


def test_words_are_verbatim(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run)
    assert texts(theme) == [WORDS]


@pytest.mark.parametrize(
    "fields",
    [
        {"quote_consent": False},
        {"state": State.RECEIVED},
        {"state": State.UNUSABLE, "unusable_reason": Unusable.ABUSE},
        {"said_on": date(2026, 10, 1)},
        {"text": "Te kort."},
        {"text": "Te lang. " * 40},
        {"text": "Bel mij op 06-12345678 over mijn melding."},
    ],
    ids=["no consent", "not read", "set aside", "another day", "short", "long", "masked"],
)
def test_these_words_are_not_shown(theme: Theme, run: AnalysisRun, fields: dict[str, Any]) -> None:
    put(theme, run, **fields)
    assert texts(theme) == []


def test_one_person_is_quoted_once(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, person_key="sanne", score=0.9)
    put(theme, run, person_key="sanne", text="En daarna belde ik drie keer voor niets.")
    assert texts(theme) == [WORDS]


def test_the_clearest_words_come_first_and_no_more_than_asked(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, score=0.2, text="Dit is minder duidelijk gezegd dan het andere.")
    put(theme, run, score=0.8)
    assert texts(theme, most=1) == [WORDS]


@pytest.mark.parametrize(
    "poor",
    ["Ik belde drie keer met een mevrouw.", "bevestiging melding niks", "Geen bevestiging. " * 11],
    ids=["about something else", "half a sentence", "long"],
)
def test_a_whole_sentence_about_the_subject_is_the_better_quote(theme: Theme, run: AnalysisRun, poor: str) -> None:
    put(theme, run, score=1.0, text=poor)
    put(theme, run, score=0.4)
    assert texts(theme, most=1) == [WORDS]


def test_a_greeting_is_the_lesser_quote(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, score=1.0, text="Geachte gemeente, over de bevestiging van mijn melding het volgende.")
    put(theme, run, score=0.4)
    assert texts(theme, most=1) == [WORDS]


def test_content_words_about_something_else_are_no_quote(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, outcome=Outcome.YES, text="Een aardige mevrouw hielp mij aan de balie.")
    assert texts(theme) == []


def test_the_language_is_that_of_the_words_and_not_of_the_form(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, language="nl", text="I never got a confirmation of my notification.")
    put(theme, run, language="en", text="1234 5678 9012 !!")
    assert [one.language for one in quotes_of_each([theme.pk], period=SEPTEMBER, most=2)[theme.pk]] == ["en", "en"]


def test_what_the_analysis_calls_central_is_the_better_quote(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, score=0.9)
    central = put(theme, run, score=0.5, text="Van mijn melding heb ik nooit een bevestiging gekregen.")
    theme.quotes = [{"comment": central.pk, "start": 0, "end": 55, "kind": "central"}]
    theme.save()
    assert texts(theme, most=1) == [central.redacted_text]


def test_only_the_newest_run_speaks(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, score=1.0, text="Dit stond in de vorige analyse onder dit thema.")
    put(theme, AnalysisRunFactory(done=True), score=0.1)
    assert texts(theme) == [WORDS]


def test_an_unfinished_run_is_not_heard(theme: Theme) -> None:
    put(theme, AnalysisRunFactory(state="running"))
    assert texts(theme) == []


def test_all_themes_are_read_in_one_query(theme: Theme, run: AnalysisRun, django_assert_num_queries: Any) -> None:
    other = ThemeFactory(title="Lang wachten")
    put(theme, run)
    put(other, run, text="Ik moest veel te lang wachten op antwoord.")
    with django_assert_num_queries(1):
        found = quotes_of_each([theme.pk, other.pk], period=SEPTEMBER)
    assert {key: len(quotes) for key, quotes in found.items()} == {theme.pk: 1, other.pk: 1}


# ---- Places, for what is frozen


def test_people_for_whom_it_went_wrong_speak_first_about_what_goes_wrong(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run, score=0.9, outcome=Outcome.YES, text="Nu krijg ik gelukkig wel een bevestiging.")
    hurt = put(theme, run, score=0.1, outcome=Outcome.NO)
    (place,) = places_of_each([theme.pk], period=SEPTEMBER, most=1)[theme.pk]
    assert place.comment == hurt.pk


def test_a_place_holds_no_words(theme: Theme, run: AnalysisRun) -> None:
    put(theme, run)
    (place,) = places_of_each([theme.pk], period=SEPTEMBER, most=1)[theme.pk]
    assert "bevestiging" not in repr(place)
    assert words_at([place])[place].text == WORDS


@pytest.mark.parametrize("change", ["consent", "state", "words", "gone"])
def test_words_leave_when_they_may_no_longer_be_shown(theme: Theme, run: AnalysisRun, change: str) -> None:
    comment = put(theme, run)
    places = places_of_each([theme.pk], period=SEPTEMBER, most=1)[theme.pk]
    rows = Comment.objects.filter(pk=comment.pk)
    match change:
        case "consent":
            rows.update(quote_consent=False)
        case "state":
            rows.update(state=State.UNUSABLE, unusable_reason=Unusable.ABUSE)
        case "words":
            rows.update(redacted_text="Ik kreeg geen [naam] van mijn melding. Dat is jammer.")
        case "gone":
            comment.delete()
    assert words_at(places) == {}
