"""What each move makes happen, or why not now: the rules of the phase. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Invalid, Refused

from . import (
    checks,
    floor_decisions,
    guiding_decisions,
    moves,
    opening_decisions,
    people_decisions,
    planner,
    round_decisions,
    rules,
    undo_decisions,
    wheel_decisions,
    writing_decisions,
)
from . import events as happened
from .events import Event
from .round_decisions import entering, following, preceding, put_off
from .state import State

LONGEST_EXTENSION_MS = 3_600_000
Events = tuple[Event, ...]


def decide(state: State, move: object, now: int) -> Events:
    """The events of a move at `now`. Raises Refused, Stale or Invalid."""
    return opening_decisions.without_an_open_vote(state, _DECISIONS[type(move)](state, move, now), now)


def _open(state: State, move: moves.Open, now: int) -> Events:
    checks.not_over(state)
    if state.status != "planned":
        raise Refused("not_planned")
    return (happened.Opened(now),)


def _start(state: State, move: moves.Start, now: int) -> Events:
    checks.gathered(state)
    if state.is_running:
        raise Refused("already_running")
    return (happened.Started(now), *entering(state, 0, now))


def _next(state: State, move: moves.Next, now: int) -> Events:
    checks.running(state)
    checks.believed_step(state, move.from_step)
    index = following(state)
    if index is None:
        raise Refused("last_step")
    return (*put_off(state, index, now), *entering(state, index, now))


def _back(state: State, move: moves.Back, now: int) -> Events:
    checks.running(state)
    checks.believed_step(state, move.from_step)
    index = preceding(state)
    if index is None:
        raise Refused("first_step")
    return entering(state, index, now)


def _jump(state: State, move: moves.Jump, now: int) -> Events:
    checks.running(state)
    checks.believed_step(state, move.from_step)
    if not 0 <= move.to_step < len(state.agenda):
        raise Invalid("no_such_step", "to_step")
    if move.to_step == state.index:
        raise Refused("same_step")
    return entering(state, move.to_step, now)


def _pause(state: State, move: moves.Pause, now: int) -> Events:
    checks.running(state)
    if state.since is None:
        raise Refused("clock_paused")
    return (happened.ClockPaused(now),)


def _resume(state: State, move: moves.Resume, now: int) -> Events:
    checks.running(state)
    if state.since is not None:
        raise Refused("clock_running")
    return (happened.ClockResumed(now),)


def _extend(state: State, move: moves.Extend, now: int) -> Events:
    checks.running(state)
    if not 0 < abs(move.span_ms) <= LONGEST_EXTENSION_MS:
        raise Invalid("span_out_of_range", "seconds")
    assert state.clock is not None  # noqa: S101  a running session has a step
    left = state.clock.remaining_ms(now)
    if move.span_ms < 0 and left <= 0:
        raise Refused("nothing_left")
    payer = planner.payer(state, move.span_ms)
    if payer is not None:
        return (happened.TimeAdded(now, move.span_ms, payer.index, payer.span_ms),)
    return (happened.TimeAdded(now, max(move.span_ms, -left) if move.span_ms < 0 else move.span_ms),)


def _write(state: State, move: moves.Write, now: int) -> Events:
    checks.running(state)
    if move.author is not None:
        checks.present(state, move.author)
    if not rules.may_write(state, move.author, move.kind):
        raise Refused("may_not_write")
    return (happened.Written(now, move.kind, move.author),)


def _accept_contract(state: State, move: moves.AcceptContract, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.participant)
    if not rules.may_accept(state, move.participant):
        raise Refused("may_not_accept")
    return (happened.ContractAccepted(now, move.participant),)


def _change_writing(state: State, move: moves.ChangeWriting, now: int) -> Events:
    checks.running(state)
    return (happened.WritingChanged(now, move.change),)


def _close(state: State, move: moves.Close, now: int) -> Events:
    checks.started(state)
    return (happened.Closed(now),)


def _cancel(state: State, move: moves.Cancel, now: int) -> Events:
    checks.not_over(state)
    if state.is_running:
        raise Refused("already_running")
    return (happened.Cancelled(now),)


_DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.Open: _open,
    moves.Start: _start,
    moves.Next: _next,
    moves.Back: _back,
    moves.Jump: _jump,
    moves.Pause: _pause,
    moves.Resume: _resume,
    moves.Extend: _extend,
    moves.Write: _write,
    moves.AcceptContract: _accept_contract,
    moves.ChangeWriting: _change_writing,
    moves.Close: _close,
    moves.Cancel: _cancel,
    **people_decisions.DECISIONS,
    **round_decisions.DECISIONS,
    **floor_decisions.DECISIONS,
    **guiding_decisions.DECISIONS,
    **wheel_decisions.DECISIONS,
    **opening_decisions.DECISIONS,
    **undo_decisions.DECISIONS,
    **writing_decisions.DECISIONS,
}
