"""Rings a session, a group or a person: which bell, which revision, nothing else. The database is the truth."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

Kind = Literal["session", "group", "person"]

logger = logging.getLogger(__name__)
_loop: asyncio.AbstractEventLoop | None = None
_sending: set[asyncio.Future[None]] = set()
_held: ContextVar[list[tuple[Kind, UUID | int | str, int]] | None] = ContextVar("held", default=None)


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Name the loop that this process's sockets live on: rings are sent from there, without waiting."""
    global _loop
    _loop = loop


def channel_group(kind: Kind, id: UUID | int | str) -> str:
    """The channel group that listeners of this bell join."""
    return f"{kind}.{id}"


def ring(kind: Kind, id: UUID | int | str, revision: int) -> None:
    """Ring from any thread, after the commit. Never raises, never waits for a server's loop.

    `revision` is the session's; bells of groups and persons ring with 0, and whoever hears them asks the database. So
    does a session's for what no revision of it tells, such as a key that was destroyed.
    """
    if (held := _held.get()) is not None:
        held.append((kind, id, revision))
        return
    name = channel_group(kind, id)
    try:
        _ring(name, {"type": "ring", "bell": name, "revision": revision})
    except Exception:
        # What was done is committed, and must not look like a failure: heartbeats make up for a lost bell.
        logger.exception("The bell of %s did not ring", name)


@contextmanager
def held() -> Iterator[None]:
    """What rings meanwhile, in this context, rings once at the end: what is done by several writes is seen whole."""
    bells: list[tuple[Kind, UUID | int | str, int]] = []
    before = _held.set(bells)
    try:
        yield
    finally:
        _held.reset(before)
        for bell in dict.fromkeys(bells):
            ring(*bell)


def on_loop(work: Callable[[], Coroutine[Any, Any, None]]) -> Future[None]:
    """Have this done on the server's loop, from a thread; here and now where none runs."""
    if _loop and _loop.is_running():
        return asyncio.run_coroutine_threadsafe(work(), _loop)
    done: Future[None] = Future()
    try:
        done.set_result(async_to_sync(work)())
    except Exception as error:
        done.set_exception(error)
    return done


def _ring(name: str, message: dict[str, Any]) -> None:
    if _loop and _loop.is_running():
        # On the loop that the layer's queues and connections belong to: from this thread they would wake nobody.
        _loop.call_soon_threadsafe(_begin, name, message)
    elif settings.REDIS_URL:
        async_to_sync(_send)(name, message)
    # Otherwise nobody listens: without Redis the only listeners are this process's sockets.


def _begin(name: str, message: dict[str, Any]) -> None:
    sending = asyncio.ensure_future(_send(name, message))
    _sending.add(sending)  # a loop itself keeps no task alive
    sending.add_done_callback(_report)


async def _send(name: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    assert layer  # noqa: S101 (settings always name one)
    await layer.group_send(name, message)


def _report(sent: asyncio.Future[None]) -> None:
    _sending.discard(sent)
    if not sent.cancelled() and (error := sent.exception()):
        logger.error("A bell did not ring", exc_info=error)
