"""Each format by its header, and each row as values."""

from datetime import date

import pytest

from feedback.imports.formats import FORMATS, GENERIC, NAMES, DecidimRow, PolisRow, detect, is_personal
from feedback.imports.values import RefusedError, channel, day, outcome, whole
from feedback.models import State

DETECTED = [
    ("polis", "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"),
    (
        "polis",
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,group-informed-consensus,comment-body",
    ),
    ("polis", "timestamp,comment-id,author-id,agrees,disagrees,moderated,importance,comment-body"),
    (
        "decidim",
        "id,created_at,body,locale,author/id,author/name,alignment,depth,user_group/id,user_group/name,commentable_id,"
        "commentable_type,root_commentable_url",
    ),
    ("decidim", "id,created_at,body.nl,body.en,author.id,commentable_id,commentable_type"),
    ("consul", "comment-id,comment_text,agrees,disagrees,passes,author-id"),
    ("kouchou-ai", "comment-id,comment-body,source,url,attribute_age"),
    ("talk-to-the-city", "id,interview,comment"),
    ("talk-to-the-city", "id,interview,response"),
    (
        "gov.uk",
        "creation date,path or service name,feedback,service satisfaction rating,browser name,browser version,"
        "browser platform,user agent,referrer,type",
    ),
    ("generic", "datum,cijfer,kanaal,stap,Reactie"),
    ("generic", "Text,Main,Sub"),
    ("generic", "response_id,response"),
    ("generic", "cijfer"),
    (None, "naam,leeftijd"),
]


@pytest.mark.parametrize(("name", "header"), DETECTED)
def test_a_format_is_known_by_its_header(name: str | None, header: str) -> None:
    found = detect(tuple(header.split(",")))
    assert (found.name if found else None) == name


def test_every_format_is_named_and_has_a_header_here() -> None:
    assert {one.name for one in (*FORMATS, GENERIC)} == set(NAMES) == {name for name, _ in DETECTED if name}


def test_a_format_that_was_asked_for_must_have_its_columns() -> None:
    assert detect(("reactie",), "polis") is None
    assert detect(("reactie",), "generic") is GENERIC


POLIS = {"comment-id": "7", "author-id": "12", "agrees": "1", "disagrees": "0", "comment-body": "Meer groen"}


@pytest.mark.parametrize(("moderated", "state"), [("-1", State.UNUSABLE), ("0", State.RECEIVED), ("1", State.READ)])
def test_a_polis_verdict_comes_along(moderated: str, state: State) -> None:
    said = PolisRow.of({**POLIS, "timestamp": "1518501496471", "moderated": moderated}).said()
    assert (said.state, said.said_on) == (state, date(2018, 2, 13))
    assert bool(said.unusable_reason) == (state == State.UNUSABLE)


def test_polis_counts_in_milliseconds_or_in_seconds() -> None:
    days = {
        PolisRow.of({**POLIS, "timestamp": stamp, "moderated": "0"}).said_on
        for stamp in ("1518501496471", "1518501496")
    }
    assert days == {date(2018, 2, 13)}


def test_a_seed_of_polis_has_a_sign() -> None:
    assert PolisRow.of({**POLIS, "moderated": "1", "is-seed": "TRUE"}).said().flags == ("seeded",)


def test_decidim_bodies_lose_their_mark_up_and_may_be_in_any_language() -> None:
    row = DecidimRow.of({"id": "1", "body.nl": "", "body.en": "<p>More &amp; better</p><p>Trees</p>", "locale": "en"})
    assert (row.text, row.language) == ("More & better\nTrees", "en")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-01",
        "2026/3/1 8:48:17 p.m. CET",
        "01-03-2026",
        "1/3/2026",
        "1.3.2026",
        "2026-03-01T10:00:00",
        "2026-02-28 23:30:00 UTC",
    ],
)
def test_a_day_in_any_order_is_that_day(cell: str) -> None:
    assert day(cell) == date(2026, 3, 1)


@pytest.mark.parametrize("cell", ["gisteren", "2026-13-01", "99-99-9999", "2999-01-01", "1066-10-14", "99999999999999"])
def test_what_is_no_day_is_refused_with_a_sentence(cell: str) -> None:
    with pytest.raises(RefusedError):
        day(cell)


def test_grades_are_whole_numbers_however_a_spreadsheet_writes_them() -> None:
    assert [whole(cell, 1, 10, "grade") for cell in ("8", " 8,0", "8.0", "")] == [8, 8, 8, None]
    for cell in ("7,5", "11", "0", "acht", "-1", "9" * 5_000):
        with pytest.raises(RefusedError):
            whole(cell, 1, 10, "grade")


def test_outcomes_and_channels_are_known_by_their_words() -> None:
    assert [outcome(cell) for cell in ("Ja", "deels", "no", "")] == ["yes", "partly", "no", ""]
    assert [channel(cell) for cell in ("Balie", "telefoon", "e-mail", "")] == ["counter", "phone", "email", "web"]
    for kind in (outcome, channel):
        with pytest.raises(RefusedError, match="postduif"):
            kind("postduif")


@pytest.mark.parametrize(
    "column", ["author/name", "User Name", "E-mail", "Naam", "IP Address", "user agent", "Telefoon"]
)
def test_columns_about_persons_are_known(column: str) -> None:
    assert is_personal(column)


@pytest.mark.parametrize("column", ["reactie", "author-id", "path or service name", "stap", "type"])
def test_other_columns_are_not_about_persons(column: str) -> None:
    assert not is_personal(column)


def test_each_row_class_shows_an_example() -> None:
    assert all("`" in (one.row.__doc__ or "") for one in (*FORMATS, GENERIC))
