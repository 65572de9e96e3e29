"""Who guides the session: the wheel is handed over, taken over and taken back. Pure; identity is access.py's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from groups.errors import Refused

from . import checks, moves
from . import events as happened
from .events import Event
from .state import State

Events = tuple[Event, ...]


def _hand_over(state: State, move: moves.HandOver, now: int) -> Events:
    checks.not_over(state)
    if state.driver == move.to:
        raise Refused("drives_already")
    return (happened.WheelHandedOver(now, move.to),)


def _take_over(state: State, move: moves.TakeOver, now: int) -> Events:
    checks.not_over(state)
    if state.driver == move.by:
        raise Refused("drives_already")
    return (happened.WheelTakenOver(now, move.by),)


def _take_back(state: State, move: moves.TakeBack, now: int) -> Events:
    checks.not_over(state)
    if state.driver is None:
        raise Refused("nobody_stands_in")
    return (happened.WheelTakenBack(now),)


def _handed_over(state: State, event: happened.WheelHandedOver) -> State:
    return replace(state, driver=event.to, is_stood_in=False)


def _taken_over(state: State, event: happened.WheelTakenOver) -> State:
    return replace(state, driver=event.by, is_stood_in=True)


def _taken_back(state: State, event: happened.WheelTakenBack) -> State:
    return replace(state, driver=None, is_stood_in=False)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.HandOver: _hand_over,
    moves.TakeOver: _take_over,
    moves.TakeBack: _take_back,
}
FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.WheelHandedOver: _handed_over,
    happened.WheelTakenOver: _taken_over,
    happened.WheelTakenBack: _taken_back,
}
