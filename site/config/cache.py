"""The shared cache. It saves work and is never needed: while it is away the site goes on without it."""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds without asking a cache that did not answer


class ForgivingRedisCache(RedisCache):
    """Redis that counts as empty while it does not answer: one short wait, then none for some seconds."""

    away_until: ClassVar[float] = 0.0

    def _or(self, nothing: Any, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Return what the cache says, or `nothing` when it is away."""
        if time.monotonic() < ForgivingRedisCache.away_until:
            return nothing
        try:
            return ask(*args, **kwargs)
        except (RedisError, OSError) as trouble:
            ForgivingRedisCache.away_until = time.monotonic() + PAUSE
            log.warning("The cache is away, going on without it: %s", trouble)
            return nothing

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Store where nothing stands; say whether that happened."""
        return bool(self._or(False, super().add, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what stands there, or the default."""
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Store."""
        self._or(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Let it live longer; say whether it was there."""
        return bool(self._or(False, super().touch, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Remove; say whether it was there."""
        return bool(self._or(False, super().delete, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Return what stands there of these."""
        found: dict[Any, Any] = self._or({}, super().get_many, *args, **kwargs)
        return found

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Say whether something stands there."""
        return bool(self._or(False, super().has_key, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count on; as in any cache, a ValueError says that there is nothing to count on from."""
        count = self._or(None, super().incr, key, delta, version)
        if count is None:
            raise ValueError(f"Key {key!r} not found")
        return int(count)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Store these; return the keys that could not be stored."""
        failed: list[Any] = self._or([], super().set_many, *args, **kwargs)
        return failed

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Remove these."""
        self._or(None, super().delete_many, *args, **kwargs)

    def clear(self) -> None:
        """Empty it."""
        self._or(None, super().clear)
