"""Rounds that break off and are taken up again, and breaks. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Invalid, Refused

from . import checks, moves
from . import events as happened
from .agenda import Item
from .events import Event
from .planner import ahead_of, is_passed_by
from .state import State

LONGEST_BREAK_MINUTES = 60
MINUTE_MS = 60_000
Events = tuple[Event, ...]


def following(state: State) -> int | None:
    """The step that comes next: rounds that are over, were broken off or whose client has left are passed by."""
    return _from(state, 0 if state.index is None else state.index + 1)


def _from(state: State, index: int) -> int | None:
    while index < len(state.agenda) and is_passed_by(state, state.agenda[index].round):
        index += 1
    return index if index < len(state.agenda) else None


def to_come(state: State) -> tuple[Item, ...]:
    """The steps that are still to be lived after the present one."""
    return tuple(state.agenda[index] for index in ahead_of(state))


def preceding(state: State) -> int | None:
    """The step before, or the one in which the round before broke off; rounds whose client has left are passed by."""
    index = (state.index or 0) - 1
    while index >= 0 and state.client_of(state.agenda[index].round) in state.left:
        index -= 1
    if index < 0:
        return None
    broken = state.broken_off(state.agenda[index].round)
    return broken.index if broken else index


def entering(state: State, index: int, now: int) -> Events:
    """Enter a step: a broken round is taken up again, those of absent clients on the way there are put off."""
    number = state.agenda[index].round
    checks.round_can_begin(state, number)
    resumed = (happened.RoundResumed(now, number),) if number is not None and state.broken_off(number) else ()
    return (*resumed, happened.StepEntered(now, index))


def put_off(state: State, until: int, now: int) -> Events:
    """The rounds before a step that wait for a client who has left: their time goes to the rest."""
    coming = range((state.index or 0) + 1, until)
    numbers = dict.fromkeys(state.agenda[i].round for i in coming)
    waiting = (n for n in numbers if n is not None and is_passed_by(state, n) and not state.is_behind(n))
    return tuple(happened.RoundInterrupted(now, number, _first(state, number)) for number in waiting)


def _first(state: State, number: int) -> int:
    return next(i for i, item in enumerate(state.agenda) if item.round == number)


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
    index = _from(state, 1 + max(i for i, item in enumerate(state.agenda) if item.round == number))
    if index is None:
        raise Refused("nothing_after")
    broken_off = happened.RoundInterrupted(now, number, state.index)
    return (broken_off, *put_off(state, index, now), *entering(state, index, now))


def _resume_round(state: State, move: moves.ResumeRound, now: int) -> Events:
    checks.running(state)
    broken = state.broken_off(move.round)
    if broken is None:
        raise Refused("not_interrupted")
    if not between_rounds(state):
        raise Refused("round_under_way")
    return entering(state, broken.index, now)


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
