"""Sessions, the protocol frozen into each, and the journal of what was done."""

from __future__ import annotations

import hashlib
import json
import uuid
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle

from .. import machine, protocol
from ..state import State


class ProtocolCopy(models.Model):
    """A protocol as it stood when sessions opened; sessions that froze the same one share a row."""

    digest = models.CharField(primary_key=True, max_length=64)
    document = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def of(cls, document: dict[str, Any]) -> ProtocolCopy:
        """The one copy of this document, made if need be."""
        digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
        return cls.objects.get_or_create(digest=digest, defaults={"document": document})[0]


@lru_cache(maxsize=256)
def _frozen(digest: str) -> protocol.Protocol:
    return protocol.parse(ProtocolCopy.objects.get(pk=digest).document, digest)


@lru_cache(maxsize=64)
def shipped(key: str) -> protocol.Protocol:
    """The protocol of the catalogue with that key; KeyError where there is none."""
    return protocol.load(protocol.catalogue()[key])


class Session(models.Model):
    """One meeting of a group. `state` is written and read by machine.py alone; `status` repeats it for lists."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        RUNNING = "running", _("under way")
        CLOSED = "closed", _("held")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    scheduled_at = models.DateTimeField(_("date and time"))
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"))
    planned_rounds = models.PositiveSmallIntegerField(_("number of clients"))
    protocol_key = models.CharField(_("protocol"), max_length=40)
    protocol_copy = models.ForeignKey(ProtocolCopy, models.PROTECT, null=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PLANNED)
    revision = models.PositiveIntegerField(default=0)
    state = models.JSONField()
    screen_secret = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-scheduled_at",)
        constraints = (models.UniqueConstraint(fields=("cycle", "number"), name="sessions_are_numbered"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def protocol(self) -> protocol.Protocol:
        """The frozen protocol, or the shipped one until the session opens."""
        return _frozen(self.protocol_copy_id) if self.protocol_copy_id else shipped(self.protocol_key)

    def freeze_protocol(self) -> None:
        """Keep the protocol as it stands now, whatever becomes of the shipped one."""
        path = protocol.catalogue()[self.protocol_key]
        self.protocol_copy = ProtocolCopy.of(protocol.load_document(path))

    def load(self) -> State:
        return machine.load(self.state, self.protocol)

    def keep(self, state: State) -> None:
        """Take over a state; saving is the command's."""
        self.state = machine.dump(state)
        self.status = state.status


class JournalEntry(models.Model):
    """One accepted command. `arguments` and `events` hold no words; `fingerprint` fades with the session's key."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="journal")
    revision = models.PositiveIntegerField()
    actor = models.CharField(max_length=48)
    command = models.CharField(max_length=32)
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    arguments = models.JSONField(default=dict)
    events = models.JSONField(default=list)
    at = models.BigIntegerField()

    class Meta:
        ordering = ("session_id", "revision")
        constraints = (
            models.UniqueConstraint(fields=("session", "revision"), name="one_entry_a_revision"),
            models.UniqueConstraint(fields=("session", "actor", "key"), name="one_entry_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.revision} {self.command}"
