"""When the session ends if nothing changes, who pays for being late, and time that was saved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rulebook.machine import fold, from_json, to_json
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import EndBreak, Extend, TakeBreak
from sessions.rulebook.moves.life import Close, Start
from sessions.rulebook.moves.sharing import FinishEarly, ShareTime
from sessions.rulebook.moves.steps import Next, StepEntered
from sessions.rulebook.rules import planner
from sessions.rulebook.rules.navigation import following
from sessions.rulebook.rules.outlook import Outlook, outlook, saved_ms
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, MINUTE, SIX_PM, after

# For each step, by how many minutes it is over too soon or too late.
delays = st.lists(st.integers(-8, 25), min_size=3, max_size=20)


def started(*clients: str) -> State:
    return after(states.lobby(), ChooseClients(clients or (AMINA, BRUNO)), Start())


def shown_end(state: State) -> int:
    """What a dashboard shows as the end, at the very instant of the last event."""
    assert state.ends_at is not None
    return state.ends_at - saved_ms(state, state.last_at)


def lived(state: State, delays: list[int]) -> State:
    """So many steps, each with its delay."""
    for delay in delays:
        if following(state) is None or state.clock is None:
            break
        state = after(state, Next(), later=max(0, state.clock.remaining_ms(state.last_at) + delay * MINUTE))
    return state


def to_the_end(state: State) -> State:
    """Every step takes what it was given; the reserved break is taken when its moment comes."""
    while following(state) is not None:
        assert state.clock is not None
        left = max(0, state.clock.remaining_ms(state.last_at))
        if state.break_before is not None and following(state) == state.break_before:
            state = after(after(state, TakeBreak(10), later=left), EndBreak(), later=10 * MINUTE)
            left = 0
        state = after(state, Next(), later=left)
    assert state.clock is not None
    return after(state, Close(), later=max(0, state.clock.remaining_ms(state.last_at)))


def length(state: State, number: int) -> int:
    return sum(item.allotted_ms for item in state.agenda if item.round == number) // MINUTE


@given(st.sampled_from([(AMINA,), (AMINA, BRUNO), (AMINA, BRUNO, CHLOE)]), delays)
def test_the_end_that_is_shown_is_what_happens_if_nothing_changes(clients: tuple[str, ...], delays: list[int]) -> None:
    state = lived(started(*clients), delays)
    closed = to_the_end(state)

    assert closed.closed_at is not None
    # Rounds go by whole minutes, and leave what is less to whoever comes next.
    assert abs(closed.closed_at - shown_end(state)) <= (state.rounds + 1) * MINUTE


@given(delays)
def test_no_round_swells_and_none_falls_below_its_floor_by_itself(delays: list[int]) -> None:
    state = started(AMINA, BRUNO, CHLOE)
    planned = [length(state, number) for number in range(3)]
    for delay in delays:
        state = lived(state, [delay])
        for number in range(state.rounds_begun, 3):
            assert planned[number] * 2 // 3 <= length(state, number) <= planned[number] + 1


@given(delays)
def test_who_pays_is_said_before(delays: list[int]) -> None:
    """What is shown of the rounds to come, as a step ends, is what they get as the next one begins."""
    state = started(AMINA, BRUNO, CHLOE)
    for delay in delays:
        ahead = outlook(state)
        if ahead is None or following(state) is None or state.clock is None:
            break
        used = max(0, state.clock.remaining_ms(state.last_at) + delay * MINUTE)
        own_end = ahead.own_end(state.last_at + used, max(0, delay) * MINUTE)
        after_it = after(state, Next(), later=used)
        begins = {one for one in ahead.clients[:1] if one == after_it.client}
        if begins:
            had = sum(length(after_it, number) for number in range(3 - len(ahead.clients), 3))
            assert abs(had - ahead.rounds_ms(own_end) // MINUTE) <= 1
        state = after_it


def test_minutes_added_move_the_end_where_nobody_can_pay() -> None:
    """Twenty-eight minutes, in the last client's last step."""
    state = states.at_step("learning", 1)
    before = shown_end(state)

    for _ in range(14):
        state = after(state, Extend(2 * MINUTE))
    assert shown_end(state) == before + 28 * MINUTE


def test_overtime_moves_the_end_once_nobody_can_pay_any_more() -> None:
    state = states.at_step("learning", 1)
    assert state.clock is not None
    left = state.clock.remaining_ms(state.last_at)

    assert saved_ms(state, state.last_at + left + 19 * MINUTE) == saved_ms(state, state.last_at) - 19 * MINUTE


