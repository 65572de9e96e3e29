"""How the lines of an organisation's ledger hang together: each holds the hash of the one before (decision 041)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# What a line says for good. No name: `named` binds the line to one that may be taken out, `reader` and `group` are
# pseudonyms once account and group are gone.
FIELDS = ("organisation", "number", "group", "reader", "named", "looked_at", "what", "year")
BEGINNING = "0" * 64


def digest_of(line: Mapping[str, Any]) -> str:
    """The SHA-256, in hex, of a line's fields (texts, numbers or null) as JSON: keys sorted, no blanks, in UTF-8."""
    said = json.dumps({name: line[name] for name in FIELDS}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _sha256(said)


def hash_after(previous: str, digest: str) -> str:
    """A line's hash, from that of the line before and its own digest."""
    return _sha256(previous + digest)


def bound(salt: str, name: str) -> str:
    """What stands for a name: without its salt, which goes with it, nobody finds it by trying names."""
    return _sha256(salt + name)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
