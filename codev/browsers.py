"""What the server keeps of each browser: Django's own sessions in the database, found by a compiled query.

Whoever has the database has no browser: a row stands under the hash of its key, and what it holds (seats, a code that
was mailed) is sealed under the key itself, which the browser's cookie alone has.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import CharField, DateTimeField, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from .compiled import reads

MOVED_SECONDS = 60  # within which a socket asks what became of its browser
MOST = 5_000  # browsers that a process remembers, some hundred bytes each
COLUMN = 40  # characters of Django's column; as hexadecimal digits 160 bits, as many as a key has
# That a browser has another key: `before` and `after`, what its row stood and stands under, and `held`, the browser.
moved = Signal()


def hashed(key: str) -> str:
    """What a browser's row stands under."""
    return hashlib.sha256(b"codev.browser:" + key.encode()).hexdigest()[:COLUMN]


def _seal(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(b"codev.browser.seal:" + key.encode()).digest()))


def kept_under(hash: Any, now: Any) -> QuerySet[Session]:
    """The row under the hash of a key, unless it has run out."""
    return Session.objects.filter(session_key=hash, expire_date__gt=now)


@reads(hash=CharField(), now=DateTimeField())
def kept(hash: Any, now: Any) -> QuerySet[Session, str]:
    return kept_under(hash, now).values_list("session_data", flat=True)


def there(hashes: Collection[str]) -> set[str]:
    """Those of these rows that are there, and have not run out."""
    rows = Session.objects.filter(session_key__in=hashes, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


def note_moved(key: str) -> None:
    """Say, for a minute, that this browser goes on under another key, which nothing here tells."""
    cache.set(_moved(key), True, MOVED_SECONDS)


def has_moved(key: str) -> bool:
    return bool(cache.get(_moved(key)))


def _moved(key: str) -> str:
    return f"moved:{hashed(key)}"


@dataclass(frozen=True)
class Remembered:
    """What a browser's row held when this process last read it. It proves nothing: whoever uses it reads the row too,
    and asks whether it is still the same.
    """

    key: str
    data: str

    @cached_property
    def held(self) -> Mapping[str, Any]:
        """What stood in it, not to be changed."""
        return SessionStore(self.key).decode(self.data)


class Memory:
    """Browsers that were here lately: one statement can then ask at once for what the row of one is likely to name."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._browsers: OrderedDict[str, Remembered] = OrderedDict()

    def keep(self, key: str, data: str) -> None:
        with self._lock:
            known = self._browsers.get(key)
            if known is None or known.data != data:
                self._browsers[key] = Remembered(key, data)
            self._browsers.move_to_end(key)
            if len(self._browsers) > MOST:
                self._browsers.popitem(last=False)

    def of(self, key: str | None) -> Remembered | None:
        return self._browsers.get(key) if key else None


memory = Memory()


class SessionStore(db.SessionStore):
    """Django's, by the hash of its key. `load` is what most requests need first."""

    def load(self) -> dict[str, Any]:
        key = self.session_key
        found = kept.first(hash=hashed(key), now=timezone.now()) if key else None
        if key is None or found is None:
            # As Django does: a key that somebody made up must not become a browser's.
            self._session_key = None
            return {}
        memory.keep(key, found)
        return self.decode(found)

    def cycle_key(self) -> None:
        before = self.session_key
        super().cycle_key()
        if before:
            moved.send(SessionStore, before=hashed(before), after=hashed(self.session_key or ""), held=self)

    def exists(self, session_key: str) -> bool:
        return super().exists(hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(hashed(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        return _seal(self.session_key or "").encrypt(self.serializer().dumps(session_dict)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was sealed; nothing where it does not open, as Django does for what it did not sign."""
        try:
            held: dict[str, Any] = self.serializer().loads(_seal(self.session_key or "").decrypt(session_data))
        except (InvalidToken, ValueError):
            return {}
        return held
