"""What holds at any instant of any session, whatever was asked of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from sessions.rulebook.protocol.vocabulary import KINDS
from sessions.rulebook.rules import airtime
from sessions.rulebook.state.document import VERSION
from sessions.rulebook.state.floor import CLOSED_TO_HANDS
from sessions.rulebook.state.state import State
from tests.sessions.cast.states import MINUTE, SIX_PM
from tests.sessions.cast.tries import THIRTEEN

STATUSES = ("planned", "open", "running", "closed", "cancelled")


def copied_deeply(state: State) -> dict[str, Any]:
    """The document of a state as `asdict` makes it, by which the faster `dump` is judged."""
    document = asdict(replace(state, protocol=None, past=None))  # type: ignore[arg-type]
    del document["protocol"]
    past = state.past
    if past is None:
        return {"version": VERSION, **document}
    before = past.state and copied_deeply(past.state)
    return {"version": VERSION, **document, "past": {"at": past.at, "revision": past.revision, "state": before}}


class Always(RuleBasedStateMachine):
    """One session, and the instant it is at."""

    state: State
    now = SIX_PM

    @invariant()
    def one_step_is_current_while_running(self) -> None:
        state = self.state
        assert state.status in STATUSES
        if state.is_running:
            assert state.index in range(len(state.agenda))
            assert (state.since is None) != (state.paused_at is None)
        else:
            assert (state.index, state.since, state.paused_at) == (None, None, None)

    @invariant()
    def a_round_has_one_client_and_everybody_else_another_role(self) -> None:
        state = self.state
        roles = Counter(state.role_of(one) for one in state.present)
        in_a_round = state.item is not None and state.item.part == "round"
        assert roles["client"] == (1 if in_a_round else 0)
        assert set(roles) <= {"client", "peer", "observer", "scribe"}
        assert list(state.seats) == sorted(state.seats, key=lambda seat: seat.place)
        assert all(state.role_of(one) is None for one in THIRTEEN if one not in state.present)

    @invariant()
    def a_chosen_client_is_client_once(self) -> None:
        state = self.state
        if state.clients:
            numbers = {item.round for item in state.agenda if item.round is not None}
            assert sorted(numbers) == list(range(len(state.clients)))
            assert Counter(state.client_of(number) for number in numbers) == dict.fromkeys(state.clients, 1)
            assert set(state.clients) <= set(state.admitted)

    @invariant()
    def who_left_was_here_and_has_nothing_to_say(self) -> None:
        state, current = self.state, self.state.floor
        assert len(set(state.left)) == len(state.left)
        assert set(state.left) <= set(state.admitted)
        named = {current.speaker, *current.waiting, *current.pending, *current.passed, state.client}
        assert not named & set(state.left)
        assert not set(state.speakers) & set(state.left)

    @invariant()
    def a_broken_round_has_begun_and_waits_in_one_of_its_steps(self) -> None:
        state = self.state
        numbers = [one.round for one in state.broken]
        assert len(set(numbers)) == len(numbers)
        assert all(number < state.rounds_begun for number in numbers)
        assert all(state.agenda[one.index].round == one.round for one in state.broken)
        assert state.item is None or state.item.round is None or state.item.round not in numbers

    @invariant()
    def a_planned_break_is_before_a_step_to_come(self) -> None:
        state = self.state
        if state.break_before is not None:
            assert (state.index or 0) < state.break_before < len(state.agenda)
            assert (state.break_ms, state.is_on_break) == (0, False)

    @invariant()
    def people_are_at_a_distance_where_that_is_possible(self) -> None:
        assert set(self.state.remote) <= set(self.state.admitted)
        assert len(set(self.state.remote)) == len(self.state.remote)
        assert self.state.modality == "hybrid" or self.state.remote == ()

    @invariant()
    def a_break_is_a_pause_of_a_running_session(self) -> None:
        state = self.state
        assert (state.break_since is None) == (state.break_until is None)
        if state.break_since is not None and state.break_until is not None:
            assert (state.is_running, state.paused_at) == (True, state.break_since)
            assert MINUTE <= state.break_until - state.break_since <= 60 * MINUTE
        assert state.break_ms <= state.paused_ms

    @invariant()
    def exceptions_are_for_who_needs_them(self) -> None:
        state, kinds = self.state, [(grant.participant, grant.kind) for grant in self.state.grants]
        assert len(set(kinds)) == len(kinds)
        assert state.is_running or not kinds
        assert {who for who, _ in kinds} <= set(state.admitted)
        assert {kind for _, kind in kinds} <= {*KINDS}

    @invariant()
    def minutes_add_up_to_the_plan(self) -> None:
        """Where every round to come was dropped while another ran, what it was planned is nobody's."""
        planned_ms = sum(item.planned_ms for item in self.state.agenda)
        assert planned_ms <= self.state.minutes * MINUTE
        assert self.state.rounds_begun or planned_ms == self.state.minutes * MINUTE
        assert all(item.allotted_ms >= 0 for item in self.state.agenda)

    @invariant()
    def spent_time_and_pauses_add_up_to_the_wall_clock(self) -> None:
        state = self.state
        if state.started_at is None:
            assert sum(time_spent(state).values()) == 0
            return
        now = max(self.now, state.last_at) if state.closed_at is None else state.closed_at
        running = 0 if state.since is None else now - state.since
        pausing = 0 if state.paused_at is None else now - state.paused_at
        assert sum(time_spent(state).values()) + running + state.paused_ms + pausing == now - state.started_at

    @invariant()
    def those_of_the_floor_may_speak(self) -> None:
        current, allowed = self.state.floor, set(self.state.speakers)
        heard = () if current.speaker is None else (current.speaker,)
        for named in (heard, current.waiting, current.pending, current.passed):
            assert len(set(named)) == len(named)
            assert set(named) <= (allowed if named is not heard else set(self.state.present))
        assert current.is_exception == (current.speaker is not None and not may_speak(self.state, current.speaker))
        assert not {*heard} & {*current.waiting, *current.pending, *current.passed}
        assert not {*current.pending} & {*current.passed}
        assert list(current.queue) == sorted(current.queue, key=lambda hand: hand.raised_at)
        assert (current.speaker is None or self.state.is_on_break) == (current.since is None)

    @invariant()
    def the_floors_mode_is_kept(self) -> None:
        current = self.state.floor
        if current.mode in CLOSED_TO_HANDS:
            assert current.queue == ()
            by_right = self.state.client if current.mode == "client_only" else None
            assert current.is_exception or current.speaker in (None, by_right)
        if current.mode == "client_only":
            assert self.state.client in self.state.speakers
        if current.mode != "go_round":
            assert (current.pending, current.passed) == ((), ())

    @invariant()
    def what_was_heard_was_said_by_people_who_were_here_in_the_time_there_was(self) -> None:
        state = self.state
        assert set(state.heard) <= set(state.admitted)
        assert all(span > 0 for span in state.heard.values())
        if state.started_at is not None:
            assert sum(state.heard.values()) <= state.last_at - state.started_at - state.break_ms

    @invariant()
    def every_hand_has_one_place(self) -> None:
        state = self.state
        numbers = [airtime.number_of(state, hand.participant) for hand in airtime.hands(state)]
        assert numbers == list(range(1, len(state.floor.queue) + 1))
        assert {hand.participant for hand in airtime.hands(state)} == {*state.floor.waiting}


def time_spent(state: State) -> dict[tuple[str, int | None], int]:
    return {(item.key, item.round): item.spent_ms for item in state.agenda if item.spent_ms}


def may_speak(state: State, participant: str) -> bool:
    """Whether step and mode let somebody speak, all exceptions apart."""
    assert state.step is not None
    is_let = state.role_of(participant) in state.step.speaks
    return (
        is_let and state.floor.mode != "silence" and (state.floor.mode != "client_only" or participant == state.client)
    )
