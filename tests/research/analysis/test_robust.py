"""Whatever people type: the right result or a clear notice, in time that grows with the length of it only."""

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest

from research.analysis import Document, Parameters, Result, analyse
from research.analysis.duplicates import sketches
from research.analysis.exclusions import reason_to_exclude
from research.analysis.language import detect
from research.analysis.sharding import fit, read_shard, text_key
from research.analysis.units import split
from research.analysis.wordbook import Wordbook
from research.analysis.words import comparable, words
from tests.research.analysis.stand_ins import WordEncoder, comments

PLEA = "Ik ben tegen de sluiting van het zwembad, want onze kinderen leren er zwemmen en ouderen bewegen er"


@pytest.fixture(params=["semantic", "lexical"])
def look(request: pytest.FixtureRequest) -> Callable[[list[Document]], Result]:
    return lambda documents: analyse(documents, Parameters(backend=request.param), embedder=WordEncoder())


def verdicts(result: Result) -> Counter[str]:
    return Counter(row.reason.value if row.reason else row.status.value for row in result.assignments if row.primary)


def notices(result: Result) -> list[str]:
    return [notice.code.value for notice in result.notices]


def numbered(*texts: str) -> list[Document]:
    return [Document(str(number), text) for number, text in enumerate(texts)]


def test_nothing_and_next_to_nothing_get_a_notice(look: Callable[[list[Document]], Result]) -> None:
    assert notices(look([])) == ["too_few"]
    one = look(numbered("De balie was dicht en niemand hielp mij."))
    assert (verdicts(one), notices(one)) == ({"too_few_comments": 1}, ["too_few"])
    assert verdicts(look(numbered("", "👍"))) == {"empty": 1, "no_words": 1}


def test_all_alike_is_one_theme_and_a_campaign(look: Callable[[list[Document]], Result]) -> None:
    result = look([Document(str(number), PLEA, person=f"p{number}") for number in range(500)])
    assert verdicts(result) == {"assigned": 500}
    assert [theme.people for theme in result.themes] == [500]
    assert notices(result) == ["campaign"]


def test_five_thousand_near_copies_are_one_theme_and_one_campaign() -> None:
    documents = numbered(*(f"{PLEA} groet nummer {number}" for number in range(5_000)))
    result = analyse(documents, Parameters(backend="lexical"))
    assert [theme.size for theme in result.themes] == [5_000]
    assert [campaign.comments for campaign in result.themes[0].campaigns] == [5_000]
    assert notices(result) == ["campaign"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("a" * 50_000, "gibberish"),
        ("\u0301" * 10_000, "no_words"),
        ("a" + "\u0301" * 10_000, "no_words"),
        ("🇳🇱👨‍👩‍👧‍👦" * 2_000, "no_words"),
        ("\0" * 1_000, "no_words"),
        ("\n" * 50_000, "empty"),
        ("; " * 25_000, "no_words"),
        ("https://voorbeeld.example/ " * 2_000, "spam"),
    ],
)
def test_what_says_nothing_is_left_out_with_its_reason(
    look: Callable[[list[Document]], Result], text: str, verdict: str
) -> None:
    assert verdicts(look([*comments(), Document("odd", text)])) == {"assigned": len(comments()), verdict: 1}


@pytest.mark.parametrize(
    "text",
    [
        "De balie " + "e\u0301" * 5_000 + " was de hele dag dicht",
        "De balie 🎉 was 😡 de hele dag dicht 👍🏽",
        "انتظرت طويلا في الطابور ولم يساعدني أحد",
        "חיכיתי הרבה זמן בתור \u202e ואף אחד לא עזר לי",
        "等了很久没有回复。真的很久。",
        "wachttijd Ожидание 等待 انتظار ουρά",
        "afval。container。" * 3_000,
        "een twee " * 5_000,
        "De balie \ud800 was dicht",
    ],
)
def test_what_says_something_is_read_in_any_alphabet(look: Callable[[list[Document]], Result], text: str) -> None:
    result = look([*comments(), *(Document(f"odd{number}", text) for number in range(6))])
    rows = [row for row in result.assignments if row.document_id.startswith("odd")]
    assert all(0 <= row.unit_start < row.unit_end <= len(text) for row in rows)
    assert result.counts.excluded == {}


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, the best of three."""
    found = []
    for _ in range(3):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


# Per doubling; measured over two doublings, because a processor that others use too makes small times waver.
LINEAR = 2.6


@pytest.mark.parametrize(
    "piece", ["a。", "een twee, maar ", "[", "a@", "http://", "a-", "e\u0301", "x", "Mr. ", "\n a", "。 "]
)
@pytest.mark.parametrize(
    "work",
    [split, words, detect, text_key, reason_to_exclude, lambda text: sketches([text]),
     lambda text: Wordbook(comparable).read([text], ["nl"])],
    ids=["units", "words", "language", "key", "exclusion", "sketch", "wordbook"],
)  # fmt: skip
def test_a_text_of_twice_the_length_costs_about_twice(work: Callable[[str], object], piece: str) -> None:
    text = piece * (20_000 // len(piece))
    once, four_times = seconds(lambda: work(text)), seconds(lambda: work(4 * text))
    assert four_times < LINEAR**2 * max(once, 0.01)


@pytest.mark.slow
def test_twice_as_many_comments_cost_about_twice_to_read() -> None:
    chance = random.Random(0)
    said = [word for document in comments() for word in document.text.split()]
    documents = numbered(*(" ".join(chance.choices(said, k=14)) + "." for _ in range(4_000)))
    learned = fit(documents[:400], Parameters(backend="lexical"))
    read_shard(learned, documents[:400])
    once, four_times = (seconds(lambda n=count: read_shard(learned, documents[:n])) for count in (1_000, 4_000))  # type: ignore[misc]
    assert four_times < LINEAR**2 * once
