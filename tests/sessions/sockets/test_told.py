"""What no command of a session tells its rooms: each has its bell, or the pulse, or is found within a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from codev import doorbell
from groups import commands as groups_commands
from groups.models import User
from sessions.commands.one_time_groups import remove_group
from sessions.live.hub import hub, keeping_up, pulse
from sessions.live.snapshot.snapshot import Snapshot
from sessions.models import ContentKey, Presence, keys
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import (
    PROMISE,
    QUESTION,
    check_in,
    lobby,
    promised,
    proposed,
    questioned,
    voting,
)
from tests.sessions.cast.sockets import Browsers, eventually, in_thread, settled

Change = Callable[[Evening], object]


def snapshot_of(evening: Evening) -> Snapshot:
    stage = hub.hub().rooms[evening.session_id].stage
    assert stage
    return stage.snapshot


async def watched(evening: Evening, browsers: Browsers, moment: Change) -> Snapshot:
    """What the room has, with Claire's page open; nothing but bells tells it more."""
    await in_thread(moment, evening)
    await browsers.open("claire")
    await settled(evening)
    return snapshot_of(evening)


async def told(evening: Evening, change: Change, is_shown: Callable[[Snapshot], bool]) -> None:
    """A change reaches the room, at the revision that it had."""
    before = snapshot_of(evening)
    assert not is_shown(before)
    await in_thread(change, evening)
    await eventually(lambda: is_shown(snapshot_of(evening)))
    assert snapshot_of(evening).revision == before.revision


@pytest.fixture(autouse=True)
def no_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 3600.0)


# Who stands at the door


@pytest.mark.parametrize(
    "close",
    [
        lambda evening: groups_commands.leave_seat(seat=evening.seats["gina"]),
        lambda evening: groups_commands.revoke_seat(seat=evening.seats["gina"], by=evening.users["claire"]),
    ],
    ids=["leave", "revoke"],
)
async def test_who_leaves_the_door(evening: Evening, browsers: Browsers, close: Change) -> None:
    assert (await watched(evening, browsers, lobby)).knocks
    await told(evening, close, lambda snapshot: not snapshot.knocks)


async def test_who_comes_to_the_door_in_a_name_that_accepted_the_charter(evening: Evening, browsers: Browsers) -> None:
    def come(evening: Evening) -> None:
        groups_commands.take_guest_seat(
            group=evening.group, session_id=evening.session_id, participant=evening.people["gina"].pk, label="Android"
        )

    await watched(evening, browsers, lobby)
    await told(evening, come, lambda snapshot: [one.devices for one in snapshot.knocks] == [2])


# Who facilitates


@pytest.fixture
def operator(transactional_db: None) -> Client:
    http = Client()
    http.force_login(User.objects.create_superuser("operator@example.org", name="Operator"))
    return http


async def test_a_facilitator_is_named_anew(evening: Evening, browsers: Browsers, operator: Client) -> None:
    colin = evening.users["colin"]
    await watched(evening, browsers, lobby)
    sent = {"email": colin.email, "name": "Colas", "is_active": "on"}
    path = f"/admin/codev_groups/user/{colin.pk}/change/"
    await told(evening, lambda _: operator.post(path, sent), lambda now: now.guides[colin.pk].name == "Colas")


@pytest.mark.parametrize("is_among_others", [False, True])
async def test_an_account_is_deleted(
    evening: Evening, browsers: Browsers, operator: Client, is_among_others: bool
) -> None:
    colin = evening.users["colin"].pk
    await watched(evening, browsers, lobby)

    def delete(evening: Evening) -> None:
        if is_among_others:
            sent: dict[str, Any] = {"action": "delete_selected", "_selected_action": [colin], "post": "yes"}
            operator.post("/admin/codev_groups/user/", sent)
        else:
            operator.post(f"/admin/codev_groups/user/{colin}/delete/", {"post": "yes"})

    await told(evening, delete, lambda now: colin not in now.guides)


# Other sessions of the group


def beside(evening: Evening) -> Evening:
    """The same people in another session, which runs as well, in its follow-up."""
    other = Evening(evening.group, plan(evening.group.cycle).pk, evening.users, evening.people, evening.seats)
    other.do("claire", "open")
    for name in ("amina", "bruno"):
        other.do("claire", "admit", participant=other.people[name].pk)
    other.do("claire", "choose_clients", participants=[other.people["amina"].pk])
    other.do("claire", "start")
    other.do("claire", "jump", to_step=other.index("follow_up"))
    return other


