"""In which order hands are called, by rule or by hand; how long a turn may take; how what was heard is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..rules import airtime, guards
from ..state import floor
from ..state.state import State
from . import Decisions, Folds
from .guiding import RULES_MS, MomentShown


@dataclass(frozen=True, slots=True)
class SetFloorOrder:
    """In which order hands are called: by arrival, or least heard first."""

    order: str


@dataclass(frozen=True, slots=True)
class MoveHand:
    """A hand changes places with the one that would be called just before it, or just after it (`is_later`)."""

    participant: str
    is_later: bool


@dataclass(frozen=True, slots=True)
class SetTurnLimit:
    """A turn's time in milliseconds, from half a minute to half an hour; None for as long as it takes."""

    span_ms: int | None


@dataclass(frozen=True, slots=True)
class ForgetAirtime:
    """What was heard of whom is known no more. No command of anybody's: `manage.py forget_airtime` asks it."""


@dataclass(frozen=True, slots=True)
class FloorOrderSet(Event):
    """Hands are called in another order from now on."""

    order: str


@dataclass(frozen=True, slots=True)
class HandMoved(Event):
    """A hand went one place up or down (`is_later`); all that are up stay in the order that this made."""

    participant: str
    is_later: bool


@dataclass(frozen=True, slots=True)
class TurnLimitSet(Event):
    """A turn has so many milliseconds from now on, or as long as it takes."""

    span_ms: int | None


@dataclass(frozen=True, slots=True)
class AirtimeForgotten(Event):
    """What was heard of whom is known no more."""


def _set_floor_order(state: State, move: SetFloorOrder, now: int) -> Events:
    guards.gathered(state)
    if move.order not in airtime.ORDERS:
        raise Invalid("unknown_order", "order")
    return () if move.order == state.floor_order else (FloorOrderSet(now, move.order),)


def _move_hand(state: State, move: MoveHand, now: int) -> Events:
    guards.running(state)
    order = [hand.participant for hand in airtime.hands(state)]
    # A hand that was called, or taken down, while the button was pressed has no place any more: no fault either.
    if move.participant not in order or move.participant == order[-1 if move.is_later else 0]:
        return ()
    # All are told, and nobody is named: who waits sees why it takes longer.
    return (HandMoved(now, move.participant, move.is_later), MomentShown(now, "hands", now + RULES_MS))


def _set_turn_limit(state: State, move: SetTurnLimit, now: int) -> Events:
    guards.gathered(state)
    if move.span_ms is not None and not airtime.SHORTEST_LIMIT_MS <= move.span_ms <= airtime.LONGEST_LIMIT_MS:
        raise Invalid("limit_out_of_range", "seconds")
    return () if move.span_ms == state.turn_limit_ms else (TurnLimitSet(now, move.span_ms),)


def _forget_airtime(state: State, move: ForgetAirtime, now: int) -> Events:
    # Of all moves a closed session accepts this and Undo alone. While it runs, the order of hands needs what was heard.
    if state.status != "closed":
        raise Refused("already_running" if state.is_running else "not_running")
    return () if state.is_airtime_forgotten else (AirtimeForgotten(now),)


def _order_set(state: State, event: FloorOrderSet) -> State:
    return replace(state, floor_order=event.order)


def _hand_moved(state: State, event: HandMoved) -> State:
    hands = airtime.hands(state)
    return replace(state, floor=floor.moved(state.floor, hands, event.participant, is_later=event.is_later))


def _limit_set(state: State, event: TurnLimitSet) -> State:
    return replace(state, turn_limit_ms=event.span_ms)


def _airtime_forgotten(state: State, event: AirtimeForgotten) -> State:
    # The flag says that rows and journal were stripped too, so that the operator's command passes by next time.
    return replace(state, heard={}, is_airtime_forgotten=True)


DECISIONS: Decisions = {
    SetFloorOrder: _set_floor_order,
    MoveHand: _move_hand,
    SetTurnLimit: _set_turn_limit,
    ForgetAirtime: _forget_airtime,
}
FOLDS: Folds = {
    FloorOrderSet: _order_set,
    HandMoved: _hand_moved,
    TurnLimitSet: _limit_set,
    AirtimeForgotten: _airtime_forgotten,
}
