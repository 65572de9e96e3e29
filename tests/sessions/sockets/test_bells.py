"""The group's bell reaches open pages at the revision they show."""

from __future__ import annotations

import pytest

from groups import commands as groups_commands
from groups.models import Participant
from groups.pasting import PastedPerson
from sessions.live.hub import hub, pulse
from sessions.live.hub import room as rooms
from sessions.live.snapshot.snapshot import Snapshot
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import clarification, lobby
from tests.sessions.cast.sockets import Browsers, eventually, in_thread, settled, until_shown


def rename(evening: Evening) -> None:
    by = evening.users["claire"]
    groups_commands.rename_participant(participant=evening.people["bruno"], name="Basile Zola", email="", by=by)


async def test_a_new_name_is_shown_at_the_same_revision(evening: Evening, browsers: Browsers) -> None:
    await in_thread(clarification, evening)
    pages = [await browsers.open(name) for name in ("claire", "amina", "bruno", SCREEN)]
    await settled(evening)
    revision = pages[0].revision
    await in_thread(rename, evening)
    for page in pages:
        await until_shown(page, "region-circle", "Basile")
    assert {page.revision for page in pages} == {revision}
    assert "region-card" not in pages[0].frames[-1]


async def test_a_ring_of_the_group_is_one_snapshot_and_no_query_of_sockets(
    evening: Evening, browsers: Browsers, statements: list[str]
) -> None:
    await in_thread(lobby, evening)
    pages = [await browsers.open(name) for name in ("claire", "amina", "chloe", "driss", SCREEN)]
    await settled(evening)
    of_seats = 'SELECT "codev_groups_seat"'
    statements.clear()
    await in_thread(rename, evening)
    for page in pages:
        await until_shown(page, "region-circle", "Basile")
    assert len([sql for sql in statements if "screen_secret_hash" in sql]) == 1  # the session's row, once a snapshot
    assert len([sql for sql in statements if sql.startswith(of_seats)]) == 1  # who knocks


async def test_who_comes_goes_and_accepts_is_shown(evening: Evening, browsers: Browsers) -> None:
    await in_thread(lobby, evening)
    page = await browsers.open("claire")
    group, by = evening.group, evening.users["claire"]
    await in_thread(groups_commands.add_participants, group=group, people=[PastedPerson("Nora")], by=by)
    await until_shown(page, "region-people", "Nora")
    await until_shown(page, "region-people", "pas encore accepté la charte")
    nora = await in_thread(lambda: Participant.objects.get(name="Nora"))
    await in_thread(groups_commands.accept_charter, participant=nora, charter=await in_thread(lambda: group.charter))
    while "pas encore accepté la charte" in page.regions["region-people"]:
        await page.take()
    await in_thread(groups_commands.remove_participant, participant=nora, by=by)
    while "Nora" in page.regions["region-people"]:
        await page.take()


async def test_a_revised_charter_is_to_be_accepted_again(evening: Evening, browsers: Browsers) -> None:
    await in_thread(lobby, evening)
    page = await browsers.open("claire")
    assert "pas encore accepté la charte" not in page.regions["region-people"]
    revision = page.revision
    by = evening.users["claire"]
    await in_thread(groups_commands.revise_charter, group=evening.group, text="Bienveillance.", by=by)
    await until_shown(page, "region-people", "pas encore accepté la charte")
    assert page.revision == revision


async def test_two_sessions_of_a_group_hear_the_same_bell(evening: Evening, browsers: Browsers) -> None:
    await in_thread(lobby, evening)
    here = await browsers.open("claire")
    other = await in_thread(lambda: plan(evening.group.cycle))
    there = await browsers.knock("claire", path=f"/ws/sessions/{other.pk}/")
    await there.until(0)
    await in_thread(rename, evening)
    for page in (here, there):
        await until_shown(page, "region-people", "Basile")


async def test_a_snapshot_that_failed_is_read_at_the_next_heartbeat(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    await in_thread(lobby, evening)
    page = await browsers.open("claire")
    await settled(evening)
    room, tried = hub.hub().rooms[evening.session_id], []

    def stumble(session_id: object, *known: object, **how: object) -> Snapshot:
        tried.append(session_id)
        raise OSError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(rooms, "read", stumble)
        await in_thread(rename, evening)
        await eventually(lambda: bool(tried) and room._loading is not None and room._loading.done())
    await page.beat(page.revision)
    await until_shown(page, "region-circle", "Basile")
