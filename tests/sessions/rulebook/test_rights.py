"""Protocol × step × role × kind of writing × speaking: allowed where the protocol says so, refused everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest

from groups.errors import Refused
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.floor import GiveFloor, RaiseHand, SetFloorMode
from sessions.rulebook.moves.life import Close
from sessions.rulebook.moves.writing import AcceptContract, AllowWriting, Write
from sessions.rulebook.protocol.protocol import Step, catalogue
from sessions.rulebook.protocol.vocabulary import FLOORS, KINDS, ROLES, WRITABLE
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, ELSA, FARID, protocol

ACCEPTED = ""
PRESENT = tuple(role for role in ROLES if role != "facilitator")
IN_THE_ROUND = {"client": AMINA, "peer": BRUNO, "observer": ELSA, "scribe": FARID}
OUTSIDE = {"peer": BRUNO, "observer": ELSA, "scribe": FARID}

IDEAS = (
    "analysis",
    "option",
    "experience",
    "hypothesis",
    "reflective_question",
    "resource",
    "feedback",
    "metaphor",
    "impression",
)
Table = dict[str, dict[str, tuple[str, ...]]]

# What the method's description says of the six steps, told again by hand: a wrong file fails here.
WRITTEN_IN_CLASSIQUE: Table = {
    "check_in": {"peer": ("note",), "scribe": ("note",)},
    "follow_up": {"peer": ("note",), "scribe": ("note",)},
    "subject_choice": {"peer": ("note",), "scribe": ("note",)},
    "presentation": {"client": ("note",), "scribe": ("note",)},
    "clarification": {"peer": ("question",), "client": ("note",), "scribe": ("note",)},
    "contract": {
        "client": ("contract",),
        "scribe": ("contract",),
        "peer": ("reformulation",),
        "facilitator": ("reformulation",),
    },
    # The contract may be revised until the consultation ends; the client writes nothing else in it.
    "consultation": {
        "client": ("contract",),
        "scribe": ("contract", "note"),
        "peer": IDEAS,
        "facilitator": ("reformulation",),
    },
    "action_plan": {"client": ("synthesis", "commitment"), "scribe": ("synthesis", "commitment")},
    "learning": dict.fromkeys(PRESENT, ("learning", "feedback")),
    "closing": {role: ("learning", "feedback") for role in PRESENT if role != "client"},
}
SPEAKS_IN_CLASSIQUE = {
    "check_in": ("go_round", {"peer", "observer", "scribe"}),
    "follow_up": ("free", {"peer", "observer", "scribe"}),
    "subject_choice": ("free", {"peer", "observer", "scribe"}),
    "presentation": ("client_only", {"client"}),
    "clarification": ("queue", {"client", "peer"}),
    "contract": ("free", {"client", "peer"}),
    "consultation": ("go_round", {"peer"}),
    "action_plan": ("client_only", {"client"}),
    "learning": ("go_round", {"client", "peer", "observer", "scribe"}),
    "closing": ("go_round", {"peer", "observer", "scribe"}),
}
ACCEPTS_IN_CLASSIQUE = {"contract": {"peer"}, "consultation": {"peer"}}

STEPS = [(key, step) for key in catalogue() for step in protocol(key).steps]
every_step = pytest.mark.parametrize(("key", "step"), STEPS, ids=[f"{key}-{step.key}" for key, step in STEPS])


def _cast(key: str, step: Step) -> dict[str, str]:
    """Somebody in each role that there is: not every school has observers."""
    cast = IN_THE_ROUND if step.part == "round" else OUTSIDE
    is_observed = states.has_observer(protocol(key))
    return {role: one for role, one in cast.items() if role != "observer" or is_observed}


def _authors(key: str, step: Step) -> Iterator[tuple[str, str | None]]:
    yield "facilitator", None
    yield from _cast(key, step).items()


def _moment(key: str, step: Step) -> State:
    state = states.at_step(step.key, of=protocol(key))
    assert state.step == step
    assert {role: state.role_of(one) for role, one in _cast(key, step).items()} == {
        role: role for role in _cast(key, step)
    }
    return state


def _answer(state: State, move: object) -> str:
    """Nothing when the machine accepts a move, else the code of its refusal."""
    try:
        apply(state, move, state.last_at)
    except Refused as refusal:
        return refusal.code
    return ACCEPTED


def _those(cast: Mapping[str, str], state: State, kind: Callable[[str], object]) -> set[str]:
    """The roles from whom a move is accepted."""
    return {role for role, one in cast.items() if _answer(state, kind(one)) == ACCEPTED}


@every_step
def test_each_role_writes_what_the_step_says_and_nothing_else(key: str, step: Step) -> None:
    state = _moment(key, step)

    for role, author in _authors(key, step):
        for kind in (*WRITABLE, "shopping_list"):
            expected = ACCEPTED if kind in step.writes.get(role, ()) else "may_not_write"
            assert _answer(state, Write(author, kind)) == expected, (role, kind)


@every_step
def test_the_contract_is_accepted_by_those_whom_the_step_names(key: str, step: Step) -> None:
    state = _moment(key, step)

    for role, one in _cast(key, step).items():
        expected = ACCEPTED if role in step.accepts else "may_not_accept"
        assert _answer(state, AcceptContract(one)) == expected, role


@every_step
@pytest.mark.parametrize("mode", FLOORS)
def test_each_role_speaks_where_step_and_floor_say(key: str, step: Step, mode: str) -> None:
    state = _moment(key, step)
    set_mode = SetFloorMode(mode)
    if mode == "client_only" and "client" not in step.speaks:
        assert _answer(state, set_mode) == "mode_not_here"
        return
    state = states.after(state, set_mode)

    for role, one in _cast(key, step).items():
        raising, taking = _expected_of(role, step, mode)
        if state.floor.speaker != one:
            assert _answer(state, RaiseHand(one)) == raising, role
        assert _answer(state, GiveFloor(one)) == taking, role


def _expected_of(role: str, step: Step, mode: str) -> tuple[str, str]:
    """The answers to a raised hand and to the floor being given."""
    if role not in step.speaks:
        return "may_not_speak", "may_not_speak"
    if mode == "silence":
        return "floor_closed", "floor_closed"
    if mode == "client_only":
        return "floor_closed", ACCEPTED if role == "client" else "floor_closed"
    return ACCEPTED, ACCEPTED


@every_step
def test_the_floor_opens_for_those_whom_the_step_lets_speak(key: str, step: Step) -> None:
    state = _moment(key, step)

    assert state.floor.mode == step.floor
    assert {state.role_of(one) for one in state.speakers} == step.speaks & {*_cast(key, step)}
    assert state.floor.speaker == (AMINA if step.floor == "client_only" else None)
    assert set(state.floor.pending) == (set(state.speakers) if step.floor == "go_round" else set())


@every_step
def test_an_exception_lets_anybody_present_speak_or_write_once(key: str, step: Step) -> None:
    state = _moment(key, step)

    for role, one in _cast(key, step).items():
        assert _answer(state, GiveFloor(one, is_exception=True)) == ACCEPTED, role
        for kind in KINDS:
            allowed = states.after(state, AllowWriting(one, kind), Write(one, kind))
            again = ACCEPTED if kind in step.writes.get(role, ()) else "may_not_write"
            assert _answer(allowed, Write(one, kind)) == again, (role, kind)


@every_step
def test_nobody_writes_before_the_start_or_after_the_end(key: str, step: Step) -> None:
    before, after = states.lobby(protocol(key)), states.after(_moment(key, step), Close())

    for _, author in _authors(key, step):
        for kind in WRITABLE:
            assert _answer(before, Write(author, kind)) == "not_running"
            assert _answer(after, Write(author, kind)) == "over"


@pytest.mark.parametrize("step", states.classique().steps, ids=lambda step: step.key)
def test_the_six_steps_let_write_what_the_method_says(step: Step) -> None:
    state = _moment("codev-classique", step)

    written = {
        role: {kind for kind in WRITABLE if _answer(state, Write(author, kind)) == ACCEPTED}
        for role, author in _authors("codev-classique", step)
    }

    expected = WRITTEN_IN_CLASSIQUE[step.key]
    assert written == {role: set(expected.get(role, ())) for role, _ in _authors("codev-classique", step)}


@pytest.mark.parametrize("step", states.classique().steps, ids=lambda step: step.key)
def test_the_six_steps_let_speak_whom_the_method_says(step: Step) -> None:
    state = _moment("codev-classique", step)
    mode, roles = SPEAKS_IN_CLASSIQUE[step.key]

    given = _those(_cast("codev-classique", step), state, GiveFloor)
    accepting = _those(_cast("codev-classique", step), state, AcceptContract)

    assert (state.floor.mode, given) == (mode, roles)
    assert accepting == ACCEPTS_IN_CLASSIQUE.get(step.key, set())


def test_the_tables_name_every_step() -> None:
    keys = {step.key for step in states.classique().steps}

    assert set(WRITTEN_IN_CLASSIQUE) == set(SPEAKS_IN_CLASSIQUE) == keys
