"""What people write: shared, kept for later, written in silence, delivered, marked and hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..protocol.protocol import KINDS
from ..rules import guards, rights
from ..state.state import Grant, State
from . import Decisions, Folds, unchanged


@dataclass(frozen=True, slots=True)
class Write:
    """Somebody writes something of a kind; None is the facilitator."""

    author: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class AcceptContract:
    participant: str


@dataclass(frozen=True, slots=True)
class ChangeWriting:
    """A contribution is withdrawn, reworded or marked answered, which any running step allows."""

    change: str


@dataclass(frozen=True, slots=True)
class AllowWriting:
    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class KeepIdea:
    """A participant keeps, unseen by all others, what a later step of the round lets that role write."""

    author: str
    kind: str


@dataclass(frozen=True, slots=True)
class WriteInSilence:
    """From now on what is written in this step is seen by its author alone, until all is revealed."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """All that was written in silence is shown at once."""


@dataclass(frozen=True, slots=True)
class ChooseDelivery:
    """The client of the round has what is written delivered as it comes, or at the step's end."""

    participant: str
    as_they_come: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """The client of the round marks something that was received."""

    participant: str


@dataclass(frozen=True, slots=True)
class Hide:
    """A harmful contribution is taken off every screen, which may not wait for the end of a break."""


@dataclass(frozen=True, slots=True)
class Written(Event):
    """Something was written; its words live elsewhere. `author` is None for the facilitator."""

    kind: str
    author: str | None


@dataclass(frozen=True, slots=True)
class WritingAllowed(Event):
    """Somebody may write one thing of a kind that the step does not ask for."""

    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContractAccepted(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class WritingChanged(Event):
    """A contribution was withdrawn or marked answered."""

    change: str


@dataclass(frozen=True, slots=True)
class SilenceBegan(Event):
    """What is written is seen by its author alone from now on."""


@dataclass(frozen=True, slots=True)
class Revealed(Event):
    """What was written in silence is shown."""


@dataclass(frozen=True, slots=True)
class DeliveryChosen(Event):
    """The client receives what is written as it comes, or at the step's end."""

    as_they_come: bool


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
    if move.kind not in KINDS:
        raise Invalid("unknown_kind", "kind")
    if rights.may_write(state, move.participant, move.kind):
        return ()
    return (WritingAllowed(now, move.participant, move.kind),)


def _keep_idea(state: State, move: KeepIdea, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.author)
    if not rights.may_keep(state, move.author, move.kind):
        raise Refused("may_not_keep")
    return (WritingChanged(now, "kept"),)


def _write_in_silence(state: State, move: WriteInSilence, now: int) -> Events:
    guards.running(state)
    if state.in_silence:
        raise Refused("in_silence")
    return (SilenceBegan(now),)


def _reveal(state: State, move: Reveal, now: int) -> Events:
    guards.running(state)
    if not state.in_silence:
        raise Refused("not_in_silence")
    return (Revealed(now),)


def _choose_delivery(state: State, move: ChooseDelivery, now: int) -> Events:
    guards.started(state)
    if move.participant != state.client:
        raise Refused("not_client")
    return (DeliveryChosen(now, move.as_they_come),)


def _mark(state: State, move: Mark, now: int) -> Events:
    guards.started(state)
    if move.participant != state.client:
        raise Refused("not_client")
    return (WritingChanged(now, "marked"),)


def _hide(state: State, move: Hide, now: int) -> Events:
    guards.started(state)
    return (WritingChanged(now, "hidden"),)


def _writing_allowed(state: State, event: WritingAllowed) -> State:
    return replace(state, grants=(*state.grants, Grant(event.participant, event.kind)))


def _written(state: State, event: Written) -> State:
    """An exception is used up by the writing that needed it."""
    step = state.step
    role = "facilitator" if event.author is None else state.role_of(event.author)
    if step is None or role is None or event.kind in step.writes.get(role, ()):
        return state
    used = next((one for one in state.grants if (one.participant, one.kind) == (event.author, event.kind)), None)
    return replace(state, grants=tuple(one for one in state.grants if one is not used))


def entered(before: State, after: State) -> State:
    """In a step of silence people write unseen; a client's wish lasts as long as the round."""
    is_same = _round_of(before) == _round_of(after)
    return replace(after, in_silence=_is_silent(after), as_they_come=after.as_they_come and is_same)


def _is_silent(state: State) -> bool:
    step = state.step
    writes = step is not None and any(set(KINDS) & kinds for kinds in step.writes.values())
    return step is not None and step.floor == "silence" and writes


def _round_of(state: State) -> int | None:
    return state.item.round if state.item else None


def _silence_began(state: State, event: SilenceBegan) -> State:
    return replace(state, in_silence=True)


def _revealed(state: State, event: Revealed) -> State:
    return replace(state, in_silence=False)


def _delivery_chosen(state: State, event: DeliveryChosen) -> State:
    return replace(state, as_they_come=event.as_they_come)


DECISIONS: Decisions = {
    Write: _write,
    AcceptContract: _accept_contract,
    ChangeWriting: _change_writing,
    AllowWriting: _allow_writing,
    KeepIdea: _keep_idea,
    WriteInSilence: _write_in_silence,
    Reveal: _reveal,
    ChooseDelivery: _choose_delivery,
    Mark: _mark,
    Hide: _hide,
}
FOLDS: Folds = {
    Written: _written,
    WritingAllowed: _writing_allowed,
    ContractAccepted: unchanged,
    WritingChanged: unchanged,
    SilenceBegan: _silence_began,
    Revealed: _revealed,
    DeliveryChosen: _delivery_chosen,
}
