"""Little heard: two words for whoever facilitates, while the session runs, unless the group wants none; then gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from groups.models import Group
from sessions.commands import forget_airtime
from sessions.commands.projections.runs import rebuild
from sessions.models import ContentKey, JournalEntry, PhaseRun, Presence, SpeakingTurn
from sessions.rulebook import machine
from sessions.rulebook.machine import from_json
from sessions.rulebook.moves.floor import GiveFloor, YieldFloor
from sessions.rulebook.moves.life import Close
from sessions.rulebook.rules.airtime import word_of
from sessions.rulebook.state.state import planned
from tests.sessions.cast import states
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import check_in
from tests.sessions.cast.sockets import in_thread, sockets
from tests.sessions.cast.states import BRUNO, CHLOE, DRISS, ELSA, FARID, MINUTE, after

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
WORDS = ("peu entendu", "pas encore entendu")


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """Minutes pass when the test says so."""
    with time_machine.travel(datetime(2099, 1, 31, 18, tzinfo=UTC), tick=False) as clock:
        yield clock


def talk(evening: Evening, clock: time_machine.Coordinates) -> None:
    """Questions: Bruno speaks for ten minutes, Chloé for some seconds, the others not at all; Chloé asks again."""
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    for name, seconds in (("bruno", 617), ("chloe", 23)):
        evening.do("claire", "give_floor", participant=evening.people[name].pk)
        clock.shift(seconds)
    evening.do("chloe", "yield_floor")
    evening.do("chloe", "raise_hand")


# The words


def test_words_are_of_those_who_spoke_less_than_half_an_equal_share() -> None:
    state = states.amina_is_questioned()
    for one, minutes in ((BRUNO, 6), (CHLOE, 1), (DRISS, 3)):
        state = after(after(state, GiveFloor(one)), YieldFloor(), later=minutes * MINUTE)
    words = {one: word_of(state, one) for one in (BRUNO, CHLOE, DRISS, ELSA, FARID)}
    assert words == {BRUNO: "", CHLOE: "", DRISS: "", ELSA: "", FARID: "unheard"}
    longer = after(after(state, GiveFloor(BRUNO)), YieldFloor(), later=10 * MINUTE)
    assert word_of(longer, CHLOE) == "little"
    assert word_of(after(longer, GiveFloor(CHLOE)), CHLOE) == ""


def test_nothing_is_said_before_two_minutes_of_talk_nor_once_it_is_over() -> None:
    state = after(states.amina_is_questioned(), GiveFloor(BRUNO))
    assert word_of(after(state, YieldFloor(), later=2 * MINUTE - 1), CHLOE) == ""
    spoken = after(state, YieldFloor(), later=2 * MINUTE)
    assert word_of(spoken, CHLOE) == "unheard"
    assert word_of(after(spoken, Close()), CHLOE) == ""


async def test_words_are_on_no_screen_but_of_who_facilitates(evening: Evening, clock: time_machine.Coordinates) -> None:
    """Facilitators and the deputy; nobody's page or frame but theirs has the words, a span, or a class for it."""
    await in_thread(check_in, evening)
    lookers = ("claire", "david", "amina", "bruno", "chloe", "driss", "elsa", "farid", "gina", SCREEN)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in lookers}
        await in_thread(talk, evening, clock)
        last = (await in_thread(lambda: evening.session)).revision
        for page in pages.values():
            await page.until(last)
        frames = {name: "".join(page.frames) for name, page in pages.items()}
    fetched = {name: await in_thread(page_of, evening, name) for name in lookers}
    for seen in (frames, fetched):
        for word in (*WORDS, 'class="airtime"'):
            assert {name for name, text in seen.items() if word in text} == {"claire", "david"}
    everything = "".join((*frames.values(), *fetched.values()))
    assert re.findall(r"\b(?:617000|640000|23000)\b", everything) == []


def page_of(evening: Evening, name: str) -> str:
    path = evening.path("screen/" if name == SCREEN else "")
    return evening.browser(name, language="fr").get(path).content.decode()


