"""The rooms of this process, one for each session that somebody here watches, and the warnings that pass through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from codev import doorbell

from ..snapshot.snapshot import Snapshot
from . import finished
from .bells import Bells
from .pulse import Pulse
from .room import Room
from .warnings import FacilitatorWarning, Pace
from .watcher import Watcher


class Hub:
    """The rooms of this process."""

    def __init__(self) -> None:
        self.bells = Bells(self._hear_warning)
        self.pace = Pace()
        self.waiting: set[str] = set()  # participants of whom a poll waits for an answer
        self.rooms: dict[UUID, Room] = {}
        self.pulse = Pulse(self.rooms)
        self.listeners: set[asyncio.Queue[FacilitatorWarning]] = set()  # polls that wait, of any session

    async def enter(self, session_id: UUID, group_id: UUID, watcher: Watcher) -> Room:
        """Join a session's room. Its bells are heard before the first snapshot is read, so that no ring is missed."""
        room = self.rooms.setdefault(session_id, Room(session_id, group_id))
        # Before anything is awaited: else the last one to leave meanwhile would take the room away.
        room.watchers.add(watcher)
        for bell, listener in room.bells.items():
            await self.bells.listen(bell, listener)
        return room

    async def leave(self, room: Room, watcher: Watcher) -> None:
        """Leave it. With the last one the room goes, and then its bells: who enters meanwhile gets another room."""
        room.watchers.discard(watcher)
        if not room.watchers and self.rooms.get(room.session_id) is room:
            del self.rooms[room.session_id]
            for bell, listener in room.bells.items():
                await self.bells.leave(bell, listener)

    async def close(self) -> None:
        """Hear nothing any more, and ask nothing."""
        await self.pulse.close()
        await self.bells.close()

    @asynccontextmanager
    async def listening(self, session_id: UUID) -> AsyncIterator[Callable[[], Awaitable[FacilitatorWarning]]]:
        """For a poll: yields what waits for the next warning or answer that is heard here, of whatever session."""
        listener: asyncio.Queue[FacilitatorWarning] = asyncio.Queue()
        bell = doorbell.channel_group("session", session_id)

        def deaf(revision: int) -> None:
            """Rings are not wanted: the channel group is joined for the warnings that travel in it."""

        self.listeners.add(listener)
        try:
            await self.bells.listen(bell, deaf)
            yield listener.get
        finally:
            self.listeners.discard(listener)
            await self.bells.leave(bell, deaf)

    def _hear_warning(self, warning: FacilitatorWarning) -> None:
        for listener in self.listeners:
            listener.put_nowait(warning)
        room = self.rooms.get(UUID(warning.session))
        if room and warning.code in finished.SAYINGS:
            room.hear_finished(warning.participant, warning.code)
        for watcher in tuple(room.watchers) if room else ():
            watcher.hear_warning(warning)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def finished_in(snapshot: Snapshot) -> frozenset[str]:
    """Who of a session says to have finished writing, as this process heard it. For any thread."""
    rooms = (room for one in tuple(_hubs.values()) if (room := one.rooms.get(snapshot.session_id)))
    return frozenset().union(*(room.finished.of(snapshot) for room in rooms))


def hub() -> Hub:
    """The hub of the running event loop, as locks and tasks belong to one: a server has one loop, each test its own."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        for gone in [other for other in _hubs if other.is_closed()]:
            del _hubs[gone]
        _hubs[loop] = Hub()
    return _hubs[loop]
