"""A socket on a server that says no (uvicorn, as ASGI has it): nothing after a close, nothing to whoever has left."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pytest

from sessions.sockets.connection import Connection
from sessions.sockets.handshake import Handshake


class Socket(Connection):
    """Closes at the first message."""

    heard = 0
    left: int | None = None

    async def connect(self, handshake: Handshake) -> None:
        await self.accept()

    async def receive(self, text: str | None, data: bytes | None) -> None:
        self.heard += 1
        await self.close(4400)

    async def disconnect(self, code: int) -> None:
        self.left = code


async def test_nothing_follows_a_close() -> None:
    coming = [{"type": "websocket.connect"}, *[{"type": "websocket.receive", "text": "{"}] * 3]
    coming.append({"type": "websocket.disconnect", "code": 4400})
    sent: list[str] = []

    async def receive() -> Any:
        return coming.pop(0)

    async def send(message: Mapping[str, Any]) -> None:
        assert "websocket.close" not in sent, message
        sent.append(message["type"])

    socket = Socket()
    await socket.serve(Handshake.__new__(Handshake), receive, send)
    assert (socket.heard, socket.left, sent) == (1, 4400, ["websocket.accept", "websocket.close"])
    await socket.send("late")
    await socket.close(4403)
    assert socket.push("late") is None


async def test_who_has_left_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    async def send(message: object) -> None:
        raise ConnectionResetError

    socket = Socket()
    socket._send = send
    with caplog.at_level(logging.ERROR):
        assert socket.push("a frame") is None
        await socket.send("an answer")
        await socket.close(4403)
    assert not caplog.records
