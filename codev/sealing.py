"""Content keys, sealing and opening text. AES-GCM under a random key, bound to the row it belongs to; no rows here.

A sealed text is: version byte, 12 random bytes, ciphertext with its tag. What it is bound to (a label, the row, the
field) is authenticated, not stored, so that ciphertext cannot be moved to another row or field.
"""

from __future__ import annotations

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
# Bound into every seal, so that a sealed text is never accepted as a wrapped key, nor the reverse.
_TEXT = b"codev text"
_KEY = b"codev content key"
_SECRET = b"codev secret"
# Of what is bound to what it is alone: nobody says yet whose it will be.
NO_ROW = UUID(int=0)


class SealBroken(Exception):  # noqa: N818
    """Something sealed cannot be opened. Says which row, and nothing else."""

    def __init__(self, row: UUID) -> None:
        super().__init__(str(row))
        self.row = row


class KeyGone(SealBroken):
    """The key was destroyed, as promised, or there never was one: nobody can read this any more."""


def new_key() -> bytes:
    """A content key."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def seal(key: bytes, row: UUID, text: str, field: str = "") -> bytes:
    """The text sealed, to be opened with this key in this field of this row only: version, nonce, ciphertext."""
    return _encrypt(key, text.encode(), _TEXT + row.bytes + field.encode())


def open_sealed(key: bytes, row: UUID, blob: bytes, field: str = "") -> str:
    """What was sealed. Raises SealBroken when it was tampered with, moved or cut short, or for another key."""
    try:
        return _decrypt(key, blob, _TEXT + row.bytes + field.encode()).decode()
    except (InvalidTag, ValueError):
        # ValueError where it was cut short. From None: the cause could carry bytes of what somebody wrote.
        raise SealBroken(row) from None


def wrap(key: bytes, owner: UUID) -> bytes:
    """A content key, sealed for its owner under the first of CODEV_CONTENT_KEYS."""
    return _encrypt(masters()[0], key, _KEY + owner.bytes)


def unwrap(blob: bytes, owner: UUID) -> bytes:
    """A content key again, by whichever of CODEV_CONTENT_KEYS sealed it. Raises SealBroken if none did."""
    return _by_a_master(blob, _KEY + owner.bytes, owner)


def seal_secret(row: UUID, text: str, field: str) -> bytes:
    """A code or link's secret, sealed for this field of this row under the first of CODEV_CONTENT_KEYS."""
    return _encrypt(masters()[0], text.encode(), _SECRET + row.bytes + field.encode())


def open_secret(row: UUID, blob: bytes, field: str) -> str:
    """What `seal_secret` sealed, under whichever of CODEV_CONTENT_KEYS. Raises SealBroken if none opens it."""
    return _by_a_master(blob, _SECRET + row.bytes + field.encode(), row).decode()


def seal_rowless(text: str, field: str) -> str:
    """A short secret for a column of text, sealed for this field and no row."""
    return base64.b64encode(seal_secret(NO_ROW, text, field)).decode()


def open_rowless(sealed: str, field: str) -> str:
    """What `seal_rowless` sealed. Raises SealBroken where none of CODEV_CONTENT_KEYS opens it."""
    try:
        blob = base64.b64decode(sealed, validate=True)
    except ValueError:
        raise SealBroken(NO_ROW) from None
    return open_secret(NO_ROW, blob, field)


def _by_a_master(blob: bytes, bound_to: bytes, row: UUID) -> bytes:
    for master in masters():
        try:
            return _decrypt(master, blob, bound_to)
        except (InvalidTag, ValueError):
            continue
    raise SealBroken(row)


def masters() -> list[bytes]:
    """CODEV_CONTENT_KEYS, the newest first."""
    return [base64.urlsafe_b64decode(key) for key in settings.CODEV_CONTENT_KEYS]


def _encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    # The version is bound in too: a later format must not be passed off as this one.
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + bound_to)


def _decrypt(key: bytes, blob: bytes, bound_to: bytes) -> bytes:
    version, nonce, sealed = blob[:1], blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    if version != VERSION:
        raise InvalidTag
    return AESGCM(key).decrypt(nonce, sealed, VERSION + bound_to)
