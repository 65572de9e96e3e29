"""Servers that push ready frames and do nothing else: through the channel layer (`layer`), or by a hub (`hub`).

Whoever says "push" has a frame of `PEER_BYTES` sent to everybody in the room.
"""

from __future__ import annotations

import os
from collections import defaultdict

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

BYTES = int(os.environ.get("PEER_BYTES", "2048"))
revisions: dict[int, int] = defaultdict(int)
pages: dict[int, set[HubConsumer]] = defaultdict(set)


def frame(revision: int) -> str:
    return f'<div id="live-state" data-revision="{revision}"></div>'.ljust(BYTES, ".")


class BareConsumer(AsyncWebsocketConsumer):
    """As Channels' tutorial has it."""

    async def connect(self) -> None:
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        await self.channel_layer.group_add(f"room.{self.room_id}", self.channel_name)
        await self.accept()
        await self.send(text_data=frame(revisions[self.room_id]))

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(f"room.{self.room_id}", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data == "push":
            revisions[self.room_id] += 1
            text = frame(revisions[self.room_id])
            await self.channel_layer.group_send(f"room.{self.room_id}", {"type": "pushed", "text": text})
        else:
            await self.send(text_data="{}")

    async def pushed(self, message: dict[str, str]) -> None:
        await self.send(text_data=message["text"])


class HubConsumer(AsyncWebsocketConsumer):
    """The same without the layer."""

    channel_layer_alias = "none"

    async def connect(self) -> None:
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        pages[self.room_id].add(self)
        await self.accept()
        await self.send(text_data=frame(revisions[self.room_id]))

    async def disconnect(self, code: int) -> None:
        pages[self.room_id].discard(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data == "push":
            revisions[self.room_id] += 1
            text = frame(revisions[self.room_id])
            for page in list(pages[self.room_id]):
                await page.send(text_data=text)
        else:
            await self.send(text_data="{}")


def _served(consumer: type[AsyncWebsocketConsumer]) -> ProtocolTypeRouter:
    routes = URLRouter([path("ws/rooms/<int:room_id>/", consumer.as_asgi())])
    return ProtocolTypeRouter({"http": django_application, "websocket": routes})


layer = _served(BareConsumer)
hub = _served(HubConsumer)
