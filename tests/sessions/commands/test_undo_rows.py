"""Whatever a group does and takes back: rows say what the journal says, and an undone transition leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from groups.errors import CodevError
from sessions.commands.projections.runs import rebuild
from sessions.models import PhaseRun, Round, SpeakingTurn
from sessions.rulebook.moves.undo import WINDOW_MS
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import check_in
from tests.sessions.commands.test_commands import history
from tests.sessions.history.plain import consultations, minutes

SIX_PM = datetime(2026, 9, 1, 18, tzinfo=UTC)
CIRCLE = ("amina", "bruno", "chloe", "driss")
TRANSITIONS = ("next", "next", "back", "jump", "close", "interrupt_round", "resume_round", "take_break", "end_break")
KINDS = ("note", "question", "reformulation", "option", "learning")


class Walk:
    """An evening in which people do anything that occurs to them, in an order that a seed gives."""

    def __init__(self, evening: Evening, clock: time_machine.Traveller, seed: int) -> None:
        self.evening, self.clock, self.dice = evening, clock, Random(seed)
        self.now, self.undone = SIX_PM, 0

    def waits(self, most: int, *, least: int = 0) -> None:
        """Often not even a millisecond."""
        self.now += timedelta(milliseconds=least + self.dice.choice((0, 0, 1, most // 2, most - least)))
        self.clock.move_to(self.now)

    def tries(self, name: str, command: str, **fields: Any) -> bool:
        try:
            self.evening.do(name, command, **fields)
        except CodevError:
            return False
        return True

    def moves_on(self) -> bool:
        """A transition, or its attempt."""
        command, agenda = self.dice.choice(TRANSITIONS), self.evening.session.load().agenda
        fields = {
            "jump": {"to_step": self.dice.randrange(len(agenda))},
            "resume_round": {"round": 0},
            "take_break": {"minutes": 5},
        }
        return self.tries("claire", command, **fields.get(command, {}))

    def lives(self) -> None:
        """Somebody does something that is no transition."""
        who, people = self.dice.choice(CIRCLE), self.evening.people
        acts: tuple[Callable[[], bool], ...] = (
            lambda: self.tries("claire", "next_speaker"),
            lambda: self.tries("claire", "give_floor", participant=people[who].pk, exceptional=True),
            lambda: self.tries("claire", "set_floor_mode", mode=self.dice.choice(("queue", "free", "silence"))),
            lambda: self.tries(who, "raise_hand"),
            lambda: self.tries(who, "yield_floor"),
            lambda: self.tries("claire", "mark_left", participant=people[who].pk),
            lambda: self.tries("claire", "mark_back", participant=people[who].pk),
            lambda: self.tries("claire", "pause"),
            lambda: self.tries("claire", "resume"),
            lambda: self.tries("claire", "admit", participant=people["gina"].pk),
            lambda: self.tries(who, "contribute", id=uuid4(), kind=self.dice.choice(KINDS), text="zqtext"),
            self._names_clients,
        )
        self.dice.choice(acts)()

    def _names_clients(self) -> bool:
        names = self.dice.sample(CIRCLE, self.dice.randint(2, 3))
        return self.tries("claire", "choose_clients", participants=[self.evening.people[name].pk for name in names])

    def takes_back(self, revision: int) -> bool:
        is_done = self.tries("claire", "undo", of_revision=revision)
        self.undone += is_done
        return is_done


@pytest.mark.parametrize("seed", range(10))
def test_rows_follow_from_the_journal_whatever_is_taken_back(evening: Evening, seed: int) -> None:
    with time_machine.travel(SIX_PM, tick=False) as clock:
        check_in(evening)
        walk = Walk(evening, clock, seed)
        for _ in range(24):
            a_moment(walk)
            what_stands_agrees(evening)
    assert walk.undone
    before = history(evening)
    assert rebuild(evening.session) == evening.session.load()
    assert history(evening) == before
    what_stands_agrees(evening)


def a_moment(walk: Walk) -> None:
    """Something happens; somebody moves on, and as often as not thinks better of it, with or without more between."""
    walk.waits(60_000)
    walk.lives()
    before = history(walk.evening)
    # Commands wait for each other, so that a turn that took no time at all is none that was undone.
    walk.waits(60_000, least=1)
    if not walk.moves_on():
        return
    revision, is_undone_at_once = walk.evening.session.revision, walk.dice.random() < 0.4
    if is_undone_at_once:
        walk.waits(WINDOW_MS)
        if walk.takes_back(revision):
            assert history(walk.evening) == before
        return
    for _ in range(walk.dice.randrange(4)):
        walk.waits(WINDOW_MS // 4)
        walk.lives()
    if walk.evening.session.status == "closed" or walk.dice.random() < 0.6:
        walk.takes_back(revision)


def what_stands_agrees(evening: Evening) -> None:
    """The step that runs, who has the floor, breaks apart, and whose rounds they are: rows and state say the same."""
    state = evening.session.load()
    speaks = [] if state.floor.speaker is None or state.floor.since is None else [state.floor.speaker]
    runs = PhaseRun.objects.filter(session=evening.session_id, left_at=None)
    assert [run.index for run in runs] == ([] if state.index is None else [state.index])
    turns = SpeakingTurn.objects.filter(session=evening.session_id, ended_at=None)
    assert [str(turn.participant_id) for turn in turns] == speaks
    rounds = Round.objects.filter(session=evening.session_id)
    assert tuple(str(one.client_id) for one in rounds.order_by("number")) == state.clients
    summed_up = (None, None) if state.status != "closed" else (minutes(evening.session), consultations(evening.session))
    assert (evening.session.held_minutes, evening.session.consultations) == summed_up
