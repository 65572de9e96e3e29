"""What a snapshot and a push cost: as much for three participants as for thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from sessions import commands
from sessions.live.hub import hub, keeping_up, pulse
from sessions.live.hub import room as rooms
from sessions.live.snapshot import reading, snapshot
from sessions.live.stage import Stage
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import (
    check_in,
    clarification,
    contracted,
    lobby,
    planned,
    promised,
    proposed,
    questioned,
    voting,
)
from tests.sessions.cast.sockets import eventually, in_thread, settled, sockets

Moment = Callable[[Evening], None]
SNAPSHOT: dict[Moment, int] = {
    planned: 7,
    lobby: 9,
    check_in: 9,
    contracted: 13,
    questioned: 12,
    promised: 11,
    proposed: 12,
    voting: 14,
}


@pytest.mark.parametrize(("moment", "count"), SNAPSHOT.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_statements_of_a_snapshot(group: Evening, statements: list[str], moment: Moment, count: int) -> None:
    moment(group)
    statements.clear()
    reading.load(group.session_id)
    assert len(statements) == count


class Loads:
    """How often this process reads a session."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, read = 0, keeping_up.read

        def counted(session_id: UUID, known: snapshot.Snapshot | None, *, is_whole: bool) -> snapshot.Snapshot | None:
            self.count += 1
            return read(session_id, known, is_whole=is_whole)

        monkeypatch.setattr(rooms, "read", counted)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_one_snapshot_a_ring(group: Evening, monkeypatch: pytest.MonkeyPatch, statements: list[str]) -> None:
    """However many look; and the sockets themselves ask the database nothing."""
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 3600.0)
    await in_thread(clarification, group)
    async with sockets(group) as browsers:
        pages = [await browsers.open(name) for name in (*group.people, "claire", "david", SCREEN)]
        loads = Loads(monkeypatch)
        await settled(group)
        for _ in range(3):
            visit = await in_thread(group.visit, "bruno")
            before, statements[:] = loads.count, []
            revision = await in_thread(raise_or_lower, group, visit)
            for page in pages:
                await page.until(revision)
            assert loads.count == before + 1
            assert len([sql for sql in statements if '"codev_groups_participant"' in sql]) <= 2


def raise_or_lower(evening: Evening, visit: Any) -> int:
    raised = visit.participant_id in evening.session.load().floor.waiting
    return commands.run("lower_hand" if raised else "raise_hand", visit=visit, key=uuid4())


def stage_of(evening: Evening) -> Stage:
    stage = hub.hub().rooms[evening.session_id].stage
    assert stage
    return stage


async def test_nothing_is_rendered_for_a_heartbeat(group: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    await in_thread(clarification, group)
    async with sockets(group) as browsers:
        page = await browsers.open("amina")
        # The first pulse finds that nobody who guides was ever seen here.
        await eventually(lambda: stage_of(group).snapshot.reach.is_unled)
        await settled(group)
        before = stage_of(group)
        renders = before.renders
        for _ in range(3):
            await page.beat(page.revision)
        assert stage_of(group) is before
        assert before.renders == renders
