"""One HTTP request in one hop: all middleware and the view in one thread, the event loop only reads and sends."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.http import HttpResponseBadRequest
from django.urls import set_script_prefix

from codev import bodies, ending, pool

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
        try:
            body = await bodies.read(scope, receive)
        except bodies.TooBig:
            await bodies.refuse(send)
            return
        if body is not None and not ending.is_near():
            await ending.owing(asyncio.ensure_future(self._serve(scope, body, receive, send)))

    async def _serve(self, scope: Any, body: io.BytesIO, receive: Receive, send: Send) -> None:
        # A context of its own: language, URL configuration and whatever else is set there end with the request.
        job = partial(Context().run, self._answer, scope, body)
        answering = asyncio.get_running_loop().run_in_executor(_threads_for(scope), job)
        has_left = scope["method"] in SAFE and await _leaves_before(answering, receive)
        if answering.cancelled():
            return
        response = await asyncio.shield(answering)
        if response.streaming:
            await self._stream(response, receive, send, has_left=has_left)
        elif not has_left:
            await self.send_response(response, send)

    async def _stream(self, response: Any, receive: Receive, send: Send, *, has_left: bool) -> None:
        ending.forgive()
        try:
            if not has_left:
                sending = asyncio.ensure_future(self.send_response(response, send))
                if not await _leaves_before(sending, receive):
                    await sending
        finally:
            await pool.read(response.close)

    def _answer(self, scope: Any, body: io.BytesIO) -> Any:
        """The response: whole and closed, but for one that streams from the event loop. Blocking."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        # One of the two is there.
        response: Any = self._get(request) if request else refusal
        response._handler_class = type(self)
        if not response.streaming:
            response.close()
        elif not response.is_async:
            # Read in the thread that may block; a stream of ours that may take long is an asynchronous one.
            response.streaming_content = _again(list(response))
        return response

    def _get(self, request: Any) -> Any:
        try:
            return self.get_response(request)
        except BadRequest:
            # A form that is not in UTF-8: the page that says so reads it for its token, and fails once more.
            return HttpResponseBadRequest(content_type="text/plain")


def _threads_for(scope: Any) -> ThreadPoolExecutor:
    if scope["path"].endswith(".pdf"):
        return pool.printers()
    if SLOW_PATHS.search(scope["path"]):
        return pool.slow()
    return pool.readers() if scope["method"] in SAFE else pool.writers()


async def _leaves_before(work: asyncio.Future[Any], receive: Receive) -> bool:
    """Wait for the work; whether the client left before it was done. It is given up then, and with whoever waits."""
    leaving = asyncio.ensure_future(receive())
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return leaving.done()
    finally:
        leaving.cancel()
        if not work.done():
            work.cancel()
            await asyncio.wait({work})


async def _again(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
