"""A tiny room on the loopback: serves one live page and the product's static files, pushes frames, takes commands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs

import django_htmx
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

STATIC = Path(__file__).resolve().parents[2] / "static"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self'"


Answer = tuple[int, str] | tuple[int, str, dict[str, str]]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Room:
    """What the page talks to. Tests set its answers and read what it was asked."""

    def __init__(self) -> None:
        self.tidy()
        self.sockets: list[ServerConnection] = []
        self.server: Server | None = None
        self.port = 0
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Desk, self))
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def tidy(self) -> None:
        self.page = ""
        self.frame = ""
        self.poll: tuple[int, str] = (204, "")
        self.answer: Callable[[], Answer] = lambda: (204, "")
        self.refusal: int | None = None
        self.delays: Callable[[], tuple[float, float]] = lambda: (0, 0)  # s, of a heartbeat there and back
        self.opened = 0
        self.socket_port = 0
        self.polled: list[str] = []
        self.sent: list[dict[str, str]] = []
        self.tokens: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.socket_port or self.port}/"

    def open(self) -> None:
        self.server = serve(self._talk, "127.0.0.1", self.port, ping_interval=None, close_timeout=0.2)
        self.port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def shut(self) -> None:
        if self.server:
            self.server.shutdown()
        for socket in self.sockets:
            socket.close()
        self.sockets.clear()
        self.server = None

    def close(self) -> None:
        self.shut()
        self.http.shutdown()
        self.http.server_close()

    def push(self, frame: str) -> None:
        for socket in self.sockets:
            with suppress(ConnectionClosed):
                socket.send(frame)

    def _talk(self, socket: ServerConnection) -> None:
        self.opened += 1
        if self.refusal:
            socket.close(self.refusal)
            return
        self.sockets.append(socket)
        try:
            socket.send(self.frame)
            for message in socket:
                there, back = self.delays()
                time.sleep(there)
                received = now_ms()
                answer = dumps({"t0": loads(message)["t0"], "t1": received, "t2": now_ms()})
                time.sleep(back)
                socket.send(answer)
        except ConnectionClosed:
            pass


class Desk(SimpleHTTPRequestHandler):
    """The HTTP side: the page, the modules, the poll and the commands, over connections that browsers keep."""

    protocol_version = "HTTP/1.1"

    def __init__(self, room: Room, *arguments: Any, **options: Any) -> None:
        self.room = room
        super().__init__(*arguments, directory=str(STATIC), **options)

    def do_GET(self) -> None:
        if self.path == "/":
            self._reply(200, self.room.page, "text/html")
        elif self.path == "/htmx.js":
            self._reply(200, HTMX.read_text(), "text/javascript")
        elif self.path.startswith("/stage/"):
            self.room.polled.append(self.path)
            self._reply(*self.room.poll, "text/html")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.room.sent.append({name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()})
        self.room.tokens.append(self.headers["X-CSRFToken"] or "")
        status, text, *headers = self.room.answer()
        if status:
            self._reply(status, text, "text/html", *headers)
        else:
            self.close_connection = True

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store" if self.path == "/" else "max-age=60")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is worth a line here."""

    def _reply(self, status: int, text: str, kind: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
