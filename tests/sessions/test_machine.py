"""What each move makes of a session, told on one evening of two clients."""

from __future__ import annotations

import pytest

from groups.errors import Refused, Stale
from sessions import events, moves
from sessions.floor import Floor, Hand
from sessions.machine import apply
from sessions.state import State

from . import people
from .people import AMINA, BRUNO, CHLOE, CIRCLE, DRISS, ELSA, FARID, GINA, MINUTE, SECOND, SIX_PM, after


def _spent(state: State) -> dict[tuple[str, int | None], int]:
    return {(item.key, item.round): item.spent_ms for item in state.agenda if item.spent_ms}


def _remaining(state: State, *, later: int = 0) -> int:
    assert state.clock is not None
    return state.clock.remaining_ms(state.last_at + later)


# Life


def test_a_session_opens_starts_and_closes() -> None:
    opened = after(people.planned_evening(), moves.Open())
    begun = after(people.lobby(), moves.Start())
    closed = after(begun, moves.Close(), later=MINUTE)

    assert [state.status for state in (opened, begun, closed)] == ["open", "running", "closed"]
    assert (begun.index, begun.started_at, begun.since) == (0, SIX_PM, SIX_PM)
    assert (closed.index, closed.closed_at, closed.since, closed.floor) == (None, SIX_PM + MINUTE, None, Floor())
    assert _spent(closed) == {("check_in", None): MINUTE}


@pytest.mark.parametrize("key", [step.key for step in people.classique().steps])
def test_any_step_may_be_closed_from(key: str) -> None:
    assert after(people.at_step(key), moves.Close()).status == "closed"


def test_the_last_step_is_left_by_closing_alone() -> None:
    with pytest.raises(Refused, match="last_step"):
        after(people.last_step(), moves.Next())


def test_a_session_that_has_not_begun_may_be_cancelled() -> None:
    assert after(people.planned_evening(), moves.Cancel()).status == "cancelled"
    assert after(people.lobby(), moves.Cancel()).status == "cancelled"


def test_next_goes_through_the_whole_agenda() -> None:
    state = people.opening_begins()
    seen = [state.index]
    while state.index is not None and state.index + 1 < len(state.agenda):
        state = after(state, moves.Next(from_step=state.index), later=SECOND)
        seen.append(state.index)

    assert seen == list(range(16))
    assert _spent(state) == {(item.key, item.round): SECOND for item in state.agenda[:-1]}


def test_a_second_next_from_the_same_step_is_stale() -> None:
    state = after(people.amina_presents(), moves.Next(from_step=3))

    with pytest.raises(Stale):
        apply(state, moves.Next(from_step=3), state.last_at)
    assert after(state, moves.Next()).index == 5


def test_the_browsers_clock_may_be_late_but_the_sessions_is_not() -> None:
    state = after(people.opening_begins(), moves.Next(), later=MINUTE)

    assert apply(state, moves.Next(), state.last_at - MINUTE) == (events.StepEntered(SIX_PM + MINUTE, 2),)


# Who is here


def test_admitting_twice_changes_nothing() -> None:
    assert apply(people.lobby(), moves.Admit(AMINA, 0), SIX_PM) == ()


def test_a_role_is_given_and_taken_back() -> None:
    state = after(people.amina_is_questioned(), moves.AssignRole(BRUNO, "observer"), moves.AssignRole(ELSA, "peer"))

    assert (state.role_of(BRUNO), state.role_of(ELSA)) == ("observer", "peer")
    assert state.roles == {BRUNO: "observer", FARID: "scribe"}


def test_who_becomes_observer_leaves_the_floor() -> None:
    asking = after(people.amina_is_questioned(), moves.GiveFloor(BRUNO), moves.RaiseHand(CHLOE), moves.RaiseHand(DRISS))

    state = after(asking, moves.AssignRole(BRUNO, "observer"), moves.AssignRole(CHLOE, "observer"))

    assert state.floor == Floor(mode="queue", queue=(Hand(DRISS, SIX_PM),))


