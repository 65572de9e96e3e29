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

from django.core.checks import run_checks

from codev import bodies, doorbell, ending, serving, upgraded, worker
from codev.handler import Handler
from sessions.sockets import routing as sockets


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
upgraded.prepare()
bodies.prepare()
worker.start()
_answer = Handler()


async def application(
    scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answer one connection, and let the doorbell know the loop that sockets live on."""
    doorbell.use_loop(asyncio.get_running_loop())
    if scope["type"] == "http":
        return await _answer(scope, receive, send)
    if scope["type"] != "websocket":
        raise ValueError(f"Nothing here speaks {scope['type']}")
    serving = sockets.serve(scope, receive, send)
    del scope  # a page is open for hours
    ending.tell(send)
    try:
        return await serving
    finally:
        ending.forget(send)
