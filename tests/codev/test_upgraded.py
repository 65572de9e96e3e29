"""What daphne keeps of a handshake once the page's socket is open."""

from __future__ import annotations

import asyncio
import gc
import socket
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from autobahn.twisted.websocket import WebSocketServerProtocol

from daphne.server import Server  # isort: skip  # it chooses the reactor
from daphne.http_protocol import HTTPFactory
from daphne.ws_protocol import WebSocketFactory
from twisted.internet.protocol import Protocol
from twisted.internet.tcp import Connection
from twisted.internet.testing import StringTransport
from twisted.web.http import HTTPChannel

from codev import upgraded

HANDSHAKE = (
    b"GET /ws/ HTTP/1.1\r\nHost: testserver\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: sessionid=zqcookie\r\n\r\n"
)


async def accepted(scope: Any, receive: Any, send: Any) -> None:
    del scope
    await receive()
    await send({"type": "websocket.accept"})
    await receive()


@pytest.fixture
def without_collecting() -> Iterator[None]:
    """Nothing waits for the collector, which comes seldom (codev/asgi.py)."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collecting")
async def test_the_request_that_became_a_socket_is_let_go_of() -> None:
    upgraded.prepare()
    server = Server(accepted, endpoints=["tcp:port=0"], signal_handlers=False)
    server.connections = {}
    server.ws_factory = WebSocketFactory(server)
    transport = StringTransport()
    made = HTTPFactory(server).buildProtocol(None)
    made.makeConnection(transport)
    channel = weakref.ref(transport.producer)
    assert isinstance(channel(), HTTPChannel)
    made.dataReceived(HANDSHAKE)
    del made
    for _ in range(10):
        await asyncio.sleep(0)
    assert transport.value().startswith(b"HTTP/1.1 101 ")
    server.application_checker()  # as each second
    socket: WebSocketServerProtocol = transport.protocol
    assert channel() is None
    assert "zqcookie" not in repr(vars(socket))


class Loop:
    """What is asked of it: to call back once there is room."""

    def __init__(self) -> None:
        self.writers: list[Any] = []

    def addWriter(self, writer: Any) -> None:  # noqa: N802  as Twisted calls it
        self.writers.append(writer)

    def removeWriter(self, writer: Any) -> None:  # noqa: N802
        self.writers.remove(writer)


def test_what_a_browser_takes_at_once_is_sent_at_once_and_the_rest_in_order() -> None:
    upgraded.prepare()
    mine, theirs = socket.socketpair()
    mine.setblocking(False)
    loop = Loop()
    connection: Any = Connection(mine, Protocol(), loop)
    connection.connected = True
    with mine, theirs:
        connection.write(b"a heartbeat")
        assert theirs.recv(100) == b"a heartbeat"
        assert loop.writers == []

        sent = [bytes([number]) * 300_000 for number in range(8)]
        for one in sent:
            connection.write(one)
        assert loop.writers  # the browser has stalled
        received = b""
        while len(received) < sum(map(len, sent)):
            received += theirs.recv(100_000)
            if loop.writers:
                connection.doWrite()
        assert received == b"".join(sent)
        connection.write(b"and on")
        assert theirs.recv(100) == b"and on"
