"""A socket's part in warnings: a participant warns and is answered, a dashboard hears and says that it was seen."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Coroutine, Mapping
from typing import Any

from groups.naming import proposed

from ..access import Standing
from ..live.hub.finished import FINISHED, WRITING
from ..live.hub.hub import hub
from ..live.hub.warnings import ANSWERS, WARNINGS, FacilitatorWarning, pass_on
from ..live.snapshot.snapshot import Snapshot
from ..live.snapshot.viewer import Viewer
from ..live.stage import Stage
from .connection import Connection

WAIT_SECONDS = 2.0


class Warnings(Connection):
    """What a consumer does with warnings. Who it is, and in what part, is asked anew each time: it may have changed."""

    who: Standing | None
    stage: Stage | None
    unheard: tuple[asyncio.Event, ...] = ()  # warnings of this page that wait for a dashboard

    def viewer(self, snapshot: Snapshot) -> Viewer | None:
        raise NotImplementedError

    def _soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        raise NotImplementedError

    async def hear_page(self, said: Mapping[str, Any]) -> None:
        """What a page says beside heartbeats: participants warn, dashboards answer. Anything else goes unanswered."""
        who = self._looks()
        if self.who is None or who is None or self.stage is None:
            return
        session = str(self.who.session_id)
        if who.shell == "participant" and said.get("warn") in WARNINGS:
            await self._warn(FacilitatorWarning(session, str(who.participant), said["warn"]))
        if who.shell == "participant" and isinstance(said.get("finished"), bool):
            code = FINISHED if said["finished"] else WRITING
            await self._pass_on(FacilitatorWarning(session, str(who.participant), code))
        if who.audience != "facilitator" or self.who.user_id is None:
            return
        for code in ANSWERS:
            if said.get(code) in self.stage.snapshot.state.present:
                await self._pass_on(FacilitatorWarning(session, said[code], code, str(self.who.user_id)))

    async def _warn(self, warning: FacilitatorWarning) -> None:
        """Say it to every dashboard there is, and tell the participant within `WAIT_SECONDS` whether one shows it."""
        if not hub().pace.allows(warning.participant):
            return await self._say(warned="slow")
        # Before it is said: an answer may come before the layer has returned.
        heard = asyncio.Event()
        self.unheard = (*self.unheard, heard)
        if not await self._pass_on(warning):
            return await self._say(warned="nobody")
        try:
            await asyncio.wait_for(heard.wait(), WAIT_SECONDS)
        except TimeoutError:
            # A dashboard that wakes later still answers, and the page then says so.
            await self._say(warned="nobody")
        return None

    async def _pass_on(self, warning: FacilitatorWarning) -> bool:
        """Whether the layer took it. Why it did not is not logged: the line would tell that somebody warned."""
        with contextlib.suppress(Exception):
            await pass_on(warning)
            return True
        return False

    def hear_warning(self, warning: FacilitatorWarning) -> None:
        """A warning, or its answer, went through this session: for dashboards, or for each device of whoever warned."""
        who = self._looks()
        if who is None or self.stage is None:
            return
        snapshot = self.stage.snapshot
        if who.audience == "facilitator" and warning.code in WARNINGS:
            name = snapshot.name(warning.participant)
            shown = {"participant": warning.participant, "name": name, "code": warning.code}
            self._soon(self._say(warning=shown))
        elif who.audience == "facilitator" and warning.code == "seen":
            # By one of several facilitators: the others' dashboards take it off.
            self._soon(self._say(seen=warning.participant))
        elif who.shell == "participant" and who.participant == warning.participant and warning.code in ANSWERS:
            self._hear_answer(warning, snapshot)

    def _hear_answer(self, warning: FacilitatorWarning, snapshot: Snapshot) -> None:
        # An answer names nobody's words: it is for all that this person has said so far.
        for heard in self.unheard:
            heard.set()
        self.unheard = ()
        guide = snapshot.guides.get(int(warning.by))
        by = proposed(guide.name) if guide else ""
        self._soon(self._say(warned=warning.code, by=by))

    def _looks(self) -> Viewer | None:
        return self.viewer(self.stage.snapshot) if self.who is not None and self.stage is not None else None

    async def _say(self, **words: Any) -> None:
        await self.send(json.dumps(words))
