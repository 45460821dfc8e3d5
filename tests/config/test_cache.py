"""The shared cache saves work; without it everything goes on."""

import time
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisAwayError

from config.cache import ForgivingRedisCache

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture(name="away")
def a_cache_that_is_away(monkeypatch: pytest.MonkeyPatch) -> ForgivingRedisCache:
    monkeypatch.setattr(ForgivingRedisCache, "away_until", 0.0)
    return ForgivingRedisCache(NOBODY_LISTENS, {"OPTIONS": {"socket_connect_timeout": 0.3}})


def test_a_cache_that_is_away_counts_as_empty(away: ForgivingRedisCache) -> None:
    away.set("name", "Noor")
    away.delete_many(["name"])
    assert away.get("name") is None
    assert away.get("name", "nobody") == "nobody"
    assert away.get_many(["name"]) == {}
    assert away.set_many({"name": "Noor"}) == []
    answers = [away.add("name", 1), away.touch("name"), away.delete("name"), away.has_key("name")]
    assert answers == [False] * 4
    away.clear()
    assert away.get_or_set("name", lambda: "Noor") == "Noor"


def test_there_is_nothing_to_count_on_from(away: ForgivingRedisCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        away.incr("tries")


def test_a_cache_that_is_away_is_left_alone_for_a_while(
    away: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(*args: Any, **kwargs: Any) -> None:
        asked.append("asked")
        raise RedisAwayError("away")

    for _ in range(3):
        away._or(None, refuse)
    assert asked == ["asked"]
    monkeypatch.setattr(ForgivingRedisCache, "away_until", time.monotonic() - 1)
    away._or(None, refuse)
    assert asked == ["asked", "asked"]


def test_a_cache_that_is_there_is_used(away: ForgivingRedisCache) -> None:
    assert away._or("nothing", lambda: "something") == "something"
