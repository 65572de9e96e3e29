"""A busy server that is told to end does: what it began is answered, sockets are told to come back."""

from __future__ import annotations

import http.client
import sqlite3
import threading
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
        while True:
            try:
                self.connection.request("POST", self.address, urlencode({"key": uuid4(), "text": "word"}), self.headers)
                answer = self.connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return self.answered
            assert answer.status == 204
            self.answered += 1
            self.has_begun.set()


@pytest.fixture
def claire(daphne: Daphne, shown: dict[str, Any]) -> Visitor:
    """Whose session has been opened."""
    found = Visitor(daphne, shown, shown["facilitator"]["url"])
    assert found.do(daphne, "open") == 204
    return found


def end(daphne: Daphne) -> None:
    daphne.process.terminate()
    assert daphne.process.wait(timeout=ENDS_SECONDS) == 0


def farewell(page: Watch) -> int:
    """The code that a live page's socket was closed with, 0 where it was merely cut."""
    try:
        while True:
            page.take()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_a_server_ends_while_it_is_posted_to(
    var: Path,
    served: dict[str, str],
    shown: dict[str, Any],
    daphne: Daphne,
    claire: Visitor,
    start_daphne: Start,
) -> None:
    page = claire.watch(daphne)
    posters = [Poster(daphne, claire) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as posting:
        posted = [posting.submit(poster.post_until_cut) for poster in posters]
        assert all(poster.has_begun.wait(PATIENCE) for poster in posters)
        end(daphne)
        answered = sum(one.result(PATIENCE) for one in posted)
    with closing(sqlite3.connect(var / "codev.sqlite3")) as database:
        written = database.execute("SELECT count(*) FROM codev_sessions_privatenote").fetchone()[0]
    # Nothing was carried out that nobody was told of.
    assert written == answered
    assert farewell(page) == ending.RESTARTS
    assert is_well(start_daphne(served))


def test_a_server_ends_whatever_it_waits_for(
    var: Path,
    served: dict[str, str],
    shown: dict[str, Any],
    daphne: Daphne,
    claire: Visitor,
    start_daphne: Start,
) -> None:
    """For the write lock in its threads, and for an answer to a participant who warned."""
    lea = Visitor(daphne, shown, shown["participants"][0]["url"])
    lea.http.open(f"{daphne.url}{lea.session}", timeout=PATIENCE).close()
    with (
        ThreadPoolExecutor(CLIENTS) as asking,
        closing(sqlite3.connect(var / "codev.sqlite3", isolation_level=None)) as lock,
    ):
        warning = Request(f"{daphne.url}{lea.session}stage/", headers={"Codev-Whisper": "wait"})
        waiting = asking.submit(lea.http.open, warning, timeout=PATIENCE)
        lock.execute("BEGIN IMMEDIATE")
        posting = [asking.submit(claire.do, daphne, "next") for _ in range(3)]
        assert is_well(daphne)
        end(daphne)
        assert all(one.exception(PATIENCE) for one in posting)
        assert waiting.exception(PATIENCE) or not waiting.result().read()
    assert is_well(start_daphne(served))
