"""Sockets: what they say first, what they hear, and whom they turn away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sessions import commands
from sessions.live.hub import hub
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import check_in, clarification, lobby
from tests.sessions.cast.sockets import PATIENCE, Browsers, at_rest, command, eventually, in_thread

EVERYBODY = ("claire", "colin", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN)
ATTRIBUTES = {
    "revision",
    "status",
    "step",
    "steps",
    "phase",
    "round",
    "client",
    "clock",
    "deadline",
    "remaining",
    "now",
    "speaker",
    "speaker-since",
    "allotted",
    "later",
    "started",
    "ends",
    "break",
    "break-since",
    "audience",
    "shell",
}


async def test_first_frame_begins_with_the_whole_live_state(evening: Evening, browsers: Browsers) -> None:
    await in_thread(clarification, evening)
    for name in EVERYBODY:
        page = await browsers.open(name)
        assert page.frames[0].startswith('<div id="live-state" hidden data-revision="')
        assert {*page.state} == ATTRIBUTES
        assert page.state["client"] == evening.id("amina")
        assert (page.state["phase"], page.state["clock"], page.state["remaining"]) == ("clarification", "running", "")


@pytest.mark.parametrize(
    ("moment", "status", "clock", "empty"),
    [
        (None, "planned", "idle", {"step", "phase", "round", "client", "deadline", "remaining", "allotted", "started"}),
        (lobby, "open", "idle", {"step", "phase", "round", "client", "deadline", "remaining", "allotted", "started"}),
        (check_in, "running", "running", {"round", "client", "remaining", "speaker", "speaker-since"}),
    ],
)
async def test_live_state_is_whole_in_every_status(
    evening: Evening,
    browsers: Browsers,
    moment: Callable[[Evening], None] | None,
    status: str,
    clock: str,
    empty: set[str],
) -> None:
    if moment:
        await in_thread(moment, evening)
    page = await browsers.open("claire")
    assert (page.state["status"], page.state["clock"], {*page.state}) == (status, clock, ATTRIBUTES)
    assert empty <= {name for name, value in page.state.items() if not value}


async def test_every_revision_reaches_everybody(evening: Evening, browsers: Browsers) -> None:
    await in_thread(clarification, evening)
    pages = [await browsers.open(name) for name in EVERYBODY]
    for verb, name in (("pause", "claire"), ("resume", "colin"), ("raise_hand", "bruno"), ("next", "claire")):
        revision = await command(evening, name, verb)
        for page in pages:
            await page.until(revision)
    assert {(page.revision, page.state["phase"]) for page in pages} == {(revision, "contract")}


async def test_frame_holds_only_what_changed(evening: Evening, browsers: Browsers) -> None:
    await in_thread(clarification, evening)
    page = await browsers.open("amina")
    await page.until(await command(evening, "bruno", "raise_hand"))
    assert "region-circle" in page.frames[-1]
    assert "region-card" not in page.frames[-1]


async def test_heartbeat_is_answered_with_three_instants(evening: Evening, browsers: Browsers) -> None:
    page = await browsers.open("amina")
    answer = await page.beat(0, t0=12.5)
    assert list(answer) == ["t0", "t1", "t2"]
    assert answer["t0"] == 12.5
    assert 0 <= answer["t2"] - answer["t1"] < 10_000


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("hello", 4400),
        ("[]", 4400),
        ("null", 4400),
        ('{"shown": 1}', 4400),
        ('{"shown": "x", "t0": 1}', 4400),
        ('{"shown": -1, "t0": 1}', 4400),
        ('{"shown": 1e400, "t0": 1}', 4400),
        ('{"shown": 99999999999999999999, "t0": 1}', 4400),
        ('{"shown": 1, "t0": NaN}', 4400),
        ("x" * 5000, 4413),
        (b"binary", 4413),
    ],
)
async def test_what_is_no_heartbeat_closes_the_socket(
    evening: Evening, browsers: Browsers, message: str | bytes, code: int
) -> None:
    page, other = await browsers.open("amina"), await browsers.open("bruno")
    before = (await in_thread(lambda: evening.session)).revision
    kind = "bytes_data" if isinstance(message, bytes) else "text_data"
    await page.socket.send_to(**{kind: message})
    assert await page.closed() == code
    assert (await in_thread(lambda: evening.session)).revision == before
    assert (await other.beat(0))["t0"] == 1.5


@pytest.mark.parametrize(
    "origin",
    [
        None,
        b"https://elsewhere.example",
        b"null",
        b"http://testserver.evil.example",
        b"http://testserver:8080",
        b"https://testserver:80",
        b"http://testserver:99999",
    ],
)
async def test_other_origins_are_refused(evening: Evening, browsers: Browsers, origin: bytes | None) -> None:
    http = await in_thread(evening.browser, "amina")
    socket = browsers.socket(http, browsers.path("amina"), "lang=fr", origin)
    assert (await socket.connect(timeout=PATIENCE))[0] is False


@pytest.mark.parametrize("origin", [b"http://testserver:80", b"http://TESTSERVER", b"https://pages.example:8443"])
async def test_our_own_origins_are_served(evening: Evening, browsers: Browsers, settings: Any, origin: bytes) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://pages.example:8443"]
    http = await in_thread(evening.browser, "amina")
    socket = browsers.socket(http, browsers.path("amina"), "lang=fr", origin)
    assert (await socket.connect(timeout=PATIENCE))[0] is True
    await socket.disconnect(timeout=PATIENCE)


async def test_socket_of_nobody_and_of_another_session(evening: Evening, browsers: Browsers) -> None:
    assert await (await browsers.knock()).closed() == 4401
    elsewhere = f"/ws/sessions/{uuid4()}/"
    assert await (await browsers.knock(path=elsewhere)).closed() == 4401
    for name in ("amina", "claire", SCREEN):
        assert await (await browsers.knock(name, path=elsewhere)).closed() == 4404


async def test_forged_cookie_is_nobody(evening: Evening, browsers: Browsers) -> None:
    http = Client()
    http.cookies[settings.SESSION_COOKIE_NAME] = "forged\x00;evil"
    assert await (await browsers.knock(http=http)).closed() == 4401


async def test_sockets_of_one_person_are_limited(evening: Evening, browsers: Browsers, settings: Any) -> None:
    settings.CODEV_SOCKETS_PER_ACTOR = 2
    http = await in_thread(evening.browser, "amina")
    first = [await browsers.open(http=http) for _ in range(2)]
    refused = await browsers.knock(http=http)
    assert await refused.closed() == 4429
    await refused.leave()
    assert (await browsers.open("bruno")).state["audience"] == "waiting"
    await first[0].leave()
    await eventually(lambda: len(hub.hub().rooms[evening.session_id].watchers) == 2)
    assert (await browsers.open(http=http)).state["status"] == "planned"


async def test_room_goes_with_its_last_page(evening: Evening, browsers: Browsers) -> None:
    page = await browsers.open("amina")
    assert [*hub.hub().rooms] == [evening.session_id]
    await page.leave()
    await eventually(lambda: not hub.hub().rooms)


async def test_personal_link_comes_in_by_itself_when_the_door_opens(evening: Evening, browsers: Browsers) -> None:
    page, waiting = await browsers.open("bruno"), await browsers.open("gina")
    assert (page.state["audience"], page.regions) == ("waiting", {})
    await command(evening, "claire", "open")
    while page.state["audience"] != "peer":
        await page.take()
    while waiting.state["status"] != "open":
        await waiting.take()
    assert (waiting.state["audience"], waiting.regions) == ("waiting", {})
    await waiting.until(await command(evening, "claire", "admit", participant=evening.people["gina"].pk))
    # Her own bell and the session's may overtake one another.
    while waiting.state["audience"] != "peer":
        await waiting.take()


async def test_language_of_a_socket(evening: Evening, browsers: Browsers) -> None:
    french, english = await browsers.open("claire", query="lang=fr"), await browsers.open("claire", query="lang=en")
    garbled = await browsers.open("claire", query="lang=%00xx")
    assert french.regions["region-stage"] != english.regions["region-stage"]
    assert garbled.regions["region-stage"] == french.regions["region-stage"]


async def test_sessions_do_not_hear_each_other(evening: Evening, browsers: Browsers) -> None:
    other = await in_thread(lambda: commands.plan_session(cycle=evening.group.cycle, **another()))
    page = await browsers.open("claire", http=await in_thread(evening.browser, "claire"))
    there = await browsers.knock("claire", path=f"/ws/sessions/{other.pk}/")
    await there.until(0)
    await page.until(await command(evening, "claire", "open"))
    await at_rest(hub.hub().rooms[other.pk])
    assert await there.is_sent_nothing()
    assert (page.revision, there.revision) == (1, 0)


def another() -> dict[str, Any]:
    return {"scheduled_at": timezone.now(), "minutes": 120, "rounds": 2, "protocol_key": "codev-classique"}
