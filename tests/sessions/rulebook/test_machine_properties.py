"""What holds in any session, whatever is asked of it: random evenings of 2 to 12 people who try anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from groups.errors import Invalid, Refused
from sessions.rulebook import events, machine
from sessions.rulebook.machine import apply, dump, load, planned, replay
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.delivery import round_of
from sessions.rulebook.moves.guiding import MOMENTS
from sessions.rulebook.moves.life import Close, Open, Start
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.sharing import ShareTime
from sessions.rulebook.moves.steps import InterruptRound, Next, StepEntered
from sessions.rulebook.moves.undo import TRANSITIONS, WINDOW_MS, Undo
from sessions.rulebook.moves.writing import AcceptContract, Write
from sessions.rulebook.protocol.protocol import catalogue
from sessions.rulebook.protocol.vocabulary import FLOORS, ROLES, WRITABLE
from sessions.rulebook.rules.airtime import ORDERS
from sessions.rulebook.rules.planner import left_after_step, left_ms, sharing
from sessions.rulebook.state.agenda import MODALITIES
from sessions.rulebook.state.state import State
from tests.sessions.cast.states import MINUTE, protocol
from tests.sessions.cast.tries import CHANGES, THIRTEEN, tries, waits
from tests.sessions.rulebook.always import STATUSES, Always, copied_deeply, time_spent


class Evening(Always):
    """One session and its journal, in the hands of people who try anything at any time."""

    methods: tuple[str, ...]
    first: State
    document: str
    people: int
    journal: tuple[events.Event, ...] = ()

    @initialize(
        key=st.runner().flatmap(lambda evening: st.sampled_from(evening.methods)),
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
            assert all(time_spent(self.state).get(step, 0) >= spent for step, spent in time_spent(before).items())
        if isinstance(move, TRANSITIONS):
            self.a_transition_may_be_taken_back(before)
        assert self.state.clients[: before.rounds_begun] == before.clients[: before.rounds_begun]
        if isinstance(move, Write | AcceptContract):
            assert _was_allowed(before, move)
        if isinstance(move, ShareTime):
            self.what_is_left_is_shared_out()
        if any(isinstance(event, StepEntered) for event in happened):
            self.a_step_was_entered(before, move)
        return None

    def a_transition_may_be_taken_back(self, before: State) -> None:
        """Right away it leads to where everything was, but for the instant, and an accord whose round was left."""
        back = replay(self.state, apply(self.state, Undo(0), self.state.last_at))
        assert back == replace(before, past=None, last_at=self.state.last_at, accord=back.accord)
        assert back.accord == (before.accord if round_of(self.state) == round_of(before) else None)

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
        """Among the steps to come, below a floor too; the closing keeps its own, and no minute is left over."""
        state = self.state
        left = [state.agenda[index] for index in sharing(state)]
        assert all(item.allotted_ms >= item.spent_ms for item in left)
        available = max(0, left_after_step(state, state.last_at))
        assert sum(left_ms(item) for item in left) == available // MINUTE * MINUTE

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
        assert self.document == json.dumps(copied_deeply(self.state))
        assert load(json.loads(self.document), self.state.protocol) == self.state

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
            "asked",
            "given",
            "hands",
            "hidden",
            "kept",
            "marked",
            "weighed",
            *MOMENTS,
            *MODALITIES,
            *machine.EVENTS,
            *steps_and_parts,
        }
        written = {*_leaves(dump(self.state)), *_leaves(machine.to_json(self.journal))}
        texts = {leaf for leaf in written if isinstance(leaf, str)}
        assert texts <= known
        assert all(leaf is None or type(leaf) is int for leaf in written - texts)


def _was_allowed(state: State, move: Write | AcceptContract) -> bool:
    assert state.step is not None
    if isinstance(move, AcceptContract):
        return state.role_of(move.participant) in state.step.accepts
    role = "facilitator" if move.author is None else state.role_of(move.author)
    is_granted = any((one.participant, one.kind) == (move.author, move.kind) for one in state.grants)
    return role is not None and (move.kind in state.step.writes.get(role, ()) or is_granted)


def _over(state: State) -> set[int]:
    """Rounds that came to their last step, or were broken off."""
    last = {item.round: item for item in state.agenda if item.round is not None}
    return {number for number, item in last.items() if number is not None and item.spent_ms} | {
        one.round for one in state.broken
    }


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


# Two halves, so that two cores share the methods: codéveloppement and its short forms have the longest evenings.


class Codeveloppement(Evening):
    methods = tuple(key for key in sorted(catalogue()) if key.startswith("codev"))


class ItsRelatives(Evening):
    methods = tuple(key for key in sorted(catalogue()) if not key.startswith("codev"))


TestCodeveloppement, TestItsRelatives = Codeveloppement.TestCase, ItsRelatives.TestCase
HALF = settings(max_examples=settings.default.max_examples // 2)
TestCodeveloppement.settings = TestItsRelatives.settings = HALF
