"""What opens a session's doors: its room code, and the secret in its room screen's link.

Each is kept as a hash, to be found by, and sealed under CODEV_CONTENT_KEYS, to be shown again to whoever facilitates:
whoever has the databases alone comes in by none of it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from codev import sealing

# Without 0, 1, 2, 5 and 8, and what is taken for a digit or another letter: B, G, I, L, O, Q, S, U, Z.
CODE_ALPHABET = "ACDEFHJKMNPRTVWXY34679"
CODE_LENGTH = 6
HASH_LENGTH = 64
COLUMNS = ("room_code_hash", "sealed_room_code", "screen_secret_hash", "sealed_screen_secret")
WHERE = ("sealed_place", "sealed_call_url")


def new_code() -> str:
    """A room code: none of its letters and digits is easily taken for another, aloud or on a wall."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def code_hashes(code: str) -> list[str]:
    """Under which hashes a code may stand, the newest key's first. Keyed: all codes there are could be tried."""
    plain = "".join(code.split()).replace("-", "").upper()
    return [hmac.digest(key, b"codev room code:" + plain.encode(), "sha256").hex() for key in sealing.masters()]


def screen_hash(secret: object) -> str:
    """What is stored of a room screen's secret: 122 random bits need no key and no slow hash."""
    return hashlib.sha256(b"codev screen:" + str(secret).encode()).hexdigest()


class SealedText(property):
    """A text in the column `sealed_<name>` of the same row. Reads as "" where none of CODEV_CONTENT_KEYS opens it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(self._open, self._keep)

    def _open(self, row: Any) -> str:
        sealed = bytes(getattr(row, f"sealed_{self.name}"))
        try:
            return (sealed and sealing.open_secret(row.pk, sealed, self.name)) or ""
        except sealing.SealBroken:
            return ""

    def _keep(self, row: Any, text: object) -> None:
        setattr(row, f"sealed_{self.name}", sealing.seal_secret(row.pk, str(text), self.name) if text else b"")


class DoorSecret(SealedText):
    """Beside it, the column `<name>_hash`: whoever has the secret comes in, even where it is sealed no more."""

    def __init__(self, name: str, hashed: Any) -> None:
        self.hashed = hashed
        super().__init__(name)

    def _keep(self, row: Any, text: object) -> None:
        setattr(row, f"{self.name}_hash", self.hashed(str(text)))
        super()._keep(row, text)
