"""The pulse of a process: one query and one write for all its rooms, and no room's trouble is another's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from codev import doorbell, pool
from groups.models import Seat
from sessions.live.hub import keeping_up, pulse
from sessions.live.hub import room as rooms
from sessions.live.hub.hub import hub
from sessions.live.snapshot.reach import Device
from sessions.models import Presence, Session
from tests.sessions.cast.evening import Evening, plan
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import PATIENCE, Browsers, Page, eventually, in_thread, settled, sockets, taken_pulse


@pytest_asyncio.fixture
async def browsers(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browsers]:
    """Where a pulse is taken when the test says so."""
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 3600.0)
    monkeypatch.setattr(keeping_up, "WHOLE_EVERY_SECONDS", 3600.0)
    async with sockets(evening) as opened:
        yield opened


async def pages_of_many(evening: Evening, browsers: Browsers, count: int) -> list[Page]:
    """Claire's pages of so many sessions of her group."""
    sessions = await in_thread(lambda: [plan(evening.session.cycle).pk for _ in range(count)])
    return [await elsewhere(browsers, one) for one in sessions]


async def elsewhere(browsers: Browsers, session: UUID) -> Page:
    page = await browsers.knock("claire", path=f"/ws/sessions/{session}/")
    return await page.until(0)


async def beaten(pages: list[Page], shown: int) -> None:
    for page in pages:
        await page.beat(shown)


def shown_by_claire(evening: Evening) -> dict[UUID, int]:
    rows = Presence.objects.filter(actor=evening.visit_key("claire"))
    return dict(rows.values_list("session", "shown_revision"))


@pytest.mark.parametrize("count", [1, 30])
async def test_a_pulse_is_one_query_and_one_write_for_all_rooms(
    evening: Evening, browsers: Browsers, statements: list[str], count: int
) -> None:
    pages = await pages_of_many(evening, browsers, count)
    await taken_pulse()
    await beaten(pages, 7)
    statements.clear()
    await taken_pulse()
    assert [sql.split()[0] for sql in statements if "BEGIN" not in sql] == ["SELECT", "INSERT"]
    assert {*(await in_thread(shown_by_claire, evening)).values()} == {7}
    # What was written a moment ago is not written again.
    statements.clear()
    await taken_pulse()
    assert [sql.split()[0] for sql in statements] == ["SELECT"]


async def test_beats_are_answered_while_every_thread_is_held(evening: Evening, browsers: Browsers) -> None:
    page = await browsers.open("amina")
    await taken_pulse()
    let_go = threading.Event()
    threads = (*(pool.readers() for _ in range(8)), *(pool.writers() for _ in range(4)))
    held = [one.submit(let_go.wait, PATIENCE) for one in threads]
    try:
        for _ in range(10):
            assert (await page.beat(page.revision))["t0"] == 1.5
    finally:
        let_go.set()
    await asyncio.gather(*map(asyncio.wrap_future, held))


async def test_a_session_that_is_gone_costs_the_others_nothing(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = await pages_of_many(evening, browsers, 2)
    await taken_pulse()
    kept = sorted(await in_thread(shown_by_claire, evening))[1]
    gone = next(one for one in hub().rooms if one != kept)
    await beaten([here, there], 5)
    monkeypatch.setattr(doorbell, "ring", lambda *bell: None)
    await in_thread(Session.objects.filter(pk=gone).delete)
    await taken_pulse()
    assert await in_thread(shown_by_claire, evening) == {kept: 5}
    assert hub().rooms[gone].stage is None


async def test_a_person_that_is_gone_costs_other_rooms_nothing(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch, logged: list[str]
) -> None:
    """The database tells it as the transaction ends, of all that was written in it at once."""
    [page] = await pages_of_many(evening, browsers, 1)
    amina = await browsers.open("amina")
    await taken_pulse()
    await beaten([page, amina], 3)
    monkeypatch.setattr(doorbell, "ring", lambda *bell: None)

    def vanish() -> None:
        Seat.objects.filter(participant=evening.people["amina"]).delete()
        evening.people["amina"].delete()

    await in_thread(vanish)
    await taken_pulse()
    assert {*(await in_thread(shown_by_claire, evening)).values()} == {3}
    assert [line for line in logged if "could not be noted" in line and str(evening.session_id) in line]


async def test_who_is_there_is_read_while_nobody_can_write(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await browsers.open("claire")
    await taken_pulse()
    let_go = threading.Event()
    held = [pool.writers().submit(let_go.wait, PATIENCE) for _ in range(4)]
    try:
        await page.beat(9)
        await hub().pulse.take()
        monkeypatch.setattr(doorbell, "ring", lambda *bell: None)
        revision = await in_thread(evening.do, "claire", "open")
        await hub().pulse.take()
        await page.until(revision)
        assert await in_thread(shown_by_claire, evening) == {evening.session_id: 0}
    finally:
        let_go.set()
    await asyncio.gather(*map(asyncio.wrap_future, held))
    await eventually(lambda: not pulse.is_under_way(hub().pulse._writing))
    assert await in_thread(shown_by_claire, evening) == {evening.session_id: 9}


async def test_a_pulse_during_a_read_is_not_forgotten_by_it(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(clarification, evening)
    page = await browsers.open("claire")
    await taken_pulse()
    await settled(evening)
    room, read, let_go = hub().rooms[evening.session_id], rooms.read, threading.Event()
    made, make = threading.Event(), room._made

    def held(*args: Any) -> Any:
        """The newer stage is made by what was known of devices before, and then waits."""
        stage = make(*args)
        if not made.is_set():
            made.set()
            let_go.wait(PATIENCE)
        return stage

    assert read is keeping_up.read
    monkeypatch.setattr(room, "_made", held)
    revision = await in_thread(evening.do, "claire", "reframe")
    await eventually(made.is_set)
    bruno = evening.id("bruno")
    found = Device(evening.visit_key("bruno"), bruno, 1, 1)
    room.take(rooms.Pulse(revision, (found,)))
    await eventually(lambda: room.stage is not None and bruno in room.stage.snapshot.reach.away)
    let_go.set()
    await page.until(revision)
    await settled(evening)
    assert room.stage
    assert bruno in room.stage.snapshot.reach.away


class Reading:
    """A room, as what decides when it is read whole sees it."""

    def __init__(self, whole_at: float) -> None:
        self.whole_at = whole_at

    def ring_anew(self) -> None:
        self.whole_at = Reading.now

    now = 1000.0


def test_rooms_are_read_whole_one_after_another_and_each_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where everybody came at the same instant."""
    monkeypatch.setattr(pulse.time, "monotonic", lambda: Reading.now)
    taking, many = pulse.Pulse({}), [Reading(1000.0) for _ in range(250)]
    oldest, most = 0.0, 0
    for _ in range(120):
        taking._read_whole(many)  # type: ignore[arg-type]
        most = max(most, sum(one.whole_at == Reading.now > 1000 for one in many))
        oldest = max(oldest, *(Reading.now - one.whole_at for one in many))
        monkeypatch.setattr(Reading, "now", Reading.now + 2)
    assert oldest <= 62
    assert most <= 10
