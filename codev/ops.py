"""What the operator's tools ask: is it healthy, and what does it count."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from codev import doorbell, pool

TIME_LIMIT = 2.0  # seconds

logger = logging.getLogger(__name__)
# A thread of its own, so that a database that hangs takes one and no more.
_pool = pool.threads("health", 1)


class ProbesMiddleware:
    """Answers the tools before what only pages need: they ask from inside, past the proxy that ends TLS.

    What asks for a host that is not ours goes on, and is answered as everywhere: 400, with a page's policies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            return self.get_response(request)
        response = probe(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when both databases and the channel layer answer within the time limit, else 503."""
    until = time.monotonic() + TIME_LIMIT
    asked = _pool.submit(_select_everywhere), doorbell.on_loop(_ask_layer)
    database, layer = (_comes(answer, until) for answer in asked)
    body = {
        "status": "ok" if database and layer else "failing",
        "database": "ok" if database else "failing",
        "channel_layer": "ok" if layer else "failing",
        "version": settings.CODEV_VERSION,
    }
    return JsonResponse(body, status=200 if database and layer else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for whoever holds CODEV_METRICS_TOKEN; 404 without the setting, 403 for another token."""
    if not settings.CODEV_METRICS_TOKEN:
        return HttpResponseNotFound()
    return _metrics(request)


@require_safe
def _metrics(request: HttpRequest) -> HttpResponse:
    expected = f"Bearer {settings.CODEV_METRICS_TOKEN}".encode()
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected):
        return HttpResponseForbidden()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/health/": health, "/metrics": metrics}


def _comes(answer: Future[None], until: float) -> bool:
    try:
        answer.result(max(0.0, until - time.monotonic()))
    except Exception:
        # What has not begun is not asked: else those that ask would queue up behind a database that hangs.
        answer.cancel()
        logger.exception("A round trip failed")
        return False
    return True


def _select_everywhere() -> None:
    for connection in connections.all():
        try:
            _select(connection)
        except DatabaseError:
            # One that was kept may be of before a restart of the database's: only a new one tells.
            connection.close()
            _select(connection)


def _select(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        # A table of ours: SELECT 1 would succeed on a database that is empty, too.
        cursor.execute("SELECT count(*) FROM django_migrations")


async def _ask_layer() -> None:
    layer = get_channel_layer()
    assert layer  # noqa: S101 (settings always name one)
    channel = await layer.new_channel()
    receiving = asyncio.ensure_future(layer.receive(channel))
    try:
        await layer.send(channel, {"type": "health"})
        # Shielded from the time limit: `_let_go` has to find it running, and cancel it itself.
        await asyncio.shield(receiving)
    finally:
        await _let_go(layer.receive(channel) if receiving.done() else receiving)


async def _let_go(receiving: Awaitable[Any]) -> None:
    """Have the layer forget a channel, which it does only when a task that receives from it is cancelled."""
    task = asyncio.ensure_future(receiving)
    # Let it begin: a task that is cancelled before its first step never comes to the layer's clean-up.
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
