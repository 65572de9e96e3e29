"""What each move about people makes happen, or why not now. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Invalid, Refused

from . import checks, moves, rules
from . import events as happened
from .events import Event
from .protocol import KINDS, ROLES
from .state import State

ASSIGNABLE = tuple(role for role in ROLES if role not in ("facilitator", "client"))
Events = tuple[Event, ...]


def _admit(state: State, move: moves.Admit, now: int) -> Events:
    checks.gathered(state)
    if move.participant in state.admitted:
        return ()
    return (happened.Admitted(now, move.participant, move.place),)


def _assign_role(state: State, move: moves.AssignRole, now: int) -> Events:
    checks.gathered(state)
    checks.present(state, move.participant)
    if move.role not in ASSIGNABLE:
        raise Invalid("unknown_role", "role")
    if move.role == "observer" and state.protocol.settings["observer"] == "no":
        raise Refused("no_observer")
    return (happened.RoleAssigned(now, move.participant, move.role),)


def _choose_clients(state: State, move: moves.ChooseClients, now: int) -> Events:
    checks.gathered(state)
    chosen = move.clients
    if not chosen or len(set(chosen)) != len(chosen):
        raise Invalid("clients_twice" if chosen else "clients_required", "participants")
    for one in chosen[state.rounds_begun :]:
        checks.present(state, one)
    if chosen[: state.rounds_begun] != state.clients[: state.rounds_begun]:
        raise Refused("round_begun")
    return (happened.ClientsChosen(now, chosen),)


def _say_where(state: State, move: moves.SayWhere, now: int) -> Events:
    checks.gathered(state)
    if state.modality != "hybrid":
        raise Refused("not_hybrid")
    checks.present(state, move.participant)
    if move.is_remote == (move.participant in state.remote):
        return ()
    return (happened.WhereSaid(now, move.participant, move.is_remote),)


def _mark_left(state: State, move: moves.MarkLeft, now: int) -> Events:
    checks.gathered(state)
    _admitted(state, move.participant)
    if move.participant in state.left:
        return ()
    if move.participant == state.client:
        # Whoever guides says first what becomes of the round.
        raise Refused("client_under_way")
    return (happened.PersonLeft(now, move.participant),)


def _mark_back(state: State, move: moves.MarkBack, now: int) -> Events:
    checks.gathered(state)
    _admitted(state, move.participant)
    return (happened.PersonReturned(now, move.participant),) if move.participant in state.left else ()


def _admitted(state: State, participant: str) -> None:
    if participant not in state.admitted:
        raise Refused("not_present")


def _allow_writing(state: State, move: moves.AllowWriting, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.participant)
    if move.kind not in KINDS:
        raise Invalid("unknown_kind", "kind")
    if rules.may_write(state, move.participant, move.kind):
        return ()
    return (happened.WritingAllowed(now, move.participant, move.kind),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.Admit: _admit,
    moves.AssignRole: _assign_role,
    moves.ChooseClients: _choose_clients,
    moves.SayWhere: _say_where,
    moves.MarkLeft: _mark_left,
    moves.MarkBack: _mark_back,
    moves.AllowWriting: _allow_writing,
}
