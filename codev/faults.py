"""Which errors are faults that pass: a database that restarts, a full disk, Redis that is down.

What only a change of code mends (a table that is not there, a value that a column refuses) is none of them.
"""

from __future__ import annotations

import errno
import sqlite3
from socket import gaierror

from django.db import InterfaceError, OperationalError
from psycopg import OperationalError as PostgresError
from redis.exceptions import ConnectionError as RedisUnreachable
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTooLate

RETRY_SECONDS = 5
# The drivers' own too: not everywhere is Django there to translate, as where psycopg's pool has no connection left.
DATABASES = (OperationalError, InterfaceError, PostgresError, sqlite3.OperationalError)
REDIS = (RedisUnreachable, RedisTooLate, OutOfMemoryError, ReadOnlyError)
NETWORK = (ConnectionError, TimeoutError, gaierror)
MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


def passes(error: BaseException) -> bool:
    """Whether the same request may well succeed a little later."""
    if isinstance(error, DATABASES):
        # SQLite calls so what PostgreSQL calls a programming error: no such table, no such column.
        return getattr(error.__cause__ or error, "sqlite_errorname", "") != "SQLITE_ERROR"
    return isinstance(error, REDIS + NETWORK) or (isinstance(error, OSError) and error.errno in MACHINE)
