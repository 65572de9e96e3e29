"""A socket as the server gives it (ASGI): one coroutine that reads, and sends that keep nobody waiting.

Channels' consumer does the same with three more tasks, and a copy of the scope, for as long as a page is open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import suppress
from types import coroutine
from typing import Any

from .handshake import Handshake
from .identity import TRY_AGAIN

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Connection:
    """A socket: `connect`, then `receive` for each message, then `disconnect`, also where one of the two failed."""

    _send: Send
    _is_closed = False  # by us; the server refuses whatever is sent after it

    async def serve(self, handshake: Handshake, receive: Receive, send: Send) -> None:
        """Serve a socket until it closes. Raises what `connect` and `receive` raise."""
        self._send = send
        await receive()  # "websocket.connect", which says no more
        try:
            await self.connect(handshake)
            del handshake  # a page is open for hours
            while (message := await receive())["type"] != "websocket.disconnect":
                if not self._is_closed:
                    await self.receive(message.get("text"), message.get("bytes"))
        except Exception:
            # Whoever fails here is told of no disconnection: its room would keep a page that is gone.
            await self.disconnect(TRY_AGAIN)
            raise
        await self.disconnect(message["code"])

    async def connect(self, handshake: Handshake) -> None:
        raise NotImplementedError

    async def receive(self, text: str | None, data: bytes | None) -> None:
        raise NotImplementedError

    async def disconnect(self, code: int) -> None:
        raise NotImplementedError

    async def accept(self) -> None:
        await self._tell({"type": "websocket.accept"})

    async def send(self, text: str) -> None:
        if not self._is_closed:
            await self._tell({"type": "websocket.send", "text": text})

    async def close(self, code: int) -> None:
        if not self._is_closed:
            self._is_closed = True
            await self._tell({"type": "websocket.close", "code": code})

    async def _tell(self, message: Mapping[str, Any]) -> None:
        # Whoever has left meanwhile: "websocket.disconnect" is on its way.
        with suppress(OSError):
            await self._send(message)

    def push(self, text: str) -> asyncio.Future[None] | None:
        """Send now: None where the server took it, as it does unless the browser has stalled; else what waits for it.

        A task for each socket and push cost as much as sending.
        """
        if self._is_closed:
            return None
        sending = self._send({"type": "websocket.send", "text": text}).__await__()
        try:
            waited_for = next(sending)
        except (StopIteration, OSError):
            return None
        return asyncio.ensure_future(_go_on(sending, waited_for))


@coroutine
def _go_on(begun: Generator[Any, Any, None], waited_for: Any) -> Generator[Any, Any, None]:
    """What was begun outside of a task, from where it waits."""
    with suppress(OSError):
        yield waited_for
        yield from begun