def test_a_break_that_is_reserved_counts_and_one_that_was_passed_by_does_not() -> None:
    state = started()

    assert shown_end(state) == SIX_PM + 130 * MINUTE
    assert shown_end(to_second_round(state)) == SIX_PM + 120 * MINUTE


def to_second_round(state: State) -> State:
    while state.client != BRUNO:
        state = lived(state, [0])
    return state


def test_time_saved_is_offered_and_shared_at_the_facilitators_word_alone() -> None:
    state = lived(started(), [-5, -5, 0])
    saved = saved_ms(state, state.last_at)
    assert saved >= 9 * MINUTE

    given_up = after(state, FinishEarly())
    assert (given_up.given_up_ms // MINUTE, [length(given_up, n) for n in (0, 1)]) == (
        saved // MINUTE,
        [length(state, n) for n in (0, 1)],
    )
    shared = after(given_up, ShareTime())
    assert (abs(saved_ms(shared, shared.last_at)) < MINUTE, shared.given_up_ms) == (True, 0)
    assert length(shared, 0) + length(shared, 1) == 94 + saved // MINUTE


def test_the_facilitator_may_hold_the_hour_below_a_rounds_floor() -> None:
    state = lived(started(), [0, 0, 70])
    assert length(state, 1) == 31
    assert saved_ms(state, state.last_at) < -30 * MINUTE

    held = after(state, ShareTime())
    assert abs(saved_ms(held, held.last_at)) < MINUTE
    assert length(held, 1) < 15
    # It was said: the next round does not get more again by itself.
    assert length(to_second_round(held), 1) <= length(held, 1)


@pytest.mark.parametrize("delays", [[0, 0, 70], [0, 0, 0, 0, 30], [0, 0, 0, 0, 55], [0, 0, 20, 0, 9, 3]])
def test_what_holding_the_hour_leaves_a_client_is_known_before(delays: list[int]) -> None:
    """Of the whole minutes that are left, the part that is named, or a minute a step; one may be left over."""
    state = lived(started(), delays)
    part, least = planner.coming_part(state)
    available = max(0, planner.left_after_step(state, state.last_at)) // MINUTE
    promised = max(min(least, available), available * part // 1000)
    assert length(after(state, ShareTime()), 1) - promised in (0, 1)


def test_overtime_is_paid_once_though_what_is_left_was_shared_out_during_it() -> None:
    state = after(lived(started(), [0, 0]), FinishEarly())
    assert state.clock is not None
    late = state.clock.remaining_ms(state.last_at) + 64 * MINUTE
    held = after(state, ShareTime(), later=late)
    assert abs(saved_ms(held, held.last_at)) < MINUTE

    went_on = after(held, Next())
    assert abs(saved_ms(went_on, went_on.last_at)) < MINUTE
    assert (held.overtime_paid_ms, went_on.overtime_paid_ms) == (64 * MINUTE, 0)


def test_time_that_was_saved_pays_for_minutes_that_are_added_before_any_step_does() -> None:
    state = lived(started(), [-5, -5, -5, 0])
    saved = saved_ms(state, state.last_at) // MINUTE
    assert saved >= 14

    more = after(state, Extend(saved * MINUTE))
    assert [length(more, number) for number in (0, 1)] == [length(state, 0) + saved, length(state, 1)]
    paid = after(more, Extend(2 * MINUTE))
    assert length(paid, 0) == length(more, 0)


def test_a_break_stands_with_its_real_length_where_it_was_taken() -> None:
    state = after(after(states.amina_listens(), TakeBreak(10)), EndBreak(), later=17 * MINUTE)

    assert [(rest.key, rest.round, rest.span_ms) for rest in state.rests] == [("consultation", 0, 17 * MINUTE)]


def test_journals_from_before_the_rule_are_folded_as_they_were() -> None:
    """A round that began early used to swell: a session that began so must not change as it is replayed."""
    state = started()
    old = [{"event": "StepEntered", "at": SIX_PM + 8 * MINUTE, "index": 3}]
    (event,) = from_json(old)

    assert [length(fold(state, event), number) for number in (0, 1)] == [53, 53]
    assert to_json([StepEntered(0, 3, is_held=True)])[0]["is_held"] is True


@pytest.mark.parametrize("state", [states.lobby(), states.planned_evening(), states.closed()])
def test_there_is_no_outlook_but_of_a_session_that_runs(state: State) -> None:
    assert (outlook(state), saved_ms(state, SIX_PM)) == (None, 0)


def test_after_the_last_round_there_is_the_closing_alone() -> None:
    state = states.last_step_of_all()

    assert outlook(state) == Outlook(0, 0, (), 0, 0, 0, state.ends_at - 6 * MINUTE if state.ends_at else 0)
