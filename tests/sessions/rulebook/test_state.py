"""The state of a session: what it says of the moment, and the one JSON document that it becomes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.life import Open, Start
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.steps import Jump
from sessions.rulebook.state.clock import Clock
from sessions.rulebook.state.document import dump, load
from sessions.rulebook.state.state import SeatedPerson, State
from tests.sessions.cast import people
from tests.sessions.cast.people import AMINA, BRUNO, CHLOE, CIRCLE, DRISS, ELSA, FARID, GINA, MINUTE, SIX_PM, STRANGER

MOMENTS: tuple[Callable[[], State], ...] = (
    people.planned_evening,
    people.david_guides,
    people.david_stands_in,
    people.lobby,
    people.opening_begins,
    people.amina_presents,
    people.amina_is_questioned,
    people.two_hands_wait,
    people.amina_listens,
    people.learning_began,
    people.pause,
    people.last_step,
    people.closed,
    people.cancelled,
    people.bruno_left,
    people.amina_broke_off,
    people.on_break,
    people.elsa_speaks,
    people.bruno_may_suggest,
)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_a_state_survives_its_document(moment: Callable[[], State]) -> None:
    state = moment()

    assert load(json.loads(json.dumps(dump(state))), state.protocol) == state
    assert load(dump(state), state.protocol) == state


def test_the_document_holds_no_protocol() -> None:
    assert "protocol" not in dump(people.amina_presents())


def test_a_document_of_the_first_version_is_read() -> None:
    state = people.two_hands_wait()
    document = {**dump(state), "version": 1}
    since = ("left", "broken", "grants", "break_since", "break_until", "break_ms")
    floor = {name: value for name, value in document["floor"].items() if name != "is_exception"}

    first = {**{name: value for name, value in document.items() if name not in since}, "floor": floor}

    assert load(json.loads(json.dumps(first)), state.protocol) == state


def test_a_document_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown state version 3"):
        load({**dump(people.lobby()), "version": 3}, people.classique())


def test_a_planned_session_waits() -> None:
    state = people.planned_evening()

    assert (state.status, state.rounds, state.present) == ("planned", 2, ())
    assert (state.item, state.step, state.clock, state.client, state.speakers) == (None, None, None, None, ())


def test_everybody_has_a_role_in_a_round() -> None:
    state = people.amina_presents()

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
    first, second = people.at_step("clarification", 0), people.at_step("clarification", 1)

    assert (first.client, first.role_of(BRUNO)) == (AMINA, "peer")
    assert (second.client, second.role_of(AMINA)) == (BRUNO, "peer")


def test_nobody_is_client_outside_the_rounds() -> None:
    for state in (people.opening_begins(), people.last_step()):
        assert state.client is None
        assert state.role_of(AMINA) == "peer"


def test_an_observer_may_be_client() -> None:
    chosen = people.after(people.lobby(), ChooseClients((ELSA, FARID)), Start())

    state = people.after(chosen, Jump(people.index_of(chosen, "presentation")))

    assert (state.client, state.role_of(ELSA), state.role_of(FARID)) == (ELSA, "client", "scribe")


def test_the_circle_keeps_its_order_whoever_comes_first() -> None:
    opened = people.after(people.planned_evening(), Open())

    state = people.after(opened, Admit(CHLOE, 2), Admit(AMINA, 0), Admit(BRUNO, 1))

    assert state.seats == (SeatedPerson(AMINA, 0), SeatedPerson(BRUNO, 1), SeatedPerson(CHLOE, 2))
    assert state.present == (AMINA, BRUNO, CHLOE)


def test_those_speak_whom_the_step_lets() -> None:
    assert people.amina_presents().speakers == (AMINA,)
    assert people.amina_is_questioned().speakers == (AMINA, BRUNO, CHLOE, DRISS)
    assert people.amina_listens().speakers == (BRUNO, CHLOE, DRISS)
    assert people.all_learn().speakers == CIRCLE
    assert people.lobby().speakers == ()


def test_the_clock_is_the_steps_own() -> None:
    state = people.amina_presents()

    assert state.clock == Clock(allotted_ms=5 * MINUTE, since=SIX_PM)
    assert people.pause().clock == Clock(allotted_ms=5 * MINUTE, spent_ms=2 * MINUTE)


def test_who_left_has_no_role_and_no_voice() -> None:
    state = people.bruno_left()

    assert (state.role_of(BRUNO), BRUNO in state.speakers, BRUNO in state.admitted) == (None, False, True)
    assert state.client_of(1) == BRUNO


def test_a_late_arrival_is_a_peer_at_once() -> None:
    state = people.after(people.amina_is_questioned(), Admit(GINA, 6))

    assert state.role_of(GINA) == "peer"
    assert state.speakers == (AMINA, BRUNO, CHLOE, DRISS, GINA)
