"""The tests' own network makes the faults that it says: otherwise what withstands them would prove nothing."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from tests.network import TO_CLIENT, TO_SERVER, Network

SILENCE = 0.15  # s in which what is not there would have come


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        try:
            while said := self.request.recv(1000):
                self.server.heard.append(said)  # type: ignore[attr-defined]
                self.request.sendall(said)
        except ConnectionError:
            self.server.heard.append(b"reset")  # type: ignore[attr-defined]


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.heard: list[bytes] = []


@pytest.fixture(scope="module")
def echo() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def network(echo: Server) -> Iterator[Network]:
    echo.heard.clear()
    with Network(echo.server_address[1]) as network:
        yield network


def connect(network: Network) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", network.port), timeout=5)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def ask(client: socket.socket, said: bytes, patience: float = 5) -> bytes:
    """What comes back; nothing where nothing comes in time."""
    client.settimeout(patience)
    client.sendall(said)
    try:
        return client.recv(1000)
    except TimeoutError:
        return b""


def test_it_passes_everything_on_and_its_end(network: Network) -> None:
    with connect(network) as client:
        assert ask(client, b"one") == b"one"
        client.shutdown(socket.SHUT_WR)
        assert client.recv(10) == b""


def test_a_stranded_connection_says_nothing_and_a_new_one_is_good(network: Network, echo: Server) -> None:
    with connect(network) as client:
        assert ask(client, b"one") == b"one"
        network.strand()
        assert ask(client, b"two", SILENCE) == b""
        with connect(network) as other:
            assert ask(other, b"three") == b"three"
    assert echo.heard == [b"one", b"three"]


@pytest.mark.parametrize(("way", "arrives"), [(TO_SERVER, []), (TO_CLIENT, [b"one"])])
def test_each_way_is_swallowed_alone_and_what_was_lost_stays_lost(
    network: Network, echo: Server, way: str, arrives: list[bytes]
) -> None:
    network.swallow(way)
    with connect(network) as client, connect(network) as untouched:
        assert ask(client, b"one", SILENCE) == b""
        network.mend()
        assert ask(client, b"two", SILENCE) == b""
        assert [one for one in echo.heard if one != b"two"] == arrives
        assert ask(untouched, b"four") == b"four"


def test_of_sockets_alone_the_handshake_passes(network: Network) -> None:
    network.swallow(sockets_alone=True)
    with connect(network) as page, connect(network) as live:
        shakes = b"GET /ws/ HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
        assert ask(live, shakes) == shakes
        assert ask(live, b"beat", SILENCE) == b""
        assert ask(page, b"GET /ws HTTP/1.1\r\n\r\n") == b"GET /ws HTTP/1.1\r\n\r\n"
        assert ask(page, b"GET /") == b"GET /"


def test_what_is_cut_or_refused_is_reset(network: Network) -> None:
    with connect(network) as client:
        assert ask(client, b"one") == b"one"
        network.cut()
        with pytest.raises(ConnectionError):
            client.recv(10)
    network.refuse()
    with pytest.raises(ConnectionError), connect(network) as refused:
        assert ask(refused, b"two") != b""


def test_what_is_slow_comes_in_its_order(network: Network) -> None:
    network.slow_down(0.05, jitter=0.05)
    with connect(network) as client:
        began = time.monotonic()
        for said in (b"a", b"b", b"c"):
            client.sendall(said)
            time.sleep(0.002)
        client.shutdown(socket.SHUT_WR)
        came = b"".join(iter(lambda: client.recv(1), b""))
    assert came == b"abc"
    assert time.monotonic() - began > 0.1


def test_of_half_open_connections_the_server_alone_hears(echo: Server, network: Network) -> None:
    with connect(network) as client:
        assert ask(client, b"here") == b"here"
        network.half_open()
        assert ask(client, b"lost", SILENCE) == b""
        assert echo.heard == [b"here", b"reset"]
        with connect(network) as another:
            assert ask(another, b"new") == b"new"
