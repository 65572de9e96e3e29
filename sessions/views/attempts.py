"""How many wrong room codes, or codes of pairings, may be tried; counted in the database (groups/limits.py).

A browser may try CODEV_CODE_ATTEMPTS, and all of an address ten times as many: in a room behind one address people who
mistype do not lock the others out, and who throws its cookies away is slowed all the same.
"""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from codev import pool

WINDOW_SECONDS = 600  # from the first wrong code on
BROWSERS = 10  # that may use their attempts up behind one address


def are_used_up(request: HttpRequest, what: str) -> bool:
    """Whether this browser has to wait. Even with the right code, or guessing would go on. `what` is counted apart."""
    counts = _counts(request, what)
    tried = cache.get_many(counts)
    return any(int(tried.get(key, 0)) >= most for key, most in counts.items())


def note(request: HttpRequest, what: str) -> None:
    """A wrong code was tried. Not waited for where a page is only read, which must not wait for the write lock."""
    pool.soon(_count, list(_counts(request, what)))


def _count(keys: list[str]) -> None:
    for key in keys:
        # A count that is there stays, and its end: wrong codes do not prolong the window.
        if cache.add(key, 1, WINDOW_SECONDS):
            continue
        try:
            cache.incr(key)
        except ValueError:
            # The window ended in between.
            cache.add(key, 1, WINDOW_SECONDS)


def _counts(request: HttpRequest, what: str) -> dict[str, int]:
    """Where attempts are counted, each with how many there may be; without cookies browsers are one."""
    address = get_ip(request)  # of IPv6 the network: whoever has one address has all of it
    browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    most = settings.CODEV_CODE_ATTEMPTS
    return {_key(what, address, browser): most, _key(what, address): most * BROWSERS}


def _key(*parts: str) -> str:
    return "\n".join(("codes", *parts))
