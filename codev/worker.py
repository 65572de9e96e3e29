"""The thread of a serving process that does what waits in the queue: mails leave beside the requests that ask for them.

The queue is django-tasks' in the database. Where CODEV_WORKER=0, `manage.py db_worker` does it instead.
"""

from __future__ import annotations

import atexit
import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from codev import pool

LOOKS_SECONDS = 1.0  # between two looks at the queue, for what other processes put there
# Whoever asked is answered before the work begins: else how long the answer takes would tell whether there is any.
ANSWER_SECONDS = 0.05
LEAVES_SECONDS = 1.5  # for the mail that is on its way when the server ends
# No task takes so long; one that has is of a process that was killed.
CUT_SHORT = timedelta(minutes=5)
HOUR = 3600.0

logger = logging.getLogger(__name__)
_woken, _ended = Event(), Event()
_fault = ""
# What else is to be done every hour; each is safe to repeat, and at once.
hourly: list[Callable[[], object]] = []


def start() -> None:
    """Begin to work, in a thread that ends with the process: it finishes the task it is at, and holds nothing up."""
    if not settings.CODEV_WORKER:
        return
    thread = Thread(target=_work, name="worker", daemon=True)
    thread.start()
    atexit.register(_end, thread)


def wake() -> None:
    """Have this process look at the queue now."""
    _woken.set()


def drain() -> None:
    """Do, here and now, every task whose time has come."""
    # As its own `run`, which closes connections that we keep.
    worker = _worker()
    while worker.running and (task := _taken(worker.worker_id)):
        worker.run_task(task)


def _taken(worker_id: str) -> Any:
    with exclusive_transaction():
        if task := DBTaskResult.objects.ready().get_locked():
            task.claim(worker_id)
    return task


def look_after(cut_short: timedelta = CUT_SHORT) -> None:
    """Have done again what was begun so long ago that its process must be dead; forget what is done since a day."""
    begun = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - cut_short)
    begun.update(status=TaskResultStatus.READY)
    call_command("prune_db_task_results", min_age_days=1, verbosity=0)
    for chore in hourly:
        chore()


@cache
def _worker() -> Worker:
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()}:{os.getpid()}"[-64:],
        excluded_queue_names=[],
    )


def _work() -> None:
    pool.keep_all("worker")
    # A process that serves alone finds nothing begun but by the one before it, which is gone.
    _try(lambda: look_after(CUT_SHORT if settings.REDIS_URL else timedelta()))
    looked = time.monotonic()
    while not _ended.is_set():
        if _woken.wait(LOOKS_SECONDS):
            _woken.clear()
            _ended.wait(ANSWER_SECONDS)
        _try(_do_what_is_due)
        if time.monotonic() - looked > HOUR:
            looked = time.monotonic()
            _try(look_after)


def _do_what_is_due() -> None:
    # A look first: to take a task locks all of an SQLite database.
    if not _ended.is_set() and DBTaskResult.objects.ready().exists():
        drain()


def _try(work: Callable[[], None]) -> None:
    global _fault
    try:
        pool.look_after()
        work()
        _fault = ""
    except Exception as error:
        # The database is away, as a rule: what waits in it waits on. Said once.
        if (name := type(error).__name__) != _fault:
            logger.error("The queue cannot be looked at: %s", name)
        _fault = name
        _ended.wait(LOOKS_SECONDS)


def _end(thread: Thread) -> None:
    _worker().running = False
    _ended.set()
    _woken.set()
    thread.join(LEAVES_SECONDS)
