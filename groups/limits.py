"""Django's cache, in which limits on attempts are counted: in the database, where only who has that can lift them.

Ours and allauth's counts are kept here, shared by all processes, as JSON: Django's own cache in the database keeps
pickles, by which whoever can write there would run code (decision 048). Beside them, for a minute, that a browser's key
was changed (codev/browsers.py). What a page shows is cached in no place that another process writes to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections, router
from django.db.models import CharField, DateTimeField, QuerySet, TextField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.utils import timezone
from django.utils.crypto import salted_hmac

from codev.compiled import insert, reads, writes

from .models import Limit

LONGEST = timedelta(days=365)  # for what is kept without saying how long
SWEPT_EVERY = timedelta(minutes=1)
_TABLE = Limit._meta.db_table
# One statement each, so that of two processes one is the first, and no count is lost.
_ADD = f"""
    INSERT INTO {_TABLE} (key, value, expires_at) VALUES (%s, %s, %s) ON CONFLICT (key)
    DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at WHERE {_TABLE}.expires_at <= %s
"""  # noqa: S608 (our own table)
_COUNT = f"""
    UPDATE {_TABLE} SET value = CAST(CAST(value AS bigint) + %s AS text) WHERE key = %s AND expires_at > %s
    RETURNING value
"""  # noqa: S608
# Two that sweep at once leave each other's rows alone, or each might wait for the other.
_SWEEP = f"DELETE FROM {_TABLE} WHERE key IN (SELECT key FROM {_TABLE} WHERE expires_at <= %s {{locked}})"  # noqa: S608


class Cache(BaseCache):
    """By keyed hashes of its keys. A value is what JSON knows; what is none counts as absent."""

    swept_at = datetime.min.replace(tzinfo=UTC)  # of the process: each request has a cache of its own

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Those that are there, in one statement."""
        asked = {self._hash(key, version): key for key in keys}
        rows = kept.all(keys=list(asked), now=timezone.now())
        found = {asked[hash]: _value(text) for hash, text in rows}
        return {key: value for key, value in found.items() if value is not None}

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep it unless there is one; whether it was kept. Of several at once one is told so."""
        now = timezone.now()
        row = [self._hash(key, version), json.dumps(value), self._end(timeout), now]
        is_kept = bool(self._run(_ADD, *row))
        self._sweep(now)
        return is_kept

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        keep.run(key=self._hash(key, version), value=json.dumps(value), expires_at=self._end(timeout))
        self._sweep(timezone.now())

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number, whose end stays. Raises ValueError where there is none."""
        rows = self._run(_COUNT, delta, self._hash(key, version), timezone.now())
        if not rows:
            raise ValueError(f"{key} is not counted")
        return int(rows[0][0])

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        there = Limit.objects.filter(key=self._hash(key, version), expires_at__gt=timezone.now())
        return bool(there.update(expires_at=self._end(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(Limit.objects.filter(key=self._hash(key, version)).delete()[0])

    def clear(self) -> None:
        Limit.objects.all().delete()

    def _hash(self, key: Any, version: int | None) -> str:
        return salted_hmac("codev.limits", self.make_key(str(key), version), algorithm="sha256").hexdigest()

    def _end(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return timezone.now() + (LONGEST if seconds is None else timedelta(seconds=seconds))

    def _sweep(self, now: datetime) -> None:
        """What has ended goes, so that there are hardly more rows than attempts within the longest window."""
        if abs(now - Cache.swept_at) < SWEPT_EVERY:
            return
        Cache.swept_at = now
        is_shared = connections[router.db_for_write(Limit)].vendor == "postgresql"
        self._run(_SWEEP.format(locked="FOR UPDATE SKIP LOCKED" if is_shared else ""), now)

    def _run(self, statement: str, *values: Any) -> Any:
        """The rows that a statement gives back, else how many it wrote."""
        connection = connections[router.db_for_write(Limit)]
        adapt = connection.ops.adapt_datetimefield_value
        with connection.cursor() as cursor:
            cursor.execute(statement, [adapt(one) if isinstance(one, datetime) else one for one in values])
            return cursor.fetchall() if cursor.description else cursor.rowcount


@reads(keys=[CharField()], now=DateTimeField())
def kept(keys: Any, now: Any) -> QuerySet[Limit, tuple[str, str]]:
    return Limit.objects.filter(key__in=keys, expires_at__gt=now).values_list("key", "value")


@writes(key=CharField(), value=TextField(), expires_at=DateTimeField())
def keep(**columns: Any) -> InsertQuery:
    field = Limit._meta.get_field
    changed = [field("value"), field("expires_at")]
    return insert(Limit(**columns), on_conflict=OnConflict.UPDATE, unique_fields=[field("key")], update_fields=changed)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
