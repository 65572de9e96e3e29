"""Sockets: what they say first, what they hear, whom they turn away, and what heals when a bell is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from django.conf import settings
from django.test import Client
from django.utils import timezone

from codev import doorbell
from groups import commands as groups_commands
from groups.models import GroupFacilitator, PersonalLink, User
from sessions import commands
from sessions.live import hub, presence
from sessions.models import Presence

from .evening import SCREEN, Evening, check_in, clarification, lobby
from .sockets import House, eventually, in_thread, sockets

EVERYBODY = ("claire", "colin", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN)
ATTRIBUTES = {
    *("revision", "status", "step", "steps", "phase", "round", "client", "clock", "deadline", "remaining", "now"),
    *("speaker", "speaker-since", "allotted", "later", "started", "ends", "break", "break-since", "audience", "shell"),
}


@pytest_asyncio.fixture
async def house(evening: Evening) -> AsyncIterator[House]:
    async with sockets(evening) as opened:
        yield opened


async def command(evening: Evening, name: str, verb: str, **fields: Any) -> int:
    return int(await in_thread(evening.do, name, verb, **fields))


async def test_first_frame_begins_with_the_whole_live_state(evening: Evening, house: House) -> None:
    await in_thread(clarification, evening)
    for name in EVERYBODY:
        page = await house.open(name)
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
    house: House,
    moment: Callable[[Evening], None] | None,
    status: str,
    clock: str,
    empty: set[str],
) -> None:
    if moment:
        await in_thread(moment, evening)
    page = await house.open("claire")
    assert (page.state["status"], page.state["clock"], {*page.state}) == (status, clock, ATTRIBUTES)
    assert empty <= {name for name, value in page.state.items() if not value}


async def test_every_revision_reaches_everybody(evening: Evening, house: House) -> None:
    await in_thread(clarification, evening)
    pages = [await house.open(name) for name in EVERYBODY]
    for verb, name in (("pause", "claire"), ("resume", "colin"), ("raise_hand", "bruno"), ("next", "claire")):
        revision = await command(evening, name, verb)
        for page in pages:
            await page.until(revision)
    assert {(page.revision, page.state["phase"]) for page in pages} == {(revision, "contract")}


async def test_frame_holds_only_what_changed(evening: Evening, house: House) -> None:
    await in_thread(clarification, evening)
    page = await house.open("amina")
    await page.until(await command(evening, "bruno", "raise_hand"))
    assert "region-circle" in page.frames[-1]
    assert "region-card" not in page.frames[-1]


async def test_heartbeat_is_answered_with_three_instants(evening: Evening, house: House) -> None:
    page = await house.open("amina")
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
    evening: Evening, house: House, message: str | bytes, code: int
) -> None:
    page, other = await house.open("amina"), await house.open("bruno")
    before = (await in_thread(lambda: evening.session)).revision
    kind = "bytes_data" if isinstance(message, bytes) else "text_data"
    await page.socket.send_to(**{kind: message})
    assert await page.closed() == code
    assert (await in_thread(lambda: evening.session)).revision == before
    assert (await other.beat(0))["t0"] == 1.5


@pytest.mark.parametrize("origin", [None, b"https://elsewhere.example", b"null", b"http://testserver.evil.example"])
async def test_other_origins_are_refused(evening: Evening, house: House, origin: bytes | None) -> None:
    http = await in_thread(evening.browser, "amina")
    socket = house.socket(http, house.path("amina"), "lang=fr", origin)
    assert (await socket.connect())[0] is False


async def test_socket_of_nobody_and_of_another_session(evening: Evening, house: House) -> None:
    assert await (await house.knock()).closed() == 4401
    elsewhere = f"/ws/sessions/{uuid4()}/"
    assert await (await house.knock(path=elsewhere)).closed() == 4401
    for name in ("amina", "claire", SCREEN):
        assert await (await house.knock(name, path=elsewhere)).closed() == 4404


async def test_forged_cookie_is_nobody(evening: Evening, house: House) -> None:
    http = Client()
    http.cookies[settings.SESSION_COOKIE_NAME] = "forged\x00;evil"
    assert await (await house.knock(http=http)).closed() == 4401


def remove(evening: Evening) -> None:
    groups_commands.remove_participant(participant=evening.people["amina"], by=evening.users["claire"])


def revoke_device(evening: Evening) -> None:
    groups_commands.revoke_seat(seat=evening.seats["amina"], by=evening.users["claire"])


def revoke_link(evening: Evening) -> None:
    groups_commands.revoke_link(link=PersonalLink.objects.get(seats=evening.seats["amina"]), by=evening.users["claire"])


@pytest.mark.parametrize("shut", [remove, revoke_device, revoke_link])
async def test_door_that_is_shut_closes_open_sockets(
    evening: Evening, house: House, shut: Callable[[Evening], None]
) -> None:
    await in_thread(lobby, evening)
    page, other = await house.open("amina"), await house.open("bruno")
    await in_thread(shut, evening)
    assert await page.closed() == 4403
    assert (await other.beat(0))["t0"] == 1.5
    assert await (await house.knock("amina")).closed() == 4404


async def test_signing_out_closes_this_browsers_sockets_alone(evening: Evening, house: House) -> None:
    here, there = [await in_thread(evening.browser, "claire") for _ in range(2)]
    page, other = await house.open(http=here), await house.open(http=there)
    await in_thread(here.post, "/accounts/logout/")
    assert await page.closed() == 4403
    assert (await other.beat(0))["t0"] == 1.5


async def test_signing_out_leaves_the_seats_of_this_browser(evening: Evening, house: House) -> None:
    """A shared laptop: a facilitator signs out, and with her goes the participant who sat here."""
    http = await in_thread(evening.browser, "claire")

    def sit_down() -> None:
        browser = http.session
        browser["seats"] = [str(evening.seats["amina"].pk)]
        browser.save()

    await in_thread(sit_down)
    page = await house.open(http=http, query=f"as={evening.id('amina')}")
    await in_thread(http.post, "/accounts/logout/")
    assert await page.closed() == 4403


@pytest.fixture
def operator(transactional_db: None) -> Client:
    http = Client()
    http.force_login(User.objects.create_superuser("operator@example.org", name="Operator"))
    return http


async def test_disabled_account_loses_its_socket(evening: Evening, house: House, operator: Client) -> None:
    page = await house.open("claire")
    claire = evening.users["claire"]
    sent = {"email": claire.email, "name": claire.name}
    answer = await in_thread(operator.post, f"/admin/codev_groups/user/{claire.pk}/change/", sent)
    assert answer.status_code == 302
    assert await page.closed() == 4403


async def test_facilitator_who_becomes_deputy_drives_no_more(evening: Evening, house: House) -> None:
    page = await house.open("claire")
    assert 'data-may="open cancel"' in page.regions["region-may"]
    naming = {"group": evening.group, "email": evening.users["claire"].email, "by": evening.users["colin"]}
    await in_thread(groups_commands.name_facilitator, role="deputy", **naming)
    await asyncio.wait_for(page.take(), 10)
    assert 'data-may=""' in page.regions["region-may"]


async def test_facilitator_taken_off_the_group_loses_the_socket(
    evening: Evening, house: House, operator: Client
) -> None:
    page = await house.open("claire")
    sent = await in_thread(form_without, evening, "claire")
    answer = await in_thread(operator.post, f"/admin/codev_groups/group/{evening.group.pk}/change/", sent)
    assert answer.status_code == 302
    assert await page.closed() == 4403


def form_without(evening: Evening, name: str) -> dict[str, Any]:
    """The operator's form of a group, with one of its facilitators ticked to go."""
    parts = list(GroupFacilitator.objects.filter(group=evening.group))
    sent: dict[str, Any] = {"name": evening.group.name}
    sent |= {"facilitators-TOTAL_FORMS": len(parts), "facilitators-INITIAL_FORMS": len(parts)}
    for place, part in enumerate(parts):
        row = {"id": part.pk, "group": part.group_id, "user": part.user_id, "role": part.role}
        row |= {"DELETE": "on"} if part.user_id == evening.users[name].pk else {}
        sent |= {f"facilitators-{place}-{field}": value for field, value in row.items()}
    return sent


