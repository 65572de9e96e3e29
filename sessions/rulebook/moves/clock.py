"""A step's clock, time added to it, and breaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..rules import guards, paying
from ..rules.outlook import saved_ms
from ..rules.planner import settled, with_item
from ..state import floor
from ..state.agenda import MINUTE_MS
from ..state.parts import Rest
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class Pause:
    """The step's clock stops, and whose turn it is goes on."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The step's clock runs again."""


@dataclass(frozen=True, slots=True)
class Extend:
    """The step gets more milliseconds, or fewer when negative: an hour at most either way."""

    span_ms: int


@dataclass(frozen=True, slots=True)
class TakeBreak:
    """Everybody rests for so many minutes, from 1 to 60; the break may end sooner or later than that."""

    minutes: int


@dataclass(frozen=True, slots=True)
class EndBreak:
    """The session goes on where it stopped."""


@dataclass(frozen=True, slots=True)
class BreakTaken(Event):
    """Everybody rests, outside step time, until an instant (epoch milliseconds) that is only announced.

    `is_noted`: it stands in the agenda afterwards; entries of journals from before that rule lack it.
    """

    until: int
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class BreakEnded(Event):
    pass


@dataclass(frozen=True, slots=True)
class ClockPaused(Event):
    pass


@dataclass(frozen=True, slots=True)
class ClockResumed(Event):
    pass


@dataclass(frozen=True, slots=True)
class TimeAdded(Event):
    """The step got more milliseconds, or fewer when negative; `payer` (an index in the agenda) has `paid_ms` less.

    Who pays was decided then: folding an old journal must not ask it again, by rules that may have changed.
    """

    span_ms: int
    payer: int | None = None
    paid_ms: int = 0


LONGEST_EXTENSION_MS = 3_600_000


def _pause(state: State, move: Pause, now: int) -> Events:
    guards.running(state)
    if state.since is None:
        raise Refused("clock_paused")
    return (ClockPaused(now),)


def _resume(state: State, move: Resume, now: int) -> Events:
    guards.running(state)
    if state.since is not None:
        raise Refused("clock_running")
    return (ClockResumed(now),)


def _extend(state: State, move: Extend, now: int) -> Events:
    guards.running(state)
    if not 0 < abs(move.span_ms) <= LONGEST_EXTENSION_MS:
        raise Invalid("span_out_of_range", "seconds")
    assert state.clock is not None  # noqa: S101  a running session has a step
    left = state.clock.remaining_ms(now)
    if move.span_ms < 0 and left <= 0:
        raise Refused("nothing_left")
    # Time that was saved pays first. What the payer cannot spare, or all of it where nobody can pay, moves the
    # session's end.
    payer = paying.payer(state, move.span_ms - max(0, saved_ms(state, now)))
    if payer is not None:
        return (TimeAdded(now, move.span_ms, payer.index, payer.span_ms),)
    # Shortened to what is left at most: a step whose time had ended before now would be in overtime at once.
    return (TimeAdded(now, max(move.span_ms, -left) if move.span_ms < 0 else move.span_ms),)


LONGEST_BREAK_MINUTES = 60


def _take_break(state: State, move: TakeBreak, now: int) -> Events:
    guards.running(state)
    if not 1 <= move.minutes <= LONGEST_BREAK_MINUTES:
        raise Invalid("break_out_of_range", "minutes")
    return (BreakTaken(now, now + move.minutes * MINUTE_MS, is_noted=True),)


def _end_break(state: State, move: EndBreak, now: int) -> Events:
    # Not guards.running, which refuses everything while people rest.
    guards.started(state)
    if not state.is_on_break:
        raise Refused("no_break")
    return (BreakEnded(now),)


def _break_taken(state: State, event: BreakTaken) -> State:
    # To the clock a break is a pause: `paused_ms` counts it too, and `break_ms` moves the session's end besides.
    state = replace(settled(state, event.at), paused_at=event.at, break_since=event.at, break_until=event.until)
    if event.is_noted and state.item is not None:
        state = replace(state, rests=(*state.rests, Rest(state.item.key, state.item.round, since=event.at)))
    return replace(state, floor=floor.suspended(state.floor))


def _break_ended(state: State, event: BreakEnded) -> State:
    # A break ends a pause too: the clock runs after it, whatever it did before.
    after = replace(settled(state, event.at), since=event.at, **rested(state, event.at))
    return replace(after, floor=floor.taken_up(state.floor, event.at))


def rested(state: State, at: int) -> dict[str, Any]:
    """The fields of a state whose break, if there is one, is over: it counts as long as it was, not as announced."""
    span_ms = 0 if state.break_since is None else at - state.break_since
    rests = tuple(rest if rest.span_ms is not None else replace(rest, span_ms=span_ms) for rest in state.rests)
    return {"break_since": None, "break_until": None, "break_ms": state.break_ms + span_ms, "rests": rests}


def _paused(state: State, event: ClockPaused) -> State:
    return replace(settled(state, event.at), paused_at=event.at)


def _resumed(state: State, event: ClockResumed) -> State:
    return replace(settled(state, event.at), since=event.at)


def _time_added(state: State, event: TimeAdded) -> State:
    assert state.index is not None  # noqa: S101  decided on a running step only
    item = state.agenda[state.index]
    state = replace(state, agenda=with_item(state, state.index, replace(item, extra_ms=item.extra_ms + event.span_ms)))
    if event.payer is None:
        return state
    payer = state.agenda[event.payer]
    return replace(state, agenda=with_item(state, event.payer, replace(payer, extra_ms=payer.extra_ms - event.paid_ms)))


DECISIONS: Decisions = {
    Pause: _pause,
    Resume: _resume,
    Extend: _extend,
    TakeBreak: _take_break,
    EndBreak: _end_break,
}
FOLDS: Folds = {
    BreakTaken: _break_taken,
    BreakEnded: _break_ended,
    ClockPaused: _paused,
    ClockResumed: _resumed,
    TimeAdded: _time_added,
}
