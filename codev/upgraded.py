"""What daphne, autobahn and Twisted do and keep for each socket beside what they need: left out, or let go of."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from autobahn.websocket import protocol
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.tcp import Connection
from twisted.web.http import HTTPChannel

_opened, _write_later = WebSocketProtocol.onOpen, Connection.write


def prepare() -> None:
    """Before the first socket comes."""
    # Each writes its whole configuration out for a log that is off: a third of what a socket costs to open.
    protocol.pformat = repr  # type: ignore[assignment,attr-defined]
    WebSocketProtocol.onOpen = _open
    Connection.write = _write  # type: ignore[method-assign]


def _open(socket: Any) -> None:
    _opened(socket)
    # Read for good: the request's bytes, and its headers in three forms.
    socket.http_request_data = socket.http_headers = socket.clean_headers = None
    socket.request.headers = {}
    # The HTTP request that became this socket, with its channel, would stay as long as the page is open: the transport
    # tells them when its buffer is full, long after that was of use to them.
    if isinstance(channel := getattr(socket.transport, "producer", None), HTTPChannel):
        socket.transport.unregisterProducer()
        channel.requests.clear()  # they hold each other


def _write(connection: Any, data: bytes) -> None:
    """Send at once what the browser takes at once. Twisted would ask the loop each time to be called back for it."""
    waits = connection.dataBuffer or connection._tempDataBuffer
    is_shut = not connection.connected or connection._writeDisconnected or connection.disconnecting
    if not (waits or is_shut or connection.TLS):
        with suppress(OSError):  # it is full, or gone, which is found out below
            data = data[connection.socket.send(data) :]
    if data:
        _write_later(connection, data)
