"""The journal of what was done in a session."""

from __future__ import annotations

from django.db import models

from .session import Session


class JournalEntry(models.Model):
    """One accepted command. `at` is in epoch milliseconds, `actor` is `Actor.key`, `key` the sender's idempotency key.

    `arguments` and `events` hold no words; `fingerprint` means nothing any more once the session's content key is gone.
    """

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
            # Should the lock ever fail: two commands cannot both become the same revision, nor one key be done twice.
            models.UniqueConstraint(fields=("session", "revision"), name="one_entry_a_revision"),
            models.UniqueConstraint(fields=("session", "actor", "key"), name="one_entry_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.revision} {self.command}"
