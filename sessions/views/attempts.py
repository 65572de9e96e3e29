"""How many wrong room codes, or codes of pairings, may be tried; counted in the cache, which Redis shares.

A browser may try CODEV_CODE_ATTEMPTS, and all of an address ten times as many: in a room behind one address people who
mistype do not lock the others out, and who throws its cookies away is slowed all the same.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 600  # from the first wrong code on
BROWSERS = 10  # that may use their attempts up behind one address


def are_used_up(request: HttpRequest, what: str) -> bool:
    """Whether this browser has to wait. Even with the right code, or guessing would go on. `what` is counted apart."""
    return any(int(cache.get(key) or 0) >= most for key, most in _counts(request, what).items())


def note(request: HttpRequest, what: str) -> None:
    """A wrong code was tried."""
    for key in _counts(request, what):
        # `add` leaves a count that is there, and its end: wrong codes do not prolong the window.
        cache.add(key, 0, WINDOW_SECONDS)
        try:
            cache.incr(key)
        except ValueError:
            # The window ended in between.
            cache.set(key, 1, WINDOW_SECONDS)


def _counts(request: HttpRequest, what: str) -> dict[str, int]:
    """Where attempts are counted, each with how many there may be; without cookies browsers are one."""
    address = str(get_adapter(request).get_client_ip(request))
    browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    most = settings.CODEV_CODE_ATTEMPTS
    return {_key(what, address, browser): most, _key(what, address): most * BROWSERS}


def _key(*parts: str) -> str:
    """Under a keyed hash: the cache holds no address as such."""
    return "codes:" + salted_hmac("codev.attempts", "\n".join(parts)).hexdigest()
