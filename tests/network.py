"""A network of the tests' own: a TCP proxy before one server, which cuts, strands, swallows, slows down and refuses."""

from __future__ import annotations

import asyncio
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random
from socket import SO_LINGER, SOL_SOCKET
from types import TracebackType

TO_SERVER, TO_CLIENT = "to_server", "to_client"
BOTH = frozenset({TO_SERVER, TO_CLIENT})
SOCKET = b"\r\nupgrade: websocket"
HEAD_ENDS = b"\r\n\r\n"
CHUNK = 65_536


class Network:
    """Listens on a free port of the loopback and passes everything on to a server, but for the faults it is told.

    A connection from which something was swallowed, or that was stranded, never passes anything again: bytes are
    missing. `mend` makes those that come afterwards good. Delays are drawn from a seed, in seconds each way.
    """

    def __init__(self, target: int, *, seed: int = 0) -> None:
        self.target, self.dice = target, Random(seed)
        self.links: set[Link] = set()
        self.swallowed: frozenset[str] = frozenset()
        self.swallows_sockets_alone = False
        self.refuses = False
        self.delay = self.jitter = 0.0
        self.opened = 0  # connections so far
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def __enter__(self) -> Network:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # Faults, from any thread. Each is in force when it returns.
    def swallow(self, *ways: str, sockets_alone: bool = False) -> None:
        """From now on nothing passes these ways (both unless named), though connections open and stay open.

        Of sockets alone, the handshake passes: a proxy that holds back what follows.
        """
        self._now(lambda: self._swallow(frozenset(ways) or BOTH, sockets_alone))

    def strand(self) -> None:
        """Every connection that is open is dead, and neither side is told; new ones are good."""
        self._now(lambda: [link.strand() for link in self.links])

    def half_open(self) -> None:
        """The server is told that every connection that is open is gone; the client is not. New ones are good."""
        self._now(lambda: [link.half_open() for link in self.links])

    def cut(self) -> None:
        """Every connection is reset, towards both sides."""
        self._now(lambda: [link.cut() for link in self.links])

    def refuse(self) -> None:
        """Whoever connects from now on is reset at once."""
        self._now(lambda: setattr(self, "refuses", True))

    def slow_down(self, delay: float, jitter: float = 0.0) -> None:
        """What is passed on comes later by so many seconds, in its order."""
        self._now(lambda: self.__dict__.update(delay=delay, jitter=jitter))

    def mend(self) -> None:
        """New connections are good. What was swallowed stays lost."""
        self._now(lambda: self.__dict__.update(swallowed=frozenset(), refuses=False, delay=0.0, jitter=0.0))

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _now(self, act: Callable[[], object]) -> None:
        async def acting() -> None:
            act()

        asyncio.run_coroutine_threadsafe(acting(), self._loop).result()

    def _swallow(self, ways: frozenset[str], sockets_alone: bool) -> None:
        self.swallowed, self.swallows_sockets_alone = ways, sockets_alone

    async def _end(self) -> None:
        self._server.close()
        for link in list(self.links):
            link.cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _listen(self) -> asyncio.Server:
        tasks = set()  # asyncio itself keeps no more than a weak reference

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = self._loop.create_task(self._accept(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        if self.refuses:
            return reset(writer)
        try:
            server = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return reset(writer)
        link = Link(self, writer, server[1])
        self.links.add(link)
        try:
            await asyncio.gather(link.pass_on(reader, server[1], TO_SERVER), link.pass_on(server[0], writer, TO_CLIENT))
        finally:
            self.links.discard(link)
            writer.close()
            server[1].close()


class Link:
    """One connection through the network."""

    def __init__(self, network: Network, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.network, self.client, self.server = network, client, server
        self.is_stranded = self.is_socket = False
        self.has_opened: set[str] = set()
        self.lost: set[str] = set()  # ways on which something was swallowed

    def strand(self) -> None:
        self.is_stranded = True

    def half_open(self) -> None:
        self.is_stranded = True
        reset(self.server)

    def cut(self) -> None:
        reset(self.client)
        reset(self.server)

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        loop, due = asyncio.get_running_loop(), 0.0
        while True:
            try:
                chunk = await reader.read(CHUNK)
            except ConnectionError:
                chunk = b""
            passed = self._passed(chunk, way)
            if passed is None and not chunk:
                # Whoever is on the other side of a dead connection does not learn that this one has left.
                return await asyncio.Event().wait() if way == TO_SERVER else None
            network = self.network
            # Later than what came before, by ever so little: equal instants keep no order.
            due = max(due + 1e-6, loop.time() + network.delay + network.dice.random() * network.jitter)
            if network.delay or network.jitter:
                loop.call_at(due, put, writer, passed)
            else:
                put(writer, passed)
            if not chunk:
                return await asyncio.sleep(due - loop.time())

    def _passed(self, chunk: bytes, way: str) -> bytes | None:
        """What of it gets through; None where this way is dead, b"" for the end of what is said."""
        network, is_first = self.network, way not in self.has_opened
        self.is_socket |= way == TO_SERVER and is_first and SOCKET in chunk.lower()
        self.has_opened.add(way)
        if self.is_stranded or way in self.lost:
            return None
        if way not in network.swallowed or (network.swallows_sockets_alone and not self.is_socket):
            return chunk
        head, ends, rest = chunk.partition(HEAD_ENDS)
        if network.swallows_sockets_alone and is_first:
            if rest:
                self.lost.add(way)
            return head + ends
        self.lost.add(way)
        return None


def put(writer: asyncio.StreamWriter, chunk: bytes | None) -> None:
    """Pass on; the end of what is said as an end; nothing where None got through."""
    if chunk is None or writer.is_closing():
        return
    if chunk:
        writer.write(chunk)
    elif writer.can_write_eof():
        with suppress(OSError):  # the other side has gone meanwhile
            writer.write_eof()


def reset(writer: asyncio.StreamWriter) -> None:
    """End a connection without a farewell."""
    socket = writer.get_extra_info("socket")
    if socket is not None and socket.fileno() >= 0:
        socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