def test_words_stand_beside_names_and_hands(evening: Evening, clock: time_machine.Coordinates) -> None:
    check_in(evening)
    talk(evening, clock)
    page = page_of(evening, "claire")
    hands = page.split('id="region-floor"')[1].split('id="region-')[0]
    people_list = page.split('id="region-people"')[1]
    assert Counter(word for word in WORDS for _ in range(hands.count(word))) == {"peu entendu": 1}
    assert (people_list.count("peu entendu"), people_list.count("pas encore entendu")) == (1, 3)


# What is measured


def test_what_was_heard_is_what_the_turns_say(evening: Evening, clock: time_machine.Coordinates) -> None:
    check_in(evening)
    talk(evening, clock)
    evening.do("claire", "give_floor", participant=evening.people["bruno"].pk)
    clock.shift(30)
    evening.do("claire", "take_break", minutes=5)
    clock.shift(300)
    evening.do("claire", "end_break")
    clock.shift(60)
    evening.do("claire", "next")
    spans: Counter[str] = Counter()
    for turn in SpeakingTurn.objects.filter(session=evening.session_id).exclude(ended_at=None):
        assert turn.ended_at
        spans[str(turn.participant_id)] += round((turn.ended_at - turn.started_at).total_seconds() * 1000)
    assert dict(evening.session.load().heard) == {one: span for one, span in spans.items() if span}
    assert spans[evening.id("bruno")] == 707_000


# The group's switch


