"""The product's sockets."""

from __future__ import annotations

from typing import Any

# ASGI applications stand where Django's types expect views.
websocket_urlpatterns: list[Any] = []
