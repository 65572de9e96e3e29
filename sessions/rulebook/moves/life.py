"""A session's life: opened, started, closed or called off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Refused

from ..events import Event, Events
from ..rules import guards
from ..rules.planner import settled
from ..state import floor
from ..state.state import State
from . import Decisions, Folds
from .clock import rested
from .steps import entering


@dataclass(frozen=True, slots=True)
class Open:
    """The lobby opens: people may be admitted."""


@dataclass(frozen=True, slots=True)
class Start:
    """The first step begins."""


@dataclass(frozen=True, slots=True)
class Close:
    """The session ends, from whatever step; at an instant of the past (epoch milliseconds) where it was left open."""

    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Somebody is back in a session that was left open, which nobody attended from an instant of the past on."""

    left_at: int


@dataclass(frozen=True, slots=True)
class CorrectEnd:
    """The hour (epoch milliseconds) at which a session ended that was left open."""

    ended_at: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """A session that has not started is called off."""


@dataclass(frozen=True, slots=True)
class Opened(Event):
    pass


@dataclass(frozen=True, slots=True)
class Started(Event):
    pass


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """The session is over. `ended_at`: since when by estimate, where nobody closed it then."""

    ended_at: int | None = None

    @property
    def went_on_until(self) -> int:
        return self.at if self.ended_at is None else self.ended_at


@dataclass(frozen=True, slots=True)
class TakenUp(Event):
    """The session goes on where it stood at `left_at`; nobody was there since then."""

    left_at: int

    @property
    def went_on_until(self) -> int:
        return self.left_at


@dataclass(frozen=True, slots=True)
class EndCorrected(Event):
    """Somebody who was there says when a session ended that was left open."""

    ended_at: int


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    pass


def _open(state: State, move: Open, now: int) -> Events:
    guards.not_over(state)
    if state.status != "planned":
        raise Refused("not_planned")
    return (Opened(now),)


def _start(state: State, move: Start, now: int) -> Events:
    guards.gathered(state)
    if state.is_running:
        raise Refused("already_running")
    return (Started(now), *entering(state, 0, now))


def _close(state: State, move: Close, now: int) -> Events:
    # From a break too, and from any step: a group may have to stop at any moment.
    guards.started(state)
    return (Closed(now, move.ended_at),)


def _correct_end(state: State, move: CorrectEnd, now: int) -> Events:
    if state.is_running:
        raise Refused("already_running")
    # The form has said already, in words, which hours it can have been: any other changes nothing.
    if state.status != "closed" or not (state.started_at or 0) < move.ended_at <= (state.closed_at or 0):
        return ()
    return (EndCorrected(now, move.ended_at),)


def _take_up(state: State, move: TakeUp, now: int) -> Events:
    guards.started(state)
    return (TakenUp(now, move.left_at),)


def _cancel(state: State, move: Cancel, now: int) -> Events:
    guards.not_over(state)
    # What has begun took place: it is closed, and counts as held.
    if state.is_running:
        raise Refused("already_running")
    return (Cancelled(now),)


def _opened(state: State, event: Opened) -> State:
    return replace(state, status="open", opened_at=event.at)


def _started(state: State, event: Started) -> State:
    return replace(state, status="running", started_at=event.at)


def _closed(state: State, event: Closed) -> State:
    # Clients stay: rounds follow them, and would go with what was written in them. What was heard of each stays for a
    # day, in which closing may still be undone, and is emptied by an event of its own.
    return replace(
        settled(state, event.went_on_until),
        status="closed",
        closed_at=event.at,
        ended_at=event.ended_at,
        is_end_estimated=event.ended_at is not None,
        index=None,
        floor=floor.Floor(),
        grants=(),
        moment=None,
        prompt=None,
        in_silence=False,
        **rested(state, event.went_on_until),
    )


def _taken_up(state: State, event: TakenUp) -> State:
    # As if the hours between had not been: what ran goes on, paused or resting as it was.
    away_ms = event.at - event.left_at
    instants = ("since", "paused_at", "break_since", "break_until")
    moved = {name: at + away_ms for name in instants if (at := getattr(state, name)) is not None}
    resumed = state.floor if state.floor.since is None else floor.taken_up(state.floor, event.at)
    return replace(state, away_ms=state.away_ms + away_ms, floor=resumed, **moved)


def _end_corrected(state: State, event: EndCorrected) -> State:
    return replace(state, ended_at=event.ended_at, is_end_estimated=False)


def _cancelled(state: State, event: Cancelled) -> State:
    return replace(state, status="cancelled", closed_at=event.at)


DECISIONS: Decisions = {
    Open: _open,
    Start: _start,
    Close: _close,
    TakeUp: _take_up,
    CorrectEnd: _correct_end,
    Cancel: _cancel,
}
FOLDS: Folds = {
    Opened: _opened,
    Started: _started,
    Closed: _closed,
    TakenUp: _taken_up,
    EndCorrected: _end_corrected,
    Cancelled: _cancelled,
}
