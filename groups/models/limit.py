"""What limits on attempts count: rows that end by themselves."""

from __future__ import annotations

from django.db import models


class Limit(models.Model):
    """A count, or instants of attempts, until when they matter: written and read by groups/limits.py alone.

    `key` is a keyed hash, since addresses and e-mails are counted; `value` is JSON.
    """

    key = models.CharField(primary_key=True, max_length=64, editable=False)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