async def test_a_commitment_is_reported_in_another_session(evening: Evening, browsers: Browsers) -> None:
    before = await watched(evening, browsers, promised)
    assert [one.state for one in before.opening.commitments] == ["taken"]
    other = await in_thread(beside, evening)

    def report(evening: Evening) -> None:
        other.do("amina", "report_commitment", id=PROMISE, state="trying", text="J’ai appelé.")

    await told(evening, report, lambda now: [one.state for one in now.opening.commitments] == ["trying"])


async def test_another_session_is_closed_and_no_longer(evening: Evening, browsers: Browsers) -> None:
    await watched(evening, browsers, proposed)
    other, amina = await in_thread(beside, evening), evening.id("amina")
    await told(evening, lambda _: other.do("claire", "close"), lambda now: amina in now.opening.was_client)

    def undo(evening: Evening) -> None:
        other.do("claire", "undo", of_revision=other.session.revision)

    await told(evening, undo, lambda now: amina not in now.opening.was_client)


# Devices, while people vote


async def test_a_device_is_heard_of_while_people_vote(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(voting, evening)
    page = await browsers.open("claire")
    await settled(evening)
    gina = evening.people["gina"]
    assert str(gina.pk) not in snapshot_of(evening).opening.with_device

    def come() -> None:
        Presence.objects.create(
            session_id=evening.session_id, actor="seat:new", participant=gina, last_seen_at=timezone.now()
        )

    await in_thread(come)
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    await page.beat(page.revision)
    await eventually(lambda: str(gina.pk) in snapshot_of(evening).opening.with_device)
    whole = await in_thread(keeping_up.read, evening.session_id, None, is_whole=True)
    # Who was heard of goes on changing with each beat.
    assert replace(snapshot_of(evening), reach=whole.reach) == whole


# Words that nobody may read any more


async def test_a_destroyed_key_takes_the_words_from_the_room(evening: Evening, browsers: Browsers) -> None:
    """Also where this process had opened the key a moment ago, as another one may have."""

    def written(evening: Evening) -> None:
        questioned(evening)
        evening.do("bruno", "edit", id=QUESTION, text="zqwords")

    before = await watched(evening, browsers, written)
    assert before.notes[0].text == "zqwords"
    key = await in_thread(ContentKey.objects.key_of, evening.session_id)

    def destroy(evening: Evening) -> None:
        ContentKey.objects.destroy(evening.session_id, is_heard=False)
        keys.cache.put(evening.session_id, key, read_at=keys.time.monotonic())
        doorbell.ring("session", evening.session_id, 0)

    await told(evening, destroy, lambda now: now.notes[0].text is None)
    await settled(evening)
    # A thread lets go of what it was given a moment after it has answered.
    await eventually(lambda: "zqwords" not in held_of(evening))


def held_of(evening: Evening) -> str:
    """All that the room keeps in words."""
    stage = hub.hub().rooms[evening.session_id].stage
    assert stage
    changes = stage._changes
    return repr([stage.made, *changes.of_elements.items(), *changes.of_pages.items(), stage.snapshot.rows])


async def test_destroying_a_key_is_heard(evening: Evening, browsers: Browsers) -> None:
    await watched(evening, browsers, questioned)
    destroy = ContentKey.objects.destroy
    await told(evening, lambda _: destroy(evening.session_id), lambda now: now.notes[0].text is None)


async def test_a_session_that_is_gone_ends_its_room(evening: Evening, browsers: Browsers) -> None:
    """The room screen's socket too, which is nobody's."""
    await in_thread(questioned, evening)
    screen = await browsers.open(SCREEN)
    await settled(evening)
    room = hub.hub().rooms[evening.session_id]
    await in_thread(remove_group, evening.group)
    assert await screen.closed() == 4404
    assert room.stage is None


async def test_a_session_that_is_gone_is_missed_without_a_bell(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(questioned, evening)
    page = await browsers.open("claire")
    await settled(evening)
    room = hub.hub().rooms[evening.session_id]
    monkeypatch.setattr(doorbell, "ring", lambda *bell: None)
    await in_thread(remove_group, evening.group)
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    await page.beat(page.revision)
    assert await page.closed() == 4404
    assert room.stage is None


# Lost bells


async def test_whatever_no_bell_told_is_read_within_a_minute(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_thread(check_in, evening)
    page = await browsers.open("claire")
    await settled(evening)
    await in_thread(lambda: evening.group.participants.filter(pk=evening.people["bruno"].pk).update(name="Basile Z."))
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
    await page.beat(page.revision)
    await settled(evening)
    assert snapshot_of(evening).given(evening.id("bruno")) == "Bruno"
    monkeypatch.setattr(keeping_up, "WHOLE_EVERY_SECONDS", 1e-9)
    await page.beat(page.revision)
    await eventually(lambda: snapshot_of(evening).given(evening.id("bruno")) == "Basile")
