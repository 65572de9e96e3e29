"""A room that catches up where the journal does not tell all, or where somebody acts while it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from time_machine import travel

from sessions.commands.airtime import forget_airtime
from sessions.commands.on_paper import record_afterwards
from sessions.commands.one_time_groups import remove_group
from sessions.live.snapshot import contributions
from sessions.live.snapshot.catching_up import MOST, catch_up
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.snapshot import Snapshot
from sessions.models import JournalEntry
from sessions.rulebook.rules.airtime import DAY_MS
from tests.sessions.cast import moments
from tests.sessions.cast.clock import Clock
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION
from tests.sessions.cast.snapshots import caught_up, whole

OTHER = UUID(int=9)


# Doubt


def test_a_gap_in_the_journal_reads_the_whole(evening: Evening) -> None:
    """As where the journal forgot who spoke: what happened in between is told by nothing."""
    moments.questioned(evening)
    known = whole(evening)
    evening.do("bruno", "edit", id=QUESTION, text="Depuis quand au juste ?")
    evening.do("bruno", "raise_hand")
    JournalEntry.objects.filter(command="edit").delete()
    assert caught_up(known, evening).notes[0].text == "Depuis quand au juste ?"


def test_a_command_that_this_program_does_not_know_reads_the_whole(evening: Evening) -> None:
    """A newer process is at work on the same database."""
    moments.questioned(evening)
    known = whole(evening)
    evening.do("bruno", "edit", id=QUESTION, text="Depuis quand au juste ?")
    JournalEntry.objects.filter(command="edit").update(command="reword_tomorrow")
    caught_up(known, evening)


@pytest.mark.parametrize("arguments", [{}, {"id": None}, {"id": "no id"}, {"id": 7}])
def test_a_row_that_is_not_named_reads_the_whole(evening: Evening, arguments: dict[str, Any]) -> None:
    moments.questioned(evening)
    known = whole(evening)
    evening.do("bruno", "edit", id=QUESTION, text="Depuis quand au juste ?")
    JournalEntry.objects.filter(command="edit").update(arguments=arguments)
    caught_up(known, evening)


def test_a_state_older_than_the_room_reads_the_whole(evening: Evening) -> None:
    """A database that was put back to a copy of an hour ago."""
    moments.questioned(evening)
    known = replace(whole(evening), revision=1000)
    caught_up(known, evening)


def test_who_is_far_behind_reads_the_whole(evening: Evening) -> None:
    moments.clarification(evening)
    known = whole(evening)
    for _ in range(MOST):
        evening.do("bruno", "raise_hand")
        evening.do("bruno", "lower_hand")
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")
    caught_up(known, evening)


def test_a_forgotten_airtime_reads_the_whole(evening: Evening, commands_clock: Clock) -> None:
    moments.hands_up(evening)
    evening.do("claire", "next_speaker")
    evening.do("claire", "close")
    known = whole(evening)
    commands_clock.now += 2 * DAY_MS
    with travel(datetime.fromtimestamp(commands_clock.now / 1000, UTC)):
        assert forget_airtime() == 1
    assert caught_up(known, evening).state.heard == {}


def test_a_session_put_down_afterwards(evening: Evening) -> None:
    known = whole(evening)
    people = [evening.people[name] for name in ("amina", "bruno", "chloe")]
    began = timezone.now() - timedelta(hours=3)
    record_afterwards(visit=evening.visit("claire"), began_at=began, minutes=90, present=people, clients=people[:2])
    assert caught_up(known, evening).state.status == "closed"


def test_a_session_that_is_gone_is_none(evening: Evening) -> None:
    moments.questioned(evening)
    known = whole(evening)
    remove_group(evening.group)
    assert catch_up(known) is None
    assert load(evening.session_id, known) is None


# A command in the middle of reading


def in_between(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> list[str]:
    """Have `work` done once, after the rows of notes were read and before anything else is."""
    read, done = contributions.read_notes, []

    def late(*args: Any) -> Any:
        found = read(*args)
        if not done:
            done.append("once")
            work()
            # What was read after that command is what a slower reader would have found.
            found = read(*args)
        return found

    monkeypatch.setattr(contributions, "read_notes", late)
    return done


@pytest.mark.parametrize("reads", [catch_up, lambda known: load(known.session_id)], ids=["partial", "whole"])
def test_what_is_written_in_silence_never_stands_beside_the_state_before(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, reads: Callable[[Snapshot], Snapshot | None]
) -> None:
    moments.clarification(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")
    known = whole(evening)

    def silently() -> None:
        evening.do("claire", "write_in_silence")
        evening.do("bruno", "edit", id=QUESTION, text="zqunseen")
        evening.do("chloe", "contribute", id=OTHER, kind="question", text="zqunseen")

    evening.do("bruno", "edit", id=QUESTION, text="Depuis quand au juste ?")
    done = in_between(monkeypatch, silently)
    snapshot = reads(known)
    assert done
    assert snapshot == whole(evening)
    assert snapshot.state.in_silence
    assert [one.text for one in snapshot.unseen] == ["zqunseen"]


@pytest.mark.parametrize("reads", [catch_up, lambda known: load(known.session_id)], ids=["partial", "whole"])
def test_what_is_on_its_way_never_reaches_a_client_who_listens_by_an_older_state(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, reads: Callable[[Snapshot], Snapshot | None]
) -> None:
    """As the room reads, the step moves on to one in which the client listens, and Bruno rewords what he wrote."""
    moments.consultation(evening)
    evening.do("amina", "deliver_as_they_come", wanted=True)
    evening.do("bruno", "contribute", id=QUESTION, kind="option", text="Appeler Paul.")
    known = whole(evening)
    assert not known.notes[0].is_withheld

    def listens() -> None:
        evening.do("amina", "deliver_as_they_come", wanted=False)
        evening.do("bruno", "edit", id=QUESTION, text="zqwithheld")

    evening.do("bruno", "edit", id=QUESTION, text="Appeler Paul ce soir.")
    done = in_between(monkeypatch, listens)
    snapshot = reads(known)
    assert done
    assert snapshot == whole(evening)
    assert [(one.text, one.is_withheld) for one in snapshot.notes] == [("zqwithheld", True)]
