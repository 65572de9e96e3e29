"""The naive form: an ordinary view rings the group, and each consumer queries and renders for itself."""

from __future__ import annotations

import os

os.environ["PEER_FORM"] = "naive"

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from . import form
from .site.models import Person
from .site.rendering import read, rendered

form.ring = form.ring_layer


class Consumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        await self.channel_layer.group_add(f"room.{self.room_id}", self.channel_name)
        await self.accept()
        await self.rung({})

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(f"room.{self.room_id}", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data="{}")

    async def rung(self, message: dict[str, object]) -> None:
        await self.send(text_data=await database_sync_to_async(self._frame)())

    def _frame(self) -> str:
        person = Person.objects.get(room=self.room_id, user=self.scope["user"].pk)
        return rendered(read(self.room_id), person.role)


routes = URLRouter([path("ws/rooms/<int:room_id>/", Consumer.as_asgi())])
application = ProtocolTypeRouter(
    {"http": django_application, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(routes))}
)
