"""Leaves no copy of a destroyed key in the files of its database, as far as they are in our reach."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from codev.routers import KEYS

_LOOK = """
import pathlib, sys
kept = b"".join(file.read_bytes() for file in map(pathlib.Path, sys.argv[1:]) if file.is_file())
print("some" if any(bytes.fromhex(one) in kept for one in sys.stdin.read().split()) else "none")
"""
# Whoever forgets a group waits for this; where it fails, it is tried again later.
PATIENCE_MS = 2_000


def scrub(table: str, gone: Iterable[bytes]) -> bool:
    """Rewrite the table's database without what was deleted; whether that is done, and none of `gone` is found in it.

    It is not while somebody reads an older state of it, nor within a transaction. With PostgreSQL the table's own file
    is rewritten; its log of writes, replicas and backups lie beyond our reach (docs/operating.md says what to ask for).
    """
    connection = connections[KEYS]
    if connection.in_atomic_block:
        return False
    try:
        if connection.vendor == "sqlite":
            return _rewrite_file(connection) and not _holds(connection, gone)
        return _rewrite_table(connection, table)
    except OperationalError:
        return False


def _rewrite_file(connection: BaseDatabaseWrapper) -> bool:
    """VACUUM writes the whole database into the log, and the file is as before until that is copied and cut off."""
    with connection.cursor() as cursor:
        usual = _one(cursor, "PRAGMA busy_timeout")
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            cursor.execute("VACUUM")
            # Says whether a reader kept it from finishing; that is no error.
            return _one(cursor, "PRAGMA wal_checkpoint(TRUNCATE)") == 0
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _holds(connection: BaseDatabaseWrapper, gone: Iterable[bytes]) -> bool:
    """By a process of its own: whoever closes a database's file here lets go of all locks that SQLite holds on it, and
    another process would then take the log away from under this one.
    """
    asked = "\n".join(secret.hex() for secret in gone)
    if not asked:
        return False
    name = str(connection.settings_dict["NAME"])
    files = [name + end for end in ("", "-wal", "-journal")]
    looked = subprocess.run(  # noqa: S603 (our own words, and a file's name that the operator gave)
        [sys.executable, "-I", "-c", _LOOK, *files], input=asked, text=True, capture_output=True, check=False
    )
    return looked.stdout != "none\n"


def _rewrite_table(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE_MS}")
        try:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("RESET lock_timeout")
    return True


def _one(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return int(cursor.fetchone()[0])
