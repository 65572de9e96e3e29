"""`CODEV_LIVE_THREADS` long-lived threads with kept database connections, for live commands and snapshot loads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connections
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=settings.CODEV_LIVE_THREADS, thread_name_prefix="live")


async def run(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking work in the pool, in the caller's language. Raises what the work raises."""
    # The active language belongs to the thread: without this, every page would come in the server's.
    job = partial(_in_language, translation.get_language(), partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_pool(), job)


def _in_language(language: str | None, work: Callable[[], R]) -> R:
    with translation.override(language):
        return _with_sound_connections(work)


def _with_sound_connections(work: Callable[[], R]) -> R:
    """Connections are kept from job to job; one that an error may have broken is tried first."""
    # Not `close_old_connections`: as CONN_MAX_AGE is 0, it would close them after every job.
    for connection in connections.all(initialized_only=True):
        if connection.errors_occurred and not connection.is_usable():
            connection.close()
        connection.errors_occurred = False
    return work()
