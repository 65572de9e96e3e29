"""What the state becomes after what concerns the floor and outlasts the step. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import events as happened
from .events import Event
from .state import State


def _order_set(state: State, event: happened.FloorOrderSet) -> State:
    return replace(state, floor_order=event.order)


def _limit_set(state: State, event: happened.TurnLimitSet) -> State:
    return replace(state, turn_limit_ms=event.span_ms)


def _airtime_forgotten(state: State, event: happened.AirtimeForgotten) -> State:
    return replace(state, heard={}, is_airtime_forgotten=True)


FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.FloorOrderSet: _order_set,
    happened.TurnLimitSet: _limit_set,
    happened.AirtimeForgotten: _airtime_forgotten,
}
