"""People of the bench: browsers that are signed in, post with token and key, and keep a socket; and their rooms."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.bench.servers import Server
from tests.bench.wire import PATIENCE, Answer, Http, Socket

REVISION = re.compile(rb'data-revision="?(\d+)')
STEP = re.compile(rb'data-step="(\d*)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}


class Browser:
    """Somebody's browser, at one server: cookies, a kept connection, and perhaps a socket that shows a revision."""

    def __init__(self, server: Server, cookies: dict[str, str], socket_path: str) -> None:
        self.server, self.cookies, self.socket_path = server, dict(cookies), socket_path
        self.http = Http(server.port)
        self.socket: Socket | None = None
        self.room: Room | None = None
        self.revision = -1
        self.step = b""

    async def enter(self, link: str) -> None:
        """Sign in by a link, without following where it leads."""
        answer = await self.http.ask("GET", urlsplit(link).path, {"Cookie": self.jar})
        assert answer.status == 302, answer.status
        self.cookies |= answer.cookies

    @property
    def jar(self) -> str:
        return "; ".join(f"{name}={said}" for name, said in self.cookies.items())

    async def get(self, path: str) -> Answer:
        return await self.http.ask("GET", path, {"Cookie": self.jar, "Accept-Encoding": "gzip"})

    async def post(self, path: str, fields: dict[str, object]) -> int:
        """The status of the answer to a form with CSRF token and idempotency key."""
        return (await self.http.ask("POST", path, *self.form(fields))).status

    def form(self, fields: dict[str, object]) -> tuple[dict[str, str], bytes]:
        """Headers and body of a form."""
        sent = urlencode({"key": str(uuid4()), **fields}, doseq=True).encode()
        return {"Cookie": self.jar, "X-CSRFToken": self.cookies["csrftoken"], **FORM}, sent

    async def watch(self, buffer: int = 0) -> None:
        """Open the socket, and wait for its first frame; with a `buffer`, the kernel takes no more bytes than that."""
        self.revision = -1
        opened = await self.dial(buffer)
        async with asyncio.timeout(PATIENCE):
            await opened.first

    async def dial(self, buffer: int = 0) -> Socket:
        """Have a socket to the server. Raises OSError where it cannot be reached."""
        loop = asyncio.get_running_loop()
        made = lambda: Socket(self.socket_path, self.server.host, self.jar, self._shown)  # noqa: E731
        connection = socket.socket()
        if buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        connection.setblocking(False)
        try:
            await loop.sock_connect(connection, ("127.0.0.1", self.server.port))
        except BaseException:
            connection.close()
            raise
        _, self.socket = await loop.create_connection(made, sock=connection)
        return self.socket

    async def come_back(self) -> None:
        """Open the socket as a page does: again, where the server broke it off as it came."""
        for _ in range(4):
            try:
                return await self.watch()
            except ConnectionError as error:
                print(f"  {self.socket_path} {error}, and comes again", file=sys.stderr)
                await asyncio.sleep(0.5)
        return await self.watch()

    def _shown(self, text: bytes, at: float) -> None:
        if text[:2] == b"0{" and self.socket:  # Socket.IO waits to be asked in
            self.socket.send("40")
        if found := REVISION.search(text, 0, 400):
            before, self.revision = self.revision, int(found[1])
            if self.socket and not self.socket.first.done():
                self.socket.first.set_result(None)
            if step := STEP.search(text, 0, 800):
                self.step = step[1]
            if self.room:
                self.room.heard(before, self.revision, at)

    def beat(self) -> None:
        """What a page says every three seconds."""
        if self.socket and self.socket.is_open and not self.socket.closed.done():
            self.socket.send(json.dumps({"shown": max(self.revision, 0), "t0": time.perf_counter() * 1000}))

    async def leave(self) -> None:
        self.http.close()
        if self.socket:
            self.socket.close()
            async with asyncio.timeout(PATIENCE):
                await self.socket.closed
            self.socket.transport.abort()
        self.socket = None


@dataclass
class Awaited:
    """A revision that `behind` screens do not show yet, and the instant of the last of them."""

    revision: int
    behind: int
    at: asyncio.Future[float] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@dataclass
