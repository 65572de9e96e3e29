"""Hands, turns and the floor's mode. The order of hands and a turn's limit are in turns.py."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..protocol.vocabulary import FLOORS
from ..rules import airtime, guards, rights
from ..state import floor
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class RaiseHand:
    """A participant asks to speak."""

    participant: str


@dataclass(frozen=True, slots=True)
class LowerHand:
    """A participant asks no more."""

    participant: str


@dataclass(frozen=True, slots=True)
class GiveFloor:
    """The facilitator gives somebody the floor; by exception, also whom step or mode does not let speak.

    `believed` is whom the sender saw speaking: an id, "" for nobody, None when nothing was said about it.
    """

    participant: str
    believed: str | None = None
    is_exception: bool = False


@dataclass(frozen=True, slots=True)
class YieldFloor:
    """The speaker ends the turn, or the facilitator takes the floor back (participant None)."""

    participant: str | None = None


@dataclass(frozen=True, slots=True)
class NextSpeaker:
    """The floor goes to whoever comes next, or to nobody where nobody waits; `believed` as in GiveFloor."""

    believed: str | None = None


@dataclass(frozen=True, slots=True)
class SetFloorMode:
    """The floor works in another way, one of FLOORS, until the step is left."""

    mode: str


@dataclass(frozen=True, slots=True)
class PassTurn:
    """A turn of a go-round is let go, for good or for later.

    `participant` is whose turn; None when the facilitator passes over whoever speaks, or else whoever comes next.
    """

    participant: str | None = None
    is_for_later: bool = False


@dataclass(frozen=True, slots=True)
class HandRaised(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class HandLowered(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class FloorGiven(Event):
    """Somebody speaks, as step and mode let, or by an exception. What was journaled before these is none."""

    participant: str
    is_exception: bool = False


@dataclass(frozen=True, slots=True)
class FloorYielded(Event):
    pass


@dataclass(frozen=True, slots=True)
class FloorModeSet(Event):
    mode: str


@dataclass(frozen=True, slots=True)
class TurnPassed(Event):
    participant: str
    is_for_later: bool = False


def _raise_hand(state: State, move: RaiseHand, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.participant)
    if move.participant not in state.speakers:
        raise Refused("may_not_speak")
    if state.floor.mode in floor.CLOSED_TO_HANDS:
        raise Refused("floor_closed")
    if state.floor.speaker == move.participant:
        raise Refused("already_speaking")
    # A second press is no fault: the hand keeps its place.
    return () if move.participant in state.floor.waiting else (HandRaised(now, move.participant),)


def _lower_hand(state: State, move: LowerHand, now: int) -> Events:
    guards.running(state)
    # No refusal without a hand: it may have been called while the button was pressed.
    return (HandLowered(now, move.participant),) if move.participant in state.floor.waiting else ()


def _give_floor(state: State, move: GiveFloor, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.participant)
    guards.believed_speaker(state, move.believed)
    if state.floor.speaker == move.participant:
        return ()
    # An exception that is not needed is an ordinary turn: by exception, putting it off for later would lose it.
    if move.is_exception and not rights.may_take_floor(state, move.participant):
        return (FloorGiven(now, move.participant, is_exception=True),)
    if move.participant not in state.speakers:
        raise Refused("may_not_speak")
    if not rights.may_take_floor(state, move.participant):
        raise Refused("floor_closed")
    return (FloorGiven(now, move.participant),)


def _yield_floor(state: State, move: YieldFloor, now: int) -> Events:
    guards.running(state)
    if state.floor.speaker is None:
        raise Refused("nobody_speaking")
    if move.participant not in (None, state.floor.speaker):
        raise Refused("not_speaking")
    return (FloorYielded(now),)


def _next_speaker(state: State, move: NextSpeaker, now: int) -> Events:
    guards.running(state)
    guards.believed_speaker(state, move.believed)
    if state.floor.mode in floor.CLOSED_TO_HANDS:
        raise Refused("floor_closed")
    if (to := airtime.next_up(state)) is not None:
        return (FloorGiven(now, to),)
    if state.floor.speaker is None:
        raise Refused("nobody_waiting")
    return (FloorYielded(now),)


def _set_floor_mode(state: State, move: SetFloorMode, now: int) -> Events:
    guards.running(state)
    if move.mode not in FLOORS:
        raise Invalid("unknown_mode", "mode")
    if move.mode == "client_only" and state.client not in state.speakers:
        raise Refused("mode_not_here")
    return () if _is_so_already(state, move.mode) else (FloorModeSet(now, move.mode),)


def _is_so_already(state: State, mode: str) -> bool:
    """Whether setting this mode changes nothing.

    A go-round that came to its end may begin again; a queue whose hands are folded away is one only once set.
    """
    return mode == rights.shown_mode(state) and (mode != "go_round" or bool(state.floor.pending))


def _pass_turn(state: State, move: PassTurn, now: int) -> Events:
    guards.running(state)
    current = state.floor
    if current.mode != "go_round":
        raise Refused("no_go_round")
    who = move.participant or current.speaker or airtime.next_up(state)
    if who is None or (who != current.speaker and who not in current.pending):
        raise Refused("turn_over")
    passing = TurnPassed(now, who, move.is_for_later)
    rest = (floor.postponed if move.is_for_later else floor.passed)(current, who)
    after = airtime.next_up(replace(state, floor=rest))
    # Only if the speaker let go: who passes ahead of time must not take the floor from whoever speaks. Nor if the same
    # person would come next: the last one, who puts the turn off, would have the floor again at once.
    goes_on = who == current.speaker and after not in (None, who)
    return (passing, FloorGiven(now, after)) if goes_on and after else (passing,)


def _hand_raised(state: State, event: HandRaised) -> State:
    return replace(state, floor=floor.raised(state.floor, event.participant, event.at))


def _hand_lowered(state: State, event: HandLowered) -> State:
    return replace(state, floor=floor.lowered(state.floor, event.participant))


def _floor_given(state: State, event: FloorGiven) -> State:
    return replace(state, floor=floor.given(state.floor, event.participant, event.at, is_exception=event.is_exception))


def _floor_yielded(state: State, event: FloorYielded) -> State:
    return replace(state, floor=floor.yielded(state.floor))


def _floor_mode_set(state: State, event: FloorModeSet) -> State:
    current = floor.changed(state.floor, event.mode, speakers=state.turns, client=state.client, at=event.at)
    # Asking for a queue is asking for hands: all phones show the button. Any other mode folds it away again.
    return replace(state, floor=current, hands_out=event.mode == "queue")


def _turn_passed(state: State, event: TurnPassed) -> State:
    let_go = floor.postponed if event.is_for_later else floor.passed
    return replace(state, floor=let_go(state.floor, event.participant))


DECISIONS: Decisions = {
    RaiseHand: _raise_hand,
    LowerHand: _lower_hand,
    GiveFloor: _give_floor,
    YieldFloor: _yield_floor,
    NextSpeaker: _next_speaker,
    SetFloorMode: _set_floor_mode,
    PassTurn: _pass_turn,
}
FOLDS: Folds = {
    HandRaised: _hand_raised,
    HandLowered: _hand_lowered,
    FloorGiven: _floor_given,
    FloorYielded: _floor_yielded,
    FloorModeSet: _floor_mode_set,
    TurnPassed: _turn_passed,
}
