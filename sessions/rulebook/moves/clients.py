"""Who is client, in which order, and how the rounds share the time that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..rules import guards, planner
from ..state import agenda
from ..state.agenda import Item
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class ChooseClients:
    """All clients of the session by id, in the order of their rounds, those whose round has begun first."""

    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientsChosen(Event):
    """These are the clients, all of them, one a round."""

    clients: tuple[str, ...]


def _choose_clients(state: State, move: ChooseClients, now: int) -> Events:
    guards.gathered(state)
    chosen = move.clients
    if not chosen or len(set(chosen)) != len(chosen):
        raise Invalid("clients_twice" if chosen else "clients_required", "participants")
    # Whose round has begun may have left since: only clients to come have to be here.
    for one in chosen[state.rounds_begun :]:
        guards.present(state, one)
    if chosen[: state.rounds_begun] != state.clients[: state.rounds_begun]:
        raise Refused("round_begun")
    return (ClientsChosen(now, chosen),)


def _clients_chosen(state: State, event: ClientsChosen) -> State:
    rounds = len(event.clients)
    if rounds == state.rounds:
        # As many rounds as before: other people, or another order, and the minutes are shared already.
        return replace(state, clients=event.clients)
    if state.rounds_begun == 0:
        items = agenda.replan(state.agenda, state.protocol, minutes=state.minutes, rounds=rounds)
    else:
        items = planner.with_rounds(state, rounds)
    state = replace(state, clients=event.clients, agenda=items, index=_index_in(items, state.item))
    return _replanned(state, event.at) if state.rounds_begun else state


def _index_in(items: tuple[Item, ...], current: Item | None) -> int | None:
    """Where the current step went: the index of the closing changes with the number of rounds."""
    return None if current is None else [(item.key, item.round) for item in items].index((current.key, current.round))


def _replanned(state: State, at: int) -> State:
    """The rounds to come share what the steps of the present part leave them."""
    steps = planner.ahead_of(state)
    here = state.item
    assert here is not None  # noqa: S101  a round has begun, so the session runs
    rest = {i for i in steps if (state.agenda[i].part, state.agenda[i].round) == (here.part, here.round)}
    coming = {i for i, item in enumerate(state.agenda) if item.round is not None and item.round >= state.rounds_begun}
    # Overtime takes nothing more away, as it has been spent. In the closing nothing is taken off either:
    # `left_for_rounds` has left out all of the closing already.
    left = state.clock.remaining_ms(at) if state.clock else 0
    used = max(0, left) if here.part != "closing" else 0
    used += sum(state.agenda[i].allotted_ms - state.agenda[i].spent_ms for i in rest if here.part != "closing")
    available = planner.left_for_rounds(state, at) - used
    return replace(state, agenda=planner.shared_out(state.agenda, state.protocol, coming, available))


DECISIONS: Decisions = {
    ChooseClients: _choose_clients,
}
FOLDS: Folds = {
    ClientsChosen: _clients_chosen,
}
