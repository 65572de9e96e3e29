"""Live pages as browsers keep them: a socket, the last live state, and every region by its id."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client

from sessions.live.hub.hub import hub
from sessions.live.hub.pulse import is_under_way
from sessions.live.hub.room import Room
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.page import applied, elements

PATIENCE = 120  # costs nothing when what is waited for comes
ORIGIN = b"http://testserver"
NAME = re.compile(r'<\w+ id="(region-[a-z]+)"')
STATE = re.compile(r'<div id="live-state" hidden((?: data-[a-z-]+="[^"]*")+)></div>')


def state_in(html: str) -> dict[str, str]:
    """The attributes of the live state at the beginning of a frame, or somewhere in a page."""
    found = STATE.search(html)
    assert found, "no #live-state"
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', found[1]))


@dataclass
class Page:
    """One live page: frames are applied to it as a browser applies them."""

    socket: WebsocketCommunicator
    state: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # all the rest: warnings, answers

    @property
    def revision(self) -> int:
        return int(self.state["revision"]) if self.state else -1

    async def until(self, revision: int) -> Page:
        """Take frames until one shows at least this revision."""
        while self.revision < revision:
            await self.take()
        return self

    async def take(self) -> str:
        """The next message; a frame is applied."""
        message = await self.socket.receive_output(timeout=PATIENCE)
        assert message["type"] == "websocket.send", message
        text = str(message["text"])
        if text.startswith("<"):
            self._apply(text)
        else:
            self.said.append(text)
        return text

    def _apply(self, frame: str) -> None:
        self.frames.append(frame)
        sent = elements(frame)
        first = sent.pop("live-state")
        assert frame.startswith(first), frame
        assert STATE.fullmatch(first), first
        shell, self.state = self.state.get("shell"), state_in(first)
        if shell != self.state["shell"]:
            # Another page: a browser loads it anew.
            self.regions.clear()
        applied(self.regions, sent)

    async def all_that_was_sent(self) -> None:
        """Take what has come: of one revision too, as a pulse may find another device."""
        while not self.socket.output_queue.empty():
            await self.take()

    async def beat(self, shown: int, t0: float = 1.5) -> dict[str, float]:
        """A heartbeat, and what it is answered."""
        await self.socket.send_to(text_data=json.dumps({"shown": shown, "t0": t0}))
        while not (text := await self.take()).startswith("{"):
            continue
        return dict(json.loads(text))

    async def is_sent_nothing(self) -> bool:
        """Whether nothing but the answer to a heartbeat comes."""
        before = len(self.frames)
        await self.socket.send_to(text_data=json.dumps({"shown": self.revision, "t0": 1.5}))
        return (await self.take()).startswith('{"t0"') and len(self.frames) == before

    async def leave(self) -> None:
        await self.socket.disconnect(timeout=PATIENCE)

    async def closed(self) -> int:
        """The code that the server closes with; frames until then are applied."""
        while True:
            message = await self.socket.receive_output(timeout=PATIENCE)
            if message["type"] == "websocket.close":
                return int(message["code"])
            if str(message.get("text", "")).startswith("<"):
                self._apply(message["text"])


@dataclass
class Browsers:
    """Opens pages over sockets, and shuts them all at the end."""

    evening: Evening
    opened: list[Page] = field(default_factory=list)

    async def open(self, name: str = "", *, query: str = "lang=fr", http: Client | None = None) -> Page:
        """Somebody's page, with its first frame."""
        page = await self.knock(name, query=query, http=http)
        await page.until(0)
        return page

    async def knock(
        self, name: str = "", *, query: str = "lang=fr", http: Client | None = None, path: str = "", **more: Any
    ) -> Page:
        """A socket that is accepted; what comes over it is yet to be seen."""
        http = http or await in_thread(self.evening.browser, name)
        page = Page(self.socket(http, path or self.path(name), query, **more))
        self.opened.append(page)
        is_connected, code = await page.socket.connect(timeout=PATIENCE)
        assert is_connected, code
        return page

    def path(self, name: str) -> str:
        return f"/ws{self.evening.path('screen/' if name == SCREEN else '')}"

    def socket(self, http: Client, path: str, query: str, origin: bytes | None = ORIGIN) -> WebsocketCommunicator:
        from codev.asgi import application

        key = http.cookies.get(settings.SESSION_COOKIE_NAME)
        headers = [(b"host", b"testserver")]
        if origin:
            headers.append((b"origin", origin))
        if key:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={key.value}".encode()))
        return WebsocketCommunicator(application, f"{path}?{query}", headers=headers)

    async def close(self) -> None:
        for page in self.opened:
            if not page.socket.future.done():
                await page.leave()
        await hub().close()


@asynccontextmanager
async def sockets(evening: Evening) -> AsyncIterator[Browsers]:
    browsers = Browsers(evening)
    try:
        yield browsers
    finally:
        await browsers.close()


async def in_thread(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Blocking work of a test beside the loop; its database connections go when it is done."""
    return await sync_to_async(_leave_nothing_open, thread_sensitive=False)(work, *args, **kwargs)


def _leave_nothing_open(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return work(*args, **kwargs)
    finally:
        connections.close_all()


async def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.002)


async def taken_pulse() -> None:
    """One pulse of this process, and what it writes."""
    pulse = hub().pulse
    await pulse.take()
    await eventually(lambda: not is_under_way(pulse._writing))


async def settled(evening: Evening) -> int:
    """Everybody who looks is known for who they are, and was sent the newest page: that of this revision."""
    room, shown, newest = hub().rooms[evening.session_id], -1, 0
    while shown < newest:
        await at_rest(room)
        newest = int((await in_thread(lambda: evening.session)).revision)
        await at_rest(room)
        shown = room.stage.snapshot.revision if room.stage else -1
    return shown


async def at_rest(room: Room) -> None:
    """Nobody here has anything under way. What rings meanwhile is not waited for."""
    await eventually(lambda: not (_is_loading(room) or any(map(_is_busy, room.watchers))))


def _is_loading(room: Room) -> bool:
    pulse = hub().pulse
    is_pulsing = room._saying or any(map(is_under_way, (pulse._taking, pulse._writing, room._following)))
    return is_pulsing or room._putting.locked() or not (room._loading and room._loading.done())


def _is_busy(one: Any) -> bool:
    return bool(one.tasks or one.flushing) or one.begun is None


async def command(evening: Evening, name: str, verb: str, **fields: Any) -> int:
    """The revision that somebody's command made."""
    return int(await in_thread(evening.do, name, verb, **fields))


async def until_shown(page: Page, region: str, words: str) -> None:
    """Take frames until a region holds these words."""
    while words not in page.regions[region]:
        await page.take()
