"""The pulse of a process: while pages say that they are there, all rooms are asked after at once, every two seconds."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from collections.abc import Mapping
from operator import attrgetter
from uuid import UUID

from codev import pool

from ..snapshot.reach import Device
from . import keeping_up, presence, standing
from .room import Room
from .watcher import Watcher

logger = logging.getLogger(__name__)

PULSE_SECONDS = 2.0
IDLE_SECONDS = 60.0  # where no page says anything
AT_ONCE = 16  # rooms


def is_under_way(task: asyncio.Task[None] | None) -> bool:
    return task is not None and not task.done()


class Pulse:
    """Of the rooms of one event loop. What it costs hangs on how many there are, not on how many pages beat."""

    def __init__(self, rooms: Mapping[UUID, Room]) -> None:
        self._rooms = rooms
        self._next: asyncio.TimerHandle | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._taking: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None
        # Not 0: where the machine has just started, its monotonic clock is younger than a pulse.
        self._at = -math.inf
        self._share, self._shared_at = 0.0, 0.0  # how many rooms may be read whole by now, and since when it grows
        self._doubted: set[Watcher] = set()

    def want(self) -> None:
        """Somebody is there: take one, as soon as the window that the last one began is over. Costs next to nothing."""
        if self._next is not None:
            return
        seconds = self._at + PULSE_SECONDS - time.monotonic()
        if seconds > 0:
            self._wait(seconds)
        else:
            self._begin()

    def doubt(self, watcher: Watcher) -> None:
        """Ask with the next pulse whether this connection's seat, part or link still stands."""
        self._doubted.add(watcher)

    def _wait(self, seconds: float) -> None:
        self._next = asyncio.get_running_loop().call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._next = None
        if is_under_way(self._taking):
            self._wait(PULSE_SECONDS)  # the database is slow
        else:
            self._taking = asyncio.create_task(self._take())

    async def _take(self) -> None:
        try:
            await self.take()
        except Exception:
            logger.exception("The pulse could not be taken")
        self._rest()

    def _rest(self) -> None:
        """Pages that only listen are asked after as well, if more seldom: nothing else makes up for their bells."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self.want) if self._rooms else None

    async def close(self) -> None:
        """Take none any more."""
        for timer in filter(None, (self._next, self._idle)):
            timer.cancel()
        for task in filter(None, (self._taking, self._writing)):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def take(self) -> None:
        """Read the revision of every room and who is there, tell the rooms, and have written who was seen here."""
        rooms, self._at = dict(self._rooms), time.monotonic()
        if not rooms:
            return
        # By a reader, and before anything is written: who is away is seen even while nobody can write.
        found = await pool.read(presence.read_all, list(rooms))
        for number, (session, room) in enumerate(rooms.items(), 1):
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)  # some of them are a millisecond: others may have their turn
            if session in found:
                room.take(found[session])
            else:
                room.end()
        there = [rooms[session] for session in found]
        self._read_whole(there)
        self._write(there)
        await self._look_again()

    def _read_whole(self, rooms: list[Room]) -> None:
        """Have some rooms read whole, those first that were not for longest, so that a minute sees to each.

        Rooms in which people arrive together would else be read together ever after, and hold up all others.
        """
        now, every = time.monotonic(), keeping_up.WHOLE_EVERY_SECONDS
        since, self._shared_at = now - (self._shared_at or now), now
        self._share = min(len(rooms), self._share + len(rooms) * since / every)
        for room in sorted(rooms, key=attrgetter("whole_at"))[: int(self._share)]:
            self._share -= 1
            room.ring_anew()

    def _write(self, rooms: list[Room]) -> None:
        # One after another: an older sighting must not be written over a newer one. What waits here, the next takes.
        if is_under_way(self._writing):
            return
        if due := {room: some for room in rooms if (some := room.to_write())}:
            self._writing = asyncio.create_task(self._keep(due))

    async def _keep(self, due: dict[Room, list[Device]]) -> None:
        try:
            await pool.write(presence.write_all, {room.session_id: some for room, some in due.items()})
        except Exception:
            logger.exception("Who is there could not be noted")
            return
        for room, some in due.items():
            room.written |= {one.actor: one for one in some}

    async def _look_again(self) -> None:
        # Who never says anything is shown all the same, and asked after as well.
        asked = self._doubted | {one for room in self._rooms.values() for one in room.watchers if one.is_doubtful()}
        self._doubted = set()
        known = {watcher: watcher.who for watcher in asked if watcher.who}
        if known:
            try:
                fallen = await pool.read(standing.fallen, list(known.values()))
            except Exception:
                self._doubted |= asked  # the next pulse asks
                raise
            for watcher, who in known.items():
                if who in fallen:
                    watcher.look_again()
