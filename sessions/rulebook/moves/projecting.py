"""The client's demand on the room screen: asked for, agreed to, taken back; and how long an accord holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Refused

from ..events import Event, Events
from ..rules import guards
from ..state.state import State
from . import Decisions, Folds
from .subjects import HeadlineWorded
from .undo import Undone
from .writing import Written


@dataclass(frozen=True, slots=True)
class AskAccord:
    """The facilitator asks the round's client whether the demand may stand on the room screen. Nothing is shown yet."""


@dataclass(frozen=True, slots=True)
class ProjectDemand:
    """The client agrees: by the own press, or aloud, as the facilitator notes (None). Which words, rows know."""

    participant: str | None


@dataclass(frozen=True, slots=True)
class WithdrawDemand:
    """It is taken off the room screen, or not put there; the facilitator (None) notes that the client says so."""

    participant: str | None


@dataclass(frozen=True, slots=True)
class AccordAsked(Event):
    """The client is asked."""


@dataclass(frozen=True, slots=True)
class DemandProjected(Event):
    """The client has agreed, aloud where the facilitator noted it (`is_noted`)."""

    is_noted: bool


@dataclass(frozen=True, slots=True)
class DemandWithdrawn(Event):
    """The demand is not on the room screen any more, nor asked for."""


def _check(state: State, participant: str | None) -> None:
    # In a break too: what somebody wants off the wall does not wait until it ends.
    guards.started(state)
    if state.client is None:
        raise Refused("no_round")
    if participant not in (None, state.client):
        raise Refused("not_client")


def _ask(state: State, move: AskAccord, now: int) -> Events:
    _check(state, None)
    return (AccordAsked(now),) if state.accord is None else ()


def _project(state: State, move: ProjectDemand, now: int) -> Events:
    _check(state, move.participant)
    return () if state.accord == "given" else (DemandProjected(now, is_noted=move.participant is None),)


def _withdraw(state: State, move: WithdrawDemand, now: int) -> Events:
    _check(state, move.participant)
    return () if state.accord is None else (DemandWithdrawn(now),)


def _asked(state: State, event: AccordAsked) -> State:
    return replace(state, accord="asked")


def _projected(state: State, event: DemandProjected) -> State:
    return replace(state, accord="given")


def _withdrawn(state: State, event: DemandWithdrawn) -> State:
    return replace(state, accord=None)


def still_holds(before: State, after: State, event: Event) -> State:
    """The state after any event, without an accord that held for another round, another client or other words.

    Asked of every event and not of those that end rounds: one that was forgotten would leave words on the wall.
    """
    # Undoing gives steps back, never an accord that was withdrawn since, nor one for words that were others then.
    accord = before.accord if isinstance(event, Undone) else after.accord
    if accord and (_of(before) != _of(after) or _rewords(event)):
        accord = None
    return after if accord == after.accord else replace(after, accord=accord)


def _of(state: State) -> object:
    return state.status, state.item and state.item.round, state.client


def _rewords(event: Event) -> bool:
    return isinstance(event, HeadlineWorded) or (isinstance(event, Written) and event.kind == "contract")


DECISIONS: Decisions = {
    AskAccord: _ask,
    ProjectDemand: _project,
    WithdrawDemand: _withdraw,
}
FOLDS: Folds = {
    AccordAsked: _asked,
    DemandProjected: _projected,
    DemandWithdrawn: _withdrawn,
}
