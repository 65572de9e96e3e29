"""How a request that is sent again is told from another one under its key."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from codev.sealing import SealBroken
from groups.errors import Invalid, Refused

from ..models import ContentKey


def fingerprint_of(session_id: UUID, name: str, fields: dict[str, Any]) -> str:
    """Tells two requests under one key apart, words included, and means nothing once the content key is gone.

    Raises Refused("unreadable") where it is gone already. Why not a plain hash: decision 005.
    """
    message = json.dumps([name, fields], sort_keys=True, default=str).encode()
    try:
        key = ContentKey.objects.key_of(session_id)
    except SealBroken:
        # Its content was destroyed, as promised: nothing is done in it any more.
        raise Refused("unreadable") from None
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def answered_before(kept: str, revision: int, fingerprint: str) -> int:
    """The revision that the first request made; Invalid("key_reused") where that one was another."""
    if not hmac.compare_digest(kept, fingerprint):
        raise Invalid("key_reused", "key")
    return revision
