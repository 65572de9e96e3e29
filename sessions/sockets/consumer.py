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
from groups.errors import CodevError

from .. import access, commands
from ..access import Visit
from ..live.hub import presence, warnings
from ..live.hub.hub import hub
from ..live.hub.presence import Sighting
from ..live.hub.room import Room
from ..live.snapshot.snapshot import Snapshot
from ..live.snapshot.viewer import Viewer, viewer_of
from ..live.stage import Shown, Stage, frame
from ..rehearsal.play import is_played_by, play
from . import identity
from .heartbeat import parse
from .identity import CROWDED, FORBIDDEN, GARBLED, TOO_BIG, TRY_AGAIN, UNKNOWN, Found
from .languages import language_of
from .warnings import Warnings

SHOW_AGAIN_SECONDS = 5.0  # more than the 3 s from heartbeat to heartbeat: one may have crossed the frame on its way
LOOK_AGAIN_SECONDS = 60.0


class SessionConsumer(Warnings):
    """A live page's socket."""

    # No layer has this name, so Channels makes no channel: a ring comes once a process, to the room.
    channel_layer_alias = "none"
    is_screen = False
    visit: Visit | None = None
    bell = ""
    room: Room | None = None
    looked: tuple[Snapshot | None, Visit | None, Viewer | None] = (None, None, None)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle a message without Channels' closing of old connections, which waits for a thread that all share."""
        await getattr(self, message["type"].replace(".", "_"))(message)

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
        self.beat: tuple[int, float] | None = None  # the revision that the last heartbeat said, and when
        self.has_knocked = False
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
        self._soon(self.room.pulse())
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

    async def _look_again(self, visit: Visit) -> None:
        """In case a bell was lost. `_find` alone would refuse a browser whose key changed as it took another seat."""
        if not await pool.read(access.is_still, visit):
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

    def sighting(self) -> Sighting | None:
        """By the last heartbeat; a program that never sent one counts as there while its socket is open."""
        if self.visit is None or self.visit.actor.screen:
            return None
        if self.beat is None:
            return presence.sighting(self.visit)
        shown, at = self.beat
        return presence.sighting(self.visit, shown, time.monotonic() - at)

    def show(self, stage: Stage) -> None:
        """One slot: a slow browser is sent the newest stage next, not all that it missed."""
        if self.room is None:
            # Made for those who were here before; who still comes in is shown the newest by `_enter`.
            return
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
        if warnings.is_warning(text_data):
            return self._soon(self.hear_page(json.loads(text_data)))
        beat = parse(text_data)
        if beat is None or self.room is None or self.visit is None:
            return await self.close(code=GARBLED)
        shown, t0 = beat
        self.beat = shown, time.monotonic()
        await self.send(text_data=json.dumps({"t0": t0, "t1": arrived, "t2": time.time_ns() // 1_000_000}))
        self._catch_up(shown)
        if time.monotonic() - self.looked_at >= LOOK_AGAIN_SECONDS:
            self.looked_at = time.monotonic()
            self._soon(self._look_again(self.visit))
        await self.room.pulse()  # after the answer, from which the page measures its clock
        return None

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
