"""Who was reminded on which day, and who wants no reminders: by a keyed hash of the address, as that is who reads."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.db import models
from django.utils import timezone

from .fingerprints import LENGTH, FingerprintKey

FORGOTTEN = timedelta(days=30)
_PREFIX = b"codev mailbox:"


def mailboxes(addresses: list[str]) -> dict[str, str]:
    """The keyed hash of each address. Unlike a fingerprint it tells `a+b@…` from `a@…`: each is written to."""
    key = FingerprintKey.objects.current()
    return {
        one: hmac.digest(key, b"codev mailbox:" + one.strip().lower().encode(), "sha256").hex() for one in addresses
    }


class DigestQuerySet(models.QuerySet["Digest"]):
    """Days on which people were reminded."""

    def forget_old(self) -> None:
        """Delete those that keep nobody from anything any more."""
        self.filter(day__lt=timezone.localdate() - FORGOTTEN).delete()


class Digest(models.Model):
    """That whoever reads this mailbox is reminded on this day. Of two who would write, one gets this row."""

    mailbox = models.CharField(max_length=LENGTH, editable=False)
    day = models.DateField()

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "mailbox"), name="one_digest_a_day"),)

    def __str__(self) -> str:
        return str(self.day)


class Unreminded(models.Model):
    """That whoever reads this mailbox wants no reminders: in whatever group, and should the address come back."""

    mailbox = models.CharField(max_length=LENGTH, primary_key=True, editable=False)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.since)
