"""What the server keeps of each browser: Django's own sessions in the database, found by a compiled query."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from .compiled import reads

MOST = 5_000  # browsers that a process remembers, some hundred bytes each


def kept_under(key: Any, now: Any) -> QuerySet[Session]:
    """What is kept under a key that has not run out."""
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@reads(key=CharField(), now=DateTimeField())
def kept(key: Any, now: Any) -> QuerySet[Session, str]:
    return kept_under(key, now).values_list("session_data", flat=True)


@dataclass(frozen=True)
class Remembered:
    """What a browser's row held when this process last read it. It proves nothing: whoever uses it reads the row too,
    and asks whether it is still the same.
    """

    data: str

    @cached_property
    def held(self) -> Mapping[str, Any]:
        """What stood in it, not to be changed."""
        return SessionStore().decode(self.data)


class Memory:
    """Browsers that were here lately: one statement can then ask at once for what the row of one is likely to name."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._browsers: OrderedDict[str, Remembered] = OrderedDict()

    def keep(self, key: str, data: str) -> None:
        with self._lock:
            known = self._browsers.get(key)
            if known is None or known.data != data:
                self._browsers[key] = Remembered(data)
            self._browsers.move_to_end(key)
            if len(self._browsers) > MOST:
                self._browsers.popitem(last=False)

    def of(self, key: str | None) -> Remembered | None:
        return self._browsers.get(key) if key else None


memory = Memory()


class SessionStore(db.SessionStore):
    """Django's, whose `load` most requests need first."""

    def load(self) -> dict[str, Any]:
        found = kept.first(key=self.session_key, now=timezone.now())
        if found is None:
            # As Django does: a key that somebody made up must not become a browser's.
            self._session_key = None
            return {}
        memory.keep(str(self.session_key), found)
        return self.decode(found)
