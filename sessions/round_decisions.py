"""Rounds that break off and are taken up again, and breaks. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Invalid, Refused

from . import checks, moves
from . import events as happened
from .events import Event
from .state import State

LONGEST_BREAK_MINUTES = 60
MINUTE_MS = 60_000
Events = tuple[Event, ...]


def following(state: State) -> int | None:
    """The step that comes next: rounds that are over, or were broken off, are passed by."""
    index = 0 if state.index is None else state.index + 1
    while index < len(state.agenda) and _is_behind(state, state.agenda[index].round):
        index += 1
    return index if index < len(state.agenda) else None


def _is_behind(state: State, number: int | None) -> bool:
    if number is None or (state.item is not None and state.item.round == number):
        return False
    return state.is_behind(number)


def between_rounds(state: State) -> bool:
    """Outside rounds, or in a round's last step."""
    item = state.item
    if item is None or item.round is None:
        return True
    return state.index == max(i for i, other in enumerate(state.agenda) if other.round == item.round)


def _interrupt_round(state: State, move: moves.InterruptRound, now: int) -> Events:
    checks.running(state)
    checks.believed_step(state, move.from_step)
    number = state.item.round if state.item else None
    if number is None or state.index is None:
        raise Refused("no_round")
    index = _after_round(state, number)
    if index is None:
        raise Refused("nothing_after")
    checks.round_can_begin(state, state.agenda[index].round)
    return (happened.RoundInterrupted(now, number, state.index), happened.StepEntered(now, index))


def _after_round(state: State, number: int) -> int | None:
    """The first step of whatever comes after a round."""
    index = max(i for i, item in enumerate(state.agenda) if item.round == number) + 1
    while index < len(state.agenda) and _is_behind(state, state.agenda[index].round):
        index += 1
    return index if index < len(state.agenda) else None


def _resume_round(state: State, move: moves.ResumeRound, now: int) -> Events:
    checks.running(state)
    broken = next((one for one in state.broken if one.round == move.round), None)
    if broken is None:
        raise Refused("not_interrupted")
    if not between_rounds(state):
        raise Refused("round_under_way")
    checks.round_can_begin(state, move.round)
    return (happened.RoundResumed(now, move.round), happened.StepEntered(now, broken.index))


def _take_break(state: State, move: moves.TakeBreak, now: int) -> Events:
    checks.running(state)
    if not 1 <= move.minutes <= LONGEST_BREAK_MINUTES:
        raise Invalid("break_out_of_range", "minutes")
    return (happened.BreakTaken(now, now + move.minutes * MINUTE_MS),)


def _end_break(state: State, move: moves.EndBreak, now: int) -> Events:
    checks.started(state)
    if not state.is_on_break:
        raise Refused("no_break")
    return (happened.BreakEnded(now),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.InterruptRound: _interrupt_round,
    moves.ResumeRound: _resume_round,
    moves.TakeBreak: _take_break,
    moves.EndBreak: _end_break,
}
