"""The addresses that accounts proved, as fingerprints: they are compared, and nobody reads them back (decision 045).

A fingerprint is an HMAC under a key of this installation, which is sealed under CODEV_CONTENT_KEYS: rotating those
seals the key again, and no fingerprint changes.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import models

from codev import sealing

FIELD = "fingerprints"
KEY_BYTES = 32
LENGTH = 64


def canonical(address: str) -> str:
    """One form for every way in which one mailbox is written: case, composed letters, the domain's, a `+tag`."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).strip().casefold())
    box, _at, domain = plain.rpartition("@")
    with suppress(UnicodeError):  # no domain at all: compared as it stands
        domain = domain.encode("idna").decode()
    return f"{box.partition('+')[0] or box}@{domain}"


def fingerprint(key: bytes, address: str) -> str:
    return hmac.digest(key, b"codev address:" + canonical(address).encode(), "sha256").hex()


def fingerprint_of(address: str) -> str:
    """An address's fingerprint under this installation's key, in hex."""
    return fingerprint(FingerprintKey.objects.current(), address)


def sealed_key(key: bytes) -> str:
    return sealing.seal_rowless(key.hex(), FIELD)


class FingerprintKeyManager(models.Manager["FingerprintKey"]):
    """Makes, opens and reseals the key."""

    def current(self) -> bytes:
        """The newest key that CODEV_CONTENT_KEYS open; made where none does, as after all of those were lost."""
        last = 0
        for row in self.order_by("-pk"):
            last = last or row.pk
            if key := row.opened:
                return key
        # By its number: of two machines that make it at once, the second finds the first one's.
        new = self.get_or_create(pk=last + 1, defaults={"sealed": sealed_key(secrets.token_bytes(KEY_BYTES))})[0]
        return new.opened

    def reseal(self) -> tuple[int, list[int]]:
        """Seal each again under the newest of CODEV_CONTENT_KEYS: how many were, and which open under none."""
        count, unread = 0, []
        for row in self.order_by("pk"):
            if key := row.opened:
                count += self.filter(pk=row.pk).update(sealed=sealed_key(key))
            else:
                unread.append(row.pk)
        return count, unread


class FingerprintKey(models.Model):
    """A key for fingerprints: one, unless CODEV_CONTENT_KEYS were lost."""

    sealed = models.TextField(editable=False)

    objects = FingerprintKeyManager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def opened(self) -> bytes:
        """b"" where none of CODEV_CONTENT_KEYS opens it."""
        try:
            return bytes.fromhex(sealing.open_rowless(self.sealed, FIELD))
        except sealing.SealBroken:
            return b""


class ProvenAddressManager(models.Manager["ProvenAddress"]):
    """Addresses that were proved."""

    def record(self, user: Any, address: str) -> bool:
        """Keep that this account proved an address; whether that was not known."""
        return self.get_or_create(user=user, fingerprint=fingerprint_of(address))[1]


class ProvenAddress(models.Model):
    """That an account once proved an address: kept when the address is changed, gone with the account alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="proven_addresses")
    fingerprint = models.CharField(max_length=LENGTH, db_index=True, editable=False)
    proved_at = models.DateTimeField(auto_now_add=True)

    objects = ProvenAddressManager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "fingerprint"), name="proved_once"),)

    def __str__(self) -> str:
        return str(self.pk)
