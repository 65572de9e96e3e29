"""W9: what others notice of a database that is held up, and of a page that stalls."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psycopg

from tests.bench.contestants import Contestant, product, room_of
from tests.bench.figures import Spread, ratio
from tests.bench.results import Line, Result
from tests.bench.rooms import Room
from tests.bench.shared import Shared, can_share, sharing
from tests.bench.traffic import gather, leave
from tests.bench.wire import PATIENCE

ROOMS = 6
REPETITIONS = 5
LOCKED, CALL = 5.0, 0.5
STALLED_COMMANDS = 200


def main() -> None:
    result = Result("w9", "a database call of 500 ms, a write lock of 5 s, a stalled page")
    if can_share():
        with sharing(1, ROOMS, 7) as shared:
            asyncio.run(_during_a_call(shared, result))
    else:
        result.not_shown.append("a call of 500 ms: PostgreSQL and Redis are not installed here")
    with product(ROOMS, 7, has_screen=False) as ours:
        asyncio.run(_on_sqlite(ours, result))
    result.keep()


async def _during_a_call(shared: Shared, result: Result) -> None:
    """One session's row is held for 500 ms while it has a command; how long do commands of the others take?"""
    held, *others = [room_of(shared.servers[0], one, has_screen=False) for one in shared.described]
    await gather([held, *others])
    for room in others:
        await _raise(room)
    quiet: list[float] = []
    busy: list[float] = []
    for _ in range(REPETITIONS):
        quiet.append(median([took for room in others for took in await _raise(room)]))
        busy.append(await _while_held(shared.database, held, others))
    await leave([held, *others])
    shown = f"{median(busy) * 1000:.0f} ms", f"quiet {median(quiet) * 1000:.0f} ms"
    line = Line("other rooms’ p50 during a call of 500 ms (PostgreSQL)", *shown, ratio(busy, quiet), bar=1.2)
    result.lines.append(line)


async def _while_held(database: str, held: Room, others: list[Room]) -> float:
    took: list[float] = []
    with psycopg.connect(database) as connection:
        connection.execute("SELECT 1 FROM codev_sessions_session WHERE id = %s FOR UPDATE", [held.id])
        waiting = asyncio.ensure_future(held.do(held.participants[1], "raise_hand"))
        end = time.perf_counter() + CALL
        while time.perf_counter() < end:
            for room in others:
                took += await _raise(room) if time.perf_counter() < end else []
    await waiting
    await held.do(held.participants[1], "lower_hand")
    return median(took)


async def _raise(room: Room) -> list[float]:
    return [await room.do(room.participants[1], command) for command in ("raise_hand", "lower_hand")]


async def _on_sqlite(ours: Contestant, result: Result) -> None:
    await gather(ours.rooms)
    for room in ours.rooms:
        await _raise(room)
    await _while_locked(ours, result)
    await _while_stalled(ours.rooms[0], result)
    await leave(ours.rooms)


async def _while_locked(ours: Contestant, result: Result) -> None:
    """Nobody can write for five seconds: pages still come in, and what was sent is done afterwards."""
    quiet = await _comings(ours.rooms[0], LOCKED / 2)
    with _locked(Path(ours.environment["CODEV_VAR"]) / "codev.sqlite3"):
        writing = [asyncio.ensure_future(room.do(room.participants[2], "raise_hand")) for room in ours.rooms[1:4]]
        locked = await _comings(ours.rooms[0], LOCKED)
    done = await asyncio.gather(*writing, return_exceptions=True)
    shown = f"{median(locked) * 1000:.0f} ms", f"quiet {median(quiet) * 1000:.0f} ms"
    pairs = ratio(locked[: len(quiet)], quiet[: len(locked)])
    result.lines.append(Line("pages that come in during a write lock of 5 s (SQLite), p50", *shown, pairs, bar=1.2))
    lost = sum(not isinstance(one, float) for one in done)
    result.lines.append(
        Line("commands lost to the lock", f"{lost} of {len(done)}", "", Spread.once(lost), "commands", bar=0)
    )


@contextlib.contextmanager
def _locked(database: Path) -> Iterator[None]:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


async def _comings(room: Room, lasts: float) -> list[float]:
    """Seconds to the first frame of a page that is opened again and again."""
    page, took = room.participants[3], []
    end = time.perf_counter() + lasts
    while time.perf_counter() < end:
        await page.leave()
        begun = time.perf_counter()
        await page.watch()
        took.append(time.perf_counter() - begun)
    return took


async def _while_stalled(room: Room, result: Result) -> None:
    """One page reads nothing during 200 commands; then it wakes."""
    stalled = room.participants[5]
    await stalled.leave()
    await stalled.watch(buffer=4096)  # else the kernel would take all that the server has to keep
    assert stalled.socket
    room.revision = max(one.revision for one in room.watching)
    stalled.socket.transport.pause_reading()
    for_others = Room(room.id, room.facilitator, [one for one in room.participants if one is not stalled])
    for_others.revision, missed = room.revision, 0
    for _ in range(STALLED_COMMANDS // 2):
        with contextlib.suppress(TimeoutError):
            await _raise(for_others)
            continue
        missed += 1
    assert stalled.revision < for_others.revision
    alone = Room(room.id, stalled, [])
    newest, begun = alone.expect(for_others.revision), time.perf_counter()
    stalled.socket.transport.resume_reading()
    async with asyncio.timeout(PATIENCE):
        woke = await newest - begun
    result.lines.append(Line("frames that others missed", str(missed), "", Spread.once(missed), "commands", bar=0))
    result.lines.append(Line("stalled page shows the newest after", f"{woke:.2f} s", "", Spread.once(woke), "s", bar=1))
