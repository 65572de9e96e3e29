"""The product's sockets."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from .consumer import ScreenConsumer, SessionConsumer
from .unknown import UnknownConsumer

websocket_urlpatterns: list[URLPattern] = [
    path("ws/sessions/<uuid:session_id>/", SessionConsumer.as_asgi()),  # type: ignore[arg-type]
    path("ws/sessions/<uuid:session_id>/screen/", ScreenConsumer.as_asgi()),  # type: ignore[arg-type]
    # Last, for every other address: without it Channels raises, and each stray socket is an error in the log.
    re_path("", UnknownConsumer.as_asgi()),  # type: ignore[arg-type]
]
