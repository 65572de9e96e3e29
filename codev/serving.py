"""Who serves this database: one process alone without Redis, any number with it."""

from __future__ import annotations

import fcntl
import logging
import os
import select
import signal
import threading
import time
from typing import Any

from django.conf import settings

LOCK = 0x0C0DE5  # the advisory lock's number on PostgreSQL
AGAIN_SECONDS = 0.5
# A machine that vanished says no farewell: its connection is found dead after a minute.
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

logger = logging.getLogger(__name__)

# Kept as long as the process lives: a descriptor that is never closed, or a connection, which must be referred to.
_held: int | Any | None = None
_refused = False


def claim() -> None:
    """Claim the database for this process, until it ends: shared where Redis carries the rings, alone otherwise.

    A PostgreSQL that restarts forgets it: it is then claimed again, and where another process was quicker, and one of
    them serves alone, this one ends as by SIGTERM.
    """
    global _held, _refused
    database = settings.DATABASES["default"]
    take = _lock_file if database["ENGINE"].endswith("sqlite3") else _lock_row
    _held = take(database, shared=bool(settings.REDIS_URL))
    _refused = _held is None
    if take is _lock_row and not _refused:
        threading.Thread(target=_keep_claimed, args=(database,), name="claim", daemon=True).start()


def is_refused() -> bool:
    """Whether this process claimed the database in vain; never so in a process that does not serve."""
    return _refused


def _lock_file(database: dict[str, Any], *, shared: bool) -> int | None:
    # The kernel lets such a lock go with its process, even a killed one; a file that names a process would stay.
    file = os.open(f"{database['NAME']}.serving", os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file


def _lock_row(database: dict[str, Any], *, shared: bool) -> Any | None:
    """Hold an advisory lock on a connection of its own: one from the pool would be given back."""
    import psycopg
    from django.db import connection

    parameters = {name: value for name, value in connection.get_connection_params().items() if name != "pool"}
    kept = psycopg.connect(**{**parameters, **ALIVE}, autocommit=True)
    function = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
    row = kept.execute(f"SELECT {function}(%s)", [LOCK]).fetchone()
    if row and row[0]:
        return kept
    kept.close()
    return None


def _keep_claimed(database: dict[str, Any]) -> None:
    global _held
    while _held is not None:
        _wait_until_lost(_held)
        logger.warning("PostgreSQL let go of the claim to serve it")
        _held = _claim_again(database)
    logger.critical("Another process serves this database now, and one of them without Redis")
    os.kill(os.getpid(), signal.SIGTERM)


def _wait_until_lost(kept: Any) -> None:
    """Without a question to the server: it speaks when it goes, and seldom else."""
    import psycopg

    waiting = select.poll()
    waiting.register(kept.fileno(), select.POLLIN)
    try:
        while waiting.poll():
            kept.execute("SELECT 1")
    except psycopg.Error:
        kept.close()


def _claim_again(database: dict[str, Any]) -> Any | None:
    import psycopg

    while True:
        try:
            return _lock_row(database, shared=bool(settings.REDIS_URL))
        except psycopg.OperationalError:
            time.sleep(AGAIN_SECONDS)
