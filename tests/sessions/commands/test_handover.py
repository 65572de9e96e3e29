"""Whose the wheel is: handed over, taken over while nobody who drives is in reach, given back to a facilitator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from groups.errors import CodevError
from groups.models import Part
from sessions.models import JournalEntry, Presence
from tests.names import unnamed
from tests.sessions.cast.clock import commands_now
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import clarification, handed_over, lobby
from tests.sessions.cast.sockets import in_thread, sockets


def seen(evening: Evening, name: str, ago: float, *, now: datetime | None = None) -> None:
    """Somebody's device was last heard of so many seconds ago, by the commands' clock if by no other."""
    at = (now or commands_now()) - timedelta(seconds=ago)
    defaults = {"last_seen_at": at, "participant": evening.people.get(name)}
    Presence.objects.update_or_create(session_id=evening.session_id, actor=evening.visit_key(name), defaults=defaults)


def refusal(evening: Evening, name: str, command: str, **fields: Any) -> str:
    with pytest.raises(CodevError) as refused:
        evening.do(name, command, **fields)
    return refused.value.code


def driver(evening: Evening) -> int | None:
    return evening.session.load().driver


def test_a_deputy_drives_once_the_wheel_was_handed_over(evening: Evening) -> None:
    clarification(evening)
    assert refusal(evening, "david", "pause") == "not_yours_to_do"
    evening.do("claire", "hand_over", to=evening.users["david"].pk)
    evening.do("david", "pause")
    evening.do("claire", "resume")  # nor is a facilitator kept from it
    assert driver(evening) == evening.users["david"].pk


def test_who_drove_drives_no_more_after_the_wheel_is_back(evening: Evening) -> None:
    handed_over(evening)
    evening.do("claire", "take_back")
    assert driver(evening) is None
    assert refusal(evening, "david", "pause") == "not_yours_to_do"
    assert refusal(evening, "david", "hand_over", to=evening.users["david"].pk) == "not_yours_to_do"


def test_the_wheel_goes_to_those_who_facilitate_alone(evening: Evening) -> None:
    clarification(evening)
    for name in ("hakim", "agnes"):
        assert refusal(evening, "claire", "hand_over", to=evening.users[name].pk) == "no_facilitator"
    evening.users["david"].is_active = False
    evening.users["david"].save()
    assert refusal(evening, "claire", "hand_over", to=evening.users["david"].pk) == "no_facilitator"


def test_a_repeated_hand_over_is_answered_alike_though_the_sender_drives_no_more(evening: Evening) -> None:
    handed_over(evening)
    http, key = evening.browser("david"), uuid4()
    to = evening.users["claire"].pk
    assert [evening.post(http, "hand_over", key=key, to=to).status_code for _ in range(2)] == [204, 204]
    assert driver(evening) == to


def test_a_deputy_takes_over_when_no_driver_was_seen_for_a_minute(evening: Evening) -> None:
    clarification(evening)
    seen(evening, "claire", 59)
    assert refusal(evening, "david", "take_over") == "driver_present"
    seen(evening, "claire", 61)
    seen(evening, "colin", 5)
    assert refusal(evening, "david", "take_over") == "driver_present"
    seen(evening, "colin", 70)
    seen(evening, "david", 1)
    evening.do("david", "take_over")
    evening.do("david", "pause")


def test_how_long_is_a_setting(evening: Evening, settings: Settings) -> None:
    clarification(evening)
    seen(evening, "claire", 30)
    settings.CODEV_TAKE_OVER_SECONDS = 25
    evening.do("david", "take_over")


def test_a_deputy_who_drives_is_a_driver_whom_no_other_deputy_puts_aside(evening: Evening) -> None:
    evening.group.facilitators.create(user=evening.users["hakim"], role=Part.DEPUTY)
    clarification(evening)
    evening.do("david", "take_over")
    seen(evening, "david", 10)
    http = evening.browser("hakim")
    assert evening.post(http, "take_over").status_code == 409
    seen(evening, "david", 61)
    assert evening.post(http, "take_over").status_code == 204
    assert driver(evening) == evening.users["hakim"].pk


@pytest.mark.parametrize(
    ("name", "status"), [("bruno", 403), ("amina", 403), ("claire", 403), ("hakim", 404), ("", 403)]
)
def test_nobody_else_takes_over(evening: Evening, name: str, status: int) -> None:
    clarification(evening)
    seen(evening, "claire", 300)
    assert evening.post(evening.browser(name), "take_over").status_code == status
    assert driver(evening) is None


def test_a_facilitator_who_is_back_has_the_wheel_with_the_first_command(evening: Evening) -> None:
    clarification(evening)
    evening.do("david", "take_over")
    evening.do("claire", "pause")
    assert [event["event"] for event in JournalEntry.objects.last().events] == ["ClockPaused", "WheelTakenBack"]
    assert driver(evening) is None
    assert refusal(evening, "david", "resume") == "not_yours_to_do"


def test_what_a_facilitator_does_as_a_participant_takes_no_wheel_back(evening: Evening) -> None:
    clarification(evening)
    evening.do("david", "take_over")
    evening.do("bruno", "raise_hand")
    assert driver(evening) == evening.users["david"].pk


def test_a_page_that_polls_is_seen(evening: Evening) -> None:
    clarification(evening)
    evening.browser("claire").get(evening.path("stage/?shown=3"))
    assert refusal(evening, "david", "take_over") == "driver_present"
    shown = Presence.objects.filter(actor=evening.visit_key("claire")).values_list("shown_revision", flat=True)
    assert list(shown) == [3]


async def test_everybody_is_told_who_guides(evening: Evening) -> None:
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        names = ("claire", "colin", "david", "bruno", SCREEN)
        pages = {name: await browsers.open(name) for name in names}
        revision = await in_thread(evening.do, "claire", "hand_over", to=evening.users["david"].pk)
        for name, page in pages.items():
            await page.until(revision)
            assert "David anime" in unnamed(page.regions["region-driving"]), name
        may = {name: pages[name].regions["region-wheel"] for name in ("claire", "colin", "david")}
        assert {name: "take_back" in html for name, html in may.items()} == {
            "claire": True,
            "colin": True,
            "david": False,
        }
        assert 'data-may=""' not in pages["david"].regions["region-may"]
        await in_thread(evening.do, "claire", "take_back")
        await pages["david"].until(revision + 1)
        assert 'data-may=""' in pages["david"].regions["region-may"]


async def test_everybody_is_told_when_nobody_who_guides_is_in_reach(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.live.hub.pulse.PULSE_SECONDS", 0.0)
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in ("david", "bruno", SCREEN)}
        await in_thread(seen, evening, "claire", 90, now=timezone.now())
        await pages["bruno"].beat(pages["bruno"].revision)
        for page in pages.values():
            while "hors de portée" not in page.regions["region-driving"]:
                await page.take()
        while 'data-may="take_over"' not in pages["david"].regions["region-wheel"]:
            await pages["david"].take()
        await in_thread(seen, evening, "claire", 0, now=timezone.now())
        await pages["bruno"].beat(pages["bruno"].revision)
        while "hors de portée" in pages["bruno"].regions["region-driving"]:
            await pages["bruno"].take()


def test_the_wheel_is_nothing_of_a_closed_session(evening: Evening) -> None:
    lobby(evening)
    evening.do("claire", "cancel")
    assert refusal(evening, "claire", "hand_over", to=evening.users["david"].pk) == "over"
    assert refusal(evening, "david", "take_over") == "over"
