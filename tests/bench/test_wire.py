"""Frames, cut out of what comes in whatever pieces it comes."""

from __future__ import annotations

import pytest
from websockets.frames import Frame, Opcode

from tests.bench.wire import CLOSE, PING, TEXT, Answer, Frames, masked

MESSAGES = [b"", b"x" * 125, b"y" * 126, b"z" * 70_000]


def sent(opcode: int, payload: bytes, *, fin: bool = True) -> bytes:
    """As a server of the `websockets` package would send it."""
    return Frame(Opcode(opcode), payload, fin=fin).serialize(mask=False)


@pytest.mark.parametrize("piece", [1, 3, 1000, 10**6])
def test_messages_come_out_whole_in_whatever_pieces_they_come(piece: int) -> None:
    stream = b"".join(sent(TEXT, message) for message in MESSAGES) + sent(CLOSE, b"\x03\xe8")
    frames, found = Frames(), []
    for start in range(0, len(stream), piece):
        found += frames.feed(stream[start : start + piece])

    assert found == [*((TEXT, message) for message in MESSAGES), (CLOSE, b"\x03\xe8")]


def test_a_message_in_fragments_is_put_together_around_a_ping() -> None:
    stream = sent(TEXT, b"one ", fin=False) + sent(PING, b"?") + sent(0, b"two", fin=False) + sent(0, b"!")

    assert Frames().feed(stream) == [(PING, b"?"), (TEXT, b"one two!")]


@pytest.mark.parametrize("length", [0, 1, 125, 126, 4000])
def test_what_is_sent_is_masked_as_a_browser_would(length: int) -> None:
    text = bytes(range(256)) * 16
    frame = masked(TEXT, text[:length])
    start = 2 if length < 126 else 4
    mask, payload = frame[start : start + 4], frame[start + 4 :]

    assert (frame[0], frame[1] & 128) == (128 | TEXT, 128)
    assert bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)) == text[:length]


def test_cookies_are_read_from_every_line_that_sets_one() -> None:
    answer = Answer(302, [("set-cookie", "csrftoken=abc; Path=/"), ("set-cookie", "sessionid=d=e; HttpOnly")])

    assert answer.cookies == {"csrftoken": "abc", "sessionid": "d=e"}
