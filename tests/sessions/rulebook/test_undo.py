"""Undoing the last transition: state, rows, what was written meanwhile, who may, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from groups.errors import NotAllowed, Refused, Stale
from sessions.commands import close_forgotten
from sessions.commands.projections.runs import rebuild
from sessions.models import PhaseRun, SpeakingTurn
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.clock import EndBreak, TakeBreak
from sessions.rulebook.moves.delivery import ChooseDelivery, Reveal, WriteInSilence
from sessions.rulebook.moves.floor import RaiseHand, SetFloorMode
from sessions.rulebook.moves.life import Close
from sessions.rulebook.moves.people import Admit, MarkLeft
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next
from sessions.rulebook.moves.undo import Undo
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import check_in, clarification, consultation, hands_up, last_step
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, DRISS, GINA, MINUTE, SECOND, SIX_PM, after
from tests.sessions.commands.test_commands import history

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def undone(state: State, move: object, *between: object) -> State:
    """The state after a transition, what came between, and its undoing, two seconds later each."""
    return after(state, move, *between, Undo(0), later=2 * SECOND)


def undo(evening: Evening, by: str = "claire") -> int:
    """By the revision that the page shows."""
    return evening.do(by, "undo", of_revision=evening.session.revision)


# The rulebook


@pytest.mark.parametrize(
    "move",
    [
        Next(),
        Back(),
        Jump(0),
        Jump(9),
        InterruptRound(),
        TakeBreak(10),
        Close(),
    ],
    ids=str,
)
def test_the_time_since_belongs_to_the_step_before(move: object) -> None:
    before = states.two_hands_wait()

    state = undone(before, move)

    assert (state.item, state.since, state.floor) == (before.item, before.since, before.floor)
    assert state.clock is not None
    assert before.clock is not None
    assert state.clock.remaining_ms(state.last_at) == before.clock.remaining_ms(before.last_at) - 4 * SECOND


def test_a_step_that_was_paused_is_paused_again() -> None:
    state = undone(states.pause(), Next())

    assert (state.since, state.paused_at) == (None, SIX_PM + 2 * MINUTE)


def test_a_break_that_ended_goes_on() -> None:
    assert undone(states.on_break(), EndBreak()).break_until == states.on_break().break_until


def test_hands_raised_since_stay_up() -> None:
    state = undone(states.two_hands_wait(), Next(), RaiseHand(AMINA))

    assert (state.floor.speaker, state.floor.waiting) == (BRUNO, (CHLOE, DRISS, AMINA))


def test_a_hand_goes_down_where_the_step_before_closes_the_floor_to_it() -> None:
    assert undone(states.amina_presents(), Next(), RaiseHand(BRUNO)).floor.waiting == ()


def test_who_came_and_who_left_did_so() -> None:
    learning = states.learning_began()

    state = undone(learning, Next(), Admit(GINA, 6), MarkLeft(CHLOE))

    assert state.present == (*(one for one in learning.present if one != CHLOE), GINA)
    assert state.floor.pending == (*(one for one in learning.floor.pending if one != CHLOE), GINA)


@pytest.mark.parametrize("since", [WriteInSilence(), SetFloorMode("silence")], ids=str)
def test_silence_in_a_step_that_is_undone_is_not_of_the_step_before(since: object) -> None:
    state = undone(states.amina_is_questioned(), Next(), since)

    assert (state.in_silence, state.floor.mode) == (False, states.amina_is_questioned().floor.mode)


def test_what_was_revealed_in_a_step_that_is_undone_reveals_nothing_of_the_step_before() -> None:
    silent = after(states.amina_listens(), WriteInSilence())

    assert undone(silent, Next(), WriteInSilence(), Reveal()).in_silence


def test_silence_that_began_after_a_break_stays_when_the_break_s_end_is_undone() -> None:
    assert undone(states.on_break(), EndBreak(), WriteInSilence()).in_silence


def test_what_was_revealed_after_a_break_stays_so_when_its_end_is_undone() -> None:
    silent = after(states.amina_listens(), WriteInSilence(), TakeBreak(10))

    assert not undone(silent, EndBreak(), Reveal()).in_silence


@pytest.mark.parametrize("move", [TakeBreak(10), Back(), Next()], ids=str)
@pytest.mark.parametrize("wish", [True, False])
def test_a_client_s_wish_lasts_for_the_round_whatever_is_undone_in_it(move: object, wish: bool) -> None:
    listens = after(states.amina_listens(), ChooseDelivery(AMINA, as_they_come=not wish))

    state = undone(listens, move, ChooseDelivery(AMINA, as_they_come=wish))

    assert state.as_they_come is wish


def test_the_wish_of_the_next_client_is_not_the_one_of_the_client_before() -> None:
    """Amina listens: what was withheld from her must not show because Bruno wanted his as it comes."""
    listens = states.amina_listens()
    brunos = states.index_of(listens, "consultation", 1)

    state = undone(listens, Jump(brunos), ChooseDelivery(BRUNO, as_they_come=True))

    assert (state.client, state.as_they_come) == (AMINA, False)


def test_a_transition_is_undone_once() -> None:
    state = undone(states.amina_listens(), Next())

    with pytest.raises(Refused, match="nothing_to_undo"):
        apply(state, Undo(0), state.last_at)


def test_only_the_last_transition_is_undone() -> None:
    first = apply(states.amina_listens(), Next(), SIX_PM, 5)
    assert first[0].revision == 5  # type: ignore[attr-defined]
    state = after(states.amina_listens(), Next(), Next())

    with pytest.raises(Stale):
        apply(state, Undo(5), state.last_at)
    assert after(state, Undo(0)).index == (states.amina_listens().index or 0) + 1


@pytest.mark.parametrize(("later", "is_possible"), [(10 * SECOND, True), (10 * SECOND + 1, False)])
def test_ten_seconds_are_the_limit(later: int, is_possible: bool) -> None:
    state = after(states.amina_listens(), Next())

    if is_possible:
        assert apply(state, Undo(0), state.last_at + later)
    else:
        with pytest.raises(Refused, match="too_late"):
            apply(state, Undo(0), state.last_at + later)


def test_the_state_before_is_not_kept_for_longer() -> None:
    state = after(after(states.amina_listens(), Next()), SetFloorMode("queue"), later=11 * SECOND)

    assert state.past is not None
    assert state.past.state is None


# Commands and rows

TRANSITIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "next": (hands_up, {}),
    "back": (hands_up, {}),
    "jump": (check_in, {"to_step": 6}),
    "interrupt_round": (consultation, {}),
    "take_break": (hands_up, {"minutes": 5}),
    "close": (last_step, {}),
}


@pytest.mark.parametrize("command", TRANSITIONS)
def test_rows_are_as_before_and_follow_from_the_journal(evening: Evening, command: str) -> None:
    moment, fields = TRANSITIONS[command]
    moment(evening)
    if moment is hands_up:
        evening.do("claire", "next_speaker")
    before, rows = evening.session, history(evening)

    evening.do("claire", command, **fields)
    assert history(evening) != rows
    undo(evening)

    after_ = evening.session
    assert (after_.status, history(evening)) == ("running", rows)
    assert {**after_.state, "last_at": 0, "past": None} == {**before.state, "last_at": 0, "past": None}
    assert rebuild(after_) == after_.load()
    assert history(evening) == rows


def test_turns_taken_meanwhile_are_forgotten(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "next_speaker")
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    revision = evening.session.revision
    evening.do("claire", "give_floor", participant=evening.people["bruno"].pk)
    evening.do("claire", "undo", of_revision=revision)

    turns = SpeakingTurn.objects.filter(session=evening.session_id)
    assert [(str(turn.participant_id), turn.ended_at) for turn in turns] == [(evening.id("amina"), None)]
    assert PhaseRun.objects.filter(session=evening.session_id, left_at=None).get().step == "check_in"


def test_a_session_closed_by_mistake_goes_on(evening: Evening) -> None:
    last_step(evening)
    evening.do("claire", "close")
    undo(evening)

    assert evening.session.is_enterable
    assert evening.do("claire", "back")


def test_a_forgotten_session_that_is_taken_up_was_not_forgotten(evening: Evening) -> None:
    check_in(evening)
    with time_machine.travel(timezone.now() + timedelta(hours=6), tick=False):
        assert close_forgotten() == 1
        undo(evening)

    assert (evening.session.status, evening.session.was_left_open) == ("running", False)


def test_too_late_by_the_clock_of_the_server(evening: Evening) -> None:
    clarification(evening)
    with (
        time_machine.travel(timezone.now() + timedelta(seconds=11), tick=False),
        pytest.raises(Refused, match="too_late"),
    ):
        undo(evening)


@pytest.mark.parametrize("name", ["david", "amina"])
def test_undoing_is_for_whoever_drives(evening: Evening, name: str) -> None:
    clarification(evening)

    with pytest.raises(NotAllowed):
        undo(evening, by=name)
    assert undo(evening, by="colin")
