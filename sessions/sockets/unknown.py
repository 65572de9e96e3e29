"""A socket at an address where there is none."""

from __future__ import annotations

from channels.generic.websocket import AsyncWebsocketConsumer

from .identity import UNKNOWN


class UnknownConsumer(AsyncWebsocketConsumer):
    """A socket at any other address: told so by a code (4404), after which a page stops trying."""

    channel_layer_alias = "none"

    async def connect(self) -> None:
        await self.accept()
        await self.close(code=UNKNOWN)
