"""How a server ends: what it began is answered, sockets are told to come back, and nothing holds it up.

daphne alone needs it, which cancels whatever it serves as soon as it is to end; uvicorn waits by itself.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from twisted.internet import reactor as _reactor
from twisted.internet.defer import Deferred
from twisted.internet.tcp import Port

# Pages come back one after another. The code for it is 1012, which daphne sends for no application.
RESTARTS = 4012
ANSWERS_SECONDS = 2.5
LEAVES_SECONDS = 0.3  # for what was sent to leave, and for what is given up to be gone
AT_MOST_SECONDS = 4.0

reactor: Any = _reactor  # its type depends on the platform
_owed: set[asyncio.Future[Any]] = set()
_sockets: set[Callable[[Any], Awaitable[None]]] = set()
_is_near = False


def prepare() -> None:
    """Have daphne end in this way.

    Before its own preparations: triggers run in the order in which they were added.
    """
    reactor.addSystemEventTrigger("before", "shutdown", _begin)


def is_near() -> bool:
    """Whether the server is about to end: nothing is begun any more."""
    return _is_near


async def owing(answer: asyncio.Task[None]) -> None:
    """Wait for an answer that is still sent if the server ends meanwhile; cancelled before, it is given up."""
    _owed.add(answer)
    answer.add_done_callback(_owed.discard)
    try:
        await asyncio.shield(answer)
    finally:
        if not (_is_near and answer in _owed):
            answer.cancel()


def forgive() -> None:
    """The answer of the running task may take long: the server's end cuts it off."""
    if task := asyncio.current_task():
        _owed.discard(task)


def tell(send: Callable[[Any], Awaitable[None]]) -> None:
    """Have a socket told when the server ends, until it is forgotten."""
    _sockets.add(send)


def forget(send: Callable[[Any], Awaitable[None]]) -> None:
    """The socket is gone."""
    _sockets.discard(send)


def _begin() -> Deferred[None]:
    global _is_near
    _is_near = True
    # A thread that waits for a lock cannot be told to stop, and Python would wait for it.
    last = threading.Timer(AT_MOST_SECONDS, os._exit, (0,))
    last.daemon = True
    last.start()
    for listening in [one for one in reactor.getReaders() if isinstance(one, Port)]:
        listening.stopListening()
    # By now: daphne cancels the sockets' tasks next, and they are forgotten with them.
    return Deferred.fromFuture(asyncio.ensure_future(_drain(tuple(_sockets))))


async def _drain(sockets: tuple[Callable[[Any], Awaitable[None]], ...]) -> None:
    farewells = [send({"type": "websocket.close", "code": RESTARTS}) for send in sockets]
    await asyncio.gather(*farewells, return_exceptions=True)
    if _owed:
        await asyncio.wait(_owed, timeout=ANSWERS_SECONDS)
    await asyncio.sleep(LEAVES_SECONDS)
    # As asyncio.run does, and daphne does not: a task that is left would be taken apart with the interpreter.
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.wait([*left, asyncio.ensure_future(asyncio.sleep(0))], timeout=LEAVES_SECONDS)
