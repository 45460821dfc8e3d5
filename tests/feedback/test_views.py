"""The question to a citizen: nothing but a page and a button is needed, and no word is ever lost."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisAway

from feedback import throttle, tokens
from feedback.models import Comment, Flag, PiiState
from journeys.models import Service
from journeys.models.services import Phase
from tests.factories import ServiceFactory, StepFactory

STRICT = {"enforce_csrf_checks": True}  # a browser that never got a cookie


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory()


@pytest.fixture
def visitor() -> Client:
    return Client(**STRICT)


def address(service: Service, language: str = "nl") -> str:
    with override(language):
        return reverse("feedback", kwargs={"slug": service.slug})


def token_from(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(visitor: Client, service: Service, *, language: str = "nl", **answers: Any) -> Any:
    answers.setdefault("token", tokens.issue(service))
    return visitor.post(address(service, language), answers)


def old_token(service: Service, *, age: float) -> str:
    return Signer(salt=f"feedback.form.{service.pk}").sign_object({"n": "nonce", "t": int(time.time() - age)})


def test_a_visitor_without_cookies_asks_answers_and_gets_a_number(visitor: Client, service: Service) -> None:
    page = visitor.get(address(service))
    answer = send(
        visitor, service, token=token_from(page.content.decode()), text="Het duurde lang.", grade="4", outcome="partly"
    )
    assert answer.status_code == 303
    comment = Comment.objects.get()
    thanks = visitor.get(answer["Location"])
    number = re.sub(r"<[^>]+>", "", thanks.content.decode())
    assert comment.spoken_reference in number
    assert not visitor.cookies
    assert (comment.text, comment.grade, comment.outcome, comment.channel) == ("Het duurde lang.", 4, "partly", "web")
    assert comment.quote_consent is False


@pytest.mark.parametrize("answers", [{"outcome": "yes"}, {"grade": "10"}, {"text": "Prima"}])
def test_one_answer_is_enough(visitor: Client, service: Service, answers: dict[str, str]) -> None:
    assert send(visitor, service, **answers).status_code == 303
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("answers", [{}, {"text": " \r\n "}, {"referrals_count": "3", "quote_consent": "on"}])
def test_no_answer_at_all_is_asked_for_with_the_page_title_saying_so(
    visitor: Client, service: Service, answers: dict[str, str]
) -> None:
    page = send(visitor, service, language="en", **answers)
    text = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error:" in re.sub(r"\s+", " ", text)
    assert 'href="#id_outcome_0"' in text
    assert "autofocus" in text
    assert not Comment.objects.exists()


def test_a_wrong_answer_keeps_all_the_right_ones(visitor: Client, service: Service) -> None:
    step = StepFactory(service=service, title="Bevestiging")
    page = send(
        visitor,
        service,
        language="en",
        grade="11",
        text="Blijft <b>staan</b>",
        outcome="no",
        referrals_count="3",
        quote_consent="on",
        step=str(step.key),
    )
    text = page.content.decode()
    assert "Choose a grade from 1 to 10." in text
    assert escape("Blijft <b>staan</b>") in text
    assert text.count(" checked") == 2
    assert f'value="{step.key}" selected' in text
    assert 'value="3" selected' in text


def test_a_text_that_is_too_long_is_not_cut_and_says_by_how_much(visitor: Client, service: Service) -> None:
    words = "woord " * 1_000
    page = send(visitor, service, language="en", text=words)
    assert page.status_code == 422
    assert "5,999 characters" in page.content.decode()
    assert words.strip() in page.content.decode()


def test_a_text_of_just_the_most_is_kept_whole_whatever_its_line_ends(visitor: Client, service: Service) -> None:
    words = "é\r\n" * 2_499 + "ab"
    assert send(visitor, service, text=words).status_code == 303
    assert Comment.objects.get().text == words.replace("\r\n", "\n")


def test_characters_that_no_database_keeps_are_left_out(visitor: Client, service: Service) -> None:
    assert send(visitor, service, text="a\x00b").status_code == 303
    assert Comment.objects.get().text == "ab"


def test_a_double_click_the_back_button_and_a_reload_give_the_same_number(visitor: Client, service: Service) -> None:
    token = tokens.issue(service)
    numbers = {
        tokens.reference_in(send(visitor, service, token=token, text="Eén keer")["Location"].split("/")[-2])
        for _time in range(3)
    }
    assert numbers == {Comment.objects.get().reference}


def test_who_goes_back_and_writes_more_loses_nothing_and_stays_one_person(visitor: Client, service: Service) -> None:
    token = tokens.issue(service)
    send(visitor, service, token=token, text="Eerst dit")
    send(visitor, service, token=token, text="Eerst dit, en toen dat")
    assert Comment.objects.count() == 2
    assert Comment.objects.values("person_key").distinct().count() == 1


def test_two_visitors_with_the_same_answer_are_two_comments(visitor: Client, service: Service) -> None:
    send(visitor, service, grade="8")
    send(visitor, service, grade="8")
    assert Comment.objects.values("person_key").distinct().count() == 2


def test_ten_sendings_at_the_same_moment_are_one_comment(committed_service: Service) -> None:
    service = committed_service
    token = tokens.issue(service)

    def post(_number: int) -> str:
        try:
            return str(send(Client(**STRICT), service, token=token, text="Dubbel")["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        places = list(pool.map(post, range(10)))
    kept = Comment.objects.of(service).get()
    assert {tokens.reference_in(place.split("/")[-2]) for place in places} == {kept.reference}


@pytest.mark.parametrize(
    "token",
    [lambda service: old_token(service, age=25 * 3600), lambda service: "", lambda service: "forged:token"],
    ids=["old", "missing", "forged"],
)
def test_a_page_that_stood_open_long_keeps_the_words_and_gives_a_fresh_start(
    visitor: Client, service: Service, token: Callable[[Service], str]
) -> None:
    page = send(visitor, service, language="en", token=token(service), text="Mijn verhaal", grade="3")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Your answers are still here. Press Send once more." in text
    assert "Mijn verhaal" in text
    assert send(visitor, service, token=token_from(text), text="Mijn verhaal", grade="3").status_code == 303


def test_an_old_form_that_was_sent_before_is_still_the_same_form(visitor: Client, service: Service) -> None:
    send(visitor, service, token=old_token(service, age=60), text="Eén keer")
    page = send(visitor, service, token=old_token(service, age=25 * 3600), text="Eén keer")
    send(visitor, service, token=token_from(page.content.decode()), text="Eén keer")
    assert Comment.objects.count() == 1


def test_a_token_of_another_service_does_not_count(visitor: Client, service: Service) -> None:
    other = ServiceFactory(passport=True)
    assert send(visitor, service, token=tokens.issue(other), text="Hallo").status_code == 422


# Signs for the moderator; nobody is refused for them.


def test_what_looks_like_a_robot_is_kept_with_a_sign(visitor: Client, service: Service) -> None:
    assert send(visitor, service, text="Zie https://casino.example", website="x").status_code == 303
    assert set(Comment.objects.get().flags) == {Flag.HONEYPOT, Flag.QUICK, Flag.LINKS}


def test_a_person_who_takes_time_gets_no_sign(visitor: Client, service: Service) -> None:
    assert send(visitor, service, token=old_token(service, age=23 * 3600), text="Rustig aan").status_code == 303
    assert Comment.objects.get().flags == []


def test_too_many_from_one_address_wait_with_their_words_kept(
    visitor: Client, service: Service, settings: Settings
) -> None:
    settings.FEEDBACK_PER_ADDRESS = 2
    for number in range(2):
        assert send(visitor, service, text=f"Nummer {number}").status_code == 303
    page = send(visitor, service, language="en", text="De derde", grade="7")
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert "De derde" in page.content.decode()
    elsewhere = Client(**STRICT, REMOTE_ADDR="198.51.100.7")
    assert send(elsewhere, service, text="Van elders").status_code == 303


def test_an_address_that_a_visitor_claims_does_not_count(service: Service, settings: Settings) -> None:
    settings.FEEDBACK_PER_ADDRESS = 1
    send(Client(**STRICT, HTTP_X_FORWARDED_FOR="203.0.113.1"), service, grade="8")
    assert send(Client(**STRICT, HTTP_X_FORWARDED_FOR="203.0.113.2"), service, grade="8").status_code == 429


def test_behind_our_own_proxy_the_last_address_it_wrote_counts(service: Service, settings: Settings) -> None:
    settings.FEEDBACK_PER_ADDRESS, settings.TRUSTED_PROXIES = 1, 1
    send(Client(**STRICT, HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.1"), service, grade="8")
    assert send(Client(**STRICT, HTTP_X_FORWARDED_FOR="2.2.2.2, 203.0.113.1"), service, grade="8").status_code == 429
    assert send(Client(**STRICT, HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9"), service, grade="8").status_code == 303


def test_one_household_with_many_ipv6_addresses_is_one(service: Service, settings: Settings) -> None:
    settings.FEEDBACK_PER_ADDRESS = 1
    send(Client(**STRICT, REMOTE_ADDR="2001:db8:1:1::1"), service, grade="8")
    assert send(Client(**STRICT, REMOTE_ADDR="2001:db8:1:1::2"), service, grade="8").status_code == 429
    assert send(Client(**STRICT, REMOTE_ADDR="2001:db8:1:2::1"), service, grade="8").status_code == 303
    assert send(Client(**STRICT, REMOTE_ADDR="unix:"), service, grade="8").status_code == 303


def test_words_are_kept_when_the_cache_is_away(
    visitor: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object) -> None:
        raise RedisAway("gone")

    monkeypatch.setattr(throttle, "cache", SimpleNamespace(add=gone, incr=gone))
    assert send(visitor, service, text="Toch bewaard").status_code == 303


# The page.


@pytest.mark.parametrize("name", ["stap", "step"])
def test_a_step_in_the_address_is_chosen_already(visitor: Client, service: Service, name: str) -> None:
    first, second = StepFactory(service=service), StepFactory(service=service)
    text = visitor.get(address(service), {name: str(second.key)}).content.decode()
    assert f'value="{second.key}" selected' in text
    assert f'value="{first.key}">' in text


def test_the_whole_journey_comes_first_and_is_no_step(visitor: Client, service: Service) -> None:
    step = StepFactory(service=service)
    text = visitor.get(address(service, "en")).content.decode()
    assert text.index("The whole journey") < text.index(step.title)
    send(visitor, service, step="", grade="8")
    assert Comment.objects.get().step is None


def test_a_comment_lands_on_its_step(visitor: Client, service: Service) -> None:
    step = StepFactory(service=service)
    send(visitor, service, step=str(step.key), grade="2")
    assert Comment.objects.get().step == step


@pytest.mark.parametrize("step", ["no-such-step", str(uuid4())])
def test_a_step_that_is_not_on_the_map_is_an_error(visitor: Client, service: Service, step: str) -> None:
    StepFactory(service=service)
    assert send(visitor, service, step=step, grade="2").status_code == 422


def test_an_unknown_service_is_not_found(visitor: Client, service: Service) -> None:
    assert visitor.get(address(Service(slug="niets"))).status_code == 404


def test_a_service_that_retired_while_the_page_stood_open_still_takes_the_words(
    visitor: Client, service: Service
) -> None:
    Service.objects.filter(pk=service.pk).update(phase=Phase.RETIRED)
    assert visitor.get(address(service)).status_code == 404
    assert send(visitor, service, text="Nog net").status_code == 303


def test_the_empty_form_is_one_visitors_and_can_be_gone_back_to(visitor: Client, service: Service) -> None:
    rule = visitor.get(address(service))["Cache-Control"]
    assert "private" in rule
    assert "no-cache" in rule
    assert "no-store" not in rule, "a browser that goes back would fetch another token and send the same words twice"


def test_a_page_with_answers_or_a_number_is_stored_nowhere(visitor: Client, service: Service) -> None:
    assert "no-store" in send(visitor, service)["Cache-Control"]
    assert "no-store" in visitor.get(send(visitor, service, grade="8")["Location"])["Cache-Control"]


def test_other_methods_are_refused(visitor: Client, service: Service) -> None:
    assert visitor.put(address(service)).status_code == 405
    assert Client().post(send(visitor, service, grade="8")["Location"]).status_code == 405


def test_the_thanks_page_shows_a_number_for_two_hours_and_to_nobody_who_guesses(
    visitor: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = urlsplit(send(visitor, service, grade="8", language="en")["Location"]).path
    reference = Comment.objects.get().reference
    assert reference[:3] in visitor.get(place).content.decode()
    assert visitor.get(place.replace(reference, "111222333444")).status_code == 410
    monkeypatch.setattr(tokens, "THANKS_LAST", -1)
    gone = visitor.get(place)
    assert gone.status_code == 410
    assert "has not been lost" in gone.content.decode()


def test_personal_data_never_reach_the_public_text(visitor: Client, service: Service) -> None:
    send(visitor, service, text="Bel 06-12345678")
    comment = Comment.objects.get()
    assert (comment.redacted_text, comment.pii_state) == ("Bel [telefoonnummer]", PiiState.MASKED)


def test_the_language_of_the_form_is_kept(visitor: Client, service: Service) -> None:
    send(visitor, service, language="en", grade="8")
    assert Comment.objects.get().language == "en"


def test_a_sending_takes_ten_queries_at_most(
    visitor: Client, service: Service, django_assert_max_num_queries: Any
) -> None:
    StepFactory.create_batch(5, service=service)
    data = {"token": tokens.issue(service), "text": "Kort", "grade": "8"}
    place = address(service)
    with django_assert_max_num_queries(10):
        assert visitor.post(place, data).status_code == 303


def test_the_whole_way_in_dutch(visitor: Client, service: Service) -> None:
    assert address(service) == "/reactie/trouwen/"
    page = visitor.get(address(service)).content.decode()
    for words in ("Hoe ging het bij u?", "Is het gelukt?", "Welk cijfer geeft u?", "Versturen", "Liever bellen?"):
        assert words in page
    assert "<title>Fout:" in re.sub(r"\s+", " ", send(visitor, service).content.decode())
    old = send(visitor, service, token="", grade="8").content.decode()
    assert "De pagina stond lang open. Uw antwoorden staan er nog. Druk nog een keer op Versturen." in old
    place = send(visitor, service, grade="8")["Location"]
    assert place.startswith("/reactie/trouwen/bedankt/")
    thanks = visitor.get(place).content.decode()
    assert "Schrijf dit op of maak een foto." in thanks


def test_the_whole_way_in_english(visitor: Client, service: Service) -> None:
    assert address(service, "en") == "/en/feedback/trouwen/"
    page = visitor.get(address(service, "en")).content.decode()
    for words in ("How did it go for you?", "Did it work out?", "Which grade do you give?", "Rather call?"):
        assert words in page
    place = send(visitor, service, language="en", grade="8")["Location"]
    assert place.startswith("/en/feedback/trouwen/thanks/")
    assert "Write it down or take a photo." in visitor.get(place).content.decode()