class Room:
    """A session, and the browsers that show it: how long a command takes to the last of their screens."""

    id: str
    facilitator: Browser
    participants: list[Browser]
    screen: Browser | None = None
    people: list[str] = field(default_factory=list)  # participants' ids, in their order
    doing: str = "/sessions/{id}/do/{command}/"
    awaited: list[Awaited] = field(default_factory=list)
    revision: int = 0
    first_revision: int = 0
    first_pushed: int = 0
    last_pushed: int = 0

    def __post_init__(self) -> None:
        for one in self.browsers:
            one.room = self

    @property
    def browsers(self) -> list[Browser]:
        return [self.facilitator, *self.participants, *filter(None, [self.screen])]

    @property
    def watching(self) -> list[Browser]:
        return [one for one in self.browsers if one.socket]

    @property
    def pushed(self) -> int:
        """Bytes of frames that all screens were sent so far."""
        return sum(one.socket.bytes for one in self.browsers if one.socket)

    @property
    def pushed_a_command(self) -> int:
        """The same for one command and screen, since all were here."""
        commands = max(1, self.revision - self.first_revision)
        return (self.last_pushed - self.first_pushed) // commands // max(1, len(self.browsers))

    async def gather(self) -> None:
        """Everybody's socket is open, and shows the newest there is."""
        for one in self.browsers:
            await one.come_back()
        # Who comes may be welcomed by a revision of its own.
        await asyncio.sleep(0.2)
        self.revision = self.first_revision = max(one.revision for one in self.watching)
        self.first_pushed = self.pushed

    def expect(self, revision: int) -> asyncio.Future[float]:
        """The instant at which the last screen will show this revision, or a later one."""
        behind = sum(one.revision < revision for one in self.watching)
        self.awaited.append(Awaited(revision, behind))
        return self.awaited[-1].at

    def heard(self, before: int, revision: int, at: float) -> None:
        """One of the screens has gone from a revision to another."""
        for one in list(self.awaited):
            one.behind -= before < one.revision <= revision
            if one.behind <= 0:
                self.awaited.remove(one)
                if not one.at.done():  # else whoever waited has given up
                    one.at.set_result(at)

    def _forget(self, last: asyncio.Future[float]) -> None:
        """A command was not done after all: what was sent after it makes a revision less."""
        self.revision -= 1
        place = next((at for at, one in enumerate(self.awaited) if one.at is last), len(self.awaited))
        later = self.awaited[place + 1 :]
        del self.awaited[place:]
        for one in later:
            again = self.expect(one.revision - 1)
            self.awaited[-1].at = one.at
            again.cancel()
        self.heard(-1, -1, time.perf_counter())

    async def ask(self, who: Browser, command: str, **fields: object) -> int:
        """Send a command; the status of the answer, whatever it is."""
        return await who.post(self.doing.format(id=self.id, command=command), fields)

    async def do(self, who: Browser, command: str, **fields: object) -> float:
        """Send a command that is done; seconds until the last screen shows it, or until the answer if that is later."""
        begun = time.perf_counter()
        self.revision += 1
        last = self.expect(self.revision)
        status = await self.ask(who, command, **fields)
        if status != 204:
            self._forget(last)
            raise AssertionError(f"{command}: {status}")
        async with asyncio.timeout(PATIENCE):
            return await last - begun

    async def push(self, said: str = "push") -> float:
        """Have a server of ready frames push one; seconds until the last screen has it."""
        begun = time.perf_counter()
        self.revision += 1
        last = self.expect(self.revision)
        assert self.facilitator.socket
        self.facilitator.socket.send(said)
        async with asyncio.timeout(PATIENCE):
            return await last - begun

    async def leave(self) -> None:
        self.last_pushed = self.pushed
        await asyncio.gather(*(one.leave() for one in self.browsers))


async def demonstrated(server: Server, shown: dict[str, object]) -> Room:
    """The demonstration's session: nine people and the room screen, signed in by their links."""
    session = str(shown["session"])
    page = f"/ws/sessions/{session}/"
    links: list[tuple[str, str]] = [(shown["facilitator"]["url"], page)]  # type: ignore[index]
    links += [(one["url"], page) for one in shown["participants"]]  # type: ignore[attr-defined]
    links += [(shown["screen"]["url"], f"{page}screen/")]  # type: ignore[index]
    browsers = [Browser(server, {}, path) for _, path in links]
    for browser, (link, _) in zip(browsers, links, strict=True):
        await browser.enter(link)
    people = [one["id"] for one in shown["participants"]]  # type: ignore[attr-defined]
    return Room(session, browsers[0], browsers[1:-1], browsers[-1], people)
