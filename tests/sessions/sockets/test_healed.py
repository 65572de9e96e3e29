"""Sockets whose bell was lost, whose device went quiet, whose database stumbled: what heals, and within what bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from codev import doorbell, metrics
from sessions.live.hub import hub, presence, pulse
from sessions.live.hub import room as rooms
from sessions.models import Presence
from tests.names import unnamed
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import lobby
from tests.sessions.cast.sockets import PATIENCE, Browsers, command, eventually, in_thread, settled, taken_pulse


async def test_lost_bell_is_healed_by_the_next_heartbeat(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    pages = [await browsers.open(name) for name in ("claire", "amina", SCREEN)]
    monkeypatch.setattr(doorbell, "_loop", None)  # nothing rings any more
    revision = await command(evening, "claire", "open")
    assert [page.revision for page in pages] == [0, 0, 0]
    await pages[1].beat(0)
    for page in pages:
        await page.until(revision)


async def test_page_that_stays_behind_is_sent_everything_again(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await browsers.open("amina")
    await page.until(await command(evening, "claire", "open"))
    monkeypatch.setattr("sessions.sockets.showing.SHOW_AGAIN_SECONDS", 0.0)
    while page.state["audience"] != "peer":
        await page.take()
    known, page.regions = page.regions, {}
    await page.beat(0)
    await page.take()
    assert page.regions == known


async def test_presence_is_written_seldom_and_touches_nothing_else(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    monkeypatch.setattr(presence, "WRITE_EVERY_MS", 3_600_000)
    names = ("amina", "bruno", "claire")
    pages = [await browsers.open(name) for name in names]
    before = await in_thread(lambda: evening.session)
    for page in pages:
        await page.beat(0)
    await taken_pulse()
    statements.clear()
    for _ in range(5):
        for page in pages:
            await page.beat(0)
        await taken_pulse()
    assert len(statements) >= 5
    assert [sql for sql in statements if not sql.startswith("SELECT")] == []
    after = await in_thread(lambda: evening.session)
    assert (after.revision, after.state) == (before.revision, before.state)
    assert await in_thread(after.journal.count) == 0
    rows = await in_thread(lambda: set(Presence.objects.values_list("actor", flat=True)))
    assert rows == {evening.visit_key(name) for name in names}


async def test_new_shown_revision_is_written_at_once(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    page = await browsers.open("amina")
    await page.beat(7)
    await taken_pulse()
    assert await in_thread(Presence.objects.values_list("shown_revision", flat=True).get) == 7


async def test_heartbeats_of_a_process_ask_the_database_once_in_a_while(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 3600.0)
    pages = [await browsers.open(name) for name in ("amina", "bruno", "chloe", "driss")]
    await settled(evening)
    await taken_pulse()
    statements.clear()
    for _ in range(3):
        for page in pages:
            await page.beat(0)
    assert statements == []


async def test_devices_gone_quiet_are_away_and_come_back(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(lobby, evening)
    page, screen = await browsers.open("claire"), await browsers.open(SCREEN)
    gone = evening.people["bruno"]

    def seen(ago: float) -> None:
        Presence.objects.update_or_create(
            session_id=evening.session_id,
            actor=evening.visit_key("bruno"),
            defaults={"participant": gone, "last_seen_at": timezone.now() - timedelta(seconds=ago)},
        )

    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    await in_thread(seen, 30)
    await page.beat(page.revision)
    assert 'data-away=""' in page.regions["region-presence"]
    await in_thread(seen, 90)
    await page.beat(page.revision)
    while f'data-away="{gone.pk}"' not in page.regions["region-presence"]:
        await page.take()
    while f'data-away="{gone.pk}"' not in screen.regions["region-presence"]:
        await screen.take()
    assert "Bruno hors de portée" in " ".join(unnamed(page.regions["region-devices"]).split())
    assert "region-devices" not in "".join(screen.frames)
    await in_thread(seen, 1)
    await page.beat(page.revision)
    while 'data-away=""' not in page.regions["region-presence"]:
        await page.take()


async def test_database_that_stumbles_asks_pages_to_try_again(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(session_id: object, *known: object, **how: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(rooms, "read", stumble)
    assert await (await browsers.knock("amina")).closed() == 1013
    monkeypatch.undo()
    assert (await browsers.open("amina")).revision == 0


async def test_pulse_that_fails_leaves_pages_open(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*args: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    page = await browsers.open("amina")
    with monkeypatch.context() as broken:
        broken.setattr(presence, "read_all", stumble)
        await page.beat(0)
        await page.beat(0)
    await page.until(await command(evening, "claire", "open"))


async def test_a_page_that_fails_as_it_comes_in_leaves_nothing_of_itself(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await browsers.open("claire")
    there = browsers.socket(await in_thread(evening.browser, "amina"), browsers.path("amina"), "lang=fr")
    room, open_sockets = hub.hub().rooms[evening.session_id], metrics.SOCKETS._value.get()

    async def stumble(*args: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(rooms.Room, "current", stumble)
    assert await there.connect(timeout=PATIENCE) == (True, None)
    await eventually(there.future.done)
    with pytest.raises(OSError, match="the disk is gone"):
        there.future.result()

    assert (len(room.watchers), metrics.SOCKETS._value.get()) == (1, open_sockets)
    monkeypatch.undo()
    await here.until(await command(evening, "claire", "open"))


async def test_a_listener_that_fails_deafens_nobody_else(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await browsers.open("claire")
    tried: list[int] = []

    def stumble(revision: int) -> None:
        tried.append(revision)
        raise OSError("no memory is left")

    other = doorbell.channel_group("session", evening.people["amina"].pk)
    await hub.hub().bells.listen(other, stumble)
    await in_thread(doorbell.ring, "session", evening.people["amina"].pk, 1)
    await eventually(lambda: tried == [1])

    await page.until(await command(evening, "claire", "open"))
