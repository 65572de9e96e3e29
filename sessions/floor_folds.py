"""What the state becomes after a choice about the floor that outlasts the step. Pure."""

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


FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.FloorOrderSet: _order_set,
    happened.TurnLimitSet: _limit_set,
}
