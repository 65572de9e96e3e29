"""Which socket an address is: the product's own pages alone come as far as being told whether they may stay."""

from __future__ import annotations

import re
from collections.abc import Coroutine, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.http.cookie import parse_cookie

from .connection import Receive, Send
from .consumer import SessionConsumer
from .handshake import Handshake
from .identity import UNKNOWN

_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
ADDRESS = re.compile(rf"/ws/sessions/(?P<session_id>{_ID})/(?P<screen>screen/)?")
PORTS = {"http": "80", "https": "443"}
# A handshake carries no CSRF token, so its Origin is what keeps other sites out. Who it is, the consumer asks after
# accepting: refused here, a page could not tell that from a broken network.
_origins: Any = AllowedHostsOriginValidator(None)  # type: ignore[arg-type]  # asked, never called


def serve(scope: Mapping[str, Any], receive: Receive, send: Send) -> Coroutine[Any, Any, None]:
    """What serves one socket, wherever it leads; nothing of the scope is kept for as long as that lasts."""
    headers = dict(scope["headers"])
    if not _is_ours(headers.get(b"origin", b"").decode("latin-1"), headers.get(b"host", b"").decode("latin-1")):
        return _refuse(receive, send)
    address = ADDRESS.fullmatch(scope["path"])
    if address is None:
        return _send_away(receive, send)
    return SessionConsumer().serve(_handshake(scope, address, headers), receive, send)


def _is_ours(origin: str, host: str) -> bool:
    """Whether a page of ours asks: from where the socket itself is served, port and all, or CSRF_TRUSTED_ORIGINS."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        asking = urlsplit(origin) if origin else None
        if not asking or not _origins.valid_origin(asking):
            return False
        # Another port of our host may be somebody else's. A browser always says the host.
        return not host or _with_port(asking.scheme, asking.netloc) == _with_port(asking.scheme, host)
    except ValueError:
        # No address at all, as one with half a bracket.
        return False


def _with_port(scheme: str, host: str) -> tuple[str | None, str]:
    parts = urlsplit(f"//{host}")
    return parts.hostname, str(parts.port or PORTS.get(scheme, ""))


def _handshake(scope: Mapping[str, Any], address: re.Match[str], headers: Mapping[bytes, bytes]) -> Handshake:
    return Handshake(
        session_id=UUID(address["session_id"]),
        is_screen=address["screen"] is not None,
        query={name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()},
        cookies=parse_cookie(headers.get(b"cookie", b"").decode("latin-1")),
        headers=headers,
    )


async def _refuse(receive: Receive, send: Send) -> None:
    """With HTTP 403: closed before it was accepted."""
    await receive()
    await send({"type": "websocket.close"})


async def _send_away(receive: Receive, send: Send) -> None:
    """No such socket: told so by a code (4404), after which a page stops trying."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": UNKNOWN})