def test_who_becomes_peer_in_a_go_round_speaks_last() -> None:
    assert after(people.amina_listens(), moves.AssignRole(ELSA, "peer")).floor.pending == (BRUNO, CHLOE, DRISS, ELSA)


def test_who_comes_back_to_a_go_round_is_asked_again() -> None:
    state = after(people.amina_listens(), moves.PassTurn(BRUNO), moves.AssignRole(BRUNO, "observer"))

    assert after(state, moves.AssignRole(BRUNO, "peer")).floor == Floor(mode="go_round", pending=(CHLOE, DRISS, BRUNO))


def test_who_stays_among_the_speakers_keeps_the_place_in_the_go_round() -> None:
    state = after(people.learning_began(), moves.AssignRole(BRUNO, "scribe"), moves.AssignRole(CHLOE, "observer"))

    assert state.floor == people.learning_began().floor


# Clients


def test_clients_are_chosen_in_the_lobby() -> None:
    state = after(people.lobby(), moves.ChooseClients((CHLOE, AMINA)))

    assert [state.client_of(number) for number in (0, 1, 2)] == [CHLOE, AMINA, None]
    assert state.agenda == people.lobby().agenda


def test_the_number_of_clients_sets_the_number_of_rounds() -> None:
    state = after(people.lobby(), moves.ChooseClients((CHLOE, AMINA, BRUNO)))

    assert (state.rounds, len(state.agenda)) == (3, 3 + 3 * 6 + 1)
    assert sum(item.planned_ms for item in state.agenda) == 120 * MINUTE


def test_clients_chosen_in_the_opening_keep_what_the_opening_spent() -> None:
    opening = after(people.opening_begins(), moves.Extend(MINUTE), moves.Next(), later=2 * MINUTE)

    state = after(opening, moves.ChooseClients((CHLOE,)))

    assert (state.rounds, state.index, state.since) == (1, 1, opening.since)
    assert _spent(state) == {("check_in", None): 4 * MINUTE}
    assert state.agenda[0].extra_ms == MINUTE


def test_clients_chosen_in_the_closing_leave_it_where_it_is() -> None:
    closing = after(people.last_step(), moves.Extend(MINUTE), moves.Pause(), later=MINUTE)

    fewer, more = (after(closing, moves.ChooseClients(some)) for some in ((CHLOE,), CIRCLE))

    for state in (fewer, more):
        assert state.item is not None
        assert (state.item.key, state.item.spent_ms, state.item.extra_ms) == ("closing", 2 * MINUTE, MINUTE)
        assert state.index == len(state.agenda) - 1


def test_the_clients_of_later_rounds_may_still_be_changed() -> None:
    state = after(people.amina_presents(), moves.ChooseClients((AMINA, DRISS)))

    assert (state.client, state.client_of(1)) == (AMINA, DRISS)
    assert state.agenda == people.amina_presents().agenda


# Steps


def test_going_back_adds_to_what_was_spent() -> None:
    asked = after(people.amina_presents(), moves.Next(), later=3 * MINUTE)

    again = after(asked, moves.Back(from_step=4), later=MINUTE)

    assert (again.index, again.since) == (3, SIX_PM + 4 * MINUTE)
    assert _spent(again) == {("presentation", 0): 3 * MINUTE, ("clarification", 0): MINUTE}
    assert _remaining(again, later=MINUTE) == MINUTE


def test_a_jump_keeps_what_was_spent() -> None:
    state = after(people.opening_begins(), moves.Jump(to_step=7), moves.Jump(to_step=0, from_step=7), later=MINUTE)

    assert _spent(state) == {("check_in", None): MINUTE, ("action_plan", 0): MINUTE}
    assert _remaining(state) == 7 * MINUTE


def test_a_round_skipped_by_a_jump_counts_as_begun() -> None:
    state = people.at_step("presentation", 1)

    assert (state.client, state.rounds_begun) == (BRUNO, 2)


def test_a_step_is_entered_with_a_fresh_floor() -> None:
    busy = after(people.amina_is_questioned(), moves.GiveFloor(BRUNO), moves.RaiseHand(CHLOE))

    assert after(busy, moves.Next(), moves.Back()).floor == Floor(mode="queue")


# Clock


