"""A socket's part in showing: one slot for the newest stage, sent without a task as long as the browser takes it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

from codev import metrics

from ..live.hub.room import Room
from ..live.shown import NOTHING, Shown
from ..live.snapshot.snapshot import Snapshot
from ..live.snapshot.viewer import Viewer
from ..live.stage import Stage, frame
from .connection import Connection
from .identity import FORBIDDEN

logger = logging.getLogger(__name__)

SHOW_AGAIN_SECONDS = 5.0  # more than the 3 s from heartbeat to heartbeat: one may have crossed the frame on its way


class Showing(Connection):
    """What a consumer does with stages."""

    room: Room | None
    stage: Stage | None = None  # the newest that it was given
    begun: Stage | None = None  # the last that it began to send
    shown: Shown = NOTHING  # what was sent last
    sent: tuple[int, str] | None = None  # revision and audience of it
    sent_at = 0.0
    flushing: asyncio.Future[None] | None = None

    def viewer(self, snapshot: Snapshot) -> Viewer | None:
        raise NotImplementedError

    def is_by_another_link(self, snapshot: Snapshot) -> bool:
        raise NotImplementedError

    async def look_at_the_link(self) -> None:
        raise NotImplementedError

    def _knock(self, snapshot: Snapshot) -> None:
        raise NotImplementedError

    async def _newest(self) -> Stage | None:
        raise NotImplementedError

    def _soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        raise NotImplementedError

    def show(self, stage: Stage) -> None:
        """One slot: a slow browser is sent the newest stage next, not all that it missed."""
        if self.room is None:
            # Made for those who were here before; who still comes in is shown the newest by `_enter`.
            return
        self.stage = stage
        if self.flushing is None:
            self._flush()

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self.stage, self.begun, self.shown = None, None, NOTHING

    def _flush(self) -> None:
        """Send the newest stage; while that has to wait for something, no other is begun."""
        try:
            self.flushing = self._begin()
        except Exception:
            # The room shows its stage to all, one after the other: one that fails must not keep it from the rest.
            logger.exception("A socket could not be shown its session")
        if self.flushing:
            self.flushing.add_done_callback(self._flushed)

    def _flushed(self, done: asyncio.Future[None]) -> None:
        self.flushing = None
        if self.stage is not self.begun and not done.cancelled():
            self._flush()

    def _begin(self) -> asyncio.Future[None] | None:
        stage = self.begun = self.stage
        if stage is None:
            return None
        if self.is_by_another_link(stage.snapshot):
            return self._soon(self.look_at_the_link())
        viewer = self.viewer(stage.snapshot)
        if viewer is None:
            return self._soon(self.close(FORBIDDEN))
        if viewer.audience == "waiting":
            self._knock(stage.snapshot)
        if not stage.covers(viewer) and self.room:
            # This person was welcomed, or got another part, since it was rendered.
            return self._soon(self._have_rendered())
        return self._send_frame(stage, viewer)

    async def _have_rendered(self) -> None:
        self.stage, self.begun = await self._newest(), None

    def _send_frame(self, stage: Stage, viewer: Viewer) -> asyncio.Future[None] | None:
        html, shown = frame(stage, viewer, self.shown, time.time_ns() // 1_000_000)
        sent = stage.snapshot.revision, viewer.audience
        if (shown, sent) == (self.shown, self.sent):
            # The stage is new for others only, as when facilitators are told that somebody's device no longer follows.
            return None
        self.shown, self.sent = shown, sent
        self.sent_at = time.monotonic()
        metrics.FRAMES.inc()
        return self.push(html)

    def _catch_up(self, shown: int) -> None:
        """A page that still shows less than it was sent some seconds ago may have lost a frame: all is sent again."""
        late = time.monotonic() - self.sent_at > SHOW_AGAIN_SECONDS
        if self.stage and late and shown < self.stage.snapshot.revision:
            self.shown, self.sent = NOTHING, None
            self.show(self.stage)