async def test_lost_bell_is_healed_by_the_next_heartbeat(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [await house.open(name) for name in ("claire", "amina", SCREEN)]
    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
    monkeypatch.setattr(doorbell, "_loop", None)  # nothing rings any more
    revision = await command(evening, "claire", "open")
    assert [page.revision for page in pages] == [0, 0, 0]
    await pages[1].beat(0)
    for page in pages:
        await page.until(revision)


async def test_page_that_stays_behind_is_sent_everything_again(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await house.open("amina")
    await page.until(await command(evening, "claire", "open"))
    monkeypatch.setattr("sessions.consumer.SHOW_AGAIN_SECONDS", 0.0)
    while page.state["audience"] != "peer":
        await page.take()
    known, page.regions = page.regions, {}
    await page.beat(0)
    await page.take()
    assert page.regions == known


async def test_presence_is_written_seldom_and_touches_nothing_else(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
    names = ("amina", "bruno", "claire")
    pages = [await house.open(name) for name in names]
    before = await in_thread(lambda: evening.session)
    for page in pages:
        await page.beat(0)
    statements.clear()
    for _ in range(5):
        for page in pages:
            await page.beat(0)
    assert [sql for sql in statements if not sql.startswith("SELECT")] == []
    after = await in_thread(lambda: evening.session)
    assert (after.revision, after.state) == (before.revision, before.state)
    assert await in_thread(after.journal.count) == 0
    rows = await in_thread(lambda: set(Presence.objects.values_list("actor", flat=True)))
    assert rows == {evening.visit_key(name) for name in names}


async def test_new_shown_revision_is_written_at_once(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
    page = await house.open("amina")
    await page.beat(7)
    room = hub.hub().rooms[evening.session_id]
    await eventually(lambda: room._written[evening.visit_key("amina")].shown == 7)
    await room.pulse()
    assert await in_thread(Presence.objects.values_list("shown_revision", flat=True).get) == 7


async def test_heartbeats_of_a_process_ask_the_database_once_in_a_while(
    evening: Evening, house: House, statements: list[str]
) -> None:
    pages = [await house.open(name) for name in ("amina", "bruno", "chloe", "driss")]
    room = hub.hub().rooms[evening.session_id]
    await eventually(lambda: room._pulse_at > 0)
    statements.clear()
    for page in pages:
        await page.beat(0)
    assert len(statements) <= 3


async def test_devices_gone_quiet_are_away_and_come_back(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(lobby, evening)
    page, screen = await house.open("claire"), await house.open(SCREEN)
    gone = evening.people["bruno"]

    def seen(ago: float) -> None:
        Presence.objects.update_or_create(
            session_id=evening.session_id,
            actor=evening.visit_key("bruno"),
            defaults={"participant": gone, "last_seen_at": timezone.now() - timedelta(seconds=ago)},
        )

    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
    await in_thread(seen, 70)
    await page.beat(page.revision)
    assert 'data-away=""' in page.regions["region-presence"]
    await in_thread(seen, 76)
    await page.beat(page.revision)
    while f'data-away="{gone.pk}"' not in page.regions["region-presence"]:
        await page.take()
    while f'data-away="{gone.pk}"' not in screen.regions["region-presence"]:
        await screen.take()
    assert "Bruno out of reach" in page.regions["region-devices"].replace("hors de portée", "out of reach")
    assert "region-devices" not in "".join(screen.frames)
    await in_thread(seen, 1)
    await page.beat(page.revision)
    while 'data-away=""' not in page.regions["region-presence"]:
        await page.take()


async def test_sockets_of_one_person_are_limited(evening: Evening, house: House, settings: Any) -> None:
    settings.CODEV_SOCKETS_PER_ACTOR = 2
    http = await in_thread(evening.browser, "amina")
    first = [await house.open(http=http) for _ in range(2)]
    refused = await house.knock(http=http)
    assert await refused.closed() == 4429
    await refused.socket.disconnect()
    assert (await house.open("bruno")).state["audience"] == "waiting"
    await first[0].socket.disconnect()
    await eventually(lambda: len(hub.hub().rooms[evening.session_id].watchers) == 2)
    assert (await house.open(http=http)).state["status"] == "planned"


async def test_room_goes_with_its_last_page(evening: Evening, house: House) -> None:
    page = await house.open("amina")
    assert [*hub.hub().rooms] == [evening.session_id]
    await page.socket.disconnect()
    await eventually(lambda: not hub.hub().rooms)


async def test_personal_link_comes_in_by_itself_when_the_door_opens(evening: Evening, house: House) -> None:
    page, waiting = await house.open("bruno"), await house.open("gina")
    assert (page.state["audience"], page.regions) == ("waiting", {})
    await command(evening, "claire", "open")
    while page.state["audience"] != "peer":
        await page.take()
    while waiting.state["status"] != "open":
        await waiting.take()
    assert (waiting.state["audience"], waiting.regions) == ("waiting", {})
    await waiting.until(await command(evening, "claire", "admit", participant=evening.people["gina"].pk))
    assert waiting.state["audience"] == "peer"


async def test_language_of_a_socket(evening: Evening, house: House) -> None:
    french, english = await house.open("claire", query="lang=fr"), await house.open("claire", query="lang=en")
    garbled = await house.open("claire", query="lang=%00xx")
    assert french.regions["region-stage"] != english.regions["region-stage"]
    assert garbled.regions["region-stage"] == french.regions["region-stage"]


async def test_database_that_stumbles_asks_pages_to_try_again(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(session_id: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(hub, "load", stumble)
    assert await (await house.knock("amina")).closed() == 1013
    monkeypatch.undo()
    assert (await house.open("amina")).revision == 0


async def test_pulse_that_fails_leaves_pages_open(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*args: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
    page = await house.open("amina")
    with monkeypatch.context() as broken:
        broken.setattr(presence, "pulse", stumble)
        await page.beat(0)
    await page.until(await command(evening, "claire", "open"))


async def test_sessions_do_not_hear_each_other(evening: Evening, house: House) -> None:
    other = await in_thread(lambda: commands.plan_session(cycle=evening.group.cycle, **another()))
    page = await house.open("claire", http=await in_thread(evening.browser, "claire"))
    there = await house.knock("claire", path=f"/ws/sessions/{other.pk}/")
    await there.until(0)
    await page.until(await command(evening, "claire", "open"))
    assert (page.revision, there.revision) == (1, 0)
    assert await there.socket.receive_nothing(timeout=0.1)


def another() -> dict[str, Any]:
    return {"scheduled_at": timezone.now(), "minutes": 120, "rounds": 2, "protocol_key": "codev-classique"}
