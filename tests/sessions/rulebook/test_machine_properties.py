"""What holds in any session, whatever is asked of it: random evenings of 2 to 12 people who try anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from groups.errors import Invalid, Refused
from sessions.rulebook import events, machine
from sessions.rulebook.machine import apply, dump, load, planned, replay
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.guiding import MOMENTS
from sessions.rulebook.moves.life import Close, Open, Start
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.steps import InterruptRound, Next, ResumeRound, StepEntered
from sessions.rulebook.moves.undo import TRANSITIONS, WINDOW_MS, Undo
from sessions.rulebook.moves.writing import AcceptContract, Write
from sessions.rulebook.protocol.protocol import FLOORS, KINDS, ROLES, WRITABLE, catalogue
from sessions.rulebook.rules import airtime
from sessions.rulebook.rules.airtime import ORDERS
from sessions.rulebook.state.agenda import MODALITIES, Item
from sessions.rulebook.state.floor import CLOSED_TO_HANDS
from sessions.rulebook.state.state import State
from tests.sessions.cast.states import MINUTE, SIX_PM, protocol
from tests.sessions.cast.tries import CHANGES, THIRTEEN, tries, waits

STATUSES = ("planned", "open", "running", "closed", "cancelled")


class Evening(RuleBasedStateMachine):
    """One session and its journal, in the hands of people who try anything at any time."""

    first: State
    state: State
    document: str
    people: int
    journal: tuple[events.Event, ...] = ()
    now = SIX_PM

    @initialize(
        key=st.sampled_from(sorted(catalogue())),
        minutes=st.integers(20, 400),
        people=st.integers(2, 12),
        clients=st.sampled_from((2, 3, 1, 4, 0)),
        starts=st.sampled_from((True, True, True, True, False)),
        modality=st.sampled_from(MODALITIES),
    )
    def people_gather(self, key: str, minutes: int, people: int, clients: int, starts: bool, modality: str) -> None:
        self.people = people
        self.first = self.state = planned(protocol(key), minutes=minutes, rounds=2, modality=modality)
        self.the_state_is_its_document()
        self.attempt(Open())
        for place, one in enumerate(THIRTEEN[:people]):
            self.attempt(Admit(one, place))
        if clients:
            self.attempt(ChooseClients(THIRTEEN[: min(clients, people)]))
        if starts:
            self.attempt(Start())

    @rule(data=st.data(), waits=st.tuples(waits, waits, waits))
    def people_try_things(self, data: st.DataObject, waits: tuple[int, ...]) -> None:
        for move, wait in zip(data.draw(tries(self.people)), waits, strict=True):
            self.now += wait
            self.attempt(move)

    def attempt(self, move: object) -> None:
        before = self.state
        try:
            happened = apply(before, move, self.now)
        except (Refused, Invalid):
            return self.nothing_changed_in(before)
        self.state = replay(before, happened)
        self.journal += happened
        self.nothing_changed_in(before)
        self.the_state_is_its_document()
        assert self.state.last_at >= before.last_at
        if isinstance(move, Undo):
            self.a_transition_was_taken_back(before)
        else:
            assert all(_spent(self.state).get(step, 0) >= spent for step, spent in _spent(before).items())
        if isinstance(move, TRANSITIONS):
            self.a_transition_may_be_taken_back(before)
        assert self.state.clients[: before.rounds_begun] == before.clients[: before.rounds_begun]
        if isinstance(move, Write | AcceptContract):
            assert _was_allowed(before, move)
        if isinstance(move, InterruptRound | ResumeRound):
            self.what_is_left_is_shared_out()
        if any(isinstance(event, StepEntered) for event in happened):
            self.a_step_was_entered(before, move)
        return None

    def a_transition_may_be_taken_back(self, before: State) -> None:
        """Right away it leads to where everything was, but for the instant."""
        happened = apply(self.state, Undo(0), self.state.last_at)
        assert replay(self.state, happened) == replace(before, past=None, last_at=self.state.last_at)

    def a_transition_was_taken_back(self, before: State) -> None:
        state, past = self.state, before.past
        assert past is not None
        assert past.state is not None
        assert (state.past, state.is_running) == (None, True)
        assert state.last_at - past.at <= WINDOW_MS
        assert (state.index, state.since, state.broken) == (past.state.index, past.state.since, past.state.broken)
        people = ("seats", "left", "remote", "roles", "clients")
        assert [getattr(state, one) for one in people] == [getattr(before, one) for one in people]

    def what_is_left_is_shared_out(self) -> None:
        """To the minute, among the steps that are to come; the closing keeps its own."""
        state, left = self.state, _to_come(self.state)
        assert state.ends_at is not None
        closing = sum(item.allotted_ms for item in state.agenda if item.part == "closing")
        available = max(0, state.ends_at - state.reserved_ms - state.last_at - closing)
        assert sum(item.allotted_ms - item.spent_ms for item in left) == (available // MINUTE * MINUTE if left else 0)
        assert all(item.allotted_ms >= item.spent_ms for item in left)

    def a_step_was_entered(self, before: State, move: object) -> None:
        state = self.state
        assert state.grants == ()
        if state.item is None or state.item.round is None:
            return
        number = state.item.round
        assert state.client in state.present
        assert all(one.round != number for one in state.broken)
        is_led_on = isinstance(move, Next | InterruptRound)
        if is_led_on and number != (before.item.round if before.item else None):
            assert number not in _over(before)
            assert state.client not in before.left

    def nothing_changed_in(self, before: State) -> None:
        assert load(json.loads(self.document), before.protocol) == before

    def the_state_is_its_document(self) -> None:
        self.document = json.dumps(dump(self.state))
        assert load(json.loads(self.document), self.state.protocol) == self.state

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
            assert sum(_spent(state).values()) == 0
            return
        now = max(self.now, state.last_at) if state.closed_at is None else state.closed_at
        running = 0 if state.since is None else now - state.since
        pausing = 0 if state.paused_at is None else now - state.paused_at
        assert sum(_spent(state).values()) + running + state.paused_ms + pausing == now - state.started_at

    @invariant()
    def those_of_the_floor_may_speak(self) -> None:
        current, allowed = self.state.floor, set(self.state.speakers)
        heard = () if current.speaker is None else (current.speaker,)
        for named in (heard, current.waiting, current.pending, current.passed):
            assert len(set(named)) == len(named)
            assert set(named) <= (allowed if named is not heard else set(self.state.present))
        assert current.is_exception == (current.speaker is not None and not _may_speak(self.state, current.speaker))
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

    def teardown(self) -> None:
        """The evening ends, wherever it stands; whatever is tried afterwards is in vain."""
        self.attempt(Close())
        self.one_step_is_current_while_running()
        self.spent_time_and_pauses_add_up_to_the_wall_clock()
        self.those_of_the_floor_may_speak()
        self.the_state_is_its_journal()
        self.state_and_journal_hold_no_words()

    def the_state_is_its_journal(self) -> None:
        rows = json.loads(json.dumps(machine.to_json(self.journal)))
        assert replay(self.first, self.journal) == self.state
        assert replay(self.first, machine.from_json(rows)) == self.state

    def state_and_journal_hold_no_words(self) -> None:
        steps_and_parts = {word for step in self.state.protocol.steps for word in (step.key, step.part)}
        known = {
            *THIRTEEN,
            *STATUSES,
            *ROLES,
            *FLOORS,
            *ORDERS,
            *WRITABLE,
            *CHANGES,
            *("hidden", "kept", "marked", "weighed"),
            *MOMENTS,
            *MODALITIES,
            *machine.EVENTS,
            *steps_and_parts,
        }
        written = {*_leaves(dump(self.state)), *_leaves(machine.to_json(self.journal))}
        texts = {leaf for leaf in written if isinstance(leaf, str)}
        assert texts <= known
        assert all(leaf is None or type(leaf) is int for leaf in written - texts)


def _spent(state: State) -> dict[tuple[str, int | None], int]:
    return {(item.key, item.round): item.spent_ms for item in state.agenda if item.spent_ms}


def _was_allowed(state: State, move: Write | AcceptContract) -> bool:
    assert state.step is not None
    if isinstance(move, AcceptContract):
        return state.role_of(move.participant) in state.step.accepts
    role = "facilitator" if move.author is None else state.role_of(move.author)
    is_granted = any((one.participant, one.kind) == (move.author, move.kind) for one in state.grants)
    return role is not None and (move.kind in state.step.writes.get(role, ()) or is_granted)


def _may_speak(state: State, participant: str) -> bool:
    """Whether step and mode let somebody speak, all exceptions apart."""
    assert state.step is not None
    is_let = state.role_of(participant) in state.step.speaks
    return (
        is_let and state.floor.mode != "silence" and (state.floor.mode != "client_only" or participant == state.client)
    )


def _over(state: State) -> set[int]:
    """Rounds that came to their last step, or were broken off."""
    last = {item.round: item for item in state.agenda if item.round is not None}
    return {number for number, item in last.items() if number is not None and item.spent_ms} | {
        one.round for one in state.broken
    }


def _to_come(state: State) -> list[Item]:
    """The rest of the round under way, and later rounds that are not over."""
    assert state.index is not None
    assert state.item is not None
    number, over = state.item.round, _over(state)
    ahead = [item for item in state.agenda[state.index :] if item.round is not None and number is not None]
    return [item for item in ahead if item.round == number or item.round not in over]


def _leaves(value: object) -> Iterator[object]:
    """Every value that is no container; fields' names are the source's own, and people stand in `roles` by id."""
    if isinstance(value, dict):
        assert all(key in THIRTEEN or key.isidentifier() for key in value)
        value = list(value.values())
    if not isinstance(value, list | tuple):
        yield value
        return
    for each in value:
        yield from _leaves(each)


TestEvening = Evening.TestCase
