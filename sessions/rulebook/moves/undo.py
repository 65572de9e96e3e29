"""Taking the last transition back: for how long, and what people did meanwhile that stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from groups.errors import Refused, Stale

from ..events import Event, Events
from ..rules import rights
from ..state.state import Past, State
from . import Decisions, Folds
from .clock import BreakEnded, BreakTaken, ClockPaused, ClockResumed, EndBreak, TakeBreak, TimeAdded
from .floor import FloorGiven, FloorModeSet, FloorYielded, HandRaised, TurnPassed
from .guiding import MomentEnded, MomentShown, PromptHidden, PromptShown
from .life import Close, Closed
from .steps import Back, InterruptRound, Jump, Next, ResumeRound, RoundInterrupted, RoundResumed, StepEntered
from .writing import ContractAccepted, WritingAllowed, WritingChanged, Written


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last transition back, if it is still the one of that revision."""

    of_revision: int


@dataclass(frozen=True, slots=True)
class TransitionBegan(Event):
    """What follows may be undone for a while, by the revision that it makes."""

    revision: int = 0


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """The last transition never was; the time since belongs to the step before it."""


WINDOW_MS = 10_000
TRANSITIONS = (Next, Back, Jump, InterruptRound, ResumeRound, Close, TakeBreak, EndBreak)
# What happens to the step alone. Whatever else happens after a transition happened to the state before it too.
OF_THE_STEP = {
    TransitionBegan,
    Undone,
    StepEntered,
    Closed,
    RoundInterrupted,
    RoundResumed,
    BreakTaken,
    BreakEnded,
    ClockPaused,
    ClockResumed,
    TimeAdded,
    FloorGiven,
    FloorYielded,
    FloorModeSet,
    TurnPassed,
    MomentShown,
    MomentEnded,
    PromptShown,
    PromptHidden,
    Written,
    WritingAllowed,
    ContractAccepted,
    WritingChanged,
}


def marked(move: object, events: Events, now: int, revision: int) -> Events:
    """A transition's events, after the mark that lets it be undone."""
    return (TransitionBegan(now, revision), *events) if isinstance(move, TRANSITIONS) else events


def began(state: State, event: TransitionBegan) -> State:
    """Keep the state as it stands now, without what might have been undone before."""
    return replace(state, past=Past(event.at, event.revision, replace(state, past=None, last_at=event.at)))


def undone(state: State, event: Undone) -> State:
    """The state before the transition, with what people did since."""
    return state if state.past is None or state.past.state is None else state.past.state


def lived_on(past: Past, event: Event, fold: Callable[[State, Event], State]) -> Past:
    """The state before the transition, after something that is not of the step alone; nothing once it is too late."""
    if past.state is None or event.at > past.at + WINDOW_MS:
        return replace(past, state=None)
    if type(event) in OF_THE_STEP or not _stands_there(past.state, event):
        return past
    return replace(past, state=fold(past.state, event))


def _stands_there(state: State, event: Event) -> bool:
    """A hand raised since stays up where the step before lets it be."""
    if not isinstance(event, HandRaised):
        return True
    one = event.participant
    return rights.may_raise_hand(state, one) and one not in state.floor.waiting


def _undo(state: State, move: Undo, now: int) -> Events:
    past = state.past
    if past is None:
        raise Refused("nothing_to_undo")
    if move.of_revision != past.revision:
        raise Stale
    if past.state is None or now > past.at + WINDOW_MS:
        raise Refused("too_late")
    if past.state.client in past.state.left:
        raise Refused("client_absent")
    return (Undone(now),)


DECISIONS: Decisions = {
    Undo: _undo,
}
FOLDS: Folds = {
    TransitionBegan: began,
    Undone: undone,
}
