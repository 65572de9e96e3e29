"""One session that somebody here watches: what is read of it at a ring is handed to the local connections."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from dataclasses import replace
from uuid import UUID

from codev import doorbell, metrics, pool

from ...rulebook.state.state import OVER
from ..snapshot.interning import kept
from ..snapshot.reach import Device, Reach
from ..snapshot.snapshot import Snapshot
from ..stage import Stage
from . import presence
from .bells import Listener
from .finished import Finished
from .keeping_up import read, with_devices
from .presence import Pulse
from .watcher import Watcher

logger = logging.getLogger(__name__)

SETTLED_SECONDS = 8.0  # a page says what it shows every 3 s, a pulse writes it: sooner, all would be called behind


class Room:
    """One session in this process. At most one load runs; however many rings come during it, one more follows."""

    def __init__(self, session_id: UUID, group_id: UUID) -> None:
        self.session_id, self.group_id = session_id, group_id
        self.watchers: set[Watcher] = set()
        self.stage: Stage | None = None
        self._wanted = -1  # the highest revision that a bell has named
        self._is_stale = False  # what is shown may be old, whatever its revision
        self.whole_at = -math.inf  # when all of it was last read
        self._loading: asyncio.Task[None] | None = None
        # A pulse puts the stage's own snapshot on again: without the lock, over a newer one of the same revision.
        self._putting = asyncio.Lock()
        self._devices: tuple[Device, ...] | None = None
        self._revised_at = 0.0
        self._following: asyncio.Task[None] | None = None
        self.finished = Finished()
        self._saying: set[asyncio.Task[None]] = set()
        self._newest: dict[str, Device] = {}  # who was seen here at the last pulse, by actor
        self.written: dict[str, Device] = {}  # what stands in the database of it

    @property
    def bells(self) -> dict[str, Listener]:
        """What it listens to: its session, and the group whose names and charter it shows."""
        return {
            doorbell.channel_group("session", self.session_id): self._hear,
            doorbell.channel_group("group", self.group_id): self._hear,
        }

    def _hear(self, revision: int) -> None:
        if revision:
            return self.ring(revision)
        return self.ring_anew()

    def ring(self, revision: int) -> None:
        """Somebody says that the session is at this revision."""
        self._wanted = max(self._wanted, revision)  # bells may overtake one another
        if self.stage is None or self._is_stale or self.stage.snapshot.revision < self._wanted:
            self._start_loading()

    def ring_anew(self) -> None:
        """Something changed that no revision tells: decision 022 says what."""
        self._is_stale = True
        self._start_loading()

    async def current(self, watcher: Watcher) -> Stage | None:
        """The newest stage, loaded if nobody has yet, rendered for this watcher too. None: no such session."""
        if self.stage is None:
            await asyncio.shield(self._start_loading())  # everybody's: a socket that closes must not cancel it
        if self.stage is None:
            return None
        await self._prepare(self.stage, [watcher])
        return self.stage

    def _start_loading(self) -> asyncio.Task[None]:
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._load())
        return self._loading

    async def _load(self) -> None:
        while True:
            # Before reading: a bell during the read makes another.
            wanted, is_whole, self._is_stale = self._wanted, self._is_stale or self.stage is None, False
            known, began = self.stage, time.monotonic()
            try:
                with metrics.SNAPSHOT_SECONDS.time():
                    stage = await pool.read(self._read, known, tuple(self.watchers), is_whole=is_whole)
                if stage is not None:
                    async with self._putting:
                        # A pulse may have come while it was made.
                        await self._put_on(await self._followed(stage))
            except Exception:
                # Still stale: the next ring tries again, and each pulse rings the revision that it finds.
                self._is_stale = True
                logger.exception("The snapshot of %s could not be shown", self.session_id)
                return
            if stage is None:
                self.end()
                return
            self.whole_at = began if is_whole else self.whole_at
            # A bell may name a revision that the database does not have: it is waited for once, not for ever.
            if self._wanted <= max(wanted, stage.snapshot.revision) and not self._is_stale:
                return

    def end(self) -> None:
        """The session is gone, and what was read of it goes too."""
        if self.stage is not None:
            self.stage = None
            for watcher in tuple(self.watchers):
                watcher.end()

    def _read(self, known: Stage | None, watchers: tuple[Watcher, ...], *, is_whole: bool) -> Stage | None:
        """The session as it stands, made for those who watch; None where it is gone. Blocking."""
        snapshot = read(self.session_id, known.snapshot if known else None, is_whole=is_whole)
        return None if snapshot is None else self._made(self._with_reach(snapshot), known, watchers)

    def _made(self, snapshot: Snapshot, known: Stage | None, watchers: tuple[Watcher, ...]) -> Stage:
        if known and known.snapshot is snapshot:
            return known  # nothing has changed
        stage = Stage(snapshot, before=known)
        stage.prepare({viewer for one in watchers if (viewer := one.viewer(snapshot))})
        metrics.RENDERS.inc(stage.renders)
        return stage

    async def _put_on(self, stage: Stage) -> None:
        if self.stage and (self.stage is stage or self.stage.snapshot.revision > stage.snapshot.revision):
            return
        if self.stage is None or self.stage.snapshot.revision < stage.snapshot.revision:
            self._revised_at = time.monotonic()
        self.stage = stage
        self.finished.forget(stage.snapshot)
        # For those who entered while it was made in another thread.
        await self._prepare(stage, self.watchers)
        stage.before = None  # what was not taken over need not stay in memory
        for watcher in tuple(self.watchers):
            watcher.show(stage)

    async def _prepare(self, stage: Stage, watchers: set[Watcher] | list[Watcher]) -> None:
        viewers = {viewer for one in watchers if (viewer := one.viewer(stage.snapshot))}
        missing = [viewer for viewer in viewers if not stage.covers(viewer)]
        if missing:
            before = stage.renders
            await pool.read(stage.prepare, missing)
            metrics.RENDERS.inc(stage.renders - before)

    def take(self, pulse: Pulse) -> None:
        """What a pulse found: the revision, which makes up for a bell that was lost, and who is there."""
        self.ring(pulse.revision)
        self._newest = presence.newest(filter(None, (watcher.sighting() for watcher in self.watchers)))
        self._devices = presence.with_sightings(pulse.devices, self._newest)
        if self._following is not None and not self._following.done():
            return  # the next pulse sees to it
        if self.stage and self._with_devices(self.stage.snapshot) is not self.stage.snapshot:
            self._following = asyncio.create_task(self._follow())

    def hear_finished(self, participant: str, code: str) -> None:
        """Somebody says to have finished writing, or not."""
        if self.stage:
            self.finished.say(self.stage.snapshot, participant, code)
            saying = asyncio.create_task(self._follow())
            self._saying.add(saying)  # asyncio itself keeps no more than a weak reference
            saying.add_done_callback(self._saying.discard)

    def to_write(self) -> list[Device]:
        """Who was seen here at the last pulse, and is to be noted; nobody any more once the session is over."""
        is_over = self.stage is not None and self.stage.snapshot.state.status in OVER
        # What a device may read afterwards is asked of who was here (docs/decisions/046): nobody comes in late.
        return [] if is_over else presence.due(self._newest, self.written)

    async def _follow(self) -> None:
        try:
            async with self._putting:
                if self.stage:
                    await self._put_on(await self._followed(self.stage))
        except Exception:
            logger.exception("Who is there could not be shown in %s", self.session_id)

    async def _followed(self, stage: Stage) -> Stage:
        """The stage with who is there by the last pulse; itself where that changes nothing."""
        snapshot = self._with_devices(stage.snapshot)
        if snapshot is stage.snapshot:
            return stage
        return await pool.read(self._made, snapshot, stage, tuple(self.watchers))

    def _with_devices(self, snapshot: Snapshot) -> Snapshot:
        return self._with_reach(with_devices(snapshot, self._devices) if self._devices is not None else snapshot)

    def _with_reach(self, snapshot: Snapshot) -> Snapshot:
        reach = kept(self._reach(snapshot), snapshot.reach)
        return snapshot if reach is snapshot.reach else replace(snapshot, reach=reach)

    def _reach(self, snapshot: Snapshot) -> Reach:
        """Whose devices follow, by the last pulse; nothing is known before the first."""
        finished = self.finished.of(snapshot)
        if self._devices is None:
            return Reach(finished=finished)
        is_same = self.stage is not None and self.stage.snapshot.revision == snapshot.revision
        has_settled = is_same and time.monotonic() - self._revised_at > SETTLED_SECONDS
        reach = presence.reach(snapshot, self._devices, has_settled=has_settled)
        return replace(reach, finished=finished)
