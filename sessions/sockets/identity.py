"""Who a socket's browser is to a session, and what a refusal's code tells the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from codev import browsers, doorbell
from codev.browsers import hashed

from .. import access, recognised
from ..access import Standing, Visit
from .handshake import Handshake

# What each tells the page stands in docs/live.md; after 4401, 4403 and 4404 it tries no more.
SIGN_IN, FORBIDDEN, UNKNOWN, CROWDED, TOO_BIG, GARBLED = 4401, 4403, 4404, 4429, 4413, 4400
TRY_AGAIN = 1013
Found = tuple[Visit | None, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a page says of itself: its browser's session key, and the participant that `?as=` names, else ""."""

    session_id: UUID
    is_screen: bool
    browser: str | None
    wanted: str


def claim_of(handshake: Handshake) -> Claim:
    browser = handshake.cookies.get(settings.SESSION_COOKIE_NAME)
    return Claim(handshake.session_id, handshake.is_screen, browser, handshake.query.get("as", ""))


def find(claim: Claim) -> Found:
    """Who a browser is to the session, as for a page; else None and the code to close with. Blocking."""
    # Most come from a page that this process has just served: one statement then tells.
    if not claim.is_screen and (visit := recognised.visit(claim.browser, claim.session_id, wanted=claim.wanted)):
        return visit, UNKNOWN
    request = HttpRequest()
    request.session = _browser(claim.browser)
    user = get_user(request)
    # Before the session is looked for: a stranger must not learn whether it exists.
    if not access.is_known(user, request.session):
        return None, SIGN_IN
    if claim.is_screen:
        return access.screen_visit(claim.session_id, user=user, browser=request.session), UNKNOWN
    return access.visit(claim.session_id, user=user, browser=request.session, wanted=claim.wanted), UNKNOWN


def standing_of(visit: Visit, claim: Claim) -> Standing:
    """What is kept of a visit, with what it hangs on in this browser."""
    account = visit.account
    # A seat stands by itself: a browser that takes another one gets a new key, and a page that came back without
    # saying as whom would act as the other person.
    hangs = claim.browser and (account or claim.wanted) and not visit.pairing
    return replace(
        visit.standing,
        signed_in=account.get_session_auth_hash() if account else "",
        browser=hashed(claim.browser) if claim.browser and hangs else "",
    )


def has_moved(claim: Claim) -> bool:
    """Whether this very browser changed how its account signs in, and goes on under another key. Blocking."""
    return claim.browser is not None and browsers.has_moved(claim.browser)


def is_gone(who: Standing | None) -> bool:
    """Whether the row of its browser is gone, as by signing out, or by another key. Blocking."""
    return bool(who and who.browser and not browsers.there([who.browser]))


def bell_of(who: Standing) -> str:
    """The bell of this very person; a room screen that came by its link is nobody."""
    person = who.participant_id or who.account
    return doorbell.channel_group("person", person) if person else ""


def _browser(key: str | None) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(key)
    return store
