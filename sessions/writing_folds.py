"""What becomes of the state as people write in silence, and as the client chooses how to receive. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import events as happened
from .protocol import KINDS
from .state import State


def entered(before: State, after: State) -> State:
    """In a step of silence people write unseen; a client's wish lasts as long as the round."""
    is_same = _round_of(before) == _round_of(after)
    return replace(after, in_silence=_is_silent(after), as_they_come=after.as_they_come and is_same)


def _is_silent(state: State) -> bool:
    step = state.step
    writes = step is not None and any(set(KINDS) & kinds for kinds in step.writes.values())
    return step is not None and step.floor == "silence" and writes


def _round_of(state: State) -> int | None:
    return state.item.round if state.item else None


def _silence_began(state: State, event: happened.SilenceBegan) -> State:
    return replace(state, in_silence=True)


def _revealed(state: State, event: happened.Revealed) -> State:
    return replace(state, in_silence=False)


def _delivery_chosen(state: State, event: happened.DeliveryChosen) -> State:
    return replace(state, as_they_come=event.as_they_come)


FOLDS: dict[type[happened.Event], Callable[[State, Any], State]] = {
    happened.SilenceBegan: _silence_began,
    happened.Revealed: _revealed,
    happened.DeliveryChosen: _delivery_chosen,
}
