"""What holds for every protocol, however people meet, for 2 to 12 people of whom some or all want to be client."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.rulebook.machine import planned
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.life import Open, Start
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.steps import Next
from sessions.rulebook.protocol.protocol import Protocol, catalogue
from sessions.rulebook.state.agenda import MODALITIES, Item, plan, usual_minutes
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import MINUTE, protocol

TWELVE = tuple(f"person-{number}" for number in range(12))

EXAMPLES = settings().max_examples // 7  # for each of 24 combinations

EVERY_PROTOCOL = pytest.mark.parametrize("key", catalogue())
EVERY_MODALITY = pytest.mark.parametrize("modality", MODALITIES)


@st.composite
def groups(draw: st.DrawFn) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is here, and who of them wants to be client, in order."""
    here = TWELVE[: draw(st.integers(2, 12))]
    everybody_wants = draw(st.booleans())
    wish = draw(st.permutations(here))
    return here, tuple(wish if everybody_wants else wish[: draw(st.integers(1, len(here)))])


def gathered(of: Protocol, minutes: int, here: tuple[str, ...], clients: tuple[str, ...]) -> State:
    """A session planned for one client, before it was known who would come and who would be client."""
    opened = states.after(planned(of, minutes=minutes, rounds=1), Open())
    admitted = [Admit(one, place) for place, one in enumerate(here)]
    return states.after(opened, *admitted, ChooseClients(clients), Start())


def minutes_of(items: tuple[Item, ...]) -> float:
    return sum(item.planned_ms for item in items) / MINUTE


@EVERY_PROTOCOL
@EVERY_MODALITY
@settings(max_examples=EXAMPLES)
@given(group=groups(), chosen_minutes=st.none() | st.integers(20, 480))
def test_minutes_add_up_and_everyone_who_asked_is_client_once(
    key: str, modality: str, group: tuple[tuple[str, ...], tuple[str, ...]], chosen_minutes: int | None
) -> None:
    here, clients = group
    minutes = chosen_minutes or usual_minutes(protocol(key), rounds=len(clients), modality=modality)

    state = gathered(protocol(key), minutes, here, clients)

    assert minutes_of(state.agenda) == minutes
    assert state.agenda == plan(protocol(key), minutes=minutes, rounds=len(clients))
    assert _clients_met(state) == dict.fromkeys(clients, 1)


def _clients_met(state: State) -> Counter[str | None]:
    """Walk through the whole session, and count in how many rounds each person was client."""
    met: dict[int, str | None] = {}
    while True:
        assert state.item is not None
        if state.item.round is not None:
            assert met.setdefault(state.item.round, state.client) == state.client
        if state.index == len(state.agenda) - 1:
            return Counter(met.values())
        state = states.after(state, Next())


@EVERY_PROTOCOL
@EVERY_MODALITY
def test_usual_minutes_give_every_step_its_time(key: str, modality: str) -> None:
    for clients in range(1, 13):
        usual = usual_minutes(protocol(key), rounds=clients, modality=modality)
        items = plan(protocol(key), minutes=usual, rounds=clients)

        assert min(item.planned_ms for item in items) >= MINUTE
        assert minutes_of(items) == usual


@EVERY_PROTOCOL
def test_distance_takes_no_time_from_any_step(key: str) -> None:
    for clients in range(1, 13):
        in_room, remote = (_shortest(key, modality, clients) for modality in ("in_room", "remote"))

        assert [step for step, least in in_room.items() if remote[step] < least] == []


def _shortest(key: str, modality: str, clients: int) -> dict[str, int]:
    """What each step gets in the round that gives it least."""
    usual = usual_minutes(protocol(key), rounds=clients, modality=modality)
    items = plan(protocol(key), minutes=usual, rounds=clients)
    return {step.key: min(item.planned_ms for item in items if item.key == step.key) for step in protocol(key).steps}
