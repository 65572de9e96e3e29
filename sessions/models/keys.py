"""Content keys, in a database of their own, and the descriptor by which a row's text is sealed and opened."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from codev import doorbell, sealing
from codev.routers import KEYS

from .scrubbing import scrub

# How long a destroyed key may still open texts in another process: the threat model promises no more than this.
CACHE_SECONDS = 60
CACHE_SIZE = 512


class KeyCache:
    """Opened keys of this process: few, and never for longer than a destroyed key may linger."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, owner: UUID) -> bytes | None:
        # Without the lock: a single lookup of a dictionary is never seen half done.
        until, key = self._kept.get(owner, (0.0, b""))
        return key if time.monotonic() < until else None

    def put(self, owner: UUID, key: bytes, read_at: float) -> None:
        """Keep a key for CACHE_SECONDS from when its row was read (`time.monotonic()`), not from now.

        A key may be destroyed between reading and keeping it: counted from now, it would outlive its promise.
        """
        with self._lock:
            self._kept[owner] = (read_at + CACHE_SECONDS, key)
            self._kept.move_to_end(owner)
            while len(self._kept) > CACHE_SIZE:
                self._kept.popitem(last=False)

    def drop(self, owner: UUID) -> None:
        with self._lock:
            self._kept.pop(owner, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


cache = KeyCache()


class ContentKeyManager(models.Manager["ContentKey"]):
    """Makes, hands out, rotates and destroys keys."""

    def make(self, owner: UUID) -> ContentKey:
        """A key for an owner who is about to be saved: it is committed first, since an orphan key does no harm."""
        # Durable: refused inside another transaction on this database, which could still roll the key back.
        with transaction.atomic(using=KEYS, durable=True):
            return self.create(owner=owner, wrapped=sealing.wrap(sealing.new_key(), owner))

    def make_all(self, owners: Iterable[UUID]) -> None:
        """The same for several in one statement."""
        with transaction.atomic(using=KEYS, durable=True):
            self.bulk_create(self.model(owner=one, wrapped=sealing.wrap(sealing.new_key(), one)) for one in owners)

    def key_of(self, owner: UUID) -> bytes:
        """The owner's key. Raises KeyGone once it is destroyed or about to be, SealBroken under an unknown master."""
        if kept := cache.get(owner):
            return kept
        read_at = time.monotonic()
        row = self.filter(owner=owner, destroy_intended_at=None).first()
        if not row:
            raise sealing.KeyGone(owner)
        # bytes(): PostgreSQL's driver gives a memoryview.
        key = sealing.unwrap(bytes(row.wrapped), owner)
        cache.put(owner, key, read_at)
        return key

    def readable(self, owners: Iterable[UUID]) -> set[UUID]:
        """Those of these whose key stands: one statement, and what is opened next asks for none of them again."""
        read_at, found = time.monotonic(), set()
        for row in self.filter(owner__in=list(owners), destroy_intended_at=None):
            found.add(row.owner)
            with suppress(sealing.SealBroken):  # under a master key that may be found again: its texts say so
                cache.put(row.owner, sealing.unwrap(bytes(row.wrapped), row.owner), read_at)
        return found

    def is_gone(self, owner: UUID) -> bool:
        """Whether nothing of the owner's can be opened any more, for good: said once, instead of for each text."""
        try:
            self.key_of(owner)
        except sealing.KeyGone:
            return True
        except sealing.SealBroken:
            return False  # it may be opened again once the master key is there
        return False

    def destroy(self, *owners: UUID, is_heard: bool = True) -> bool:
        """Intent, deletion, done: each is committed alone, so that what was cut short is seen and finished.

        Whether all are done: gone from the files in our reach, which are written anew once for all. Otherwise nobody
        opens anything by them any more, but they stay asked for, and `finish_destroying` tries again. Open pages of a
        session drop its words at once, unless it `is_heard` by none. Other processes may open texts for CACHE_SECONDS
        more. Run again, it finishes and changes no instant.
        """
        rows = self.filter(owner__in=owners)
        kept = [bytes(wrapped) for wrapped in rows.values_list("wrapped", flat=True) if wrapped]
        rows.filter(destroy_intended_at=None).update(destroy_intended_at=timezone.now())
        rows.update(wrapped=b"")
        for owner in owners:
            cache.drop(owner)
            if is_heard:
                doorbell.ring("session", owner, 0)
        return self._finish(rows, kept)

    def finish_destroying(self) -> int:
        """Try again for every key whose destruction was asked for and is not done; how many are left."""
        asked = self.filter(destroyed_at=None).exclude(destroy_intended_at=None)
        if asked.exists():
            # Of one that was cut short between intent and deletion the key still stands.
            kept = [bytes(wrapped) for wrapped in asked.values_list("wrapped", flat=True) if wrapped]
            asked.update(wrapped=b"")
            self._finish(asked, kept)
        return asked.count()

    def _finish(self, rows: models.QuerySet[ContentKey], kept: list[bytes]) -> bool:
        owners = list(rows.filter(destroyed_at=None).values_list("pk", flat=True))
        is_gone = scrub(self.model._meta.db_table, kept)
        if is_gone:
            self.filter(pk__in=owners).update(destroyed_at=timezone.now())
        return is_gone

    def rewrap_all(self) -> tuple[int, list[UUID]]:
        """Seal every key again under the newest of the environment's keys: how many were, and whose open under none.

        Those are left as they are, for a key that is found again; run again, it does the same once more.
        """
        count, unread = 0, []
        for owner in list(self.filter(destroy_intended_at=None).values_list("owner", flat=True)):
            try:
                count += self._rewrap(owner)
            except sealing.SealBroken:
                unread.append(owner)
        return count, unread

    def _rewrap(self, owner: UUID) -> int:
        row = self.filter(owner=owner, destroy_intended_at=None)
        wrapped = row.values_list("wrapped", flat=True).first()
        if wrapped is None:
            return 0
        again = sealing.wrap(sealing.unwrap(bytes(wrapped), owner), owner)
        # By the same filter again: a key that was destroyed since it was read must not come back.
        return row.update(wrapped=again)


class ContentKey(models.Model):
    """The wrapped key of one owner's content; no foreign key, since the owner lives in another database."""

    owner = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    destroy_intended_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    objects = ContentKeyManager()

    def __str__(self) -> str:
        return str(self.owner)


class SealedText(property):
    """A text kept sealed in a binary column of the same row.

    The model names its columns and, once, the attribute that holds the id of the key's owner (dots allowed)::

        key_owner = "session_id"
        sealed_text = models.BinaryField()
        text = SealedText("sealed_text")

    Reading opens, assigning seals; `Model(session=…, text=…)` works too, as the owner is set first. The row's id must
    be known beforehand (a UUID by default) and never change, nor the column's name: both are bound into the seal.
    A column that holds None was never written, and reads as an empty text. Reading raises SealBroken for a text that
    cannot be opened; reading and assigning raise KeyGone once the key is destroyed.
    """

    def __init__(self, column: str) -> None:
        super().__init__(self._open, self._seal)
        self.column = column

    def _open(self, row: Any) -> str:
        blob = getattr(row, self.column)
        return "" if blob is None else sealing.open_sealed(self._key(row), row.pk, bytes(blob), self.column)

    def _seal(self, row: Any, text: str) -> None:
        setattr(row, self.column, sealing.seal(self._key(row), row.pk, text, self.column))

    def _key(self, row: Any) -> bytes:
        try:
            return ContentKey.objects.key_of(attrgetter(row.key_owner)(row))
        except sealing.KeyGone:
            # It named the owner of the key; whoever reads the log looks for the row.
            raise sealing.KeyGone(row.pk) from None
