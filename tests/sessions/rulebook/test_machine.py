"""What each move makes of a session, told on one evening of two clients."""

from __future__ import annotations

import pytest

from groups.errors import Refused, Stale
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import Extend, Pause, Resume
from sessions.rulebook.moves.floor import GiveFloor, PassTurn, RaiseHand
from sessions.rulebook.moves.life import Cancel, Close, Open, Start
from sessions.rulebook.moves.people import Admit, AssignRole
from sessions.rulebook.moves.steps import Back, Jump, Next, StepEntered
from sessions.rulebook.moves.undo import TransitionBegan
from sessions.rulebook.state.floor import Floor, Hand
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, CIRCLE, DRISS, ELSA, FARID, MINUTE, SECOND, SIX_PM, after


def _spent(state: State) -> dict[tuple[str, int | None], int]:
    return {(item.key, item.round): item.spent_ms for item in state.agenda if item.spent_ms}


def _remaining(state: State, *, later: int = 0) -> int:
    assert state.clock is not None
    return state.clock.remaining_ms(state.last_at + later)


# Life


def test_a_session_opens_starts_and_closes() -> None:
    opened = after(states.planned_evening(), Open())
    begun = after(states.lobby(), Start())
    closed = after(begun, Close(), later=MINUTE)

    assert [state.status for state in (opened, begun, closed)] == ["open", "running", "closed"]
    assert (begun.index, begun.started_at, begun.since) == (0, SIX_PM, SIX_PM)
    assert (closed.index, closed.closed_at, closed.since, closed.floor) == (None, SIX_PM + MINUTE, None, Floor())
    assert _spent(closed) == {("check_in", None): MINUTE}


@pytest.mark.parametrize("key", [step.key for step in states.classique().steps])
def test_any_step_may_be_closed_from(key: str) -> None:
    assert after(states.at_step(key), Close()).status == "closed"


def test_the_last_step_is_left_by_closing_alone() -> None:
    with pytest.raises(Refused, match="last_step"):
        after(states.last_step(), Next())


def test_a_session_that_has_not_begun_may_be_cancelled() -> None:
    assert after(states.planned_evening(), Cancel()).status == "cancelled"
    assert after(states.lobby(), Cancel()).status == "cancelled"


def test_next_goes_through_the_whole_agenda() -> None:
    state = states.opening_begins()
    seen = [state.index]
    while state.index is not None and state.index + 1 < len(state.agenda):
        state = after(state, Next(from_step=state.index), later=SECOND)
        seen.append(state.index)

    assert seen == list(range(16))
    assert _spent(state) == {(item.key, item.round): SECOND for item in state.agenda[:-1]}


def test_a_second_next_from_the_same_step_is_stale() -> None:
    state = after(states.amina_presents(), Next(from_step=3))

    with pytest.raises(Stale):
        apply(state, Next(from_step=3), state.last_at)
    assert after(state, Next()).index == 5


def test_the_browsers_clock_may_be_late_but_the_sessions_is_not() -> None:
    state = after(states.opening_begins(), Next(), later=MINUTE)

    happened = apply(state, Next(), state.last_at - MINUTE, 7)
    assert happened == (TransitionBegan(SIX_PM + MINUTE, 7), StepEntered(SIX_PM + MINUTE, 2, is_held=True))


# Who is here


def test_admitting_twice_changes_nothing() -> None:
    assert apply(states.lobby(), Admit(AMINA, 0), SIX_PM) == ()


def test_a_role_is_given_and_taken_back() -> None:
    state = after(states.amina_is_questioned(), AssignRole(BRUNO, "observer"), AssignRole(ELSA, "peer"))

    assert (state.role_of(BRUNO), state.role_of(ELSA)) == ("observer", "peer")
    assert state.roles == {BRUNO: "observer", FARID: "scribe"}


def test_who_becomes_observer_leaves_the_floor() -> None:
    asking = after(states.amina_is_questioned(), GiveFloor(BRUNO), RaiseHand(CHLOE), RaiseHand(DRISS))

    state = after(asking, AssignRole(BRUNO, "observer"), AssignRole(CHLOE, "observer"))

    assert state.floor == Floor(mode="queue", queue=(Hand(DRISS, SIX_PM),))


def test_who_becomes_peer_in_a_go_round_speaks_last() -> None:
    assert after(states.amina_listens(), AssignRole(ELSA, "peer")).floor.pending == (BRUNO, CHLOE, DRISS, ELSA)


def test_who_comes_back_to_a_go_round_is_asked_again() -> None:
    state = after(states.amina_listens(), PassTurn(BRUNO), AssignRole(BRUNO, "observer"))

    assert after(state, AssignRole(BRUNO, "peer")).floor == Floor(mode="go_round", pending=(CHLOE, DRISS, BRUNO))


def test_who_stays_among_the_speakers_keeps_the_place_in_the_go_round() -> None:
    state = after(states.learning_began(), AssignRole(BRUNO, "scribe"), AssignRole(CHLOE, "observer"))

    assert state.floor == states.learning_began().floor


# Clients


def test_clients_are_chosen_in_the_lobby() -> None:
    state = after(states.lobby(), ChooseClients((CHLOE, AMINA)))

    assert [state.client_of(number) for number in (0, 1, 2)] == [CHLOE, AMINA, None]
    assert state.agenda == states.lobby().agenda


