"""What a browser opens a socket with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Handshake:
    """Of a live page's socket. `headers` by their names in small letters."""

    session_id: UUID
    is_screen: bool
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    headers: Mapping[bytes, bytes]
