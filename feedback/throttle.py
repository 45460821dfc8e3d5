"""How often one address may send. A library or a town hall is one address too, so the limit is wide."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError


def client_address(request: HttpRequest) -> str:
    """Return where a request comes from.

    X-Forwarded-For counts only as far as our own proxies wrote it: with TRUSTED_PROXIES = 1 its last entry.
    IPv6 addresses count by network, since one household has 2**64 of them.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = settings.TRUSTED_PROXIES
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if hops and len(forwarded) >= hops:
        address = forwarded[-hops].strip()
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(IPv6Address(int(found) >> 64 << 64)) if isinstance(found, IPv6Address) else str(found)


def too_many(request: HttpRequest) -> bool:
    """Count this sending and say whether its address sent too often. The address itself is kept nowhere."""
    key = "feedback.sent." + salted_hmac("feedback.throttle", client_address(request)).hexdigest()
    try:
        cache.add(key, 0, settings.FEEDBACK_WINDOW)
        return int(cache.incr(key)) > int(settings.FEEDBACK_PER_ADDRESS)
    except (
        ValueError,
        OSError,
        RedisError,
    ):  # the count just lapsed, or the cache is away: words are not refused for that
        return False