def test_a_pause_is_nobodys_time() -> None:
    paused = after(people.amina_presents(), moves.Pause(), later=2 * MINUTE)
    resumed = after(paused, moves.Resume(), later=10 * MINUTE)

    assert (paused.since, paused.paused_at) == (None, SIX_PM + 2 * MINUTE)
    assert (resumed.since, resumed.paused_at, resumed.paused_ms) == (SIX_PM + 12 * MINUTE, None, 10 * MINUTE)
    assert _spent(resumed) == {("presentation", 0): 2 * MINUTE}
    assert _remaining(resumed) == 3 * MINUTE


def test_the_next_step_ends_a_pause() -> None:
    state = after(people.pause(), moves.Next(), later=MINUTE)

    assert (state.since, state.paused_at, state.paused_ms) == (SIX_PM + 3 * MINUTE, None, MINUTE)


def test_closing_in_a_pause_counts_the_pause() -> None:
    state = after(people.pause(), moves.Close(), later=MINUTE)

    assert (state.paused_at, state.paused_ms) == (None, MINUTE)
    assert _spent(state) == {("presentation", 0): 2 * MINUTE}


def test_overtime_is_time_spent_like_any_other() -> None:
    late = people.amina_presents()
    assert _remaining(late, later=7 * MINUTE) == -2 * MINUTE

    assert _spent(after(late, moves.Next(), later=7 * MINUTE)) == {("presentation", 0): 7 * MINUTE}


def test_a_step_is_extended_in_overtime() -> None:
    state = after(people.amina_presents(), moves.Extend(3 * MINUTE), later=6 * MINUTE)

    assert _remaining(state) == 2 * MINUTE
    assert state.item is not None
    assert (state.item.planned_ms, state.item.allotted_ms) == (5 * MINUTE, 8 * MINUTE)


def test_a_step_is_shortened_to_now_at_most() -> None:
    assert _remaining(after(people.amina_presents(), moves.Extend(-MINUTE), later=MINUTE)) == 3 * MINUTE
    assert _remaining(after(people.amina_presents(), moves.Extend(-10 * MINUTE), later=MINUTE)) == 0


def test_a_paused_step_is_extended_and_shortened_too() -> None:
    assert _remaining(after(people.pause(), moves.Extend(MINUTE))) == 4 * MINUTE
    assert _remaining(after(people.pause(), moves.Extend(-10 * MINUTE), later=MINUTE)) == 0


# Floor


def test_the_client_has_the_floor_on_entering() -> None:
    assert people.amina_presents().floor == Floor(mode="client_only", speaker=AMINA, since=SIX_PM)


def test_hands_wait_by_arrival_and_next_speaker_takes_the_first() -> None:
    state = after(people.amina_is_questioned(), moves.RaiseHand(CHLOE), moves.RaiseHand(BRUNO), later=SECOND)

    first = after(state, moves.NextSpeaker(believed=""), later=SECOND)
    second = after(first, moves.NextSpeaker(believed=CHLOE), later=SECOND)
    nobody = after(second, moves.NextSpeaker(believed=BRUNO))

    assert state.floor.waiting == (CHLOE, BRUNO)
    assert (first.floor.speaker, first.floor.since, first.floor.waiting) == (CHLOE, SIX_PM + 3 * SECOND, (BRUNO,))
    assert (second.floor.speaker, second.floor.waiting) == (BRUNO, ())
    assert nobody.floor == Floor(mode="queue")


def test_a_hand_stays_up_once_raised_and_down_once_lowered() -> None:
    raised = after(people.amina_is_questioned(), moves.RaiseHand(BRUNO))

    assert apply(raised, moves.RaiseHand(BRUNO), SIX_PM) == ()
    lowered = after(raised, moves.LowerHand(BRUNO))
    assert lowered.floor == Floor(mode="queue")
    assert apply(lowered, moves.LowerHand(BRUNO), SIX_PM) == ()


def test_the_facilitator_gives_the_floor_out_of_order() -> None:
    state = after(people.amina_is_questioned(), moves.RaiseHand(BRUNO), moves.RaiseHand(CHLOE), moves.GiveFloor(CHLOE))

    assert (state.floor.speaker, state.floor.waiting) == (CHLOE, (BRUNO,))
    assert apply(state, moves.GiveFloor(CHLOE), SIX_PM) == ()


