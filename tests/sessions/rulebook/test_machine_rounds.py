"""Rounds that break off and are taken up again, and breaks: what becomes of steps, clients and minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groups.errors import Refused, Stale
from sessions.rulebook.machine import apply, planned
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import BreakTaken, EndBreak, TakeBreak
from sessions.rulebook.moves.life import Close, Start
from sessions.rulebook.moves.people import MarkBack, MarkLeft
from sessions.rulebook.moves.sharing import ShareTime
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from sessions.rulebook.state.parts import Broken
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, DRISS, MINUTE, SIX_PM, after


def _allotted(state: State, number: int) -> list[float]:
    return [item.allotted_ms / MINUTE for item in state.agenda if item.round == number]


def _where(state: State) -> tuple[str, int | None, str | None]:
    assert state.item is not None
    return state.item.key, state.item.round, state.client


def bruno_learned() -> State:
    """Amina's round is broken off, Bruno's has come to its last step, ten minutes a step."""
    return after(states.amina_broke_off(), *[Next()] * 5, later=10 * MINUTE)


# Broken rounds


def test_a_round_breaks_off_and_the_next_begins() -> None:
    state = states.amina_broke_off()

    assert _where(state) == ("presentation", 1, BRUNO)
    assert (state.broken, state.clients) == ((Broken(0, 6),), (AMINA, BRUNO))
    assert state.role_of(AMINA) == "peer"


def test_the_time_of_a_broken_round_goes_to_those_to_come_if_the_facilitator_says_so() -> None:
    broken = states.amina_broke_off()
    state = after(broken, ShareTime())

    assert sum(_allotted(broken, 1)) == 47
    # Its first step runs already, and keeps what it has.
    assert _allotted(state, 1) == [5, 25, 13, 38, 12, 17]
    assert sum(_allotted(state, 1)) == 120 - 4 - 6
    assert _allotted(state, 0) == _allotted(states.amina_listens(), 0)


def test_a_round_that_was_only_glanced_at_is_still_to_come() -> None:
    glanced = after(states.at_step("presentation", 1), Jump(states.index_of(states.opening_begins(), "contract")))

    assert sum(_allotted(after(glanced, InterruptRound()), 1)) == 47


def test_a_late_session_has_nothing_to_give_but_the_floor() -> None:
    state = after(states.amina_listens(), InterruptRound(), later=200 * MINUTE)

    assert sum(_allotted(state, 1)) == 47 * 2 // 3


def test_the_last_round_breaks_off_into_the_closing() -> None:
    state = after(states.at_step("contract", 1), InterruptRound(from_step=11))

    assert _where(state) == ("closing", None, None)
    assert state.agenda[-1].allotted_ms == states.last_step().agenda[-1].allotted_ms


def test_a_broken_round_is_passed_by() -> None:
    back_in_opening = after(states.amina_broke_off(), Jump(2))

    assert _where(after(back_in_opening, Next())) == ("presentation", 1, BRUNO)


def test_a_round_is_interrupted_from_the_step_that_was_seen() -> None:
    with pytest.raises(Stale):
        apply(states.amina_listens(), InterruptRound(from_step=5), SIX_PM)


def test_a_broken_round_is_taken_up_where_it_stopped() -> None:
    state = after(bruno_learned(), ResumeRound(0), later=10 * MINUTE)

    assert _where(state) == ("consultation", 0, AMINA)
    assert (state.broken, state.rounds_begun) == ((), 2)


def test_what_is_left_of_a_resumed_round_gets_what_it_was_given_or_as_much_as_is_left() -> None:
    state = after(bruno_learned(), ResumeRound(0), later=10 * MINUTE)
    late = after(bruno_learned(), ResumeRound(0), later=40 * MINUTE)

    assert _allotted(state, 0) == [5, 10, 5, 15, 5, 7]
    assert state.clock is not None
    assert state.clock.remaining_ms(state.last_at) == 11 * MINUTE
    assert sum(_allotted(late, 0)[3:]) == 4 + 120 - 94 - 6


def test_after_a_resumed_round_comes_what_nobody_has_lived_yet() -> None:
    resumed = after(bruno_learned(), ResumeRound(0), *[Next()] * 2, later=MINUTE)

    assert _where(resumed) == ("learning", 0, AMINA)
    assert _where(after(resumed, Next())) == ("closing", None, None)


def test_a_broken_round_is_taken_up_between_rounds_only() -> None:
    state = after(states.amina_broke_off(), Next(), later=MINUTE)

    with pytest.raises(Refused, match="round_under_way"):
        apply(state, ResumeRound(0), state.last_at)
    for key in ("check_in", "closing"):
        elsewhere = after(state, Jump(states.index_of(state, key)))
        assert _where(after(elsewhere, ResumeRound(0))) == ("consultation", 0, AMINA)


def test_two_rounds_may_be_broken_off_and_each_is_taken_up_in_its_place() -> None:
    state = after(states.amina_broke_off(), Next(), InterruptRound(), later=MINUTE)

    assert (state.broken, _where(state)) == ((Broken(0, 6), Broken(1, 10)), ("closing", None, None))
    assert _where(after(state, ResumeRound(1), later=MINUTE)) == ("clarification", 1, BRUNO)
    first = after(state, ResumeRound(0), *[Next()] * 2, later=MINUTE)
    assert _where(after(first, Next())) == ("closing", None, None)


def test_a_round_may_break_off_twice() -> None:
    resumed = after(bruno_learned(), ResumeRound(0), later=MINUTE)

    state = after(resumed, Next(), InterruptRound(), later=MINUTE)

    assert (state.broken, _where(state)) == ((Broken(0, 7),), ("closing", None, None))


def test_a_broken_round_keeps_its_client() -> None:
    state = states.amina_broke_off()

    for chosen in ((CHLOE, BRUNO), (BRUNO, AMINA)):
        with pytest.raises(Refused, match="round_begun"):
            apply(state, ChooseClients(chosen), state.last_at)


def test_the_client_of_a_broken_round_may_leave_and_it_waits() -> None:
    gone = after(bruno_learned(), MarkLeft(AMINA))

    with pytest.raises(Refused, match="client_absent"):
        apply(gone, ResumeRound(0), gone.last_at)
    assert after(gone, MarkBack(AMINA), ResumeRound(0)).client == AMINA


def test_steps_planned_without_a_minute_share_by_the_weights_of_the_protocol() -> None:
    brief = replace(states.amina_listens(), minutes=20)
    brief = replace(brief, agenda=tuple(replace(item, planned_ms=0) for item in brief.agenda))

    assert _allotted(after(brief, InterruptRound()), 1) == [1] * 6
    assert _allotted(after(brief, InterruptRound(), ShareTime()), 1) == [1, 5, 2, 7, 2, 3]


# Breaks


def test_a_break_is_outside_step_time() -> None:
    resting = states.on_break()
    rested = after(resting, EndBreak(), later=12 * MINUTE)

    assert (resting.is_on_break, resting.break_until) == (True, SIX_PM + 12 * MINUTE)
    assert (rested.is_on_break, rested.since, rested.paused_ms) == (False, SIX_PM + 14 * MINUTE, 12 * MINUTE)
    assert rested.clock is not None
    assert rested.clock.remaining_ms(rested.last_at) == 3 * MINUTE


def test_the_planned_end_moves_by_the_break() -> None:
    resting, two_hours = states.on_break(), SIX_PM + 120 * MINUTE

    assert states.amina_presents().ends_at == two_hours + 10 * MINUTE
    assert resting.ends_at == two_hours + 10 * MINUTE
    assert after(resting, EndBreak(), later=12 * MINUTE).ends_at == two_hours + 12 * MINUTE
    assert after(resting, Close(), later=7 * MINUTE).ends_at == two_hours + 7 * MINUTE


def test_a_break_ends_a_pause() -> None:
    state = after(states.pause(), TakeBreak(5), EndBreak(), later=MINUTE)

    assert (state.since, state.paused_at, state.paused_ms, state.break_ms) == (
        SIX_PM + 4 * MINUTE,
        None,
        2 * MINUTE,
        MINUTE,
    )


def test_a_break_suspends_whose_turn_it_is() -> None:
    asking = states.two_hands_wait()
    resting = after(asking, TakeBreak(5), later=MINUTE)

    assert resting.floor == replace(asking.floor, since=None)
    assert after(resting, EndBreak(), later=MINUTE).floor == replace(asking.floor, since=asking.last_at + 2 * MINUTE)


def test_from_two_hours_on_a_break_is_reserved_between_rounds() -> None:
    evening, short = states.opening_begins(), planned(states.classique(), minutes=119, rounds=2)

    assert evening.break_before == states.index_of(evening, "presentation", 1)
    assert (evening.reserved_ms, evening.ends_at) == (10 * MINUTE, SIX_PM + 130 * MINUTE)
    assert (short.break_before, short.reserved_ms) == (None, 0)
    alone = planned(states.classique(), minutes=120, rounds=1)
    assert alone.break_before == states.index_of(alone, "consultation")


def test_at_a_distance_the_break_comes_after_three_quarters_of_an_hour() -> None:
    remote = planned(states.classique(), minutes=90, rounds=1, modality="remote")

    before = sum(item.planned_ms for item in remote.agenda[: remote.break_before]) / MINUTE
    after_ = sum(item.planned_ms for item in remote.agenda[: (remote.break_before or 0) + 1]) / MINUTE
    assert abs(before - 45) <= abs(after_ - 45)
    assert planned(states.classique(), minutes=59, rounds=1, modality="remote").break_before is None


def test_a_break_that_was_taken_or_left_out_is_reserved_no_more() -> None:
    rested = after(states.on_break(), EndBreak(), later=MINUTE)
    left_out = states.at_step("presentation", 1)

    assert (rested.break_before, left_out.break_before) == (None, None)
    assert left_out.ends_at == SIX_PM + 120 * MINUTE


def test_the_time_of_a_broken_round_leaves_the_break_its_own() -> None:
    four = after(states.lobby(), ChooseClients((AMINA, BRUNO, CHLOE, DRISS)), Start())
    state = after(four, Jump(states.index_of(four, "presentation")), InterruptRound())

    assert state.break_before == states.index_of(four, "presentation", 2)
    shared = after(state, ShareTime())
    assert sum(sum(_allotted(shared, number)) for number in (1, 2, 3)) == 120 - 6


def test_back_and_jump_take_a_broken_round_up_again() -> None:
    broken = states.amina_broke_off()

    for returning in (Back(), Jump(states.index_of(broken, "consultation"))):
        state = after(broken, returning, later=MINUTE)
        assert (_where(state), state.broken) == (("consultation", 0, AMINA), ())
        assert (_allotted(state, 0), sum(_allotted(state, 1))) == ([5, 10, 5, 15, 5, 7], 47)


def test_who_rests_may_close_the_session() -> None:
    state = after(states.on_break(), Close(), later=MINUTE)

    assert (state.status, state.is_on_break, state.break_ms) == ("closed", False, MINUTE)


def test_breaks_are_an_hour_at_most() -> None:
    happened = apply(states.amina_presents(), TakeBreak(60), SIX_PM)
    assert happened[1:] == (BreakTaken(SIX_PM, SIX_PM + 60 * MINUTE, is_noted=True),)
