"""When the last screen shows a command: counted by revisions, as frames may leave some out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

from tests.bench.rooms import Browser, Room
from tests.bench.servers import Server


def room_of(count: int) -> Room:
    """Pages that show revision 4, on no server."""
    pages = [Browser(Server(cast(Any, None), 1, Path()), {}, "/") for _ in range(count)]
    for page in pages:
        page.socket, page.revision = cast(Any, object()), 4
    room = Room("1", pages[0], pages[1:])
    room.revision = 4
    return room


def show(room: Room, place: int, revision: int, at: float) -> None:
    page = room.browsers[place]
    before, page.revision = page.revision, revision
    room.heard(before, revision, at)


async def test_a_command_is_shown_when_the_last_screen_has_its_revision_or_a_later_one() -> None:
    room = room_of(3)
    fifth, sixth = room.expect(5), room.expect(6)

    show(room, 0, 5, 1.0)
    show(room, 1, 6, 2.0)
    assert not fifth.done()
    show(room, 2, 5, 3.0)
    assert fifth.result() == 3.0
    show(room, 2, 6, 4.0)
    show(room, 0, 6, 5.0)
    assert sixth.result() == 5.0


async def test_a_command_that_is_refused_takes_no_revision_from_those_after_it() -> None:
    room = room_of(2)
    room.revision = 6
    refused, later = room.expect(5), room.expect(6)

    show(room, 0, 5, 1.0)
    show(room, 1, 5, 2.0)
    assert refused.done()
    assert not later.done()

    room.awaited.insert(0, room.awaited[0].__class__(5, 1, asyncio.get_running_loop().create_future()))
    room._forget(room.awaited[0].at)

    assert later.done()
    assert room.revision == 5
