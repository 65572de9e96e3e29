"""Protocols that can be chosen, by their files, and copies of those that sessions have frozen."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from ..rulebook.protocol import protocol, shelf


class ProtocolCopy(models.Model):
    """A protocol as it stood when sessions were planned; sessions that froze the same document share a row."""

    digest = models.CharField(primary_key=True, max_length=64)
    document = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def of(cls, document: dict[str, Any]) -> ProtocolCopy:
        """The one copy of this document, made if need be."""
        # Keys sorted, so that the same document has the same digest whatever order its file was written in.
        digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
        return cls.objects.get_or_create(digest=digest, defaults={"document": document})[0]


# Safe to keep for ever: copies never change, and another document has another digest (decision 004).
@lru_cache(maxsize=256)
def frozen(digest: str) -> protocol.Protocol:
    """The protocol of the copy that has this digest."""
    return protocol.parse(ProtocolCopy.objects.get(pk=digest).document, digest)


@lru_cache(maxsize=4)
def _offered(folder: str) -> dict[str, Path]:
    return shelf.offered(folder)


@lru_cache(maxsize=64)
def _loaded(path: Path) -> protocol.Protocol:
    return protocol.load(path)


def offered() -> dict[str, Path]:
    """The files of the protocols that can be chosen, by key. A process reads them once."""
    return _offered(settings.CODEV_PROTOCOLS_DIR)


def offer(key: str) -> protocol.Protocol:
    """The protocol of that key, as its file says. Raises KeyError where none is offered under it."""
    return _loaded(offered()[key])
