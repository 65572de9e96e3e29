"""One socket: who it is, what it was last sent, and its heartbeat. What it shows comes from its session's room."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from django.conf import settings

from codev import metrics, pool
from codev.pace import Pace
from groups.errors import CodevError

from .. import commands
from ..access import Standing
from ..live.hub import presence, warnings
from ..live.hub.hub import hub
from ..live.hub.room import Room
from ..live.snapshot.reach import Device
from ..live.snapshot.snapshot import Snapshot
from ..live.snapshot.viewer import Viewer, viewer_of
from ..live.stage import Stage
from ..rehearsal.play import is_played_by, play
from . import heartbeat, identity
from .handshake import Handshake
from .identity import CROWDED, FORBIDDEN, GARBLED, TOO_BIG, TRY_AGAIN, UNKNOWN
from .languages import language_of
from .showing import Showing
from .warnings import Warnings

LOOK_AGAIN_SECONDS = 60.0
BELL_SECONDS = 1.0  # by which a bell has come, if it comes
LATE_SECONDS = 2.0  # by which what comes too fast may be answered late


class SessionConsumer(Warnings, Showing):
    """A live page's socket."""

    # Until it has entered, and for good where it is turned away.
    who: Standing | None = None
    bell = ""
    room: Room | None = None
    beat: tuple[int, int] | None = None  # the revision that the last heartbeat said, and when (epoch milliseconds)
    dropped = 0  # messages one after another that came too fast
    has_knocked = False
    looked: tuple[Snapshot | None, Standing | None, Viewer | None] = (None, None, None)

    async def connect(self, handshake: Handshake) -> None:
        metrics.SOCKETS.inc()
        self.claim = identity.claim_of(handshake)
        self.language = language_of(handshake.query, handshake.cookies, handshake.headers)
        self.older = "older" in handshake.query
        self.tasks: list[asyncio.Task[None]] = []
        self.looked_at, self.pace = time.monotonic(), Pace()
        # Accepted even if refused next: to a page, a refused handshake looks like a broken network (1006).
        await self.accept()
        visit, refusal = await pool.read(identity.find, self.claim)
        if visit is None:
            return await self.close(refusal)
        await self._enter(visit.standing)
        if is_played_by(visit):
            self._soon(play(visit, self.language))
        return None

    async def _enter(self, who: Standing) -> None:
        self.who, self.bell = who, identity.bell_of(who)
        if self.bell:
            await hub().bells.listen(self.bell, self._summoned)
        self.room = await hub().enter(who.session_id, who.group_id, self)
        hub().pulse.doubt(self)  # what rang before its bell was heard
        # Counted after it has entered: two that open together must not both take the last place.
        mine = [one for one in self.room.watchers if isinstance(one, SessionConsumer) and one.key == who.key]
        if len(mine) > settings.CODEV_SOCKETS_PER_ACTOR:
            return await self.close(CROWDED)
        stage = await self.room.current(self)
        if stage is None:
            # It has just been found, so the database stumbled: a 4404 would make the page stop trying.
            return await self.close(TRY_AGAIN)
        if self.stage is None:  # else a ring has shown a newer one meanwhile
            self.show(stage)
        hub().pulse.want()
        return None

    async def disconnect(self, code: int) -> None:
        metrics.SOCKETS.dec()
        for task in (*self.tasks, *filter(None, [self.flushing])):
            task.cancel()
        if self.room:
            await hub().leave(self.room, self)
        if self.bell:
            await hub().bells.leave(self.bell, self._summoned)

    @property
    def key(self) -> str:
        return self.who.key if self.who else ""

    def _summoned(self, revision: int) -> None:
        """This person's bell: seat, account or part have changed. Who was removed or signed out goes at once."""
        self._soon(self._check_identity(FORBIDDEN))

    def is_doubtful(self) -> bool:
        if time.monotonic() - self.looked_at < LOOK_AGAIN_SECONDS:
            return False
        self.looked_at = time.monotonic()
        return True

    def look_again(self) -> None:
        """A bell was lost. Without reason to, it would refuse a browser whose key changed as it took another seat."""
        self._soon(self._look_again())

    async def _look_again(self) -> None:
        # A bell that is on its way says more than that nobody is known here: the page is then told why (4403).
        await asyncio.sleep(BELL_SECONDS)
        await self._check_identity()

    async def _check_identity(self, refusal: int | None = None) -> None:
        visit, found = await pool.read(identity.find, self.claim)
        self.who = visit.standing if visit else None
        if visit is None:
            await self.close(refusal or found)
        elif self.stage:
            self.show(self.stage)

    # What the room asks
    def viewer(self, snapshot: Snapshot) -> Viewer | None:
        """Who looks at a snapshot; None once the participant is no member in it, or the account no facilitator."""
        # Asked several times for one snapshot: by the room as it makes it, and as it is sent.
        known, who, viewer = self.looked
        if known is not snapshot or who is not self.who:
            viewer = self._viewer(snapshot, self.who)
            self.looked = (snapshot, self.who, viewer)
        return viewer

    def is_by_another_link(self, snapshot: Snapshot) -> bool:
        """Whether this is a room screen that came when the link was another than in this snapshot."""
        held = self.who.screen_hash if self.who else ""
        return bool(held) and held != snapshot.doors.screen_hash

    async def look_at_the_link(self) -> None:
        """A room screen whose link is another now goes; one that a facilitator opened as such stays."""
        visit, _found = await pool.read(identity.find, self.claim)
        if visit is None:
            return await self.close(FORBIDDEN)
        self.who = visit.standing
        # Not what it was shown when it was doubted: where that is older than what was read, a newer one is on its way.
        if self.stage and not self.is_by_another_link(self.stage.snapshot):
            self.begun = None
        return None

    def _viewer(self, snapshot: Snapshot, who: Standing | None) -> Viewer | None:
        if who is None or (who.participant_id and who.is_admitted and not snapshot.is_member(who.participant_id)):
            return None
        if who.user_id is not None and who.user_id not in snapshot.guides:
            return None
        return viewer_of(who, snapshot.state, self.language, older=self.older)

    def sighting(self) -> Device | None:
        """By the last heartbeat; a program that never sent one counts as there while its socket is open."""
        if self.who is None:
            return None
        if self.who.screen_hash:
            return presence.screen_sighting(self.who.session_id, self.claim.browser, *self.beat or ())
        return presence.sighting(self.who, *self.beat or ())

    def end(self) -> None:
        """The session is gone, as for a page that asks for it now."""
        self.forget()
        self.looked = (None, None, None)
        self._soon(self.close(UNKNOWN))

    async def _newest(self) -> Stage | None:
        """For whoever it had not been rendered for."""
        return await self.room.current(self) if self.room else None

    def _knock(self, snapshot: Snapshot) -> None:
        """Who waits with a personal link comes in when the session opens; who left, when the facilitator says so."""
        if self.who is None or not self.who.is_member or self.who.participant_id in snapshot.state.left:
            return
        if self.has_knocked or snapshot.state.status not in ("open", "running"):
            return
        self.has_knocked = True
        self._soon(pool.write(self._arrive))

    def _arrive(self) -> None:
        visit, _ = identity.find(self.claim)
        if visit and visit.actor.seat and visit.actor.seat.is_member:
            try:
                commands.run("arrive", visit=visit, key=uuid4())
            except CodevError:
                # The page says why (no charter accepted yet, no room left); the next stage tries again.
                self.has_knocked = False

    # What the page says
    async def receive(self, text: str | None, data: bytes | None) -> None:
        """A warning or its answer; or a heartbeat: what is shown, and the page's own time, sent back with ours."""
        arrived = time.time_ns() // 1_000_000
        if text is None or len(text) > settings.CODEV_MESSAGE_MAX_BYTES:
            return await self.close(TOO_BIG)
        wait = self.pace.wait(settings.CODEV_MESSAGES_PER_MINUTE, LATE_SECONDS)
        if wait is None:
            return await self._drop()
        self.dropped = 0
        if not wait:
            return await self._hear(text, arrived)
        self._soon(self._hear_late(wait, text, arrived))
        return None

    async def _hear_late(self, wait: float, text: str, arrived: int) -> None:
        await asyncio.sleep(wait)
        await self._hear(text, arrived)

    async def _hear(self, text: str, arrived: int) -> None:
        said = heartbeat.read(text)
        if warnings.is_warning(said):
            self._soon(self.hear_page(said))
            return None
        beat = heartbeat.parse(said)
        if beat is None or self.room is None or self.who is None:
            return await self.close(GARBLED)
        shown, t0 = beat
        self.beat = shown, arrived
        await self.send(json.dumps({"t0": t0, "t1": arrived, "t2": time.time_ns() // 1_000_000}))
        # After the answer, from which the page measures its clock.
        self._catch_up(shown)
        return hub().pulse.want()

    async def _drop(self) -> None:
        """What comes faster than even late answers can is not heard; who never stops is sent away, to come back."""
        self.dropped += 1
        if self.dropped == settings.CODEV_MESSAGES_PER_MINUTE:
            await self.close(CROWDED)

    def _soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.append(task)  # asyncio itself keeps no more than a weak reference
        task.add_done_callback(self.tasks.remove)
        return task
