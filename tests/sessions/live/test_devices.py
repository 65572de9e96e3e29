"""Whose screens follow: told to facilitators with names and instants, and to nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sessions.live.snapshot.reach import Device, Reach, reach_of
from sessions.models import Presence
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import in_thread, settled, sockets

NOW = 1_800_000_000_000
CLAIRE, DAVID = "user:1", "user:4"


def reach(*devices: Device, revision: int | None = 7) -> Reach:
    drivers = frozenset({CLAIRE})
    return reach_of(devices, drivers=drivers, patience_ms=60_000, revision=revision, now=NOW)


def device(participant: str | None, ago: int = 0, shown: int = 7, actor: str = "") -> Device:
    return Device(actor or f"seat:{participant}:{ago}", participant, NOW - ago * 1000, shown)


def test_who_is_quiet_for_75_s_is_away_since_then() -> None:
    assert reach(device("omar", 76), device("lea", 75)).away == {"omar": NOW - 76_000}


def test_one_device_of_several_is_enough() -> None:
    found = reach(device("omar", 300, shown=2), device("omar", 1, shown=7))
    assert (found.away, found.behind) == ({}, frozenset())


def test_who_shows_an_older_revision_is_behind_once_pages_had_the_time() -> None:
    assert reach(device("omar", 1, shown=6), device("lea", 1, shown=7)).behind == {"omar"}
    assert reach(device("omar", 1, shown=6), revision=None).behind == frozenset()


def test_who_is_away_or_never_said_what_it_shows_is_not_behind() -> None:
    assert reach(device("omar", 90, shown=6), device("lea", 1, shown=0)).behind == frozenset()


def test_a_session_is_led_while_one_driver_s_device_is_seen() -> None:
    claire = [device(None, ago, actor=CLAIRE) for ago in (59, 60)]
    assert [reach(one).is_unled for one in claire] == [False, True]
    assert reach(claire[1]).unled_since == NOW - 60_000
    assert reach(device(None, 1, actor=DAVID), claire[1]).is_unled


def test_who_never_was_there_is_no_reason_to_tell_anybody() -> None:
    assert (reach().is_unled, reach().unled_since) == (True, None)


def put(evening: Evening, name: str, *, ago: float, shown: int) -> None:
    Presence.objects.update_or_create(
        session_id=evening.session_id,
        actor=evening.visit_key(name),
        defaults={
            "participant": evening.people.get(name),
            "last_seen_at": timezone.now() - timedelta(seconds=ago),
            "shown_revision": shown,
        },
    )


async def test_facilitators_alone_read_whose_screens_do_not_follow(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.live.hub.pulse.PULSE_SECONDS", 0.0)
    monkeypatch.setattr("sessions.live.hub.room.SETTLED_SECONDS", 0.0)
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        names = ("claire", "david", "amina", "elsa", "farid", "gina", SCREEN)
        pages = {name: await browsers.open(name) for name in names}
        before = {name: len(page.frames) for name, page in pages.items()}
        await in_thread(put, evening, "bruno", ago=200, shown=3)
        await in_thread(put, evening, "driss", ago=1, shown=1)
        claire = pages["claire"]
        await claire.beat(claire.revision)
        while "Driss" not in claire.regions["region-devices"] or "Bruno" not in claire.regions["region-devices"]:
            await claire.take()
        assert "hors de portée" in claire.regions["region-devices"]
        for name in ("amina", "elsa", "farid", SCREEN):
            while evening.id("bruno") not in pages[name].regions["region-presence"]:
                await pages[name].take()
        frames = {name: "".join(page.frames[before[name] :]) for name, page in pages.items()}
    told = {name for name, html in frames.items() if "region-devices" in html or "data-minutes-since" in html}
    assert told <= {"claire", "david"}
    assert "claire" in told


def test_many_who_are_out_of_reach_are_counted(evening: Evening) -> None:
    """In a room telephones sleep: the line stays one line."""
    clarification(evening)
    for name in ("bruno", "chloe", "driss", "elsa"):
        put(evening, name, ago=200, shown=1)
    html = evening.browser("claire").get(evening.path()).content.decode()
    line = re.sub(r"<[^>]+>|\s+", " ", html[html.index('id="region-devices"') :].split("</summary>")[0])
    assert [name for name in ("Bruno", "Chloe", "Driss", "Elsa") if name in line] == ["Bruno", "Chloe"]
    assert "+2" in line


async def test_a_page_whose_regions_do_not_change_is_sent_nothing(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.live.hub.pulse.PULSE_SECONDS", 0.0)
    monkeypatch.setattr("sessions.live.hub.room.SETTLED_SECONDS", 0.0)
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        claire, amina = await browsers.open("claire"), await browsers.open("amina")
        await claire.beat(claire.revision)
        await in_thread(put, evening, "driss", ago=1, shown=1)
        await claire.beat(claire.revision)
        while "Driss" not in claire.regions["region-devices"]:
            await claire.take()
        await settled(evening)
        assert await amina.is_sent_nothing()


@pytest.mark.parametrize("name", ["amina", "bruno", "farid", "gina", SCREEN])
def test_pages_of_others_hold_nothing_of_devices(evening: Evening, name: str) -> None:
    clarification(evening)
    put(evening, "driss", ago=200, shown=1)
    assert "region-devices" in evening.browser("claire").get(evening.path()).content.decode()
    html = evening.browser(name).get(evening.path("screen/" if name == SCREEN else "")).content.decode()
    assert "region-devices" not in html
    assert "data-minutes-since" not in html
