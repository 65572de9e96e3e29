"""Which errors are faults that pass: a database that restarts, a full disk, a mail server that is down.

What only a change of code mends (a table that is not there, a value that a column refuses) is none of them.
"""

from __future__ import annotations

import errno
from smtplib import SMTPException
from socket import gaierror

from django.db import InterfaceError, OperationalError
from psycopg import OperationalError as PostgresError
from redis.exceptions import ConnectionError as RedisUnreachable
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTooLate

RETRY_SECONDS = 5
# psycopg's own too, which its pool raises where it has no connection left: not everywhere is Django there to translate.
DATABASES = (OperationalError, InterfaceError, PostgresError)
REDIS = (RedisUnreachable, RedisTooLate, OutOfMemoryError, ReadOnlyError)
NETWORK = (SMTPException, ConnectionError, TimeoutError, gaierror)
MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


def passes(error: BaseException | None) -> bool:
    """Whether the same request may well succeed a little later."""
    if isinstance(error, DATABASES):
        # SQLite calls so what PostgreSQL calls a programming error: no such table, no such column.
        return getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_ERROR"
    return isinstance(error, REDIS + NETWORK) or (isinstance(error, OSError) and error.errno in MACHINE)
