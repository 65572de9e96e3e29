"""One socket: who it is, what it was last sent, and its heartbeat. What it shows comes from its session's room."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from django.conf import settings

from codev import metrics, pool
from codev.pace import Pace
from groups.errors import CodevError

from .. import commands
from ..access import Visit
from ..live.hub import presence, warnings
from ..live.hub.hub import hub
from ..live.hub.room import Room
from ..live.snapshot.reach import Device
from ..live.snapshot.snapshot import Snapshot
from ..live.snapshot.viewer import Viewer, viewer_of
from ..live.stage import Shown, Stage, frame
from ..rehearsal.play import is_played_by, play
from . import heartbeat, identity
from .identity import CROWDED, FORBIDDEN, GARBLED, TOO_BIG, TRY_AGAIN, UNKNOWN, Found
from .languages import language_of
from .warnings import Warnings

SHOW_AGAIN_SECONDS = 5.0  # more than the 3 s from heartbeat to heartbeat: one may have crossed the frame on its way
LOOK_AGAIN_SECONDS = 60.0
LATE_SECONDS = 2.0  # by which what comes too fast may be answered late


class SessionConsumer(Warnings):
    """A live page's socket."""

    is_screen = False
    visit: Visit | None = None
    bell = ""
    room: Room | None = None
    looked: tuple[Snapshot | None, Visit | None, Viewer | None] = (None, None, None)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One message after another, and nothing beside: Channels' own waits for each in a task, for a channel of its
        own (a ring comes once a process, to the room), and for a thread that all share.
        """
        self.scope, self.base_send = scope, send
        while (message := await receive())["type"] != "websocket.disconnect":
            if message["type"] == "websocket.receive":
                await self.receive(message.get("text"), message.get("bytes"))
            else:
                await self.connect()
        await self.disconnect(message["code"])

    async def connect(self) -> None:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.query = {name: values[-1] for name, values in query.items()}
        self.language = language_of(self.query, self.scope["cookies"], dict(self.scope["headers"]))
        self.stage: Stage | None = None
        self.shown: Shown = {}  # what was sent last
        self.sent: tuple[int, str] | None = None  # revision and audience of it
        self.sent_at = 0.0
        self.flushing: asyncio.Task[None] | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.beat: tuple[int, int] | None = None  # the revision that the last heartbeat said, and when (epoch ms)
        self.has_knocked = False
        self.pace, self.dropped = Pace(), 0
        self.looked_at = time.monotonic()
        metrics.SOCKETS.inc()
        # Accepted even if refused next: to a page, a refused handshake looks like a broken network (1006).
        await self.accept()
        try:
            self.visit, refusal = await pool.read(self._find)
            if self.visit is None:
                return await self.close(code=refusal)
            return await self._enter(self.visit)
        except Exception:
            # Whoever fails here is told of no disconnection: its room would keep a page that is gone.
            await self.disconnect(TRY_AGAIN)
            raise

    async def _enter(self, visit: Visit) -> None:
        self.bell = identity.bell_of(visit)
        if self.bell:
            await hub().bells.listen(self.bell, self._summoned)
        self.room = await hub().enter(visit.session.pk, visit.session.cycle.group_id, self)
        # Counted after it has entered: two that open together must not both take the last place.
        mine = [one for one in self.room.watchers if isinstance(one, SessionConsumer) and one.key == self.key]
        if len(mine) > settings.CODEV_SOCKETS_PER_ACTOR:
            return await self.close(code=CROWDED)
        stage = await self.room.current(self)
        if stage is None:
            # `_find` has just found the session, so the database stumbled: a 4404 would make the page stop trying.
            return await self.close(code=TRY_AGAIN)
        if self.stage is None:  # else a ring has shown a newer one meanwhile
            self.show(stage)
        hub().pulse.want()
        if is_played_by(visit):
            self._soon(play(visit, self.language))
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
        return self.visit.actor.key if self.visit else ""

    def _find(self) -> Found:
        return identity.find(self.scope, wanted=self.query.get("as", ""), is_screen=self.is_screen)

    def _summoned(self, revision: int) -> None:
        """This person's bell: seat, account or part have changed. Who was removed or signed out goes at once."""
        self._soon(self._check_identity())

    async def _check_identity(self) -> None:
        visit, _ = await pool.read(self._find)
        await self._be(visit, FORBIDDEN)

    def look_again(self) -> None:
        """A bell was lost. Without reason to, it would refuse a browser whose key changed as it took another seat."""
        self._soon(self._look_again())

    async def _look_again(self) -> None:
        await self._be(*await pool.read(self._find))

    async def _be(self, visit: Visit | None, refusal: int) -> None:
        self.visit = visit
        if visit is None:
            await self.close(code=refusal)
        elif self.stage:
            self.show(self.stage)

    # What the room asks
    def viewer(self, snapshot: Snapshot) -> Viewer | None:
        """Who looks at a snapshot; None once the participant is no member in it, or the account no facilitator."""
        # Asked several times for one snapshot: by the room as it makes it, and as it is sent.
        known, visit, viewer = self.looked
        if known is not snapshot or visit is not self.visit:
            viewer = self._viewer(snapshot, self.visit)
            self.looked = (snapshot, self.visit, viewer)
        return viewer

    def _viewer(self, snapshot: Snapshot, visit: Visit | None) -> Viewer | None:
        if visit is None or (
            visit.participant_id and visit.is_admitted and not snapshot.is_member(visit.participant_id)
        ):
            return None
        if visit.actor.user and visit.actor.user.pk not in snapshot.guides:
            return None
        return viewer_of(visit, snapshot.state, self.language, older="older" in self.query)

    def sighting(self) -> Device | None:
        """By the last heartbeat; a program that never sent one counts as there while its socket is open."""
        if self.visit is None or self.visit.actor.screen:
            return None
        if self.beat is None:
            return presence.sighting(self.visit)
        return presence.sighting(self.visit, *self.beat)

    def show(self, stage: Stage) -> None:
        """One slot: a slow browser is sent the newest stage next, not all that it missed."""
        self.stage = stage
        if self.flushing is None or self.flushing.done():
            self.flushing = asyncio.create_task(self._flush())

    def end(self) -> None:
        """The session is gone, as for a page that asks for it now."""
        self.stage, self.shown, self.looked = None, {}, (None, None, None)
        self._soon(self.close(code=UNKNOWN))

    async def _flush(self) -> None:
        sent: Stage | None = None
        while self.stage is not None and self.stage is not sent:
            sent = self.stage
            viewer = self.viewer(sent.snapshot)
            if viewer is None:
                return await self.close(code=FORBIDDEN)
            if viewer.audience == "waiting":
                self._knock(sent.snapshot)
            if not sent.covers(viewer) and self.room:
                # This person was welcomed, or got another part, since it was rendered.
                self.stage, sent = await self.room.current(self), None
                continue
            await self._send(sent, viewer)
        return None

    async def _send(self, stage: Stage, viewer: Viewer) -> None:
        html, shown = frame(stage, viewer, self.shown, time.time_ns() // 1_000_000)
        sent = stage.snapshot.revision, viewer.audience
        if (shown, sent) == (self.shown, self.sent):
            # The stage is new for others only, as when facilitators are told that somebody's device no longer follows.
            return
        self.shown, self.sent = shown, sent
        self.sent_at = time.monotonic()
        await self.send(text_data=html)
        metrics.FRAMES.inc()

    def _knock(self, snapshot: Snapshot) -> None:
        """Who waits with a personal link comes in when the session opens; who left, when the facilitator says so."""
        has_left = self.visit is not None and self.visit.participant_id in snapshot.state.left
        if self.has_knocked or has_left or snapshot.state.status not in ("open", "running"):
            return
        self.has_knocked = True
        self._soon(pool.write(self._arrive))

    def _arrive(self) -> None:
        if self.visit and self.visit.actor.seat and self.visit.actor.seat.is_member:
            try:
                commands.run("arrive", visit=self.visit, key=uuid4())
            except CodevError:
                # The page says why (no charter accepted yet, no room left); the next stage tries again.
                self.has_knocked = False

    # What the page says
    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A warning or its answer; or a heartbeat: what is shown, and the page's own time, sent back with ours."""
        arrived = time.time_ns() // 1_000_000
        if text_data is None or len(text_data) > settings.CODEV_MESSAGE_MAX_BYTES:
            return await self.close(code=TOO_BIG)
        wait = self.pace.wait(settings.CODEV_MESSAGES_PER_MINUTE, LATE_SECONDS)
        if wait is None:
            return await self._drop()
        self.dropped = 0
        if wait:
            return self._soon(self._hear_late(wait, text_data, arrived))
        return await self._hear(text_data, arrived)

    async def _hear_late(self, wait: float, text: str, arrived: int) -> None:
        await asyncio.sleep(wait)
        await self._hear(text, arrived)

    async def _hear(self, text_data: str, arrived: int) -> None:
        said = heartbeat.read(text_data)
        if warnings.is_warning(said):
            return self._soon(self.hear_page(said))
        beat = heartbeat.parse(said)
        if beat is None or self.room is None or self.visit is None:
            return await self.close(code=GARBLED)
        shown, t0 = beat
        self.beat = shown, arrived
        await self.send(text_data=json.dumps({"t0": t0, "t1": arrived, "t2": time.time_ns() // 1_000_000}))
        # After the answer, from which the page measures its clock.
        self._catch_up(shown)
        pulse = hub().pulse
        if time.monotonic() - self.looked_at >= LOOK_AGAIN_SECONDS:
            self.looked_at = time.monotonic()
            pulse.doubt(self)
        return pulse.want()

    async def _drop(self) -> None:
        """What comes faster than even late answers can is not heard; who never stops is sent away, to come back."""
        self.dropped += 1
        if self.dropped > settings.CODEV_MESSAGES_PER_MINUTE:
            await self.close(code=CROWDED)

    def _catch_up(self, shown: int) -> None:
        """A page that still shows less than it was sent some seconds ago may have lost a frame: all is sent again."""
        late = time.monotonic() - self.sent_at > SHOW_AGAIN_SECONDS
        if self.stage and late and shown < self.stage.snapshot.revision:
            self.shown, self.sent = {}, None
            self.show(self.stage)

    def _soon(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)  # asyncio itself keeps no more than a weak reference
        task.add_done_callback(self.tasks.discard)


class ScreenConsumer(SessionConsumer):
    """The room screen's socket."""

    is_screen = True
