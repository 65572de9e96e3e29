"""Who a socket's browser is to a session, and what a refusal's code tells the page."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from codev import doorbell

from .. import access
from ..access import Visit

# What each tells the page stands in docs/live.md; after 4401, 4403 and 4404 it tries no more.
SIGN_IN, FORBIDDEN, UNKNOWN, CROWDED, TOO_BIG, GARBLED = 4401, 4403, 4404, 4429, 4413, 4400
TRY_AGAIN = 1013
Found = tuple[Visit | None, int]


def find(scope: Mapping[str, Any], *, wanted: str, is_screen: bool) -> Found:
    """Who this browser is to the session, by its session cookie as for a page; else None and the code to close with.

    `wanted` is the participant that `?as=` names. Blocking.
    """
    request = HttpRequest()
    request.session = _browser(scope["cookies"].get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    session_id: UUID = scope["url_route"]["kwargs"]["session_id"]
    # Before the session is looked for: a stranger must not learn whether it exists.
    if not access.is_known(user, request.session):
        return None, SIGN_IN
    if is_screen:
        return access.screen_visit(session_id, user=user, browser=request.session), UNKNOWN
    return access.visit(session_id, user=user, browser=request.session, wanted=wanted), UNKNOWN


def bell_of(visit: Visit) -> str:
    """The bell of this very person; a room screen is nobody."""
    person = visit.actor.participant or visit.actor.user
    return doorbell.channel_group("person", person.pk) if person else ""


def _browser(key: str | None) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(key)
    return store
