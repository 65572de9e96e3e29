"""How many wrong room codes an address may try: counted in the cache, which several processes share."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 600


def are_used_up(address: str) -> bool:
    """Whether this address has to wait before it may try again, even with the right code."""
    return int(cache.get(_key(address), 0)) >= settings.CODEV_CODE_ATTEMPTS


def note(address: str) -> None:
    """A wrong code was tried."""
    key = _key(address)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        # The window ended in between.
        cache.set(key, 1, WINDOW_SECONDS)


def _key(address: str) -> str:
    """No address is kept as such."""
    return "codes:" + salted_hmac("codev.attempts", address).hexdigest()
