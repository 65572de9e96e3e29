"""What a server runs: Django over HTTP, our consumers over WebSockets from our own hosts only."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codev.settings")

import django

# Before the imports below, as they import models.
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.core.checks import run_checks

from codev import doorbell, ending, serving
from codev.handler import Handler
from sessions.sockets.routing import websocket_urlpatterns


def _begin_serving() -> None:
    """Claim the database, and exit where a check tagged "serving" fails (a second process, a wrong protocol)."""
    serving.claim()
    refusals = [message for message in run_checks(tags=["serving"]) if message.is_serious()]
    if refusals:
        sys.exit("\n".join(map(str, refusals)))


def _spare_the_collector() -> None:
    """Leave what was imported out of every collection, and collect after more has been made.

    A push makes thousands of small values that no cycle holds: collecting took a tenth of what a command costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


_begin_serving()
_spare_the_collector()
ending.prepare()
_routes: Any = websocket_urlpatterns  # applications stand where Django's types expect views
_router = ProtocolTypeRouter(
    {
        "http": Handler(),
        # A handshake carries no CSRF token, so its Origin is what keeps other sites out. Who it is, the consumer asks
        # after accepting: refused here, a page could not tell that from a broken network.
        "websocket": AllowedHostsOriginValidator(CookieMiddleware(URLRouter(_routes))),
    }
)


async def application(
    scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answer one connection, and let the doorbell know the loop that sockets live on."""
    doorbell.use_loop(asyncio.get_running_loop())
    if scope["type"] != "websocket":
        return await _router(scope, receive, send)
    with ending.told(send):
        return await _router(scope, receive, send)
