"""One HTTP request in one hop: all middleware and the view in one thread, the event loop only reads and sends."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from functools import partial
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.urls import set_script_prefix

from codev import ending, pool

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SLOW_PATHS = re.compile(settings.CODEV_SLOW_PATHS)


class Handler(ASGIHandler):
    """Django's own, with a plain chain: adapted to the loop one by one, thirteen middlewares cost more than a view."""

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request. Whoever leaves before a reader has begun is not answered; a write is carried out."""
        body = await _body(receive)
        if body is not None and not ending.is_near():
            await ending.owing(asyncio.ensure_future(self._serve(scope, body, receive, send)))

    async def _serve(self, scope: Any, body: io.BytesIO, receive: Receive, send: Send) -> None:
        leaving = asyncio.ensure_future(receive())
        try:
            response = await self._respond(scope, body, leaving)
            if response is not None:
                await self._send(response, leaving, send)
        finally:
            leaving.cancel()

    async def _respond(self, scope: Any, body: io.BytesIO, leaving: asyncio.Future[Any]) -> Any:
        # A context of its own: language, URL configuration and whatever else is set there end with the request.
        job = partial(Context().run, self._answer, scope, body)
        answering = asyncio.get_running_loop().run_in_executor(_threads_for(scope), job)
        if scope["method"] in SAFE:
            await _first_of(answering, leaving)
        return None if answering.cancelled() else await asyncio.shield(answering)

    async def _send(self, response: Any, leaving: asyncio.Future[Any], send: Send) -> None:
        if not response.streaming:
            return await self.send_response(response, send)
        ending.forgive()
        try:
            sending = asyncio.ensure_future(self.send_response(response, send))
            await _first_of(sending, leaving)
            if not sending.cancelled():
                await sending
        finally:
            await pool.read(response.close)
        return None

    def _answer(self, scope: Any, body: io.BytesIO) -> Any:
        """The response: whole and closed, but for one that streams from the event loop. Blocking."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        # One of the two is there.
        response: Any = self.get_response(request) if request else refusal
        response._handler_class = type(self)
        if not response.streaming:
            response.close()
        elif not response.is_async:
            # Read in the thread that may block; a stream of ours that may take long is an asynchronous one.
            response.streaming_content = _again(list(response))
        return response


def _threads_for(scope: Any) -> ThreadPoolExecutor:
    if SLOW_PATHS.search(scope["path"]):
        return pool.slow()
    return pool.readers() if scope["method"] in SAFE else pool.writers()


async def _first_of(work: asyncio.Future[Any], leaving: asyncio.Future[Any]) -> None:
    """Wait for the work, and give it up when the client leaves, or when whoever waits is given up."""
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not work.done():
            work.cancel()
            await asyncio.wait({work})


async def _body(receive: Receive) -> io.BytesIO | None:
    """What a request carries, at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes of it; None where the client left."""
    body, size = io.BytesIO(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            body.write(part)
        if not message.get("more_body", False):
            body.seek(0)
            return body if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE else _TooBig()


class _TooBig(io.BytesIO):
    """A body that was not kept: whoever reads it has Django refuse the request, as for a long Content-Length."""

    def read(self, size: int | None = -1, /) -> NoReturn:
        raise RequestDataTooBig("Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE.")


async def _again(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
