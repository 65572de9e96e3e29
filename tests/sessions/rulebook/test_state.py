"""The state of a session: what it says of the moment, and the one JSON document that it becomes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from sessions.models import Session
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.life import Open, Start
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.steps import Jump
from sessions.rulebook.state.clock import Clock
from sessions.rulebook.state.document import dump, load
from sessions.rulebook.state.parts import SeatedPerson
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, CIRCLE, DRISS, ELSA, FARID, GINA, MINUTE, SIX_PM, STRANGER
from tests.sessions.rulebook.always import copied_deeply

MOMENTS: tuple[Callable[[], State], ...] = (
    states.planned_evening,
    states.david_guides,
    states.david_stands_in,
    states.lobby,
    states.opening_begins,
    states.amina_presents,
    states.amina_is_questioned,
    states.two_hands_wait,
    states.amina_listens,
    states.learning_began,
    states.pause,
    states.last_step,
    states.closed,
    states.cancelled,
    states.bruno_left,
    states.amina_broke_off,
    states.on_break,
    states.elsa_speaks,
    states.bruno_may_suggest,
)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_a_state_survives_its_document(moment: Callable[[], State]) -> None:
    state = moment()

    assert load(json.loads(json.dumps(dump(state))), state.protocol) == state
    assert load(dump(state), state.protocol) == state


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_the_document_is_what_copying_deeply_gives(moment: Callable[[], State]) -> None:
    state = replace(moment(), modality=Session.Modality.HYBRID)

    assert dump(state) == copied_deeply(state)
    assert json.dumps(dump(state)) == json.dumps(copied_deeply(state))


def test_the_document_shares_nothing_that_can_change() -> None:
    state = states.closed()
    document = dump(state)
    document["roles"].clear()
    document["heard"]["somebody"] = 1

    assert dump(state) == copied_deeply(state) != document


def test_the_document_holds_no_protocol() -> None:
    assert "protocol" not in dump(states.amina_presents())


def test_a_document_of_the_first_version_is_read() -> None:
    state = states.two_hands_wait()
    document = {**dump(state), "version": 1}
    since = ("left", "broken", "grants", "break_since", "break_until", "break_ms")
    floor = {name: value for name, value in document["floor"].items() if name != "is_exception"}

    first = {**{name: value for name, value in document.items() if name not in since}, "floor": floor}

    assert load(json.loads(json.dumps(first)), state.protocol) == state


def test_a_document_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown state version 3"):
        load({**dump(states.lobby()), "version": 3}, states.classique())


def test_a_planned_session_waits() -> None:
    state = states.planned_evening()

    assert (state.status, state.rounds, state.present) == ("planned", 2, ())
    assert (state.item, state.step, state.clock, state.client, state.speakers) == (None, None, None, None, ())


def test_everybody_has_a_role_in_a_round() -> None:
    state = states.amina_presents()

    assert {one: state.role_of(one) for one in CIRCLE} == {
        AMINA: "client",
        BRUNO: "peer",
        CHLOE: "peer",
        DRISS: "peer",
        ELSA: "observer",
        FARID: "scribe",
    }
    assert state.role_of(STRANGER) is None


def test_clients_are_peers_in_turn() -> None:
    first, second = states.at_step("clarification", 0), states.at_step("clarification", 1)

    assert (first.client, first.role_of(BRUNO)) == (AMINA, "peer")
    assert (second.client, second.role_of(AMINA)) == (BRUNO, "peer")


def test_nobody_is_client_outside_the_rounds() -> None:
    for state in (states.opening_begins(), states.last_step()):
        assert state.client is None
        assert state.role_of(AMINA) == "peer"


def test_an_observer_may_be_client() -> None:
    chosen = states.after(states.lobby(), ChooseClients((ELSA, FARID)), Start())

    state = states.after(chosen, Jump(states.index_of(chosen, "presentation")))

    assert (state.client, state.role_of(ELSA), state.role_of(FARID)) == (ELSA, "client", "scribe")


def test_the_circle_keeps_its_order_whoever_comes_first() -> None:
    opened = states.after(states.planned_evening(), Open())

    state = states.after(opened, Admit(CHLOE, 2), Admit(AMINA, 0), Admit(BRUNO, 1))

    assert state.seats == (SeatedPerson(AMINA, 0), SeatedPerson(BRUNO, 1), SeatedPerson(CHLOE, 2))
    assert state.present == (AMINA, BRUNO, CHLOE)


def test_those_speak_whom_the_step_lets() -> None:
    assert states.amina_presents().speakers == (AMINA,)
    assert states.amina_is_questioned().speakers == (AMINA, BRUNO, CHLOE, DRISS)
    assert states.amina_listens().speakers == (BRUNO, CHLOE, DRISS)
    assert states.all_learn().speakers == CIRCLE
    assert states.lobby().speakers == ()


def test_the_clock_is_the_steps_own() -> None:
    state = states.amina_presents()

    assert state.clock == Clock(allotted_ms=5 * MINUTE, since=SIX_PM)
    assert states.pause().clock == Clock(allotted_ms=5 * MINUTE, spent_ms=2 * MINUTE)


def test_who_left_has_no_role_and_no_voice() -> None:
    state = states.bruno_left()

    assert (state.role_of(BRUNO), BRUNO in state.speakers, BRUNO in state.admitted) == (None, False, True)
    assert state.client_of(1) == BRUNO


def test_a_late_arrival_is_a_peer_at_once() -> None:
    state = states.after(states.amina_is_questioned(), Admit(GINA, 6))

    assert state.role_of(GINA) == "peer"
    assert state.speakers == (AMINA, BRUNO, CHLOE, DRISS, GINA)
