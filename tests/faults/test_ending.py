"""A busy server that is told to end does: what it began is answered, sockets are told to come back."""

from __future__ import annotations

import http.client
import signal
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from codev import ending
from tests.faults.live import Start, Visitor, Watch
from tests.installation import is_well
from tests.services import PATIENCE, Daphne

pytestmark = pytest.mark.xdist_group("ending")
CLIENTS = 8
ENDS_SECONDS = 10.0  # five are promised, to a machine that does nothing else


class Poster:
    """Posts notes over one connection until that is cut, and counts what was answered."""

    def __init__(self, daphne: Daphne, by: Visitor) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", daphne.port, timeout=PATIENCE)
        self.address = f"{by.session}do/write_private_note/"
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={by.cookie('sessionid')}; csrftoken={by.cookie('csrftoken')}",
            "X-CSRFToken": by.cookie("csrftoken"),
        }
        self.answered = 0
        self.has_begun = threading.Event()

    def post_until_cut(self) -> int:
        with closing(self.connection):
            while self.is_answered():
                self.answered += 1
                self.has_begun.set()
        return self.answered

    def is_answered(self) -> bool:
        try:
            self.connection.request("POST", self.address, urlencode({"key": uuid4(), "text": "word"}), self.headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        assert answer.status == 204
        return True


@pytest.fixture
def server(
    served: dict[str, str], shown: dict[str, Any], start_daphne: Start, request: pytest.FixtureRequest
) -> Daphne:
    """A server by this program."""
    return start_daphne(served, request.param)


@pytest.fixture
def claire(server: Daphne, shown: dict[str, Any]) -> Visitor:
    """Whose session has been opened."""
    found = Visitor(server, shown, shown["facilitator"]["url"])
    assert found.do(server, "open") == 204
    return found


def end(server: Daphne, times: int = 1) -> None:
    """Tell it to end; more than once as somebody does who is impatient."""
    for _ in range(times):
        server.process.terminate()
        time.sleep(0.2)  # else both would be one
    assert server.process.wait(timeout=ENDS_SECONDS) in (0, -signal.SIGTERM)


def farewell(page: Watch) -> int:
    """The code that a live page's socket was closed with, 0 where it was merely cut."""
    try:
        while True:
            page.take()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


# The code after which pages come back one after another: uvicorn has its own.
@pytest.mark.parametrize(("server", "restarts"), [("daphne", ending.RESTARTS), ("uvicorn", 1012)], indirect=["server"])
def test_a_server_ends_while_it_is_posted_to(
    var: Path,
    served: dict[str, str],
    shown: dict[str, Any],
    server: Daphne,
    claire: Visitor,
    start_daphne: Start,
    restarts: int,
) -> None:
    page = claire.watch(server)
    assert claire.do(server, "admit", participant=shown["participants"][0]["id"]) == 204
    page.until(2)
    posters = [Poster(server, claire) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as posting:
        posted = [posting.submit(poster.post_until_cut) for poster in posters]
        assert all(poster.has_begun.wait(PATIENCE) for poster in posters)
        end(server)
        answered = sum(one.result(PATIENCE) for one in posted)
    with closing(sqlite3.connect(var / "codev.sqlite3")) as database:
        written = database.execute("SELECT count(*) FROM codev_sessions_privatenote").fetchone()[0]
    # Nothing was carried out that nobody was told of.
    assert written == answered
    assert farewell(page) == restarts
    assert is_well(start_daphne(served))


@pytest.mark.parametrize("server", ["daphne", pytest.param("uvicorn", marks=pytest.mark.long)], indirect=True)
def test_a_server_ends_whatever_it_waits_for(
    var: Path, served: dict[str, str], shown: dict[str, Any], server: Daphne, claire: Visitor, start_daphne: Start
) -> None:
    """For the write lock, for an answer to a participant who warned, for the rest of a body; and told twice."""
    lea = Visitor(server, shown, shown["participants"][0]["url"])
    lea.http.open(f"{server.url}{lea.session}", timeout=PATIENCE).close()
    with (
        ThreadPoolExecutor(CLIENTS) as asking,
        closing(sqlite3.connect(var / "codev.sqlite3", isolation_level=None)) as lock,
        socket.create_connection(("127.0.0.1", server.port), PATIENCE) as upload,
    ):
        upload.sendall(b"POST /join/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf")
        warning = Request(f"{server.url}{lea.session}stage/", headers={"Codev-Whisper": "wait"})
        waiting = asking.submit(lea.http.open, warning, timeout=PATIENCE)
        lock.execute("BEGIN IMMEDIATE")
        posting = [asking.submit(claire.do, server, "next") for _ in range(3)]
        assert is_well(server)
        end(server, times=2)
        assert all(one.exception(PATIENCE) or one.result() >= 500 for one in posting)
        assert waiting.exception(PATIENCE) or not is_read_whole(waiting.result())
        assert not said(upload)
    assert is_well(start_daphne(served))


def is_read_whole(answer: http.client.HTTPResponse) -> bool:
    try:
        return bool(answer.read())
    except http.client.IncompleteRead:
        return False


def said(connection: socket.socket) -> bytes:
    """What the other side said before it went."""
    try:
        return connection.recv(1000)
    except ConnectionError:
        return b""
