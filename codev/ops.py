"""What the operator's tools ask: is it healthy, and what does it count."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

TIME_LIMIT = 2.0  # seconds

logger = logging.getLogger(__name__)
# A pool of its own, so that a database that hangs takes two threads and no more.
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")


@never_cache
async def health(request: HttpRequest) -> JsonResponse:
    """200 when both databases and the channel layer answer within the time limit, else 503."""
    database, layer = await asyncio.gather(_works(_ask_databases), _works(_ask_layer))
    well = database and layer
    body = {
        "status": "ok" if well else "failing",
        "database": "ok" if database else "failing",
        "channel_layer": "ok" if layer else "failing",
        "version": settings.CODEV_VERSION,
    }
    return JsonResponse(body, status=200 if well else 503)


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for whoever holds CODEV_METRICS_TOKEN; 404 without the setting, 403 for another token."""
    if not settings.CODEV_METRICS_TOKEN:
        raise Http404
    expected = f"Bearer {settings.CODEV_METRICS_TOKEN}".encode()
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected):
        return HttpResponseForbidden()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


async def _works(question: Callable[[], Awaitable[None]]) -> bool:
    try:
        await asyncio.wait_for(question(), TIME_LIMIT)
    except Exception:
        logger.exception("A round trip failed")
        return False
    return True


async def _ask_databases() -> None:
    await asyncio.get_running_loop().run_in_executor(_pool, _select_everywhere)


def _select_everywhere() -> None:
    for connection in connections.all():
        try:
            with connection.cursor() as cursor:
                # A table of ours: SELECT 1 would succeed on a database that is empty, too.
                cursor.execute("SELECT count(*) FROM django_migrations")
        finally:
            # No request ends on this thread, which is when Django would close it.
            connection.close()


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
