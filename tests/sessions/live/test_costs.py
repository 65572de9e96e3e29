"""What a snapshot and a push cost: as much for three participants as for thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from sessions import commands
from sessions.live.hub import hub, keeping_up
from sessions.live.snapshot import reading, snapshot
from sessions.live.snapshot.viewer import Viewer
from sessions.live.stage import REGIONS, Rendered, Stage
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import (
    check_in,
    clarification,
    contract,
    contracted,
    lobby,
    planned,
    promised,
    proposed,
    questioned,
    voting,
)
from tests.sessions.cast.sockets import Browsers, eventually, in_thread, settled, sockets

PERSONAL = {region.name for region in REGIONS if region.is_personal}

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
# Shared regions: for peers, clients, facilitators (in two languages), a deputy, the room screen, where each has them.
SHARED_RENDERS = {
    "raise_hand": {"circle": 7, "floor": 3, "may": 3},
    "write_contract": {"board": 6, "missing": 2},
    "pause": {"stage": 7, "may": 2},
    "admit": {
        "circle": 7,
        "said": 7,
        "summary": 3,
        "behalf": 2,
        "board": 2,
        "people": 3,
        "someone": 3,
        "missing": 2,
        "clients": 2,
    },
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

        monkeypatch.setattr(hub, "read", counted)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_one_snapshot_a_ring(group: Evening, monkeypatch: pytest.MonkeyPatch, statements: list[str]) -> None:
    """However many look; and the sockets themselves ask the database nothing."""
    monkeypatch.setattr(hub, "PULSE_SECONDS", 3600.0)
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


Key = tuple[str, Viewer]


def fresh(before: Stage, after: Stage) -> dict[Key, Rendered]:
    """What was rendered anew from one stage to the next."""
    return {key: one for key, one in after.rendered.items() if before.rendered.get(key) is not one}


async def push(evening: Evening, browsers: Browsers, name: str, command: str, **fields: Any) -> tuple[Stage, Stage]:
    before = stage_of(evening)
    revision = await in_thread(evening.do, name, command, **fields)
    for page in browsers.opened:
        await page.until(revision)
    await settled(evening)
    return before, stage_of(evening)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_renders_do_not_grow_with_the_group(group: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PULSE_SECONDS", 3600.0)
    await in_thread(contract, group)
    async with sockets(group) as browsers:
        for name in (*group.people, "claire", "colin", "david", SCREEN):
            await browsers.open(name)
        for name in ("claire", "amina"):
            await browsers.open(name, query="lang=en")
        await settled(group)
        stages = {
            "raise_hand": await push(group, browsers, "bruno", "raise_hand"),
            "write_contract": await push(group, browsers, "amina", "write_contract", text="Trois idées."),
            "pause": await push(group, browsers, "claire", "pause"),
            "admit": await push(group, browsers, "claire", "admit", participant=group.people["gina"].pk),
        }
    assert {command: work(*both)[0] for command, both in stages.items()} == SHARED_RENDERS
    personal = {command: work(*both)[1] for command, both in stages.items()}
    accepting = {group.id(name) for name in group.people} - {group.id("amina"), group.id("gina")}
    gina = {group.id("gina")}
    assert personal == {
        "raise_hand": {"place": {group.id("bruno")}, "me": {group.id("bruno")}},
        "write_contract": {"me": accepting},
        "pause": {},
        "admit": dict.fromkeys(("promises", "ballot", "role", "place", "me", "mine", "kept"), gina),
    }


async def test_nothing_is_rendered_for_a_heartbeat(group: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
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


def work(before: Stage, after: Stage) -> tuple[dict[str, int], dict[str, set[str | None]]]:
    """For how many audiences and languages each shared region was rendered, and for whom the personal ones."""
    anew = fresh(before, after)
    assert after.renders == len(anew)
    shared: dict[str, int] = {}
    own: dict[str, set[str | None]] = {}
    for name, viewer in anew:
        if name in PERSONAL:
            own.setdefault(name, set()).add(viewer.participant)
        else:
            assert viewer.participant is None
            shared[name] = shared.get(name, 0) + 1
    return shared, own
