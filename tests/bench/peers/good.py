"""The good form: one snapshot a command, one rendering a role, handed to the room's pages; connections are kept."""

from __future__ import annotations

import asyncio
import os
from typing import Any

os.environ["PEER_FORM"] = "good"

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import path

from . import form
from .form import HUB
from .site.models import Person

form.ring = form.ring_hub


class Consumer(AsyncWebsocketConsumer):
    channel_layer_alias = "none"
    role = ""
    newest = ""
    flushing: asyncio.Task[None] | None = None

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' closing of connections, which are kept here."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def connect(self) -> None:
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        await self.accept()
        self.role = await form.on_thread(self._who)
        HUB.pages[self.room_id].add(self)
        self.show((await form.on_thread(form.frames_of, self.room_id, {self.role}))[self.role])

    def _who(self) -> str:
        browser = SessionStore(self.scope["cookies"]["sessionid"])
        return str(Person.objects.get(room=self.room_id, user=browser[SESSION_KEY]).role)

    async def disconnect(self, code: int) -> None:
        HUB.pages[self.room_id].discard(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data="{}")

    def show(self, frame: str) -> None:
        """One slot for the newest frame: a slow page holds nobody up."""
        self.newest = frame
        if self.flushing is None or self.flushing.done():
            self.flushing = asyncio.ensure_future(self._flush())

    async def _flush(self) -> None:
        sent = ""
        while self.newest != sent:
            sent = self.newest
            await self.send(text_data=sent)


routes = URLRouter([path("ws/rooms/<int:room_id>/", Consumer.as_asgi())])
_router = ProtocolTypeRouter(
    {"http": django_application, "websocket": AllowedHostsOriginValidator(CookieMiddleware(routes))}
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    form.LOOP[:] = [asyncio.get_running_loop()]
    await _router(scope, receive, send)
