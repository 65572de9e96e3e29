"""What somebody who did not sign in can have a real server take: a form's worth, and no more."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.installation import environment_of, is_well
from tests.services import PATIENCE, Daphne, servers

PIECE = b"x" * 65536
PIECES = 3200  # 200 MB
# What both ends of a connection may keep on its way: Linux lets each grow to some megabytes.
ON_ITS_WAY = 16_000_000
START = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n'


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def server(
    request: pytest.FixtureRequest, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Daphne]:
    """One for all that is sent to it here; nothing of that is kept."""
    var = Path(shutil.copytree(migrated, tmp_path_factory.mktemp(request.param) / "var"))
    with servers() as start:
        yield start(environment_of(var), request.param)


def grown(server: Daphne) -> int:
    """The most memory that its process ever had, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return 1024 * int(re.findall(r"VmHWM:\s+(\d+)", status)[0])


def send(server: Daphne, *, chunked: bool, form: str) -> tuple[int, bytes]:
    """How much of 200 MB left before the connection was closed, and the answer."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(PIECE) * PIECES}"
    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {form}\r\n{length}\r\n\r\n"
    piece = b"%x\r\n%s\r\n" % (len(PIECE), PIECE) if chunked else PIECE
    sent, answer = 0, b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(head.encode())
        try:
            for _ in range(PIECES):
                connection.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
        try:
            while more := connection.recv(65536):
                answer += more
        except OSError:
            pass
    return sent, answer


@pytest.mark.parametrize("form", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("chunked", [False, True])
def test_200_megabytes_are_refused_while_they_arrive(server: Daphne, chunked: bool, form: str) -> None:
    assert is_well(server)
    before = grown(server)
    sent, answer = send(server, chunked=chunked, form=form)
    assert sent < ON_ITS_WAY
    assert grown(server) - before < ON_ITS_WAY
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer.lower()
    assert is_well(server)


def test_what_a_form_may_hold_is_taken(server: Daphne) -> None:
    for size, status in ((500_000, 405), (530_000, 413)):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        # Who is refused may be told so before all has left.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", "/health/", b"text=" + b"x" * size)
        assert connection.getresponse().status == status
        connection.close()
