"""Taking the last transition back: for how long, and what people did meanwhile that stands. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from groups.errors import Refused, Stale

from . import events as happened
from . import moves, rules
from .events import Event
from .state import Past, State

WINDOW_MS = 10_000
Events = tuple[Event, ...]
TRANSITIONS = (
    *(moves.Next, moves.Back, moves.Jump, moves.InterruptRound, moves.ResumeRound, moves.Close),
    *(moves.TakeBreak, moves.EndBreak),
)
# Whatever else happens after a transition happened to the state before it too.
OF_THE_STEP = frozenset(
    {
        *(happened.TransitionBegan, happened.Undone, happened.StepEntered, happened.Closed),
        *(happened.RoundInterrupted, happened.RoundResumed, happened.BreakTaken, happened.BreakEnded),
        *(happened.ClockPaused, happened.ClockResumed, happened.TimeAdded),
        *(happened.FloorGiven, happened.FloorYielded, happened.FloorModeSet, happened.TurnPassed),
        *(happened.MomentShown, happened.MomentEnded, happened.PromptShown, happened.PromptHidden),
        *(happened.Written, happened.WritingAllowed, happened.ContractAccepted, happened.WritingChanged),
    }
)


def marked(move: object, events: Events, now: int, revision: int) -> Events:
    """A transition's events, after the mark that lets it be undone."""
    return (happened.TransitionBegan(now, revision), *events) if isinstance(move, TRANSITIONS) else events


def began(state: State, event: happened.TransitionBegan) -> State:
    """Keep the state as it stands now, without what might have been undone before."""
    return replace(state, past=Past(event.at, event.revision, replace(state, past=None, last_at=event.at)))


def undone(state: State, event: happened.Undone) -> State:
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
    if not isinstance(event, happened.HandRaised):
        return True
    one = event.participant
    return rules.may_raise_hand(state, one) and one not in state.floor.waiting


def _undo(state: State, move: moves.Undo, now: int) -> Events:
    past = state.past
    if past is None:
        raise Refused("nothing_to_undo")
    if move.of_revision != past.revision:
        raise Stale
    if past.state is None or now > past.at + WINDOW_MS:
        raise Refused("too_late")
    if past.state.client in past.state.left:
        raise Refused("client_absent")
    return (happened.Undone(now),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {moves.Undo: _undo}
FOLDS: dict[type[Event], Callable[[State, Any], State]] = {happened.TransitionBegan: began, happened.Undone: undone}
