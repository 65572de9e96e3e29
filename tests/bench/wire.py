"""HTTP and WebSocket as the load speaks them: raw bytes over asyncio, so that the load costs less than any server."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
PATIENCE = 60.0


@dataclass
class Frames:
    """Cuts what a server sends into messages; pieces of a message are put together."""

    waiting: bytes = b""
    begun: bytearray = field(default_factory=bytearray)
    kind: int = 0

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """The messages that are whole now: opcode and payload."""
        # Usually nothing waits, and what comes is one whole frame: it is not copied.
        waiting = self.waiting + data if self.waiting else data
        found: list[tuple[int, bytes]] = []
        at = 0
        while bounds := _bounds(waiting, at):
            start, end = bounds
            self._take(waiting[at], waiting[start:end], found)
            at = end
        self.waiting = waiting[at:]
        return found

    def _take(self, head: int, payload: bytes, found: list[tuple[int, bytes]]) -> None:
        opcode, is_last = head & 15, head & 128
        if opcode >= CLOSE:
            found.append((opcode, payload))
            return
        self.kind = opcode or self.kind
        if is_last and not self.begun:
            found.append((self.kind, payload))
            return
        self.begun += payload
        if is_last:
            found.append((self.kind, bytes(self.begun)))
            self.begun.clear()


def _bounds(waiting: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame that begins here begins and ends; None while it is not all there."""
    if len(waiting) < at + 2:
        return None
    length, start = waiting[at + 1] & 127, at + 2
    if length > 125:
        start = at + (4 if length == 126 else 10)
        if len(waiting) < start:
            return None
        length = int.from_bytes(waiting[at + 2 : start])
    return (start, start + length) if len(waiting) >= start + length else None


def masked(opcode: int, payload: bytes) -> bytes:
    """One frame as a browser sends it."""
    mask = os.urandom(4)
    length = len(payload)
    head = bytes([128 | opcode, 128 | length]) if length < 126 else bytes([128 | opcode, 254]) + length.to_bytes(2)
    repeated = (mask * (length // 4 + 1))[:length]
    return head + mask + (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(length)


class Socket(asyncio.Protocol):
    """A live page's socket. `on_text` is told each text as it comes, with the instant of `perf_counter`."""

    def __init__(self, path: str, host: str, cookies: str, on_text: Callable[[bytes, float], None]) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self.request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nCookie: {cookies}\r\n\r\n"
        ).encode()
        self.on_text = on_text
        self.frames = Frames()
        self.head = bytearray()
        self.is_open = False
        self.first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        if not self.is_open:
            self.head += data
            before, found, data = bytes(self.head).partition(b"\r\n\r\n")
            if not found:
                return None
            if b" 101 " not in before.split(b"\r\n")[0]:
                return self._end(int(before.split()[1]))
            self.is_open = True
        for opcode, payload in self.frames.feed(data):
            self._take(opcode, payload, at)
        return None

    def _take(self, opcode: int, payload: bytes, at: float) -> None:
        if opcode == TEXT:
            self.bytes += len(payload)
            self.on_text(payload, at)
        elif opcode == PING:
            self.transport.write(masked(PONG, payload))
        elif opcode == CLOSE:
            self._end(int.from_bytes(payload[:2]) if payload else 1005)

    def _end(self, code: int) -> None:
        if not self.closed.done():
            self.closed.set_result(code)
        if not self.first.done():
            self.first.set_exception(ConnectionError(f"closed with {code}"))
            self.first.exception()  # looked at here, as nobody may be waiting for it
        self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self._end(1006)

    def send(self, text: str) -> None:
        self.transport.write(masked(TEXT, text.encode()))

    def close(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(masked(CLOSE, (1000).to_bytes(2)))


class Http:
    """One kept connection, as a browser has; a request at a time, tried so many times."""

    def __init__(self, port: int, tries: int = 2) -> None:
        self.port, self.tries = port, tries
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.lock = asyncio.Lock()

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        lines = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **headers}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {said}\r\n" for name, said in lines.items())
        async with self.lock, asyncio.timeout(PATIENCE):
            # A kept connection may have been closed meanwhile: once more on a new one, nothing was answered on it.
            for _ in range(self.tries):
                try:
                    return await self._once(f"{head}\r\n".encode() + body)
                except (ConnectionError, asyncio.IncompleteReadError):
                    self.close()
        raise ConnectionError(f"no answer to {method} {path}")

    async def _once(self, request: bytes) -> Answer:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        reader, writer = self.streams
        writer.write(request)
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = [(name.lower(), said) for name, _, said in (line.partition(": ") for line in rest if line)]
        answer = Answer(int(first.split()[1]), headers)
        answer.body = await _body(reader, answer)
        if answer.header("connection").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((said for known, said in self.headers if known == name), "")

    @property
    def cookies(self) -> dict[str, str]:
        """What it sets."""
        pairs = [said.split(";")[0].partition("=") for name, said in self.headers if name == "set-cookie"]
        return {name: said for name, _, said in pairs}


async def _body(reader: asyncio.StreamReader, answer: Answer) -> bytes:
    if answer.status in (204, 304):
        return b""
    if answer.header("transfer-encoding") != "chunked":
        return await reader.readexactly(int(answer.header("content-length") or 0))
    whole = b""
    while size := int(await reader.readline(), 16):
        whole += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return whole
