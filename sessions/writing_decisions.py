"""What is kept, shown, delivered and hidden of what people write. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Refused

from . import checks, moves, rules
from . import events as happened
from .events import Event
from .state import State

Events = tuple[Event, ...]


def _keep_idea(state: State, move: moves.KeepIdea, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.author)
    if not rules.may_keep(state, move.author, move.kind):
        raise Refused("may_not_keep")
    return (happened.WritingChanged(now, "kept"),)


def _write_in_silence(state: State, move: moves.WriteInSilence, now: int) -> Events:
    checks.running(state)
    if state.in_silence:
        raise Refused("in_silence")
    return (happened.SilenceBegan(now),)


def _reveal(state: State, move: moves.Reveal, now: int) -> Events:
    checks.running(state)
    if not state.in_silence:
        raise Refused("not_in_silence")
    return (happened.Revealed(now),)


def _choose_delivery(state: State, move: moves.ChooseDelivery, now: int) -> Events:
    checks.started(state)
    if move.participant != state.client:
        raise Refused("not_client")
    return (happened.DeliveryChosen(now, move.as_they_come),)


def _mark(state: State, move: moves.Mark, now: int) -> Events:
    checks.started(state)
    if move.participant != state.client:
        raise Refused("not_client")
    return (happened.WritingChanged(now, "marked"),)


def _hide(state: State, move: moves.Hide, now: int) -> Events:
    checks.started(state)
    return (happened.WritingChanged(now, "hidden"),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.KeepIdea: _keep_idea,
    moves.WriteInSilence: _write_in_silence,
    moves.Reveal: _reveal,
    moves.ChooseDelivery: _choose_delivery,
    moves.Mark: _mark,
    moves.Hide: _hide,
}
