"""A person's bell that did not ring is made up for by a heartbeat, and by looking again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from codev import doorbell
from groups import commands as groups_commands
from groups.models import GroupFacilitator, User
from sessions.live.hub import hub, pulse
from sessions.models import Session
from sessions.sockets import identity
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import lobby
from tests.sessions.cast.sockets import Browsers, in_thread, settled, taken_pulse, until_shown


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bell rings, and a minute has always passed."""
    monkeypatch.setattr(doorbell, "ring", lambda *bell: None)
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    monkeypatch.setattr("sessions.sockets.consumer.LOOK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr("sessions.sockets.consumer.BELL_SECONDS", 0.0)


def revoke(evening: Evening) -> None:
    groups_commands.revoke_seat(seat=evening.seats["amina"], by=evening.users["claire"])


def remove(evening: Evening) -> None:
    groups_commands.remove_participant(participant=evening.people["amina"], by=evening.users["claire"])


def take_off(evening: Evening) -> None:
    GroupFacilitator.objects.filter(user=evening.users["colin"]).delete()


def disable(evening: Evening) -> None:
    User.objects.filter(pk=evening.users["colin"].pk).update(is_active=False)


def new_secret(evening: Evening) -> None:
    Session.objects.filter(pk=evening.session_id).update(screen_secret_hash="another")


@pytest.mark.parametrize(
    ("name", "shut", "code"),
    [
        ("amina", revoke, 4404),
        ("amina", remove, 4404),
        ("colin", take_off, 4404),
        ("colin", disable, 4401),
        (SCREEN, new_secret, 4404),
    ],
)
async def test_a_lost_bell_is_made_up_for_by_a_heartbeat(
    evening: Evening, browsers: Browsers, deaf: None, name: str, shut: Callable[[Evening], None], code: int
) -> None:
    await in_thread(lobby, evening)
    page, other = await browsers.open(name), await browsers.open("bruno")
    await page.beat(page.revision)
    await settled(evening)
    await in_thread(shut, evening)
    await page.beat(page.revision)
    assert await page.closed() == code
    assert (await other.beat(other.revision))["t0"] == 1.5


async def test_who_says_nothing_is_asked_after_too(evening: Evening, browsers: Browsers, deaf: None) -> None:
    await in_thread(lobby, evening)
    silent, other = await browsers.open("amina"), await browsers.open("bruno")
    await settled(evening)
    await in_thread(revoke, evening)
    await other.beat(other.revision)
    assert await silent.closed() == 4404


async def test_who_could_not_be_asked_after_is_asked_after_next(
    evening: Evening, browsers: Browsers, deaf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(lobby, evening)
    page = await browsers.open("amina")
    await settled(evening)
    await in_thread(revoke, evening)
    monkeypatch.setattr("sessions.sockets.consumer.LOOK_AGAIN_SECONDS", 3600.0)
    hub.hub().pulse.doubt(next(iter(hub.hub().rooms[evening.session_id].watchers)))
    with monkeypatch.context() as broken:
        broken.setattr("sessions.live.hub.standing.fallen", lambda people: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await hub.hub().pulse.take()
    await hub.hub().pulse.take()
    assert await page.closed() == 4404


async def test_a_lost_welcome_is_made_up_for(evening: Evening, browsers: Browsers, deaf: None) -> None:
    await in_thread(lobby, evening)
    page = await browsers.open("gina")
    await in_thread(evening.do, "claire", "admit", participant=evening.people["gina"].pk)
    while page.state["audience"] == "waiting":
        await page.beat(page.revision)
    assert page.state["audience"] == "peer"


async def test_a_lost_change_of_part_is_made_up_for(evening: Evening, browsers: Browsers, deaf: None) -> None:
    page = await browsers.open("colin")
    naming = {"group": evening.group, "user_id": evening.users["colin"].pk, "by": evening.users["claire"]}
    await in_thread(groups_commands.change_part, role="deputy", **naming)
    await page.beat(page.revision)
    await until_shown(page, "region-may", 'data-may=""')


@pytest.mark.parametrize(("wait", "queries"), [(0.0, 4), (60.0, 0)])
async def test_looking_again_is_one_query_a_kind_once_a_minute(
    evening: Evening,
    browsers: Browsers,
    monkeypatch: pytest.MonkeyPatch,
    statements: list[str],
    wait: float,
    queries: int,
) -> None:
    monkeypatch.setattr("sessions.sockets.consumer.LOOK_AGAIN_SECONDS", wait)
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 3600.0)
    await in_thread(lobby, evening)
    pages = [await browsers.open(name) for name in ("amina", "bruno", "chloe", "claire", "colin", SCREEN, SCREEN)]
    await settled(evening)
    for page in pages:
        await page.beat(page.revision)
    await taken_pulse()
    statements.clear()
    await taken_pulse()
    assert len(statements) == 1 + queries


async def test_who_is_revoked_between_being_found_and_being_heard_is_missed_at_once(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bell rings before anybody knows whose it is."""
    find = identity.find

    def found_and_revoked(claim: identity.Claim) -> identity.Found:
        found = find(claim)
        monkeypatch.setattr(identity, "find", find)  # once: a second bell would be heard, and say why (4403)
        groups_commands.revoke_seat(seat=evening.seats["bruno"], by=evening.users["claire"])
        return found

    await in_thread(lobby, evening)
    monkeypatch.setattr(identity, "find", found_and_revoked)
    page = await browsers.knock("bruno")
    assert await page.closed() in (4401, 4404)


async def test_a_browser_that_takes_another_seat_keeps_its_sockets(
    evening: Evening, browsers: Browsers, deaf: None
) -> None:
    """It gets a new key by that; a page that loaded again might act as the other person."""
    await in_thread(lobby, evening)
    http = await in_thread(evening.browser, "amina")
    page = await browsers.open(http=http)
    await in_thread(lambda: http.session.cycle_key())
    for _ in range(3):
        await page.beat(page.revision)
    await settled(evening)
    assert page.socket.future.done() is False


async def test_who_comes_in_while_others_are_shown_something_is_shown_it_too(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is among the room's watchers before its bells are heard, and nothing was made for it yet."""
    await in_thread(lobby, evening)
    await browsers.open("claire")
    room, listen = hub.hub().rooms[evening.session_id], hub.hub().bells.listen

    async def hear_late(*of: Any) -> None:
        for one in tuple(room.watchers):
            one.show(room.stage)
        await asyncio.sleep(0.01)  # as Redis takes
        await listen(*of)

    monkeypatch.setattr(hub.hub().bells, "listen", hear_late)
    page = await asyncio.wait_for(browsers.open("amina"), 5)
    assert page.state["audience"] == "peer"