def test_the_number_of_clients_sets_the_number_of_rounds() -> None:
    state = after(states.lobby(), ChooseClients((CHLOE, AMINA, BRUNO)))

    assert (state.rounds, len(state.agenda)) == (3, 3 + 3 * 6 + 1)
    assert sum(item.planned_ms for item in state.agenda) == 120 * MINUTE


def test_clients_chosen_in_the_opening_keep_what_the_opening_spent() -> None:
    opening = after(states.opening_begins(), Extend(MINUTE), Next(), later=2 * MINUTE)

    state = after(opening, ChooseClients((CHLOE,)))

    assert (state.rounds, state.index, state.since) == (1, 1, opening.since)
    assert _spent(state) == {("check_in", None): 4 * MINUTE}
    assert state.agenda[0].extra_ms == MINUTE


def test_clients_chosen_in_the_closing_leave_it_where_it_is() -> None:
    closing = after(states.last_step(), Extend(MINUTE), Pause(), later=MINUTE)

    fewer, more = (after(closing, ChooseClients(some)) for some in ((CHLOE,), CIRCLE))

    for state in (fewer, more):
        assert state.item is not None
        assert (state.item.key, state.item.spent_ms, state.item.extra_ms) == ("closing", 2 * MINUTE, MINUTE)
        assert state.index == len(state.agenda) - 1


def test_the_clients_of_later_rounds_may_still_be_changed() -> None:
    state = after(states.amina_presents(), ChooseClients((AMINA, DRISS)))

    assert (state.client, state.client_of(1)) == (AMINA, DRISS)
    assert state.agenda == states.amina_presents().agenda


# Steps


def test_going_back_adds_to_what_was_spent() -> None:
    asked = after(states.amina_presents(), Next(), later=3 * MINUTE)

    again = after(asked, Back(from_step=4), later=MINUTE)

    assert (again.index, again.since) == (3, SIX_PM + 4 * MINUTE)
    assert _spent(again) == {("presentation", 0): 3 * MINUTE, ("clarification", 0): MINUTE}
    assert _remaining(again, later=MINUTE) == MINUTE
    assert _spent(after(again, Next(), later=MINUTE))[("presentation", 0)] == 4 * MINUTE


def test_a_jump_keeps_what_was_spent() -> None:
    state = after(states.opening_begins(), Jump(to_step=7), Jump(to_step=0, from_step=7), later=MINUTE)

    assert _spent(state) == {("check_in", None): MINUTE, ("action_plan", 0): MINUTE}
    assert _remaining(state) == 7 * MINUTE


def test_a_round_skipped_by_a_jump_counts_as_begun() -> None:
    state = states.at_step("presentation", 1)

    assert (state.client, state.rounds_begun) == (BRUNO, 2)


def test_a_step_is_entered_with_a_fresh_floor() -> None:
    busy = after(states.amina_is_questioned(), GiveFloor(BRUNO), RaiseHand(CHLOE))

    assert after(busy, Next(), Back()).floor == Floor(mode="queue")


# Clock


def test_a_pause_is_nobodys_time() -> None:
    paused = after(states.amina_presents(), Pause(), later=2 * MINUTE)
    resumed = after(paused, Resume(), later=10 * MINUTE)

    assert (paused.since, paused.paused_at) == (None, SIX_PM + 2 * MINUTE)
    assert (resumed.since, resumed.paused_at, resumed.paused_ms) == (SIX_PM + 12 * MINUTE, None, 10 * MINUTE)
    assert _spent(resumed) == {("presentation", 0): 2 * MINUTE}
    assert _remaining(resumed) == 3 * MINUTE


def test_the_next_step_ends_a_pause() -> None:
    state = after(states.pause(), Next(), later=MINUTE)

    assert (state.since, state.paused_at, state.paused_ms) == (SIX_PM + 3 * MINUTE, None, MINUTE)


def test_closing_in_a_pause_counts_the_pause() -> None:
    state = after(states.pause(), Close(), later=MINUTE)

    assert (state.paused_at, state.paused_ms) == (None, MINUTE)
    assert _spent(state) == {("presentation", 0): 2 * MINUTE}


def test_overtime_is_time_spent_like_any_other() -> None:
    late = states.amina_presents()
    assert _remaining(late, later=7 * MINUTE) == -2 * MINUTE

    assert _spent(after(late, Next(), later=7 * MINUTE)) == {("presentation", 0): 7 * MINUTE}


def test_a_step_is_extended_in_overtime() -> None:
    state = after(states.amina_presents(), Extend(3 * MINUTE), later=6 * MINUTE)

    assert _remaining(state) == 2 * MINUTE
    assert state.item is not None
    assert (state.item.planned_ms, state.item.allotted_ms) == (5 * MINUTE, 8 * MINUTE)


def test_a_step_is_shortened_to_now_at_most() -> None:
    assert _remaining(after(states.amina_presents(), Extend(-MINUTE), later=MINUTE)) == 3 * MINUTE
    assert _remaining(after(states.amina_presents(), Extend(-10 * MINUTE), later=MINUTE)) == 0


def test_a_paused_step_is_extended_and_shortened_too() -> None:
    assert _remaining(after(states.pause(), Extend(MINUTE))) == 4 * MINUTE
    assert _remaining(after(states.pause(), Extend(-10 * MINUTE), later=MINUTE)) == 0
