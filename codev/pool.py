"""The threads that do blocking work for the event loop: bounded, long-lived, each with connections that it keeps.

Readers, writers, slow work and PDF files have threads of their own: who waits for SQLite's write lock keeps
nobody from reading, and a sign-in keeps nobody from giving the floor.
"""

from __future__ import annotations

import asyncio
import logging
import select
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from functools import cache, partial
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger(__name__)
_here = threading.local()


@cache
def readers() -> ThreadPoolExecutor:
    """Whatever only reads: safe methods, snapshots, regions. `CODEV_LIVE_THREADS` of them."""
    return threads("reader", settings.CODEV_LIVE_THREADS)


@cache
def writers() -> ThreadPoolExecutor:
    """Commands, forms, heartbeats. `CODEV_WRITE_THREADS` of them, few, as most of them wait for the same rows."""
    return threads("writer", settings.CODEV_WRITE_THREADS)


@cache
def slow() -> ThreadPoolExecutor:
    """What takes long by nature: passwords, a year's figures. `CODEV_SLOW_THREADS` of them."""
    return threads("slow", settings.CODEV_SLOW_THREADS)


@cache
def printers() -> ThreadPoolExecutor:
    """What makes PDF files: one at a time, as each takes the processor for itself."""
    return threads("printer", 1)


def threads(name: str, count: int) -> ThreadPoolExecutor:
    """So many threads that keep their database connections."""
    return ThreadPoolExecutor(max_workers=count, thread_name_prefix=name, initializer=keep_all, initargs=(name,))


async def read(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run work that reads, in the caller's language. Raises what the work raises."""
    return await run(readers(), partial(work, *args, **kwargs))


async def write(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run work that writes, in the caller's language. Raises what the work raises."""
    return await run(writers(), partial(work, *args, **kwargs))


async def run(pool: ThreadPoolExecutor, work: Callable[[], R]) -> R:
    """Run blocking work in one of the pools, in the caller's language. Raises what the work raises."""
    # The active language belongs to a context: without this, every page would come in the server's.
    job = partial(Context().run, _in_language, translation.get_language(), work)
    return await asyncio.get_running_loop().run_in_executor(pool, job)


def soon(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Write what an answer need not wait for: by a writer where a reader asks, else here and now.

    A reader must not wait for the write lock. What fails there is logged.
    """
    job = partial(work, *args, **kwargs)
    if getattr(_here, "pool", "") == "reader":
        writers().submit(Context().run, _logged, job)
    else:
        job()


def keep_all(name: str) -> None:
    """Have the calling thread be one of this name, whose database connections are kept."""
    _here.pool = name


def keep(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Never too old in our threads, whatever CONN_MAX_AGE: Django then closes only one that an error broke."""
    if hasattr(_here, "pool"):
        connection.close_at = None


connection_created.connect(keep)


def look_after(**kwargs: Any) -> None:
    """Before work: close what an error broke, and what PostgreSQL has closed since, as it does when it restarts.

    Else each thread's first work after that would fail. Elsewhere than in our threads connections are somebody else's.
    """
    if not hasattr(_here, "pool"):
        return
    for connection in connections.all(initialized_only=True):
        # Django then asks the server whether it still answers.
        connection.errors_occurred |= _is_called(connection)
    close_old_connections()


def _is_called(connection: BaseDatabaseWrapper) -> bool:
    """Whether a server speaks that was not asked: to say farewell, as a rule. Looked up without a question to it."""
    kept = connection.connection
    if connection.vendor != "postgresql" or kept is None or kept.closed:
        return False
    waiting = select.poll()  # not select.select, which takes no number above 1023
    waiting.register(kept.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


request_started.connect(look_after)


def _in_language(language: str | None, work: Callable[[], R]) -> R:
    with translation.override(language):
        look_after()
        return work()


def _logged(work: Callable[[], object]) -> None:
    look_after()
    try:
        work()
    except Exception:
        logger.exception("What was to be written soon was not")
