"""What people write: shared, kept for later, written in silence, delivered, marked and hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..protocol.vocabulary import KINDS
from ..rules import guards, rights
from ..state.parts import Grant
from ..state.state import State
from . import Decisions, Folds, unchanged


@dataclass(frozen=True, slots=True)
class Write:
    """Somebody writes something of a kind; None is the facilitator."""

    author: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class AcceptContract:
    """Somebody accepts the contract as it stands; that there is one, rows know."""

    participant: str


@dataclass(frozen=True, slots=True)
class ChangeWriting:
    """A contribution is withdrawn, reworded, marked answered, handed back to its author or dropped.

    Any running step allows it; whose it is, and whether it may still be reworded, rows know.
    """

    change: str


@dataclass(frozen=True, slots=True)
class AllowWriting:
    """The facilitator lets somebody write one thing of a kind that the step does not ask for."""

    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class KeepIdea:
    """A participant keeps, unseen by all others, what a later step of the round lets that role write."""

    author: str
    kind: str


@dataclass(frozen=True, slots=True)
class Written(Event):
    """Something was written; its words are in sealed rows. `author` is None for the facilitator."""

    kind: str
    author: str | None


@dataclass(frozen=True, slots=True)
class WritingAllowed(Event):
    """Somebody may write one thing of a kind that the step does not ask for."""

    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContractAccepted(Event):
    """Somebody accepted the contract as it stood."""

    participant: str


@dataclass(frozen=True, slots=True)
class WritingChanged(Event):
    """A contribution was changed in that way (`change`), kept for later, marked by the client or hidden."""

    change: str


def _write(state: State, move: Write, now: int) -> Events:
    guards.running(state)
    if move.author is not None:
        guards.present(state, move.author)
    if not rights.may_write(state, move.author, move.kind):
        raise Refused("may_not_write")
    return (Written(now, move.kind, move.author),)


def _accept_contract(state: State, move: AcceptContract, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.participant)
    if not rights.may_accept(state, move.participant):
        raise Refused("may_not_accept")
    return (ContractAccepted(now, move.participant),)


def _change_writing(state: State, move: ChangeWriting, now: int) -> Events:
    guards.running(state)
    return (WritingChanged(now, move.change),)


def _allow_writing(state: State, move: AllowWriting, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.participant)
    # Contributions alone: contract, synthesis and commitments stay with the roles that the step names.
    if move.kind not in KINDS:
        raise Invalid("unknown_kind", "kind")
    # No second exception, and none for what the step allows anyway: it would stay unused until the step is left.
    if rights.may_write(state, move.participant, move.kind):
        return ()
    return (WritingAllowed(now, move.participant, move.kind),)


def _keep_idea(state: State, move: KeepIdea, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.author)
    if not rights.may_keep(state, move.author, move.kind):
        raise Refused("may_not_keep")
    return (WritingChanged(now, "kept"),)


def _writing_allowed(state: State, event: WritingAllowed) -> State:
    return replace(state, grants=(*state.grants, Grant(event.participant, event.kind)))


def _written(state: State, event: Written) -> State:
    """An exception is used up by the writing that needed it, not by one that the step allows anyway."""
    step = state.step
    role = "facilitator" if event.author is None else state.role_of(event.author)
    if step is None or role is None or event.kind in step.writes.get(role, ()):
        return state
    used = next((one for one in state.grants if (one.participant, one.kind) == (event.author, event.kind)), None)
    return replace(state, grants=tuple(one for one in state.grants if one is not used))


DECISIONS: Decisions = {
    Write: _write,
    AcceptContract: _accept_contract,
    ChangeWriting: _change_writing,
    AllowWriting: _allow_writing,
    KeepIdea: _keep_idea,
}
FOLDS: Folds = {
    Written: _written,
    WritingAllowed: _writing_allowed,
    ContractAccepted: unchanged,
    WritingChanged: unchanged,
}
