"""Taking the last transition back: for how long, and what people did meanwhile that stands.

The state before a transition is kept inside the state, and follows what people do in the meantime: so undoing restores
it as it is by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from groups.errors import Refused, Stale

from ..events import Event, Events
from ..rules import rights
from ..state.state import Past, State
from . import Decisions, Folds
from .clock import BreakEnded, BreakTaken, ClockPaused, ClockResumed, EndBreak, TakeBreak, TimeAdded
from .delivery import DeliveryChosen, Revealed, SilenceBegan, round_of
from .floor import FloorGiven, FloorModeSet, FloorYielded, HandRaised, TurnPassed
from .guiding import MomentEnded, MomentShown, PromptHidden, PromptShown
from .life import Close, Closed, EndCorrected
from .sharing import TimeGivenUp, TimeShared
from .steps import Back, InterruptRound, Jump, Next, ResumeRound, RoundInterrupted, RoundResumed, StepEntered
from .writing import ContractAccepted, WritingAllowed, WritingChanged, Written


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last transition back, if it is still the one that made that revision.

    The page names it: a slow press must not take back a later transition, which somebody else made.
    """

    of_revision: int


@dataclass(frozen=True, slots=True)
class TransitionBegan(Event):
    """What follows may be undone for ten seconds, by the revision that it makes."""

    revision: int = 0


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """The last transition never was; the time since belongs to the step before it."""


# Long enough to see a wrong press, and short enough for nothing to have been set off: what closing starts waits for it.
WINDOW_MS = 10_000
TRANSITIONS = (Next, Back, Jump, InterruptRound, ResumeRound, Close, TakeBreak, EndBreak)
# What happens to the step under way alone, and goes with it. All other events since a transition (somebody came,
# clients were chosen, a hand was raised) are folded into the state before it too, so that undoing loses none of them.
OF_THE_STEP = {
    TransitionBegan,
    Undone,
    StepEntered,
    Closed,
    EndCorrected,
    RoundInterrupted,
    RoundResumed,
    BreakTaken,
    BreakEnded,
    ClockPaused,
    ClockResumed,
    TimeAdded,
    TimeShared,
    TimeGivenUp,
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
    """A move's events, after the mark that lets a transition be undone by `revision`."""
    return (TransitionBegan(now, revision), *events) if isinstance(move, TRANSITIONS) else events


def began(state: State, event: TransitionBegan) -> State:
    """Keep the state as it stands now, and forget the one kept before: only the last transition is undone."""
    return replace(state, past=Past(event.at, event.revision, replace(state, past=None, last_at=event.at)))


def undone(state: State, event: Undone) -> State:
    """The state before the transition, with what people did since."""
    # It keeps no past of its own: a transition is undone once, and the rows see by this that one was (runs.py).
    return state if state.past is None or state.past.state is None else state.past.state


def followed(past: Past, event: Event, here: State, fold: Callable[[State, Event], State]) -> Past:
    """What is kept for undoing, after one more event in the state `here`: it follows what is not of the step alone,
    till it is too late.
    """
    # A second state in every document costs as much as the first: it is not kept for longer than it is of use.
    if past.state is None or event.at > past.at + WINDOW_MS:
        return replace(past, state=None)
    if type(event) in OF_THE_STEP or not _stands_there(past.state, event, here):
        return past
    return replace(past, state=fold(past.state, event))


def _stands_there(before: State, event: Event, here: State) -> bool:
    """Whether what happened in the state `here` holds in the state before the transition too."""
    match event:
        case HandRaised(participant=one):
            # Where the floor of the step before is closed, the hand goes down.
            return rights.may_raise_hand(before, one) and one not in before.floor.waiting
        case SilenceBegan() | Revealed():
            # A break is undone within its step. Of another step, silence would hide, and revealing show, what it is
            # not about; what was written there unseen goes back to its authors (commands/verbs/writing/undone.py).
            return _place(before) == _place(here)
        case DeliveryChosen():
            # The wish is the round's client's: the next one's must not show what is withheld from the one before.
            return round_of(before) == round_of(here)
    return True


def _place(state: State) -> tuple[str, int | None] | None:
    return None if state.item is None else (state.item.key, state.item.round)


def _undo(state: State, move: Undo, now: int) -> Events:
    past = state.past
    if past is None:
        raise Refused("nothing_to_undo")
    if move.of_revision != past.revision:
        raise Stale
    if past.state is None or now > past.at + WINDOW_MS:
        raise Refused("too_late")
    # The client of the step before may have been marked gone since: a round does not go on without its client.
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
