"""How many wrong room codes, or codes of pairings, an address may try; counted in the cache, which Redis shares."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 600  # from the first wrong code on


def are_used_up(address: str) -> bool:
    """Whether this address (`CODEV_CODE_ATTEMPTS`) has to wait. Even with the right code, or guessing would go on."""
    return int(cache.get(_key(address)) or 0) >= settings.CODEV_CODE_ATTEMPTS


def note(address: str) -> None:
    """A wrong code was tried."""
    key = _key(address)
    # `add` leaves a count that is there, and its end: wrong codes do not prolong the window.
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        # The window ended in between.
        cache.set(key, 1, WINDOW_SECONDS)


def _key(address: str) -> str:
    """Under a keyed hash: the cache holds no address as such."""
    return "codes:" + salted_hmac("codev.attempts", address).hexdigest()
