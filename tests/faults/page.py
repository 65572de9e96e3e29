"""A live page over raw sockets, by the rules of static/js/live/socket.js and polling.js."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import math
import random
import time
from dataclasses import dataclass

from tests.bench.rooms import Browser
from tests.bench.wire import Http
from tests.network import Network

BEAT, PATIENCE, LONGEST, AWAKE, POLLS = 3.0, 5.0, 20.0, 2.0, 3.0  # seconds
RESTARTS, SPREAD = (1012, 4012), 3.0
SILENT = -1
BROKEN = (OSError, EOFError, TimeoutError)


@dataclass(frozen=True)
class Address:
    """Where a browser believes the server to be."""

    port: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


class Page(Browser):
    """One page, behind a network of its own; `seen` says when which revision came onto the screen."""

    def __init__(self, network: Network, cookies: dict[str, str], session: str, *, is_screen: bool = False) -> None:
        path = f"/ws/sessions/{session}/{'screen/' if is_screen else ''}"
        super().__init__(Address(network.port), cookies, path)  # type: ignore[arg-type]
        self.network, self.session, self.is_screen = network, f"/sessions/{session}/", is_screen
        self.polls = Http(network.port, tries=1)
        self.is_good = self.has_frame = self.has_answer = self.has_brought = False
        self.unanswered = 0
        self.is_asleep = self.is_woken = False
        self.stirred = asyncio.Event()
        self.living: asyncio.Task[None] | None = None
        self.polling: asyncio.Task[None] | None = None
        self.seen: list[tuple[int, float]] = []

    def begin(self) -> None:
        self.living = asyncio.ensure_future(self._live())

    async def end(self) -> None:
        self._stop_polling()
        if self.living:
            self.living.cancel()
            await asyncio.gather(self.living, return_exceptions=True)
        self.http.close()
        if self.socket:
            self.socket.transport.abort()

    async def shows(self, revision: int, within: float) -> float:
        """When this revision, or a later one, came onto the screen; infinite where none did within so many seconds."""
        end = time.monotonic() + within
        while self.revision < revision:
            if time.monotonic() > end:
                return math.inf
            await asyncio.sleep(0.01)
        return next(at for seen, at in self.seen if seen >= revision)

    # What comes
    def _shown(self, text: bytes, at: float) -> None:
        if text[:1] == b"{":
            self.has_answer, self.unanswered = True, 0
        else:
            self.has_frame = self.has_brought = True
            self._put_on(text, at)
        if self.has_frame and self.has_answer and not self.is_good:
            self.is_good = True
            self._stop_polling()
            self.stirred.set()

    def _put_on(self, html: bytes, at: float) -> None:
        before = self.revision
        super()._shown(html, at)
        if self.revision > before:
            self.seen.append((self.revision, time.monotonic()))
        self.revision = max(self.revision, before)

    # Sockets, one after another
    async def _live(self) -> None:
        failures = silences = attempts = 0
        while True:
            code = await self._one_socket(min(LONGEST, PATIENCE * 2**silences))
            if self.is_good:
                failures = silences = attempts = 0
            else:
                failures, silences = failures + 1, silences + (code == SILENT)
            if code == SILENT or failures >= 2:
                self._start_polling()
            if code == SILENT and self.is_good:
                continue
            delay = max(0.5, min(10, 0.5 * 2**attempts) * (0.5 + random.random() / 2))
            await self._stirs(max(0.5, SPREAD * random.random()) if code in RESTARTS else delay)
            attempts = 0 if self.is_woken else attempts + 1

    async def _one_socket(self, patience: float) -> int:
        """The code that a socket ended with, SILENT where the page gave it up; `is_good` if it was until then."""
        self.socket, self.unanswered = None, 0
        self.is_good = self.has_frame = self.has_answer = self.is_woken = False
        try:
            async with asyncio.timeout(patience):
                opened = await self.dial()
                opened.closed.add_done_callback(lambda _: self.stirred.set())
                await opened.first
                self.beat()
                while not (self.is_good or opened.closed.done()):
                    self.stirred.clear()
                    await self.stirred.wait()
        except TimeoutError:
            return self._drop()
        except BROKEN:
            return self.socket.closed.result() if self.socket and self.socket.closed.done() else 1006
        return await self._beats(opened.closed)

    def _drop(self) -> int:
        if self.socket:
            self.socket.transport.abort()
        return SILENT

    async def _beats(self, closed: asyncio.Future[int]) -> int:
        while True:
            await self._stirs(BEAT)
            if closed.done():
                return closed.result()
            if self.is_asleep:
                continue
            if self.is_woken:
                self.is_woken = False
                self.beat()
                await self._stirs(AWAKE)
                if self.unanswered and not closed.done():
                    return self._drop()
            elif self.unanswered > (1 if self.has_brought else 0):
                return self._drop()
            else:
                self.beat()

    async def _stirs(self, within: float) -> None:
        """Wait so long, or until something has come about: a socket closed, the page woken, the server back."""
        self.stirred.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.stirred.wait()

    def beat(self) -> None:
        if not self.is_asleep:
            self.unanswered += 1
            self.has_brought = False
            super().beat()

    # Polls, where no socket is good
    def _start_polling(self) -> None:
        if self.polling is None:
            self.polling = asyncio.ensure_future(self._poll())

    def _stop_polling(self) -> None:
        if self.polling:
            self.polling.cancel()
        self.polling = None
        self.polls.close()

    async def _poll(self) -> None:
        is_lost = False
        while True:
            if not self.is_asleep:
                was_lost, is_lost = is_lost, not await self._ask()
                if was_lost and not is_lost:
                    self.stirred.set()
            await asyncio.sleep(POLLS)

    async def _ask(self) -> bool:
        """Whether the server answers."""
        path = f"{self.session}stage/?{'screen&' if self.is_screen else ''}shown={max(0, self.revision)}"
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self.polls.ask("GET", path, {"Cookie": self.jar, "Accept-Encoding": "gzip"})
        except BROKEN:
            self.polls.close()
            return False
        if answer.status == 200:
            is_zipped = answer.header("content-encoding") == "gzip"
            self._put_on(gzip.decompress(answer.body) if is_zipped else answer.body, 0)
        return answer.status in (200, 204)

    # A phone in a pocket
    def sleep(self) -> None:
        """Nothing is read, and nothing sent."""
        self.is_asleep = True
        if self.socket and not self.socket.transport.is_closing():
            self.socket.transport.pause_reading()

    def wake(self) -> None:
        self.is_asleep = False
        if self.socket and not self.socket.transport.is_closing():
            self.socket.transport.resume_reading()
        self.is_woken = True
        self.stirred.set()