def test_a_group_switches_it_off_and_hands_come_by_arrival_again(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    check_in(evening)
    talk(evening, clock)
    evening.do("claire", "set_floor_order", order="least_heard")
    assert evening.browser("claire").post(f"/groups/{evening.group.pk}/airtime/").status_code == 302
    assert not Group.objects.get(pk=evening.group.pk).shows_airtime
    assert evening.session.load().floor_order == "arrival"
    assert not any(word in page_of(evening, "claire") for word in (*WORDS, 'id="order-'))
    answer = evening.post(
        evening.browser("claire"), "set_floor_order", order="least_heard", headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "airtime_off")
    evening.browser("claire").post(f"/groups/{evening.group.pk}/airtime/", {"shown": "on"})
    assert WORDS[0] in page_of(evening, "claire")


def test_its_facilitators_alone_have_the_switch(evening: Evening) -> None:
    address = f"/groups/{evening.group.pk}/"
    assert 'airtime/"' in evening.browser("claire").get(address).content.decode()
    assert 'airtime/"' not in evening.browser("david").get(address).content.decode()
    for name, status in (("david", 403), ("amina", 403), ("hakim", 404), ("agnes", 404), ("", 403)):
        assert evening.browser(name).post(address + "airtime/").status_code == status
    assert Group.objects.get(pk=evening.group.pk).shows_airtime


def test_an_open_dashboard_hears_of_the_switch(evening: Evening, clock: time_machine.Coordinates) -> None:
    """Without a revision: the group's bell says that something in it changed."""
    check_in(evening)
    talk(evening, clock)
    before = evening.session.revision
    evening.browser("claire").post(f"/groups/{evening.group.pk}/airtime/")
    assert evening.session.revision == before
    assert WORDS[0] not in page_of(evening, "claire")


# Gone a day after closing


def closed(evening: Evening, clock: time_machine.Coordinates) -> None:
    check_in(evening)
    talk(evening, clock)
    evening.do("claire", "mark_left", participant=evening.people["driss"].pk)
    evening.do("claire", "next")
    evening.do("claire", "close")


def test_airtime_is_there_for_a_day_and_then_gone_everywhere(
    evening: Evening, clock: time_machine.Coordinates, capsys: pytest.CaptureFixture[str]
) -> None:
    closed(evening, clock)
    clock.shift(timedelta(hours=23, minutes=59))
    assert forget_airtime() == 0
    assert evening.session.load().heard
    clock.shift(timedelta(minutes=2))
    call_command("forget_airtime")
    call_command("forget_airtime")
    assert capsys.readouterr().out.split() == ["1", "0"]
    assert evening.session.load().heard == {}
    assert not SpeakingTurn.objects.filter(session=evening.session_id).exists()
    assert PhaseRun.objects.filter(session=evening.session_id).count() == 3
    entries = JournalEntry.objects.filter(session=evening.session_id)
    told = [event["event"] for entry in entries for event in entry.events]
    assert not {"FloorGiven", "FloorYielded", "HandRaised", "HandLowered", "TurnPassed"} & set(told)
    assert told[-1] == "AirtimeForgotten"
    assert not entries.filter(command__in=["give_floor", "raise_hand", "yield_floor", "next_speaker"]).exists()
    assert (entries.last().actor, entries.last().revision) == ("house", evening.session.revision)  # type: ignore[union-attr]


def test_what_is_left_of_the_journal_still_gives_state_and_rows(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    closed(evening, clock)
    clock.shift(timedelta(days=1))
    assert forget_airtime() == 1
    session = evening.session
    state = planned(session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality)
    for entry in session.journal.all():
        state = machine.replay(state, from_json(entry.events))
    assert state == session.load()
    before = rows(evening)
    assert rebuild(session) == state
    assert rows(evening) == before
    assert not SpeakingTurn.objects.filter(session=session).exists()


def test_who_facilitated_stays_in_the_journal_where_a_command_of_the_floor_said_it(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    """A deputy had taken over; the facilitator's first command gave the floor, and ended that."""
    check_in(evening)
    Presence.objects.filter(session=evening.session_id).delete()
    evening.do("david", "take_over")
    evening.do("claire", "give_floor", participant=evening.people["bruno"].pk)
    evening.do("claire", "close")
    clock.shift(timedelta(days=1))
    assert forget_airtime() == 1
    session = evening.session
    state = planned(session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality)
    left = machine.replay(state, (event for entry in session.journal.all() for event in from_json(entry.events)))
    assert left == session.load()
    kept = session.journal.get(command="forgotten")
    assert (kept.actor, kept.arguments, kept.fingerprint) == (evening.visit_key("claire"), {}, "")


def test_whose_hand_took_a_session_up_again_is_forgotten(evening: Evening, clock: time_machine.Coordinates) -> None:
    """The session was left open overnight: the first command of the morning says so in the journal, and stays."""
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    clock.shift(timedelta(hours=20))
    evening.do("bruno", "raise_hand")
    evening.do("claire", "close")
    clock.shift(timedelta(days=1))
    assert forget_airtime() == 1
    session = evening.session
    assert not session.journal.filter(actor=evening.visit_key("bruno")).exists()
    assert not session.journal.filter(command="raise_hand").exists()
    (kept,) = (entry for entry in session.journal.all() if "TakenUp" in str(entry.events))
    assert (kept.actor, kept.fingerprint) == ("house", "")
    assert rebuild(session) == session.load()
    # As an older version left it.
    session.journal.filter(pk=kept.pk).update(actor=evening.visit_key("bruno"), command="raise_hand", fingerprint="f")
    import_module("sessions.migrations.0034_floor_hidden").hide(apps, None)
    kept.refresh_from_db()
    assert (kept.actor, kept.command, kept.fingerprint) == ("house", "forgotten", "")


def test_airtime_is_forgotten_of_a_session_closed_before_it_could_be(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    closed(evening, clock)
    session = evening.session
    del session.state["is_airtime_forgotten"]
    session.save(update_fields=["state"])
    clock.shift(timedelta(days=1))
    assert forget_airtime() == 1
    assert evening.session.load().heard == {}


def rows(evening: Evening) -> list[dict[str, Any]]:
    return list(PhaseRun.objects.filter(session=evening.session_id).values("index", "entered_at", "left_at"))


def test_airtime_is_forgotten_of_a_session_whose_words_were_destroyed(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    closed(evening, clock)
    ContentKey.objects.destroy(UUID(str(evening.session_id)))
    clock.shift(timedelta(days=2))
    assert forget_airtime() == 1


def test_a_session_under_way_keeps_what_it_needs(evening: Evening) -> None:
    check_in(evening)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert forget_airtime() == 0
