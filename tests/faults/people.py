"""People in a session: each has a browser behind a network of its own, and a page that does what socket.js does."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import random
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.bench.rooms import Browser
from tests.bench.wire import Http
from tests.network import Network

BEAT, PATIENCE, AWAKE, POLLS = 3.0, 5.0, 2.0, 3.0  # seconds, as in static/js/live/socket.js
RESTARTS, SPREAD = (1012, 4012), 3.0
LIMIT = 3.0  # that a press waits for an answer
PAUSE = 0.3  # between two tries
BROKEN = (OSError, EOFError, TimeoutError)


@dataclass
class Sent:
    """A command under its key: what each try was answered (0: nothing), and when that try was sent."""

    who: Person
    command: str
    fields: dict[str, Any]
    key: str = field(default_factory=lambda: str(uuid4()))
    answers: list[tuple[float, int]] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return any(status == 204 for _, status in self.answers)

    @property
    def is_refused(self) -> bool:
        return not self.is_done and any(400 <= status < 500 for _, status in self.answers)


@dataclass(frozen=True)
class Address:
    """Where a browser believes the server to be."""

    port: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


class Person(Browser):
    """Somebody's page, its cookies, and the network between them and the server."""

    def __init__(self, network: Network, cookies: dict[str, str], session: str, *, is_screen: bool = False) -> None:
        path = f"/ws/sessions/{session}/{'screen/' if is_screen else ''}"
        super().__init__(Address(network.port), cookies, path)  # type: ignore[arg-type]
        self.network, self.session = network, f"/sessions/{session}/"
        self.poll = f"{self.session}stage/?{'screen&' if is_screen else ''}shown="
        self.http = Http(network.port, tries=1)
        self.is_asleep = False
        self.is_unanswered = False
        self.is_woken = False
        self.stirred = asyncio.Event()
        self.living: asyncio.Task[None] | None = None
        self.seen: list[tuple[int, float]] = []

    # The page
    def begin(self) -> None:
        self.living = asyncio.ensure_future(self._live())

    async def end(self) -> None:
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
                return float("inf")
            await asyncio.sleep(0.01)
        return next(at for seen, at in self.seen if seen >= revision)

    def _shown(self, text: bytes, at: float) -> None:
        self.is_unanswered = False
        before = self.revision
        super()._shown(text, at)
        if self.revision > before:
            self.seen.append((self.revision, time.monotonic()))

    async def _live(self) -> None:
        attempts = failures = 0
        while True:
            code = await self._one_socket()
            if code < 0:  # replaced at once by another
                attempts = 0
                continue
            was_open = self.socket is not None and self.socket.is_open
            attempts, failures = (0, 0) if was_open else (attempts, failures + 1)
            delay = max(0.5, min(10, 0.5 * 2**attempts) * (0.5 + random.random() / 2))
            attempts += 1
            await self._wait(SPREAD * random.random() if code in RESTARTS else delay, polls=failures >= 2)

    async def _wait(self, seconds: float, *, polls: bool) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if polls and not self.is_asleep:
                await self._ask_stage()
            await asyncio.sleep(min(POLLS, max(0, left)))

    async def _ask_stage(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self.get(f"{self.poll}{max(0, self.revision)}")
        except BROKEN:
            return self.http.close()
        if answer.status == 200:
            zipped = answer.header("content-encoding") == "gzip"
            self._shown(gzip.decompress(answer.body) if zipped else answer.body, 0)
        return None

    async def _one_socket(self) -> int:
        """The code that a socket ended with; less than 0 where the page gave it up."""
        self.socket = None
        shown = self.revision
        try:
            async with asyncio.timeout(PATIENCE):
                await self.watch()
        except BROKEN:
            if self.socket:
                self.socket.transport.abort()
            return 1006
        finally:
            self.revision = max(self.revision, shown)
        assert self.socket
        self.beat()
        return await self._beats(self.socket.closed)

    async def _beats(self, closed: asyncio.Future[int]) -> int:
        closed.add_done_callback(lambda _: self.stirred.set())
        while not closed.done():
            await self._stirs(BEAT)
            if self.is_woken:
                self.is_woken = False
                self.beat()
                await self._stirs(AWAKE)
            if self.is_unanswered and not self.is_asleep:
                break
            self.beat()
        if closed.done():
            return closed.result()
        self.socket.transport.abort()  # type: ignore[union-attr]
        return -1

    async def _stirs(self, within: float) -> None:
        """Wait so long, or until the socket is closed or the page wakes."""
        self.stirred.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.stirred.wait()

    def beat(self) -> None:
        if not self.is_asleep and self.socket:
            self.is_unanswered = True
            super().beat()

    def sleep(self) -> None:
        """The phone sleeps: nothing is read, nothing sent."""
        self.is_asleep = True
        if self.socket and not self.socket.transport.is_closing():
            self.socket.transport.pause_reading()

    def wake(self) -> None:
        self.is_asleep = False
        if self.socket and not self.socket.transport.is_closing():
            self.socket.transport.resume_reading()
        self.is_woken = True
        self.stirred.set()

    # What is pressed
    async def press(self, sent: Sent, http: Http | None = None) -> int:
        """Send a command once: its status, 0 where nothing answers."""
        http = http or self.http
        begun, status = time.monotonic(), 0
        form = self.form({**sent.fields, "key": sent.key})
        try:
            async with asyncio.timeout(LIMIT):
                status = (await http.ask("POST", f"{self.session}do/{sent.command}/", *form)).status
        except BROKEN:
            http.close()
        sent.answers.append((begun, status))
        return status

    async def insist(self, sent: Sent, until: float) -> None:
        """Send it again under its key until it is answered, or until this instant."""
        while True:
            if await self.press(sent) not in (0, 503) or time.monotonic() > until:
                return
            await asyncio.sleep(PAUSE)
