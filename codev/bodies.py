"""What a request carries, whatever its form: refused while it arrives once it is more than a form of ours can be."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from daphne.http_protocol import WebRequest
from django.conf import settings

WORDS = "Trop de données : 512 Kio au plus. – Too much data: 512 KiB at most.\n".encode()
HEADERS = {
    b"content-type": b"text/plain; charset=utf-8",
    b"content-length": b"%d" % len(WORDS),
    # The rest of the body is not read: nothing else can come over this connection.
    b"connection": b"close",
}
_got_length, _keep_chunk, _process = WebRequest.gotLength, WebRequest.handleContentChunk, WebRequest.process


class TooBig(Exception):  # noqa: N818
    """More than DATA_UPLOAD_MAX_MEMORY_SIZE bytes were announced, or came."""


async def read(scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]]) -> io.BytesIO | None:
    """A request's body; None where the client left. Raises TooBig as soon as that is known."""
    if _announced(scope["headers"]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooBig
    body = io.BytesIO()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body.write(message.get("body", b""))
        if body.tell() > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooBig
        if not message.get("more_body", False):
            body.seek(0)
            return body


async def refuse(send: Callable[[Any], Awaitable[None]]) -> None:
    """413, and no more over this connection."""
    await send({"type": "http.response.start", "status": 413, "headers": [*HEADERS.items()]})
    await send({"type": "http.response.body", "body": WORDS})


def _announced(headers: Any) -> int:
    length = dict(headers).get(b"content-length", b"")
    return int(length) if length.isdigit() and len(length) < 20 else 0


def prepare() -> None:
    """Have daphne refuse by itself: Twisted puts a whole body into a file before any application hears of it."""
    WebRequest.gotLength = _begin
    WebRequest.handleContentChunk = _take
    WebRequest.process = _serve


def _begin(request: Any, length: int | None) -> None:
    request.is_refused = False
    _got_length(request, length if length is None else min(length, settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    if (length or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        _refuse(request)


def _take(request: Any, data: bytes) -> None:
    if request.is_refused:
        return
    _keep_chunk(request, data)
    if request.content.tell() > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        _refuse(request)


def _serve(request: Any) -> Any:
    # What was refused may be whole all the same, where it came in one go.
    return None if request.is_refused else _process(request)


def _refuse(request: Any) -> None:
    request.is_refused = True
    said = b"".join(b"%s: %s\r\n" % header for header in HEADERS.items())
    request.channel.transport.write(b"HTTP/1.1 413 Content Too Large\r\n" + said + b"\r\n" + WORDS)
    request.channel.loseConnection()
