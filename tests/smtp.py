"""A mail server of the tests' own, on the loopback: it takes mails, or is slow, or refuses, or loses the connection."""

from __future__ import annotations

import email
import email.policy
import socketserver
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from threading import Event, Thread

import pytest
from django.core.cache import cache
from pytest_django import Settings


class _Talk(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            if word.upper() == "RCPT" and (fault := self.server.refused(rest)):
                self._say(fault)
            elif word.upper() == "DATA":
                self._say("354 go on")
                if not self._take():
                    return
            else:
                self._say("221 bye" if word.upper() == "QUIT" else "250 well")

    def _take(self) -> bool:
        """Whether the talk goes on: a mail was taken, and the other side has heard so."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if not line:
            return False
        if self.server.refuses_letters:
            self._say(self.server.refuses_letters)
            return True
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        self.server.taken.set()
        if self.server.hangs_up == "before answering":
            return False
        self.server.answers.wait(60)
        self._say("250 taken")
        return self.server.hangs_up != "after answering"

    def _say(self, line: str) -> None:
        time.sleep(self.server.slow)
        self.wfile.write(f"{line}\r\n".encode())


class Post(socketserver.ThreadingTCPServer):
    """The server. What it took is in `letters`; its other fields say how it behaves from now on."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters: list[EmailMessage] = []
        self.taken, self.answers = Event(), Event()
        self.answers.set()  # cleared, whoever sends hears not yet that a mail was taken
        self.slow = 0.0  # seconds before each line
        self.hangs_up = ""
        self.refuses_letters = ""  # what it says to a letter, where it wants none
        self.refused: Callable[[str], str] = lambda _recipient: ""
        self.port = int(self.server_address[1])
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was killed while talking to it is no fault of the test."""

    def close(self) -> None:
        self.shutdown()
        self.server_close()


@pytest.fixture
def post() -> Iterator[Post]:
    server = Post()
    yield server
    server.close()


@pytest.fixture
def by_post(post: Post, settings: Settings) -> Post:
    """What leaves goes to a mail server."""
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 5
    return post