def test_the_floor_is_not_given_on_a_belief_that_is_over() -> None:
    state = after(people.amina_is_questioned(), moves.GiveFloor(BRUNO))

    for believed in ("", CHLOE):
        with pytest.raises(Stale):
            apply(state, moves.GiveFloor(DRISS, believed=believed), SIX_PM)
    assert after(state, moves.GiveFloor(DRISS, believed=BRUNO)).floor.speaker == DRISS


def test_the_floor_is_yielded_by_its_speaker_or_taken_back() -> None:
    state = after(people.amina_is_questioned(), moves.GiveFloor(BRUNO))

    assert after(state, moves.YieldFloor(BRUNO)) == after(state, moves.YieldFloor()) == people.amina_is_questioned()


def test_a_go_round_with_passes_and_a_late_arrival() -> None:
    state = people.amina_listens()
    assert state.floor == Floor(mode="go_round", pending=(BRUNO, CHLOE, DRISS))

    state = after(state, moves.NextSpeaker(believed=""), moves.Admit(GINA, 6))
    assert (state.floor.speaker, state.floor.pending) == (BRUNO, (CHLOE, DRISS, GINA))

    state = after(state, moves.PassTurn(DRISS), moves.NextSpeaker(believed=BRUNO))
    assert (state.floor.speaker, state.floor.pending, state.floor.passed) == (CHLOE, (GINA,), (DRISS,))

    state = after(state, moves.PassTurn(CHLOE))
    assert (state.floor.speaker, state.floor.pending, state.floor.passed) == (GINA, (), (DRISS, CHLOE))

    state = after(state, moves.NextSpeaker(believed=GINA))
    assert state.floor == Floor(mode="go_round", passed=(DRISS, CHLOE))


def test_the_client_learns_aloud_after_the_others() -> None:
    assert people.all_learn().floor.pending == (BRUNO, CHLOE, DRISS, ELSA, FARID, AMINA)


def test_the_facilitator_passes_over_whose_turn_it_is() -> None:
    waiting = after(people.all_learn(), moves.PassTurn())
    speaking = after(people.learning_began(), moves.PassTurn())

    assert (waiting.floor.speaker, waiting.floor.pending[0], waiting.floor.passed) == (None, CHLOE, (BRUNO,))
    assert (speaking.floor.speaker, speaking.floor.pending[0], speaking.floor.passed) == (CHLOE, DRISS, (BRUNO,))


def test_another_floor_mode_within_the_step() -> None:
    go_round = after(people.amina_is_questioned(), moves.SetFloorMode("go_round"))
    silent = after(go_round, moves.NextSpeaker(), moves.SetFloorMode("silence"))

    assert go_round.floor.pending == (BRUNO, CHLOE, DRISS, AMINA)
    assert silent.floor == Floor(mode="silence")
    assert apply(silent, moves.SetFloorMode("silence"), SIX_PM) == ()
    assert after(silent, moves.Next(), moves.Back()).floor.mode == "queue"


# Writing


def test_what_is_written_leaves_the_state_alone() -> None:
    state = people.amina_is_questioned()

    assert apply(state, moves.Write(BRUNO, "question"), SIX_PM) == (events.Written(SIX_PM, "question", BRUNO),)
    assert after(state, moves.Write(BRUNO, "question"), moves.ChangeWriting("answered")) == state


def test_the_facilitator_reformulates_and_no_more() -> None:
    state = people.amina_listens()

    assert apply(state, moves.Write(None, "reformulation"), SIX_PM) == (events.Written(SIX_PM, "reformulation", None),)
    with pytest.raises(Refused, match="may_not_write"):
        apply(state, moves.Write(None, "option"), SIX_PM)


def test_a_peer_accepts_the_contract() -> None:
    state = people.at_step("contract")

    assert apply(state, moves.AcceptContract(BRUNO), SIX_PM) == (events.ContractAccepted(SIX_PM, BRUNO),)
