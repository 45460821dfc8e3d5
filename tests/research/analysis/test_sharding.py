"""A collection in shards has the same result as in one piece, wherever and in whatever order they are read."""

import random
from collections.abc import Sequence

import pytest

from research.analysis import Document, KnownTheme, Parameters, Result, analyse
from research.analysis.pipeline import analyse_shards
from research.analysis.sharding import Learned, ShardAnswer, combine, fit, read_shard, sample_of, text_key
from tests.research.analysis.stand_ins import WordEncoder, comments

CAMPAIGN = "Red het zwembad, sluit het niet: onze kinderen leren er zwemmen en dat moet zo blijven"


def a_crowd() -> list[Document]:
    """Four matters by sixty people who grade them, a campaign with its near-copies, and what cannot be read."""
    told = [
        Document(f"c{number}", document.text, person=f"p{number % 60}", grade=float(number * 7 % 10 + 1))
        for number, document in enumerate(comments(12))
    ]
    both = "De container voor afval is altijd vol. Parkeren in onze straat is een ramp geworden voor de auto."
    odd = ["", "👍👍", "sdfghjk qwrtpsdf", "top", both, both, both.upper()]
    sent = [f"{CAMPAIGN}{'' if number % 2 else f', groet {number}'}" for number in range(40)]
    more = [Document(str(number), text, person=f"q{number % 7}") for number, text in enumerate([*odd, *sent])]
    return told + more


def known() -> list[KnownTheme]:
    waste = tuple(f"c{number}" for number in range(18, 22))
    members = tuple(f"c{24 * turn + number}" for turn in range(1, 12) for number in range(12, 18))
    return [
        KnownTheme("u-1", "Afval", anchors=waste, required=("1", "c2"), forbidden=("c23",)),
        KnownTheme("u-2", "Parkeren", members=members),
    ]


def in_shards(documents: Sequence[Document], count: int, chance: random.Random | None = None) -> list[list[Document]]:
    rows = list(documents)
    if chance:
        chance.shuffle(rows)
    return [rows[start::count] for start in range(count)]


def by_shards(shards: Sequence[Sequence[Document]], parameters: Parameters, chance: random.Random) -> Result:
    """As several machines would do it: everything goes through bytes, and answers arrive in any order."""
    everyone = [document for shard in shards for document in shard]
    sample = sample_of(((one.id, text_key(one.text)) for one in everyone), known())
    learners = [one for one in everyone if one.id in sample.ids]
    encoder = WordEncoder()
    learned = fit(learners, parameters, known_themes=known(), sample=sample, embedder=encoder).to_bytes()
    answers = [
        read_shard(Learned.from_bytes(learned), shard, embedder=WordEncoder()).to_bytes() for shard in shards if shard
    ]
    chance.shuffle(answers)
    return combine(Learned.from_bytes(learned), map(ShardAnswer.from_bytes, answers))


@pytest.fixture(params=["semantic", "lexical"])
def parameters(request: pytest.FixtureRequest) -> Parameters:
    return Parameters(backend=request.param)


@pytest.mark.parametrize("most_fitted", [20_000, 60])
def test_one_shard_three_shards_and_shuffled_shards_give_the_same_result(
    parameters: Parameters, most_fitted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("research.analysis.sharding.sample.MOST_FITTED", most_fitted)
    chance = random.Random(8)
    documents = a_crowd()
    whole = analyse(documents, parameters, known_themes=known(), embedder=WordEncoder())
    assert whole.counts.received == len(documents)
    assert [theme.uuid for theme in whole.themes if theme.uuid]
    assert any(theme.campaigns for theme in whole.themes) or "campaign" in [one.code for one in whole.notices]
    for count in (1, 3, 7):
        assert by_shards(in_shards(documents, count), parameters, chance) == whole
    assert by_shards(in_shards(documents, 3, chance), parameters, chance) == whole


def test_shards_may_stream_by_and_need_not_be_held(parameters: Parameters) -> None:
    documents, calls = a_crowd(), []

    def shards() -> list[list[Document]]:
        calls.append(1)
        return in_shards(documents, 4)

    whole = analyse(documents, parameters, embedder=WordEncoder())
    assert analyse_shards(shards, parameters, embedder=WordEncoder()) == whole
    assert len(calls) == 3
