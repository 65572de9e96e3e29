"""What each move of the floor makes happen, or why not now. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from groups.errors import Invalid, Refused

from . import airtime, checks, floor, moves, rules
from . import events as happened
from .events import Event
from .protocol import FLOORS
from .state import State

Events = tuple[Event, ...]


def _raise_hand(state: State, move: moves.RaiseHand, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.participant)
    if move.participant not in state.speakers:
        raise Refused("may_not_speak")
    if state.floor.mode in floor.CLOSED_TO_HANDS:
        raise Refused("floor_closed")
    if state.floor.speaker == move.participant:
        raise Refused("already_speaking")
    return () if move.participant in state.floor.waiting else (happened.HandRaised(now, move.participant),)


def _lower_hand(state: State, move: moves.LowerHand, now: int) -> Events:
    checks.running(state)
    return (happened.HandLowered(now, move.participant),) if move.participant in state.floor.waiting else ()


def _give_floor(state: State, move: moves.GiveFloor, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.participant)
    checks.believed_speaker(state, move.believed)
    if state.floor.speaker == move.participant:
        return ()
    if move.is_exception and not rules.may_take_floor(state, move.participant):
        return (happened.FloorGiven(now, move.participant, is_exception=True),)
    if move.participant not in state.speakers:
        raise Refused("may_not_speak")
    if not rules.may_take_floor(state, move.participant):
        raise Refused("floor_closed")
    return (happened.FloorGiven(now, move.participant),)


def _yield_floor(state: State, move: moves.YieldFloor, now: int) -> Events:
    checks.running(state)
    if state.floor.speaker is None:
        raise Refused("nobody_speaking")
    if move.participant not in (None, state.floor.speaker):
        raise Refused("not_speaking")
    return (happened.FloorYielded(now),)


def _next_speaker(state: State, move: moves.NextSpeaker, now: int) -> Events:
    checks.running(state)
    checks.believed_speaker(state, move.believed)
    if state.floor.mode in floor.CLOSED_TO_HANDS:
        raise Refused("floor_closed")
    if (to := airtime.next_up(state)) is not None:
        return (happened.FloorGiven(now, to),)
    if state.floor.speaker is None:
        raise Refused("nobody_waiting")
    return (happened.FloorYielded(now),)


def _set_floor_mode(state: State, move: moves.SetFloorMode, now: int) -> Events:
    checks.running(state)
    if move.mode not in FLOORS:
        raise Invalid("unknown_mode", "mode")
    if move.mode == "client_only" and state.client not in state.speakers:
        raise Refused("mode_not_here")
    return () if _is_so_already(state, move.mode) else (happened.FloorModeSet(now, move.mode),)


def _is_so_already(state: State, mode: str) -> bool:
    """A go-round that came to its end may begin again; hands that were folded away may be taken out."""
    return mode == rules.mode_as_lived(state) and (mode != "go_round" or bool(state.floor.pending))


def _pass_turn(state: State, move: moves.PassTurn, now: int) -> Events:
    checks.running(state)
    ground = state.floor
    if ground.mode != "go_round":
        raise Refused("no_go_round")
    who = move.participant or ground.speaker or airtime.next_up(state)
    if who is None or (who != ground.speaker and who not in ground.pending):
        raise Refused("turn_over")
    passing = happened.TurnPassed(now, who, move.is_for_later)
    rest = (floor.put_off if move.is_for_later else floor.passed)(ground, who)
    after = airtime.next_up(replace(state, floor=rest))
    goes_on = who == ground.speaker and after not in (None, who)
    return (passing, happened.FloorGiven(now, after)) if goes_on and after else (passing,)


def _set_floor_order(state: State, move: moves.SetFloorOrder, now: int) -> Events:
    checks.gathered(state)
    if move.order not in airtime.ORDERS:
        raise Invalid("unknown_order", "order")
    return () if move.order == state.floor_order else (happened.FloorOrderSet(now, move.order),)


def _set_turn_limit(state: State, move: moves.SetTurnLimit, now: int) -> Events:
    checks.gathered(state)
    if move.span_ms is not None and not airtime.SHORTEST_LIMIT_MS <= move.span_ms <= airtime.LONGEST_LIMIT_MS:
        raise Invalid("limit_out_of_range", "seconds")
    return () if move.span_ms == state.turn_limit_ms else (happened.TurnLimitSet(now, move.span_ms),)


def _forget_airtime(state: State, move: moves.ForgetAirtime, now: int) -> Events:
    if state.status != "closed":
        raise Refused("already_running" if state.is_running else "not_running")
    return () if state.is_airtime_forgotten else (happened.AirtimeForgotten(now),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.RaiseHand: _raise_hand,
    moves.LowerHand: _lower_hand,
    moves.GiveFloor: _give_floor,
    moves.YieldFloor: _yield_floor,
    moves.NextSpeaker: _next_speaker,
    moves.SetFloorMode: _set_floor_mode,
    moves.PassTurn: _pass_turn,
    moves.SetFloorOrder: _set_floor_order,
    moves.SetTurnLimit: _set_turn_limit,
    moves.ForgetAirtime: _forget_airtime,
}
